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
