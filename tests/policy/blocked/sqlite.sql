-- Each line has to be blocked under a limit of SESSION: a write, or what may be one. \n is a line break.
PRAGMA main.user_version = 1
PRAGMA "user_version"=1
PRAGMA [user_version] = 1
PRAGMA writable_schema=ON
PRAGMA journal_mode=DELETE
PRAGMA journal_mode
PRAGMA wal_checkpoint(TRUNCATE)
PRAGMA trusted_schema=1
PRAGMA temp_store_directory='x'
SELECT load_extension('x')
SELECT fts3_tokenizer('x', 'y')
SELECT sqlite_rename_table('a')
SELECT zipfile('a','b')
SELECT * FROM fsdir('/')
SELECT readfile('x')
DETACH x
REINDEX
INSERT INTO ft(ft) VALUES('optimize')
WITH x AS (SELECT 1) REPLACE INTO t SELECT * FROM x
CREATE TEMP TRIGGER tr AFTER INSERT ON t BEGIN DELETE FROM u; END
SELECT * FROM pragma_user_version(5)
SELECT * FROM pragma_wal_checkpoint
SELECT * FROM pragma_optimize
SELECT * FROM "pragma_journal_mode"
SELECT tidy_up(a) OVER () FROM t
SELECT * FROM t WHERE a MATCH tidy_up()
SELECT * FROM t WHERE a REGEXP tidy_up()
EXPLAIN DELETE FROM t ; DELETE FROM t
SELECT rtreecheck('x'), tidy_up()
RELEASE x; DELETE FROM t
END; DELETE FROM t
UPDATE OR REPLACE t SET a = 1
DROP VIEW v
VACUUM main INTO 'x'
ANALYZE sqlite_schema
PRAGMA writable_schema=1
PRAGMA main.user_version=3
PRAGMA optimize
SELECT writefile('x', 'y')
SELECT edit('x')
SELECT fts3_tokenizer('a','b')
WITH x(a) AS (SELECT 1) DELETE FROM t
EXPLAIN SELECT 1; DELETE FROM t
REPLACE INTO t VALUES (1)
VACUUM INTO 'x'
ATTACH 'x' AS y
ANALYZE
SELECT * FROM pragma_journal_mode('delete')
SELECT * FROM pragma_incremental_vacuum(1)
SELECT [a;] FROM t; DELETE FROM t
SELECT `a``;` FROM t; DELETE FROM t
INSERT INTO f(f) VALUES('optimize')
INSERT OR ROLLBACK INTO t VALUES (1)
INSERT INTO t DEFAULT VALUES RETURNING *
INSERT INTO fts(fts) VALUES ('optimize')
INSERT INTO fts(fts, rank) VALUES ('merge', 5)
INSERT INTO t SELECT * FROM u ON CONFLICT DO UPDATE SET a = 1
WITH x AS (SELECT 1) UPDATE t SET a = 1
UPDATE OR IGNORE t SET a = 1
UPDATE t INDEXED BY i SET a = 1
UPDATE t SET (a, b) = (SELECT 1, 2)
DELETE FROM t WHERE rowid = 1 ORDER BY a LIMIT 1
DELETE FROM main.t
DELETE FROM sqlite_master
UPDATE sqlite_sequence SET seq = 0
SELECT load_extension('x.so')
SELECT load_extension('x', 'y')
SELECT readfile('/etc/passwd')
SELECT edit('x', 'vi')
SELECT eval('DELETE FROM t')
SELECT define('f', 'x')
SELECT fts3_tokenizer('simple', x'0011')
SELECT optimize(t) FROM t
SELECT zipfile('a', 'b')
SELECT sqlite_log(1, 'x')
SELECT my_udf(a) FROM t
SELECT a FROM t WHERE my_udf(a)
SELECT a FROM t ORDER BY my_udf(a)
SELECT a FROM t LIMIT my_udf()
SELECT json_each.value FROM t, json_each(my_udf(t.a))
SELECT max(my_udf(a)) FILTER (WHERE 1) OVER () FROM t
SELECT iif(1, my_udf(), 2)
SELECT CASE my_udf() WHEN 1 THEN 2 END
SELECT a COLLATE x, my_udf() FROM t
SELECT a IN (my_udf()) FROM t
SELECT * FROM (VALUES (my_udf()))
VALUES (my_udf())
WITH x AS (VALUES (my_udf())) SELECT * FROM x
SELECT group_concat(my_udf(a)) FROM t
SELECT a FROM t GROUP BY my_udf(a) HAVING 1
SELECT RAISE(ABORT, my_udf())
SELECT "load_extension"('x')
SELECT [load_extension]('x')
SELECT `writefile`('x', 'y')
PRAGMA journal_mode = WAL
PRAGMA journal_mode(DELETE)
PRAGMA main.journal_mode = OFF
PRAGMA query_only = 0
PRAGMA query_only(OFF)
PRAGMA writable_schema = ON
PRAGMA user_version = 5
PRAGMA application_id = 1
PRAGMA schema_version = 9
PRAGMA synchronous = OFF
PRAGMA locking_mode = EXCLUSIVE
PRAGMA auto_vacuum = FULL
PRAGMA incremental_vacuum(10)
PRAGMA optimize(0x10002)
PRAGMA page_size = 8192
PRAGMA encoding = 'UTF-16'
PRAGMA secure_delete = 1
PRAGMA max_page_count = 1
PRAGMA ignore_check_constraints = 1
PRAGMA trusted_schema = 1
PRAGMA legacy_alter_table = ON
PRAGMA journal_size_limit = 0
PRAGMA temp_store_directory = '/x'
PRAGMA data_store_directory = '/x'
PRAGMA key = 'x'
PRAGMA rekey = 'x'
PRAGMA unknown_thing = 1
PRAGMA activate_extensions
PRAGMA lock_status; DELETE FROM t
SELECT * FROM pragma_journal_mode
SELECT * FROM pragma_user_version
SELECT * FROM pragma_wal_checkpoint('TRUNCATE')
ATTACH 'x.db' AS y
ATTACH DATABASE ':memory:' AS y
ATTACH my_udf() AS y
DETACH y
VACUUM
VACUUM INTO 'x.db'
VACUUM main INTO my_udf()
REINDEX t
ANALYZE main
ALTER TABLE t RENAME TO u
ALTER TABLE t DROP COLUMN a
CREATE TEMP TABLE x AS SELECT my_udf()
CREATE TEMP TRIGGER x AFTER INSERT ON t BEGIN DELETE FROM u; END
CREATE VIRTUAL TABLE x USING fts5(a)
CREATE VIRTUAL TABLE temp.x USING csv(filename='x')
CREATE TABLE IF NOT EXISTS x (a)
CREATE UNIQUE INDEX i ON t(a)
DROP TABLE IF EXISTS t
DROP TRIGGER x
EXPLAIN QUERY PLAN SELECT 1; DELETE FROM t
BEGIN IMMEDIATE; DELETE FROM t
BEGIN EXCLUSIVE; DELETE FROM t; END
SAVEPOINT a; DELETE FROM t; RELEASE a
SELECT 1; ; ;DELETE FROM t
SELECT '\'; DELETE FROM t; --'
SELECT "a"";"; DELETE FROM t
SELECT [a;]; DELETE FROM t
SELECT [a]]; DELETE FROM t; --]
SELECT `a``;`; DELETE FROM t
SELECT 1 /* ; DELETE FROM t */; DELETE FROM t
SELECT 1 /* /* */; DELETE FROM t --*/
SELECT 1 -- x\n; DELETE FROM t
.shell rm x
.import x t
.load x
.once x\nSELECT 1
SELECT * FROM dbdata; DELETE FROM t
SELECT E'\'; DELETE FROM t; --'
SELECT $$;$$; DELETE FROM t
SELECT x''; DELETE FROM t
SELECT :a; DELETE FROM t
SELECT ?1; DELETE FROM t
SELECT $a(;); DELETE FROM t
SELECT 1 FROM t NOT INDEXED; DELETE FROM t
SELECT * FROM t WHERE a MATCH my_udf()
SELECT snippet(fts, my_udf(), '', '', '', 1) FROM fts
SELECT a -> my_udf() FROM t
SELECT * FROM json_tree('{}', my_udf())
SELECT * FROM generate_series(1, my_udf())
SELECT total_changes(), my_udf()
SELECT 1 WHERE EXISTS (DELETE FROM t RETURNING 1)
SELECT * FROM (DELETE FROM t RETURNING *)
SELECT cube(a) FROM t
