-- Each line has to be blocked under a limit of SESSION: a write, or what may be one. \n is a line break.
SELECT * FROM remote('h', db.t)
SELECT * FROM executable('x','TSV','a Int32')
SELECT * FROM input('a Int32')
SELECT * FROM sqlite('x','t')
SELECT * FROM hdfs('x')
SELECT * FROM mongodb('x')
SELECT * FROM jdbc('x','y','z')
SELECT sleep(1)
SELECT sleepEachRow(1)
SELECT file('x')
SELECT my_udf(1)
SELECT catboostEvaluate('x', 1)
SELECT * FROM t INTO OUTFILE 'x' FORMAT CSV
SELECT 1 SETTINGS allow_ddl=1
SET readonly=0
SET allow_introspection_functions=1; DROP TABLE t
INSERT INTO t SELECT 1
INSERT INTO FUNCTION file('x') SELECT 1
CREATE TABLE x ENGINE=Memory AS SELECT 1
ALTER TABLE t DROP PARTITION 1
SYSTEM RELOAD CONFIG
KILL QUERY WHERE 1
BACKUP TABLE t TO Disk('a','b')
EXCHANGE TABLES a AND b
UNDROP TABLE t
CREATE FUNCTION f AS x -> x
WITH my_udf(1) AS x SELECT x
SELECT arrayMap(x -> my_udf(x), [1])
SELECT * FROM numbers(my_udf())
SELECT sumIf(my_udf(x), 1) FROM t
SELECT * FROM view(SELECT my_udf(1))
SELECT * FROM cluster('c', view(SELECT my_udf()))
SELECT 1 FORMAT JSON; DROP TABLE t
SELECT * APPLY(my_udf) FROM t
SELECT * APPLY(x -> my_udf(x)) FROM t
DELETE FROM t WHERE 1
UPDATE t SET a = 1 WHERE 1
SELECT throwIf(1), my_udf(2)
WATCH v
GRANT ALL ON *.* TO u
EXPLAIN AST INSERT INTO t VALUES (1); DROP TABLE t
SHOW TABLES; DROP TABLE t
DESCRIBE TABLE url('http://x')
DESCRIBE (SELECT my_udf(1))
SELECT * FROM loop(db.t), my_tf(1)
TRUNCATE TABLE t
SELECT JSONExtract(my_udf(), 'a', 'Int32')
SELECT quantile(my_udf())(x) FROM t
SELECT my_udf(1)(2) FROM t
CREATE TABLE a PARALLEL WITH DROP TABLE b
SELECT * APPLY my_udf FROM t
SELECT COLUMNS('a') APPLY(my_udf) FROM t
SELECT * APPLY(my_udf) APPLY(sum) FROM t
SELECT * APPLY(quantile(0.9)), my_udf(1) FROM t
SELECT * FROM url('http://x')
SELECT 1 INTO OUTFILE 'x'
SELECT * FROM remote('x', 'delete')
SELECT * FROM executable('x', 'TSV', 'a Int')
SELECT * FROM mysql('a','b','c','d','e')
SYSTEM SHUTDOWN
OPTIMIZE TABLE t FINAL
ALTER TABLE t DELETE WHERE 1
SELECT sleep(3)
SELECT generateSerialID('x')
SELECT 1 SETTINGS readonly=0
SELECT * FROM merge('db','x') SETTINGS allow_ddl=1
EXPLAIN AST DROP TABLE t; DROP TABLE t
RENAME TABLE a TO b
ATTACH TABLE x
DETACH TABLE t
CHECK TABLE t
SELECT * FROM s3('x')
WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x
SELECT catboostEvaluate('/x', 1)
SELECT * FROM dictionary('x') WHERE dictGet('a','b',1); DROP DICTIONARY x
PARALLEL WITH SELECT 1 PARALLEL WITH DROP TABLE t
