-- plain insert
INSERT INTO t VALUES (9, 'x');
-- update
UPDATE t SET v = 'x';
-- delete
DELETE FROM t;
-- REPLACE
REPLACE INTO t VALUES (1, 'z');
-- upsert
INSERT INTO t VALUES (1, 'z') ON CONFLICT (id) DO UPDATE SET v = 'y';
-- CTE before a DELETE
WITH q AS (SELECT 1) DELETE FROM t;
-- RETURNING
DELETE FROM t RETURNING id;
-- two statements in one text
SELECT 1; DELETE FROM t;
-- CREATE TABLE AS
CREATE TABLE made AS SELECT 1 AS q;
-- DROP
DROP TABLE t;
-- ALTER
ALTER TABLE t ADD COLUMN c;
-- CREATE INDEX
CREATE INDEX made ON t (v);
-- CREATE VIEW
CREATE VIEW made AS SELECT 1;
-- CREATE TRIGGER
CREATE TRIGGER made AFTER INSERT ON t BEGIN DELETE FROM t; END;
-- a virtual table
CREATE VIRTUAL TABLE made USING fts5(a);
-- ANALYZE
ANALYZE;
-- REINDEX
REINDEX;
-- VACUUM
VACUUM;
-- VACUUM INTO a file
VACUUM INTO '{file}';
-- ATTACH makes a file
ATTACH '{file}' AS other; CREATE TABLE other.x (i);
-- ATTACH of the same file, and a write there
ATTACH '{database}' AS again; DELETE FROM again.t;
-- ATTACH of another database, and a write there
ATTACH '{other}' AS other; DELETE FROM other.t;
-- PRAGMA user_version
PRAGMA user_version = 8;
-- PRAGMA with brackets
PRAGMA user_version(8);
-- PRAGMA application_id
PRAGMA application_id = 8;
-- PRAGMA journal_mode
PRAGMA journal_mode = WAL;
-- PRAGMA schema_version
PRAGMA schema_version = 77;
-- PRAGMA writable_schema
PRAGMA writable_schema = ON; DELETE FROM sqlite_master;
-- PRAGMA query_only, and a write
PRAGMA query_only = OFF; DELETE FROM t;
-- PRAGMA incremental_vacuum
PRAGMA incremental_vacuum;
-- PRAGMA auto_vacuum and VACUUM
PRAGMA auto_vacuum = FULL; VACUUM;
-- CTE before an INSERT
WITH q AS (SELECT 1) INSERT INTO t SELECT 9, 'z' FROM q;
