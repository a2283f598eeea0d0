-- Each line has to be blocked under a limit of SESSION: a write, or what may be one. \n is a line break.
SELECT nextval('s')
FROM t INSERT INTO u
WITH d AS (INSERT INTO t VALUES (1) RETURNING *) FROM d
PIVOT (DELETE FROM t RETURNING *) ON a USING sum(b)
SUMMARIZE DELETE FROM t
DESCRIBE DELETE FROM t
SELECT * FROM (DELETE FROM t RETURNING *)
SELECT list_transform([1], x -> nextval('s'))
SELECT list_transform([1], lambda x: nextval('s'))
SELECT [nextval('s') FOR x IN [1,2]]
SELECT [x FOR x IN [1,2] IF nextval('s') > 1]
SELECT {'a': nextval('s')}
SELECT MAP {'a': nextval('s')}
SELECT (1).nextval()
SELECT 's'.nextval()
SELECT COLUMNS(c -> nextval('s') > 1) FROM t
SELECT * REPLACE (nextval('s') AS a) FROM t
SELECT * EXCLUDE (a), nextval('s') FROM t
SELECT a FROM t QUALIFY nextval('s') > 1
SELECT a FROM t USING SAMPLE (nextval('s'))
SELECT a FROM t LIMIT nextval('s')
SELECT TRY(nextval('s'))
SELECT nextval('s')::VARCHAR
COPY (SELECT 1) TO 'x'
EXPORT DATABASE 'x'
CALL dbgen(sf=1)
CALL pg_clear_cache()
CALL postgres_execute('a','b')
PRAGMA profiling_output='x'
PRAGMA add_parquet_key('a','b')
SET profile_output='x'
SET log_query_path='x'
SET temp_directory='x'
SET home_directory='x'
SET extension_directory='x'
SET custom_extension_repository='x'
SET allow_unsigned_extensions=true
SET access_mode='READ_WRITE'
SET GLOBAL threads=1; DELETE FROM t
RESET enable_external_access
USE x; DELETE FROM t
PREPARE p AS DELETE FROM t
EXECUTE p
FROM query('DELETE FROM t')
FROM query_table('t') ; DELETE FROM t
SELECT * FROM sqlite_scan('x.db','t'), (SELECT nextval('s'))
SELECT write_blob('x')
COPY FROM DATABASE a TO b
CREATE TEMP TABLE x AS SELECT nextval('s')
INSERT INTO t BY NAME SELECT 1
MERGE INTO t USING u ON t.a=u.a WHEN MATCHED THEN DELETE
UPDATE EXTENSIONS
CHECKPOINT
SELECT checkpoint()
SELECT * FROM force_checkpoint()
FROM duckdb_logs; FROM truncate_duckdb_logs()
VALUES (nextval('s'))
SELECT 1 AS a, (DELETE FROM t RETURNING a)
EXPLAIN ANALYZE SELECT nextval('s')
SHOW (DELETE FROM t)
SHOW ref_tables; DROP TABLE t
UNPIVOT t ON COLUMNS(* EXCLUDE (a)) INTO NAME n VALUE nextval('s')
SELECT struct_pack(a := nextval('s'))
SELECT ai_query('x')
SELECT http_get('http://x')
FROM duckdb_functions() SELECT nextval('s')
ALTER TABLE t SET PARTITIONED BY (a)
CREATE TEMP TABLE x AS WITH d AS (DELETE FROM t RETURNING *) FROM d
CREATE TEMP VIEW x AS SELECT nextval('s')
INSERT INTO temp.x SELECT nextval('s')
SHOW (INSERT INTO t VALUES (1))
FROM (SELECT nextval('s'))
FROM t SELECT nextval('s')
PIVOT t ON a USING sum(nextval('s'))
SUMMARIZE SELECT nextval('s')
DESCRIBE SELECT nextval('s'); DROP TABLE t
FROM query('DROP TABLE t')
SELECT * FROM query('SELECT nextval(''s'')')
COPY t TO 'x.csv'
COPY (SELECT 1) TO '/dev/stdout'
IMPORT DATABASE 'x'
ATTACH 'x.db'
ATTACH 'x.db' AS y (READ_ONLY false)
ATTACH 'x.db' (READ_ONLY, TYPE sqlite, x 1)
INSTALL httpfs
LOAD httpfs
FORCE CHECKPOINT
PRAGMA profiling_output='/tmp/x'
SET enable_external_access=true
SET GLOBAL threads=1
SET VARIABLE x = nextval('s')
CALL pragma_version(); CALL force_checkpoint()
EXPLAIN ANALYZE DELETE FROM t
EXPLAIN (ANALYZE) INSERT INTO t VALUES (1)
SELECT * FROM postgres_execute('db','delete from t')
FROM postgres_query('db', 'delete from t')
FROM sqlite_query('db', 'delete from t')
FROM mysql_query('db','x')
SELECT ('s').nextval()
SELECT t.s.nextval() FROM t
SELECT 'a'::VARCHAR.nextval()
WITH x AS (INSERT INTO t VALUES (1) RETURNING *) FROM x
USE x; DROP TABLE t
CREATE SECRET (TYPE S3)
CALL enable_logging()
CALL truncate_duckdb_logs()
SELECT setseed(0.1); SELECT currval('s'); DELETE FROM t
SELECT json_execute_serialized_sql('x')
FROM json_execute_serialized_sql(json_serialize_sql('SELECT nextval(''s'')'))
SELECT load_aws_credentials()
COMMENT ON TABLE t IS 'x'
FROM read_csv('x.csv') SELECT nextval('s')
MERGE INTO t USING u ON true WHEN MATCHED THEN DELETE
(DELETE FROM t RETURNING *)
SELECT (DELETE FROM t RETURNING a)
UNPIVOT (SELECT nextval('s') AS a) ON a
SHOW (SELECT nextval('s'))
FROM glob('*') SELECT getvariable('x'), nextval('s')
