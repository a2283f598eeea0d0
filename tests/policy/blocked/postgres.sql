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
