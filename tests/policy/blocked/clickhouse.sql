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
SELECT * FROM url('http://x', CSV)
SELECT * FROM urlCluster('c', 'http://x', CSV)
SELECT * FROM file('x.csv')
SELECT * FROM fileCluster('c', 'x.csv')
SELECT * FROM s3('https://x')
SELECT * FROM s3Cluster('c', 'https://x')
SELECT * FROM gcs('https://x')
SELECT * FROM azureBlobStorage('a', 'b')
SELECT * FROM hdfsCluster('a', 'b')
SELECT * FROM mysql('h', 'd', 't', 'u', 'p')
SELECT * FROM postgresql('h', 'd', 't', 'u', 'p')
SELECT * FROM odbc('DSN=x', 'd', 't')
SELECT * FROM redis('h', 'k', 's')
SELECT * FROM remoteSecure('h', d.t)
SELECT * FROM remote('h', view(SELECT 1))
SELECT * FROM deltaLake('x')
SELECT * FROM iceberg('x')
SELECT * FROM hudi('x')
SELECT * FROM executable('x.sh', TSV, 'a Int8', (SELECT 1))
SELECT * FROM ytsaurus('a', 'b', 'c')
SELECT * FROM arrowFlight('a', 'b')
SELECT * FROM mergeTreeIndex(a, my_udf())
SELECT * FROM merge('d', my_udf())
SELECT * FROM clusterAllReplicas('c', url('http://x', CSV))
SELECT * FROM view(SELECT * FROM url('http://x', CSV))
SELECT * FROM generateRandom('a Int8', my_udf())
SELECT * FROM null('a Int8'), url('x')
SELECT * FROM viewIfPermitted(SELECT my_udf() ELSE null('a Int8'))
SELECT * FROM dictionary(my_udf())
SELECT * FROM format(CSV, my_udf())
SELECT * FROM values('a Int8', my_udf())
SELECT `my_udf`(1)
SELECT "my_udf"(1)
SELECT sleepEachRow(1) FROM numbers(10)
SELECT file('/etc/passwd')
SELECT demangle(addressToSymbol(1))
SELECT filesystemUnreserved('x'), my_udf()
SELECT modelEvaluate('m', 1)
SELECT transactionID(), my_udf()
SELECT arrayFold((acc, x) -> my_udf(x), [1], 0)
SELECT arrayReduce('my_agg', [1]), my_agg(1)
SELECT arrayFilter(x -> sleep(1), [1])
SELECT sumIf(sleep(1), 1)
SELECT my_aggIf(a, 1) FROM t
SELECT my_aggMerge(a) FROM t
SELECT * REPLACE (my_udf(a) AS a) FROM t
SELECT COLUMNS('a') APPLY (x -> my_udf(x)) FROM t
SELECT * EXCEPT a APPLY(sleep) FROM t
SELECT a FROM t PREWHERE my_udf(a)
SELECT a FROM t ARRAY JOIN my_udf(a) AS b
SELECT a FROM t LIMIT 1 BY my_udf(a)
SELECT a FROM t ORDER BY a WITH FILL FROM my_udf() TO 1
SELECT a FROM t SAMPLE my_udf()
SELECT a FROM t FINAL WHERE sleep(1)
SELECT a FROM t GROUP BY GROUPING SETS ((my_udf(a)))
SELECT a FROM t QUALIFY my_udf(a)
SELECT a FROM t WINDOW w AS (ORDER BY my_udf(a))
SELECT a FROM t ASOF JOIN u ON t.a >= my_udf(u.a)
SELECT a FROM t ANY LEFT JOIN url('x') u USING a
SELECT (SELECT my_udf())
WITH (SELECT my_udf()) AS x SELECT x
WITH x AS (SELECT * FROM url('x')) SELECT * FROM x
SELECT my_udf(1) AS a, a + 1
SELECT {a:String}, my_udf()
SELECT a ? my_udf(b) : c FROM t
SELECT CASE WHEN sleep(1) THEN 1 END
SELECT 1 IN (SELECT my_udf())
SELECT DISTINCT ON (my_udf(a)) b FROM t
SELECT tuple(my_udf()).1
SELECT [my_udf()][1]
SELECT map('a', my_udf())
SELECT CAST(my_udf() AS String)
SELECT my_udf()::String
SELECT INTERVAL my_udf() DAY
SELECT a FROM t SETTINGS readonly = 0
SELECT a FROM t SETTINGS allow_ddl = 1, max_threads = 1
SELECT a FROM t SETTINGS max_threads = 1, allow_introspection_functions = 1
SELECT a FROM (SELECT 1 AS a SETTINGS readonly = 0)
SELECT a FROM t SETTINGS async_insert = 1
SELECT a FROM t SETTINGS profile = 'admin'
SELECT a FROM t INTO OUTFILE 'x' TRUNCATE
SELECT a FROM t INTO OUTFILE 'x' AND STDOUT FORMAT CSV
SELECT a FROM t INTO OUTFILE 'x' APPEND COMPRESSION 'gzip'
SHOW TABLES INTO OUTFILE 'x'
SHOW TABLES FROM d INTO OUTFILE 'x' FORMAT CSV
SHOW CREATE TABLE t INTO OUTFILE 'x'
SHOW DATABASES SETTINGS readonly = 0
DESCRIBE TABLE t INTO OUTFILE 'x'
DESC TABLE t SETTINGS readonly = 0
DESCRIBE TABLE s3('https://x')
DESCRIBE (SELECT * FROM url('x'))
EXISTS TABLE t INTO OUTFILE 'x'
EXISTS t; DROP TABLE t
EXPLAIN SELECT 1 INTO OUTFILE 'x'
EXPLAIN PIPELINE SELECT * FROM url('x')
EXPLAIN SYNTAX SELECT my_udf()
EXPLAIN ESTIMATE SELECT sleep(1)
INSERT INTO t VALUES (1)
INSERT INTO t FORMAT CSV\n1
INSERT INTO t FROM INFILE 'x' FORMAT CSV
INSERT INTO t SELECT 1 SETTINGS async_insert = 1
INSERT INTO FUNCTION url('http://x', CSV, 'a Int8') SELECT 1
INSERT INTO TABLE FUNCTION s3('x') SELECT 1
INSERT INTO FUNCTION null('a Int8') SELECT 1
WITH 1 AS x INSERT INTO t SELECT x
FROM t INSERT INTO u SELECT *
DELETE FROM t ON CLUSTER c WHERE 1
DELETE FROM t IN PARTITION 1 WHERE 1
ALTER TABLE t UPDATE a = 1 WHERE 1
ALTER TABLE t DROP PARTITION ALL
ALTER TABLE t DETACH PARTITION 1
ALTER TABLE t ATTACH PARTITION 1 FROM u
ALTER TABLE t REPLACE PARTITION 1 FROM u
ALTER TABLE t MOVE PARTITION 1 TO DISK 'x'
ALTER TABLE t FREEZE
ALTER TABLE t FETCH PARTITION 1 FROM '/x'
ALTER TABLE t MATERIALIZE COLUMN a
ALTER TABLE t APPLY DELETED MASK
ALTER TABLE t MODIFY TTL a + INTERVAL 1 DAY
ALTER USER u IDENTIFIED BY 'x'
ALTER NAMED COLLECTION c SET a = 1
TRUNCATE ALL TABLES FROM d
TRUNCATE DATABASE d
DROP TABLE t SYNC
DROP TABLE t PARALLEL WITH DROP TABLE u
DROP DICTIONARY d
DETACH TABLE t PERMANENTLY
ATTACH TABLE t FROM '/x' (a Int8)
EXCHANGE DICTIONARIES a AND b
OPTIMIZE TABLE t FINAL DEDUPLICATE
CREATE TABLE x (a Int8) ENGINE = Memory
CREATE TEMPORARY TABLE x AS SELECT my_udf()
CREATE TABLE x AS url('x')
CREATE MATERIALIZED VIEW v TO t AS SELECT 1
CREATE MATERIALIZED VIEW v REFRESH EVERY 1 HOUR TO t AS SELECT 1
CREATE LIVE VIEW v AS SELECT 1
CREATE WINDOW VIEW v AS SELECT 1
CREATE DICTIONARY d (a Int8) PRIMARY KEY a SOURCE(EXECUTABLE(COMMAND 'x' FORMAT TSV))
CREATE FUNCTION f AS x -> url(x)
CREATE NAMED COLLECTION c AS a = 1
CREATE WORKLOAD w
CREATE ROW POLICY p ON t USING 1
CREATE QUOTA q
CREATE SETTINGS PROFILE p
CREATE DATABASE d ENGINE = MySQL('h', 'd', 'u', 'p')
CREATE OR REPLACE TABLE t (a Int8) ENGINE = Memory
REPLACE TABLE t (a Int8) ENGINE = Memory
SYSTEM FLUSH LOGS
SYSTEM STOP MERGES t
SYSTEM DROP REPLICA 'x'
SYSTEM RELOAD DICTIONARY d
SYSTEM SYNC REPLICA t
SYSTEM ENABLE FAILPOINT x
KILL MUTATION WHERE 1
KILL QUERY WHERE query_id = 'x' SYNC
BACKUP DATABASE d TO Disk('a', 'b')
RESTORE TABLE t FROM Disk('a', 'b')
MOVE USER u TO x
GRANT SELECT ON *.* TO u
REVOKE ALL ON *.* FROM u
SET allow_ddl = 1
SET profile = 'x'
SET max_threads = 1, readonly = 0
SET ROLE admin
SET DEFAULT ROLE ALL TO u
SET param_x = my_udf()
SET insert_deduplicate = 0
SET mutations_sync = 0
SET TRANSACTION SNAPSHOT 1
EXECUTE AS u SELECT 1
EXECUTE AS u
BEGIN TRANSACTION
COMMIT
USE d; DROP TABLE t
SELECT $a$ $$ $a$; DROP TABLE t; --$$
SELECT 1 #! x\n; DROP TABLE t
SELECT 1 # x\n; DROP TABLE t
SELECT 1 /* /* */; DROP TABLE t; --*/
SELECT 1 FORMAT CSV; DROP TABLE t
SELECT 1 FORMAT Null; DROP TABLE t
SELECT 1 UNION ALL SELECT sleep(1)
(SELECT 1) INTERSECT (SELECT my_udf())
SELECT 1\G; DROP TABLE t
SELECT * FROM loop(url('x'))
SELECT * FROM numbers(1), executable('x', TSV, 'a Int8')
SELECT * FROM t WHERE a IN url('x')
SELECT * FROM mergeTreeProjection(a, b, my_udf())
SELECT joinGet(my_udf(), 'a', 1)
SELECT dictGet('d', 'a', my_udf())
SELECT aiGenerate('x') FROM t; SYSTEM FLUSH LOGS
SELECT * FROM eval('x')
SELECT * FROM icebergS3('x')
SELECT * FROM python('x')
