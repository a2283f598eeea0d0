-- Each line has to be blocked under a limit of SESSION: a write, or what may be one. \n is a line break.
SELECT * FROM t, LATERAL nextval('s')
COPY (DELETE FROM t RETURNING *) TO STDOUT
TABLE t FOR UPDATE
SELECT * FROM t FOR NO KEY UPDATE
SELECT * FROM t FOR KEY SHARE SKIP LOCKED
SELECT "pg_catalog"."nextval"('s')
SELECT pg_catalog . nextval ('s')
SELECT nextval /* a */ -- b\n ('s')
SELECT 1 INTO UNLOGGED TABLE x
SELECT 1 INTO x FROM t UNION SELECT 2
SET session_replication_role = replica
SET TRANSACTION READ WRITE
SET LOCAL transaction_read_only = off
SET SESSION default_transaction_read_only TO false
SELECT * FROM ROWS FROM (nextval('s'))
SELECT 5 OPERATOR(public.+) 3
SELECT 5 OPERATOR(public.!!!) 3
SELECT * FROM pg_logical_slot_get_changes('s',null,null)
SELECT pg_replication_origin_create('x')
SELECT xmlelement(name foo, nextval('s'))
SELECT array(SELECT nextval('s'))
SELECT postgres_fdw_disconnect_all()
SELECT cron.schedule('x','* * * * *','DELETE FROM t')
SELECT http_post('http://x','y','z')
SELECT AddGeometryColumn('t','g',4326,'POINT',2)
SELECT DropGeometryTable('t')
SELECT UpdateGeometrySRID('t','g',4326)
SELECT Populate_Geometry_Columns()
SELECT create_hypertable('t','ts')
SELECT sum(x) FILTER (WHERE nextval('s')>1) FROM t
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY nextval('s')) FROM t
SELECT sum(x) OVER (ORDER BY nextval('s')) FROM t
SELECT sum(x) OVER w FROM t WINDOW w AS (ORDER BY nextval('s'))
SELECT DISTINCT ON (nextval('s')) * FROM t
SELECT * FROM t FETCH FIRST (nextval('s')) ROWS ONLY
SELECT a[nextval('s')] FROM t
SELECT a[1:nextval('s')] FROM t
SELECT (array[1,2])[nextval('s')]
SELECT ROW(nextval('s'), 1)
SELECT extract(year FROM to_timestamp(nextval('s')))
SELECT now() AT TIME ZONE (nextval('s')::text)
SELECT * FROM t TABLESAMPLE evil(10)
SELECT * FROM t TABLESAMPLE SYSTEM (nextval('s'))
SELECT * FROM t TABLESAMPLE SYSTEM (1) REPEATABLE (nextval('s'))
SELECT * FROM json_table('[]'::jsonb, '$[*]' PASSING nextval('s') AS x COLUMNS (a int PATH '$'))
SELECT * FROM json_table('[]'::jsonb, '$[*]' COLUMNS (a int PATH '$' DEFAULT nextval('s') ON EMPTY))
SELECT JSON_VALUE('{}', '$.a' DEFAULT nextval('s') ON EMPTY)
SELECT JSON_OBJECT('a': nextval('s'))
SELECT 1 = ANY (SELECT nextval('s'))
SELECT xmltable.* FROM xmltable('/a' PASSING (SELECT del_fn()) COLUMNS a int)
SELECT * FROM xmltable('/a' PASSING x COLUMNS a int PATH 'a' DEFAULT nextval('s'))
GRANT SELECT ON t TO u
SELECT 1; \n DELETE FROM t
EXPLAIN (ANALYZE, BUFFERS) WITH x AS (DELETE FROM t RETURNING 1) SELECT * FROM x
EXPLAIN (VERBOSE, ANALYZE TRUE, FORMAT JSON) INSERT INTO t VALUES (1)
EXPLAIN ANALYZE VERBOSE EXECUTE p
EXPLAIN ANALYZE DECLARE c CURSOR FOR SELECT nextval('s')
DECLARE c CURSOR FOR SELECT * FROM t FOR UPDATE
PREPARE p AS DELETE FROM t
WITH x AS MATERIALIZED (UPDATE t SET a=1 RETURNING *) TABLE x
WITH x AS (MERGE INTO t USING u ON t.a=u.a WHEN MATCHED THEN DELETE RETURNING 1) SELECT * FROM x
SELECT * FROM (WITH x AS (DELETE FROM t RETURNING 1) SELECT * FROM x) q
SELECT lowrite(1,'x')
SELECT lo_put(1,0,'x')
SELECT pg_catalog.lo_unlink(1)
SELECT query_to_xml('SELECT 1', true, true, '')
SELECT brin_summarize_new_values('x')
SELECT pg_reload_conf()
SELECT pg_log_backend_memory_contexts(1)
SELECT pg_clear_relation_stats('a','b')
SELECT pg_restore_relation_stats('x')
SELECT pg_wal_replay_pause()
SELECT pg_sync_replication_slots()
SELECT plpgsql_call_handler()
SELECT dblink_connect('x')
SELECT amcheck.bt_index_check('x')
SELECT heap_force_kill('t'::regclass, ARRAY['(0,1)']::tid[])
SELECT pg_truncate_visibility_map('t')
SELECT pg_buffercache_evict(1)
SELECT autoprewarm_start_worker()
SELECT pg_stat_kcache_reset()
SELECT tidy_up ()
SELECT tidy_up\n(1)
SELECT a.tidy_up() FROM t a
SELECT tidy_up(VARIADIC ARRAY[1])
SELECT tidy_up(*) FROM t
SELECT "tidy up"(1)
SELECT public."Tidy"(1)
SELECT ALL tidy_up(1)
SELECT now(), tidy_up()
SELECT * FROM generate_series(1, tidy_up())
SELECT * FROM tidy_up() AS x(a int)
SELECT * FROM tidy_up() WITH ORDINALITY
SELECT count(*) FILTER (WHERE tidy_up()) FROM t
SELECT 'a' COLLATE "C" || tidy_up()
SELECT CASE tidy_up() WHEN 1 THEN 2 END
SELECT * FROM t ORDER BY a USING OPERATOR(public.<)
SELECT CAST(tidy_up() AS int)
SELECT int4(tidy_up())
SELECT EXISTS(SELECT tidy_up())
SELECT a FROM t GROUP BY ROLLUP (tidy_up(a))
SELECT a FROM t GROUP BY CUBE (a, nextval('s'))
VALUES (1), (nextval('s'))
CREATE TABLE x AS SELECT 1
CREATE TEMP TABLE x ON COMMIT DROP AS SELECT nextval('s')
LOCK t
REFRESH MATERIALIZED VIEW CONCURRENTLY m
SELECT 1 UNION SELECT nextval('s')
SELECT currval('s'), lastval(), nextval('s'::regclass)
SELECT set_byte('a'::bytea, 0, nextval('s')::int)
SELECT 5 OPERATOR("public".+) 3
SELECT 5 OPERATOR ( public . + ) 3
SELECT pg_catalog."setval"('s'::regclass, 1)
SELECT * FROM generate_series(1, nextval('s'))
SELECT CASE WHEN true THEN nextval('s') END
SELECT 1 ORDER BY nextval('s')
SELECT 1 LIMIT nextval('s')
SELECT 1 OFFSET (SELECT nextval('s'))
SELECT array_agg(x ORDER BY nextval('s')) FROM t
SELECT sum(x) FILTER (WHERE nextval('s') > 1) FROM t
SELECT sum(x) OVER w FROM t WINDOW w AS (PARTITION BY nextval('s'))
SELECT * FROM t TABLESAMPLE system(nextval('s'))
SELECT * FROM t JOIN u ON nextval('s') > 1
SELECT * FROM ROWS FROM (nextval('s'), generate_series(1,2))
SELECT 's'::regclass::text, setval('s', 1, false)
VALUES (nextval('s'))
TABLE t UNION SELECT nextval('s')
(SELECT nextval('s'))
WITH RECURSIVE r AS (SELECT 1 UNION ALL SELECT nextval('s') FROM r) SELECT * FROM r
WITH x AS MATERIALIZED (UPDATE t SET a = 1 RETURNING *) SELECT * FROM x
WITH x AS (MERGE INTO t USING u ON t.a=u.a WHEN MATCHED THEN DELETE RETURNING *) SELECT * FROM x
SELECT 1 WHERE EXISTS (WITH x AS (SELECT nextval('s')) SELECT * FROM x)
SELECT query_to_xml('delete from t', true, true, '')
SELECT query_to_xml_and_xmlschema('select nextval(''s'')', true, true, '')
SELECT cursor_to_xml('c', 1, true, true, '')
SELECT database_to_xml(true, true, '')
SELECT ts_rewrite('a'::tsquery, 'select nextval(''s'')')
SELECT * FROM ts_stat('select nextval(''s'')::text::tsvector')
SELECT pg_logical_emit_message(true, 'a', 'b')
SELECT pg_create_restore_point('x')
SELECT pg_switch_wal()
SELECT pg_rotate_logfile()
SELECT pg_promote()
SELECT pg_terminate_backend(1)
SELECT pg_cancel_backend(pid) FROM pg_stat_activity
SELECT pg_stat_reset()
SELECT pg_advisory_xact_lock(1)
SELECT pg_try_advisory_lock(1)
SELECT lo_import('/etc/passwd')
SELECT lo_export(1, '/tmp/x')
SELECT lowrite(1, 'x')
SELECT lo_unlink(1)
SELECT pg_read_file('/etc/passwd')
SELECT pg_ls_dir('/')
SELECT dblink_exec('x', 'delete from t')
SELECT * FROM dblink('dbname=x', 'delete from t returning 1') AS x(a int)
SELECT set_config('transaction_read_only', 'off', false)
SELECT "set_config"('role', 'postgres', false)
SHOW ALL; RESET ALL
SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE
SET transaction_read_only TO off
SET LOCAL default_transaction_read_only = 'off'
SET SESSION AUTHORIZATION postgres
BEGIN; SET TRANSACTION READ WRITE; COMMIT
START TRANSACTION READ WRITE
ABORT; DROP TABLE t
EXPLAIN (ANALYZE, FORMAT json) DELETE FROM t
EXPLAIN (VERBOSE, ANALYZE on) INSERT INTO t VALUES (1)
EXPLAIN (ANALYZE 1) CREATE TABLE x AS SELECT 1
COPY t TO PROGRAM 'cat'
COPY t FROM STDIN
COPY (SELECT nextval('s')) TO STDOUT
COPY (SELECT 1) TO '/tmp/x'
SELECT 1 INTO t2
SELECT 1 AS a INTO TEMP t2
SELECT * INTO UNLOGGED x FROM t
SELECT $$a$$ ; DROP TABLE t
SELECT $a$ $b$ $a$; DROP TABLE t; --$b$
SELECT /* /* */ */ 1; DROP TABLE t
SELECT 1 /* */; /* */ DROP TABLE t
DO $$ BEGIN DELETE FROM t; END $$
CALL p()
EXECUTE p
DECLARE c CURSOR WITH HOLD FOR SELECT nextval('s')
NOTIFY c, 'x'
CHECKPOINT
LOAD 'x'
REINDEX TABLE t
CLUSTER t
REFRESH MATERIALIZED VIEW v
ANALYZE t
SECURITY LABEL ON TABLE t IS 'x'
IMPORT FOREIGN SCHEMA a FROM SERVER b INTO c
SELECT 1 AS "x"; TRUNCATE t
SELECT pg_file_write('a','b',false)
SELECT pg_import_system_collations('pg_catalog')
SELECT brin_summarize_new_values('i')
SELECT gin_clean_pending_list('i')
SELECT pg_prewarm('t')
SELECT pg_stat_statements_reset()
SELECT pg_notify('a','b')
SELECT pg_drop_replication_slot('x')
SELECT * FROM pg_create_logical_replication_slot('a','b')
SELECT * FROM pg_logical_slot_get_changes('x',NULL,NULL)
SELECT pg_backup_start('x')
SELECT pg_restore_relation_stats('x', 1)
SELECT inet_server_addr(); VACUUM
SELECT * FROM ROWS FROM (nextval('s'), generate_series(1,3))
SELECT x.* FROM t, LATERAL nextval('s') AS x
SELECT count(*) FILTER (WHERE nextval('s') > 0) FROM t
SELECT sum(a) OVER (ORDER BY nextval('s')) FROM t
SELECT a FROM t ORDER BY setval('s', 1)
SELECT a FROM t LIMIT nextval('s')
SELECT a FROM t OFFSET (SELECT setval('s', 7))
SELECT a FROM t FETCH FIRST (SELECT nextval('s')) ROWS ONLY
SELECT CASE WHEN false THEN 1 ELSE nextval('s') END
SELECT COALESCE(NULL, nextval('s'))
SELECT ARRAY(SELECT nextval('s'))
SELECT ROW(nextval('s')).*
SELECT (nextval('s'))::text
SELECT "nextval"('s')
SELECT "pg_catalog"."setval"('s'::regclass, 5, true)
SELECT pg_catalog . nextval ( 's' )
SELECT nextval/**/('s')
SELECT nextval--x\n('s')
SELECT "NEXTVAL"('s')
SELECT * FROM t FOR NO KEY UPDATE OF t NOWAIT
WITH x AS (SELECT * FROM t FOR SHARE) SELECT * FROM x
SELECT (SELECT a FROM t FOR UPDATE)
VALUES (1), ((WITH d AS (DELETE FROM t RETURNING a) SELECT a FROM d))
SELECT * INTO UNLOGGED u FROM t
SELECT a INTO TABLE u FROM t
WITH x AS (SELECT 1 AS a) SELECT a INTO u FROM x
(SELECT 1 AS a INTO u)
SELECT 1 AS a INTO u UNION SELECT 2
WITH x AS (UPDATE t SET a = 1 RETURNING a) TABLE x
WITH x AS (INSERT INTO t DEFAULT VALUES RETURNING a) VALUES (1)
WITH x AS (MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE RETURNING *) SELECT * FROM x
WITH x AS MATERIALIZED (DELETE FROM t RETURNING 1) SELECT 1
WITH x AS NOT MATERIALIZED (DELETE FROM t RETURNING 1) SELECT 1
EXPLAIN (ANALYZE true, COSTS off) DELETE FROM t
EXPLAIN (COSTS, ANALYZE) INSERT INTO t VALUES (1)
EXPLAIN (ANALYZE 1) DELETE FROM t
EXPLAIN (ANALYZE ON) TRUNCATE t
EXPLAIN (VERBOSE, "analyze") DELETE FROM t
EXPLAIN ANALYZE VERBOSE CREATE TABLE u AS SELECT 1
EXPLAIN (BUFFERS, ANALYZE) EXECUTE p
EXPLAIN ANALYZE REFRESH MATERIALIZED VIEW v
EXPLAIN ANALYZE SELECT 1 INTO u
EXPLAIN (ANALYZE, SUMMARY) CREATE MATERIALIZED VIEW v AS SELECT 1
COPY t FROM PROGRAM 'curl x'
COPY (SELECT 1) TO PROGRAM 'sh'
COPY t TO '/tmp/x' WITH (FORMAT csv)
COPY t(a) FROM '/etc/passwd'
COPY t TO STDOUT; DELETE FROM t
SET default_transaction_read_only = off
SET LOCAL transaction_read_only TO off
SET TRANSACTION READ WRITE, ISOLATION LEVEL SERIALIZABLE
BEGIN ISOLATION LEVEL SERIALIZABLE, READ WRITE
BEGIN; SET TRANSACTION READ WRITE; DELETE FROM t; COMMIT
COMMIT AND CHAIN; DELETE FROM t
RESET default_transaction_read_only
RESET SESSION AUTHORIZATION
SET "transaction_read_only" = 'off'
SET transaction_read_only FROM CURRENT
SET ROLE NONE
SET LOCAL ROLE admin
SET SESSION ROLE admin
SET role TO admin
SET session_authorization = 'postgres'
SET lo_compat_privileges = on
SET allow_system_table_mods = on
SET local_preload_libraries = 'x'
SET dynamic_library_path = '/tmp'
SET default_tablespace = 'x'; CREATE TABLE u()
SET check_function_bodies = off
SET zero_damaged_pages = on
SELECT pg_catalog.set_config(name, 'off', false) FROM pg_settings
UPDATE pg_settings SET setting = 'off' WHERE name = 'x'
SELECT lo_create(0)
SELECT lo_put(1, 0, 'x')
SELECT lo_open(1, 131072)
SELECT lo_truncate(1, 0)
SELECT lo_from_bytea(0, 'x')
SELECT dblink_exec('h', 'DELETE FROM t')
SELECT * FROM dblink('h', 'DELETE FROM t RETURNING a') AS x(a int)
SELECT dblink_connect('h')
SELECT dblink_send_query('h', 'x')
SELECT query_to_xml('DELETE FROM t', true, true, '')
SELECT query_to_xmlschema('SELECT nextval(''s'')', true, true, '')
SELECT table_to_xml('v', true, true, '')
SELECT schema_to_xml('public', true, true, '')
SELECT * FROM ts_stat('SELECT nextval(''s'')::text::tsvector')
SELECT ts_rewrite('a'::tsquery, 'SELECT q, s FROM f()')
SELECT * FROM crosstab('DELETE FROM t RETURNING 1, 2, 3') AS x(a int, b int)
SELECT cron.schedule('* * * * *', 'DELETE FROM t')
SELECT * FROM pg_read_file('/etc/passwd')
SELECT pg_read_binary_file('x')
SELECT * FROM pg_ls_dir('/')
SELECT pg_ls_logdir()
SELECT pg_stat_file('x')
SELECT pg_file_unlink('x')
SELECT pg_file_rename('a', 'b')
SELECT pg_advisory_lock(1)
SELECT pg_try_advisory_xact_lock(1)
SELECT pg_advisory_unlock_all()
SELECT pg_create_physical_replication_slot('x')
SELECT pg_stat_reset_shared('bgwriter')
SELECT pg_stat_reset_single_table_counters(1)
SELECT pg_stat_clear_snapshot(), pg_stat_force_next_flush(), pg_stat_reset_slru('x')
SELECT txid_current(), pg_notify('x', 'y')
SELECT pg_set_relation_stats()
SELECT pg_clear_attribute_stats('t', 'a', false)
SELECT brin_desummarize_range('i', 0)
SELECT binary_upgrade_set_next_pg_type_oid(1)
SELECT pg_extension_config_dump('t', '')
SELECT pg_surgery.heap_force_freeze('t', NULL)
SELECT pg_nextoid('c', 'oid', 'i')
SELECT uuid_ossp.f(nextval('s'))
SELECT add_job('p', '1h')
SELECT drop_chunks('t', older_than => now())
SELECT create_hypertable('t', 'ts')
SELECT AddGeometryColumn('t', 'g', 4326, 'POINT', 2)
SELECT UpdateGeometrySRID('t', 'g', 4326)
SELECT topology.CreateTopology('x', 4326)
SELECT http_post('http://x', 'y', 'z')
SELECT net.http_get('http://x')
SELECT aws_s3.query_export_to_s3('SELECT 1', 'b', 'k')
SELECT aws_lambda.invoke('f', '{}')
SELECT partman.run_maintenance()
SELECT citus_add_node('h', 1)
SELECT run_command_on_workers('DROP TABLE t')
SELECT create_distributed_table('t', 'a')
SELECT plpy.execute('x')
SELECT t.nextval('s') FROM t
DO LANGUAGE plpgsql $x$ BEGIN DELETE FROM t; END $x$
DO 'BEGIN DELETE FROM t; END'
CALL p(nextval('s'))
EXECUTE x(1)
PREPARE p (int) AS WITH x AS (DELETE FROM t RETURNING 1) SELECT 1
DECLARE c INSENSITIVE CURSOR FOR WITH x AS (DELETE FROM t RETURNING 1) SELECT 1
UPDATE t SET a = 1 WHERE CURRENT OF c
DELETE FROM ONLY t USING s WHERE t.a = s.a
INSERT INTO t SELECT 1 ON CONFLICT DO NOTHING
INSERT INTO v(a) OVERRIDING SYSTEM VALUE VALUES (1)
MERGE INTO t USING s ON t.a = s.a WHEN NOT MATCHED BY SOURCE THEN DELETE
TRUNCATE ONLY t RESTART IDENTITY CASCADE
LOCK TABLE t IN ACCESS SHARE MODE
CREATE TEMP TABLE x (a serial)
CREATE TEMP VIEW v AS SELECT 1
CREATE SEQUENCE s
CREATE OR REPLACE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'
CREATE RULE r AS ON SELECT TO t DO INSTEAD DELETE FROM u
CREATE TRIGGER x AFTER INSERT ON t EXECUTE FUNCTION f()
CREATE EVENT TRIGGER x ON ddl_command_end EXECUTE FUNCTION f()
ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO x
ALTER TABLE t SET LOGGED
ALTER SYSTEM SET x = 'y'
ALTER ROLE CURRENT_USER SET default_transaction_read_only = off
ALTER LARGE OBJECT 1 OWNER TO x
COMMENT ON TABLE t IS 'x'
REASSIGN OWNED BY a TO b
IMPORT FOREIGN SCHEMA x LIMIT TO (t) FROM SERVER s INTO y
DROP OWNED BY x
DISCARD ALL
VACUUM (ANALYZE) t
ANALYZE VERBOSE
UNLISTEN *; DELETE FROM t
PREPARE TRANSACTION 'x'
ROLLBACK PREPARED 'x'
SELECT e'a\'' ; DELETE FROM t; --'
SELECT 'a\'; DELETE FROM t; --'
SELECT $x$ $y$ $x$; DELETE FROM t; --$y$
SELECT $é$ a $é$; DELETE FROM t
SELECT a$1$b; DELETE FROM t; --$1$
SELECT "a""; DELETE FROM t; --"; DELETE FROM t
SELECT U&'\0027; DELETE FROM t; --'; DELETE FROM t
SELECT N'x'; DELETE FROM t
SELECT B'1'; DELETE FROM t
SELECT 1;;DELETE FROM t
; DELETE FROM t
\! rm x
\copy t from 'x'
SELECT 1 \gexec
SELECT 'DELETE FROM t' \gexec
SELECT 1 \g | sh
\o | sh
SELECT xmlparse(document query_to_xml('DELETE FROM t',true,true,'')::text)
SELECT * FROM xmltable('/x' PASSING query_to_xml('DELETE FROM t', true, true, '') COLUMNS a int)
SELECT * FROM json_table(jsonb '[1]', '$' COLUMNS (a int PATH '$' DEFAULT nextval('s') ON EMPTY)) x
SELECT a FROM t TABLESAMPLE system(nextval('s'))
SELECT a FROM t GROUP BY GROUPING SETS ((nextval('s')), ())
SELECT 1 OPERATOR(public.+) 2
SELECT 1 ### 2
SELECT a FROM f() WITH ORDINALITY
SELECT * FROM f AS (a int), g()
SELECT (f).* FROM (SELECT my_writer() AS f) x
SELECT 1 WHERE EXISTS (SELECT my_writer())
SELECT a FROM t WINDOW w AS (ORDER BY my_writer())
SELECT DISTINCT ON (my_writer()) a FROM t
SELECT * FROM t JOIN u ON my_writer(t.a) = u.a
SELECT a FROM t WHERE a IN (SELECT my_writer())
SELECT a FROM t WHERE (a, my_writer()) IN ((1, 2))
SELECT a[my_writer()] FROM t
SELECT CAST(my_writer() AS int)
SELECT XMLELEMENT(name x, my_writer())
SELECT EXTRACT(year FROM my_writer())
SELECT SUBSTRING('a' FROM my_writer() FOR 1)
SELECT TRIM(BOTH my_writer() FROM 'a')
SELECT OVERLAY('a' PLACING my_writer() FROM 1)
SELECT POSITION(my_writer() IN 'a')
SELECT percentile_cont(my_writer()) WITHIN GROUP (ORDER BY a) FROM t
SELECT VARIADIC_f(VARIADIC ARRAY[1])
SELECT f(a => 1)
SELECT f(a := 1)
SELECT "LOWER"(a) FROM t
SELECT pg_catalog."Lower"(a) FROM t
WITH lower(x) AS (SELECT 1) SELECT "LOWER"(x) FROM lower
