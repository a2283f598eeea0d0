-- plain insert
INSERT INTO t VALUES (9, 'x');
-- update
UPDATE t SET v = 'x';
-- delete
DELETE FROM t;
-- upsert
INSERT OR REPLACE INTO t VALUES (1, 'z');
-- merge
MERGE INTO t USING (SELECT 1 AS i) s ON t.id = s.i WHEN MATCHED THEN DELETE;
-- CTE before a DELETE
WITH q AS (SELECT 1) DELETE FROM t;
-- two statements in one text
SELECT 1; DELETE FROM t;
-- EXPLAIN ANALYZE of a DELETE
EXPLAIN ANALYZE DELETE FROM t;
-- EXPLAIN with options of a DELETE
EXPLAIN (ANALYZE) DELETE FROM t;
-- CREATE TABLE AS
CREATE TABLE made AS SELECT 1 AS q;
-- DROP
DROP TABLE t;
-- TRUNCATE
TRUNCATE t;
-- ALTER
ALTER TABLE t ADD COLUMN c int;
-- CREATE VIEW
CREATE VIEW made AS SELECT 1;
-- CREATE MACRO
CREATE MACRO made() AS 1;
-- CREATE SEQUENCE
CREATE SEQUENCE made;
-- COMMENT
COMMENT ON TABLE t IS 'x';
-- nextval
SELECT nextval('s');
-- ATTACH makes a file
ATTACH '{file}' AS other; CREATE TABLE other.x (i int);
-- ATTACH of the same file for writing
ATTACH '{database}' AS again (READ_WRITE); DELETE FROM again.t;
-- ATTACH of another database, and a write there
ATTACH '{other}' AS other; DELETE FROM other.t;
-- SET access_mode, and a write
SET access_mode = 'READ_WRITE'; DELETE FROM t;
-- COPY to a file
-- passes: read_only is about databases; without external access no local file and no DataFrame could be read
COPY t TO '{file}';
-- COPY in EXPLAIN ANALYZE
-- passes: read_only is about databases; without external access no local file and no DataFrame could be read
EXPLAIN ANALYZE COPY t TO '{file}';
-- EXPORT DATABASE
-- passes: read_only is about databases; without external access no local file and no DataFrame could be read
EXPORT DATABASE '{file}';
-- CTE that deletes below a FROM
WITH gone AS (DELETE FROM t RETURNING id) FROM gone;
-- ATTACH alone makes a file
ATTACH '{file}' AS other;
-- passes: read_only is about databases; without external access no local file and no DataFrame could be read
-- COPY of a query to a file
COPY (FROM t) TO '{file}';
