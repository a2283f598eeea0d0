-- Each line has to be blocked under a limit of SESSION: a write, or what may be one. \n is a line break.
SELECT java_method('java.lang.Runtime','x')
SELECT reflect('a','b')
SELECT try_reflect('a','b')
FROM t INSERT INTO u SELECT *
FROM t INSERT OVERWRITE TABLE u SELECT a INSERT INTO v SELECT b
ADD JAR 'x'
REFRESH TABLE t; DELETE FROM t
WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x
MERGE INTO t USING u ON t.a=u.a WHEN MATCHED THEN DELETE
COPY INTO t FROM 'x' FILEFORMAT = CSV
OPTIMIZE t ZORDER BY (a)
VACUUM t
CALL p()
EXECUTE IMMEDIATE 'DELETE FROM t'
SELECT * FROM remote_query('c', query => 'DELETE FROM t')
SELECT my_udf(1)
SELECT cat.sch.my_udf(1)
SELECT * FROM my_tvf(1)
SELECT TRANSFORM (a) USING 'cat' FROM t
SELECT transform(a) USING 'cat' FROM t
FROM t MAP a USING 'cat'
FROM t REDUCE a USING 'cat'
SELECT secret('a','b')
CREATE TEMP VIEW v AS SELECT my_udf(1)
CREATE TABLE t SHALLOW CLONE u
DELETE FROM delta.`/x`
SELECT * FROM t |> INSERT INTO u
SET x = 1; DELETE FROM t
SET spark.hadoop.fs.s3a.secret.key = x
RESET
DECLARE VARIABLE x INT DEFAULT my_udf()
SET VAR x = my_udf()
SELECT transform(arr, x -> my_udf(x)) FROM t
SELECT * FROM t LATERAL VIEW my_udtf(a) x AS y
SELECT a FROM t DISTRIBUTE BY my_udf(a)
SELECT window(my_udf(ts), '5 minutes') FROM t
INSERT INTO t VALUES (1)
ALTER TABLE t ADD COLUMN a INT
GRANT SELECT ON TABLE t TO `x`
DENY SELECT ON TABLE t TO `x`
CONVERT TO DELTA t
REPAIR TABLE t
CLONE
BEGIN DELETE FROM t; END
SELECT /*+ x */ my_udf(1)
SELECT 'a\\'; DELETE FROM t; --'
INSERT OVERWRITE DIRECTORY '/x' SELECT 1
SELECT ai_query('m', 'p'); DELETE FROM t
SELECT reflect('java.lang.System','exit',1)
SELECT java_method('java.lang.Runtime','getRuntime')
SELECT try_reflect('java.lang.System','exit',1)
TRANSFORM(a) USING 'cat' FROM t
SELECT TRANSFORM(a) USING 'rm -rf /' AS b FROM t
FROM t MAP a USING 'x' AS b
OPTIMIZE t
RESTORE TABLE t TO VERSION AS OF 1
MSCK REPAIR TABLE t
COPY INTO t FROM 'x' FILEFORMAT=CSV
SET spark.x=1; DROP TABLE t
EXECUTE IMMEDIATE 'delete from t'
SELECT * FROM remote_query('c', database=>'x', query=>'delete from t')
SELECT http_request('c','POST','/')
SELECT * FROM write_files('x')
DECLARE VARIABLE x = f()
