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
FROM postgres_query('d', 'DELETE FROM t RETURNING *')
SELECT * FROM postgres_query('d', 'SELECT 1')
CALL postgres_execute('d', 'DELETE FROM t')
FROM mysql_query('d', 'DELETE FROM t')
CALL mysql_execute('d', 'DROP TABLE t')
CALL sqlite_attach('x.db')
CALL postgres_attach('host=x')
SELECT * FROM sqlite_query('d', 'DELETE FROM t')
SELECT * FROM odbc_query('dsn', 'DELETE FROM t')
SELECT http_post('http://x', headers => MAP {}, params => MAP {})
SELECT shell('rm x')
SELECT system('rm x')
FROM ducklake_expire_snapshots('l', older_than => now())
CALL ducklake_merge_adjacent_files('l')
CALL ducklake_cleanup_old_files('l', cleanup_all => true)
CALL ducklake_add_data_files('l', 't', 'x.parquet')
CALL ducklake_set_option('l', 'a', 'b')
CALL l.merge_adjacent_files()
CALL load_aws_credentials()
CALL start_ui()
SELECT * FROM iceberg_to_ducklake('a', 'b')
CALL dbgen(sf = 1)
CALL dsdgen(sf = 1)
FROM dbgen(sf = 0.01)
PRAGMA create_fts_index('t', 'a', 'b')
PRAGMA drop_fts_index('t')
PRAGMA import_database('x')
PRAGMA enable_checkpoint_on_shutdown
PRAGMA force_checkpoint
PRAGMA database_size; DELETE FROM t
PRAGMA storage_info(my_macro())
PRAGMA hnsw_compact_index('i')
PRAGMA enable_external_access
PRAGMA threads = 1; DELETE FROM t
SET enable_external_access = true
SET lock_configuration = false
SET allow_unsigned_extensions = true
SET autoinstall_known_extensions = true
SET autoload_known_extensions = true
SET custom_extension_repository = 'http://x'
SET extension_directory = '/tmp/x'
SET secret_directory = '/x'
SET temp_directory = '/x'
SET home_directory = '/x'
SET log_query_path = '/tmp/x'
SET GLOBAL access_mode = 'READ_WRITE'
SET access_mode = 'read_write'
SET profile_output = '/tmp/x'
SET profiling_output = '/tmp/x'
SET s3_secret_access_key = 'x'
SET http_proxy = 'x'
SET allowed_paths = ['/']
SET disabled_filesystems = ''
SET allow_persistent_secrets = true
SET wal_autocheckpoint = '1KB'
SET debug_force_external = true
SET VARIABLE x = my_macro()
SET VARIABLE x = (SELECT nextval('s'))
RESET GLOBAL lock_configuration
ATTACH 'x.db' AS y (READ_WRITE)
ATTACH 'postgres:host=x' AS y (TYPE postgres)
ATTACH 'md:'
ATTACH ':memory:' AS m; CREATE TABLE m.t AS SELECT 1
ATTACH OR REPLACE 'x.db' AS y
ATTACH IF NOT EXISTS 'x.db'
ATTACH 'x.db' (READ_ONLY, SCHEMA my_macro())
DETACH y
USE y; DROP TABLE t
COPY (SELECT 1) TO 'x.parquet' (FORMAT parquet, PARTITION_BY a)
COPY (FROM t) TO 'x.csv'
COPY t FROM 'x.csv'
COPY t FROM DATABASE x
COPY FROM DATABASE a TO b (SCHEMA)
COPY SELECT 1 TO 'x.csv'
EXPORT DATABASE 'd'
IMPORT DATABASE 'd'
FORCE INSTALL x FROM 'http://y'
LOAD '/tmp/x.duckdb_extension'
UPDATE EXTENSIONS (httpfs)
CREATE SECRET (TYPE s3)
CREATE OR REPLACE PERSISTENT SECRET x (TYPE s3, KEY_ID 'a')
DROP SECRET x
CREATE MACRO f(a) AS nextval('s')
CREATE OR REPLACE MACRO abs(x) AS nextval('s'); SELECT abs(1)
CREATE TEMP MACRO f() AS (SELECT nextval('s')); SELECT f()
CREATE TEMP MACRO f() AS TABLE FROM my_macro(); FROM f()
CREATE TEMP MACRO f(x) AS x; CREATE TEMP MACRO f(x) AS nextval(x); SELECT f('s')
CREATE TEMP FUNCTION g() AS checkpoint()
CREATE TYPE e AS ENUM (SELECT nextval('s')::varchar)
CREATE TYPE e AS ENUM ('a')
CREATE INDEX i ON t(a)
CREATE TABLE IF NOT EXISTS x AS FROM t
CREATE OR REPLACE TABLE t AS SELECT 1
CREATE VIEW v AS FROM t
CREATE SEQUENCE s
CREATE SCHEMA x
ALTER TABLE t ADD COLUMN b int DEFAULT nextval('s')
ALTER VIEW v RENAME TO w
ALTER DATABASE x SET ALIAS TO y
COMMENT ON COLUMN t.a IS 'x'
TRUNCATE t
VACUUM ANALYZE t
ANALYZE
CHECKPOINT x
INSERT INTO t BY NAME SELECT 1 AS a
INSERT OR REPLACE INTO t VALUES (1)
INSERT OR IGNORE INTO t FROM u
INSERT INTO t FROM u
WITH x AS (SELECT 1) INSERT INTO t FROM x
DELETE FROM t USING u WHERE t.a = u.a RETURNING *
UPDATE t SET a = u.a FROM u
UPSERT INTO t VALUES (1)
MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN UPDATE
MERGE INTO t USING u USING (a) WHEN NOT MATCHED THEN INSERT BY NAME
WITH d AS (UPDATE t SET a = 1 RETURNING *) FROM d
WITH d AS (MERGE INTO t USING u ON 1=1 WHEN MATCHED THEN DELETE RETURNING *) SELECT * FROM d
FROM (DELETE FROM t RETURNING *)
SELECT * FROM (INSERT INTO t VALUES (1) RETURNING *)
EXPLAIN (ANALYZE, FORMAT json) INSERT INTO t FROM u
EXPLAIN ANALYZE COPY t TO 'x'
EXPLAIN ANALYZE CREATE TABLE u AS SELECT 1
EXPLAIN ANALYZE ATTACH 'x.db'
PREPARE p AS FROM postgres_query('d', $1)
EXECUTE p(nextval('s'))
PIVOT t ON a USING sum(my_macro(b))
PIVOT (SELECT nextval('s') AS a) ON a USING count(*)
SUMMARIZE FROM my_macro()
DESCRIBE SELECT my_macro()
SHOW TABLES FROM x; DELETE FROM t
SELECT s.nextval() FROM (SELECT 's' AS s)
SELECT [nextval('s') FOR x IN [1]]
SELECT list_aggregate([1], 'my_agg'), my_agg([1])
SELECT apply([1], x -> nextval('s'))
SELECT list_reduce([1,2], (a, b) -> my_macro(a))
SELECT COLUMNS(c -> my_macro(c)) FROM t
SELECT a FROM t QUALIFY row_number() OVER (ORDER BY nextval('s')) = 1
SELECT a FROM t USING SAMPLE my_macro()
SELECT a FROM t ASOF JOIN u ON t.a >= my_macro()
SELECT a FROM t POSITIONAL JOIN my_macro()
FROM my_macro() SELECT 1
FROM t, LATERAL (SELECT nextval('s'))
FROM range(nextval('s'))
FROM generate_series(1, my_macro())
FROM unnest([my_macro()])
FROM (VALUES (my_macro())) x(a)
FROM read_csv(my_macro())
FROM query('SELECT nextval(''s'')')
FROM query('COPY t TO ''x''')
FROM query($$ SELECT my_macro() $$)
FROM query('FROM query(''SELECT nextval(1)'')')
FROM query('SELECT 1; DELETE FROM t')
FROM query(getenv('X'))
FROM query('DELETE ' || 'FROM t')
SELECT * FROM query_table(my_macro())
FROM json_execute_serialized_sql('{}')
PRAGMA json_execute_serialized_sql('{}')
FROM json_execute_serialized_sql(json_serialize_sql(my_macro()))
SELECT write_log('x'), checkpoint()
FROM enable_logging('x'); DELETE FROM t
CALL enable_logging(storage = 'file', storage_config = {'path': '/tmp/x'})
SELECT 1 AS "a""; DELETE FROM t; --"; DELETE FROM t
SELECT $$a$$; DELETE FROM t; --$$
SELECT '\'; DELETE FROM t; --'
SELECT 1 # 2
.shell rm x
.read x.sql
.output x
.mode csv
SELECT * FROM t AT (VERSION => nextval('s'))
BEGIN; DELETE FROM t; ROLLBACK
BEGIN TRANSACTION READ WRITE
CALL my_macro()
CALL pragma_version(); DELETE FROM t
EXECUTE IMMEDIATE 'DELETE FROM t'
DO $$ DELETE FROM t $$
SELECT nextval('s')[1]
SELECT a FROM t ORDER BY ALL LIMIT (SELECT nextval('s'))
SELECT sum(a) FILTER (my_macro()) FROM t
SELECT CASE WHEN true THEN nextval('s') END
SELECT main.nextval('s')
SELECT system.main.nextval('s')
SELECT "nextval"('s')
SELECT NextVal('s')
SELECT setval('s', 5)
FROM arrow_scan(1, 2, 3)
SELECT * FROM pandas_scan(94222)
FROM arrow_scan_dumb(1, 2, 3)
SELECT cube(a) FROM t
