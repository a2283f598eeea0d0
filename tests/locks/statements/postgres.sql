-- plain insert
INSERT INTO t VALUES (9, 'x');
-- update
UPDATE t SET v = 'x';
-- merge
MERGE INTO t USING (SELECT 1 AS i) s ON t.id = s.i WHEN MATCHED THEN DELETE;
-- CTE that deletes below a SELECT
WITH gone AS (DELETE FROM t RETURNING id) SELECT * FROM gone;
-- CTE that inserts beside a SELECT
WITH new AS (INSERT INTO t VALUES (9) RETURNING id) SELECT 1;
-- CTE before a DELETE
WITH q AS (SELECT 1) DELETE FROM t;
-- recursive CTE with a DELETE beside it
WITH RECURSIVE r AS (SELECT 1), d AS (DELETE FROM t RETURNING 1) SELECT * FROM r, d;
-- SELECT INTO
WITH a AS (SELECT 1 AS q) SELECT * INTO made FROM a;
-- CREATE TABLE AS
CREATE TABLE made AS SELECT 1 AS q;
-- EXPLAIN ANALYZE of a DELETE
EXPLAIN ANALYZE DELETE FROM t;
-- EXPLAIN with options of a DELETE
EXPLAIN (ANALYZE, COSTS off) DELETE FROM t;
-- EXPLAIN ANALYZE of CREATE TABLE AS
-- passes: PostgreSQL runs it in a read-only transaction (15 and 18)
EXPLAIN ANALYZE CREATE TABLE made AS SELECT 1 AS q;
-- EXPLAIN ANALYZE of SELECT INTO
-- passes: PostgreSQL runs it in a read-only transaction (15 and 18)
EXPLAIN ANALYZE SELECT * INTO made FROM t;
-- EXPLAIN ANALYZE of CREATE MATERIALIZED VIEW
-- passes: PostgreSQL runs it in a read-only transaction (15 and 18)
EXPLAIN ANALYZE CREATE MATERIALIZED VIEW made AS SELECT 1 AS q;
-- two statements in one text
SELECT 1; DELETE FROM t;
-- a comment before it
/* monthly report */ DELETE FROM t;
-- dollar quotes that hide nothing
SELECT $a$ $$; $a$; DELETE FROM t; --$a$
-- leaves the mode and writes, in one text
-- passes: the mode is an ordinary setting, and this text is one request
BEGIN READ WRITE; DELETE FROM t; COMMIT;
-- leaves the mode the other way, in one text
-- passes: the mode is an ordinary setting, and this text is one request
START TRANSACTION READ WRITE; DELETE FROM t; COMMIT;
-- sets the default and writes, in one text
SET default_transaction_read_only = off; DELETE FROM t;
-- set_config of the default and a write, in one text
SELECT set_config('default_transaction_read_only', 'off', false); DELETE FROM t;
-- set_config of the transaction and a write, in one text
SELECT set_config('transaction_read_only', 'off', false); DELETE FROM t;
-- RESET ALL and a write, in one text
RESET ALL; DELETE FROM t;
-- a function that writes
SELECT del_fn();
-- a function that writes, as a table
SELECT * FROM del_fn();
-- a function that writes, in WHERE
SELECT * FROM t WHERE del_fn() = 0;
-- a function that writes, in ORDER BY
SELECT 1 ORDER BY del_fn();
-- a function that writes, in LIMIT
SELECT 1 FROM t LIMIT del_fn();
-- a function that writes, in CASE
SELECT CASE WHEN true THEN del_fn() END;
-- a function that writes, in VALUES
VALUES (del_fn());
-- a function that writes, spelled with an escape
SELECT U&"del\005ffn"();
-- a view over a function that writes
SELECT * FROM v_del;
-- an operator that writes
SELECT !!! 5;
-- nextval
SELECT nextval('s');
-- setval, qualified
SELECT pg_catalog.setval('s', 500);
-- a large object
-- passes before 16: large-object functions write in a read-only transaction
SELECT lo_create(0);
-- a large object from bytes
-- passes before 16: large-object functions write in a read-only transaction
SELECT lo_from_bytea(0, 'hi');
-- SQL in a string: query_to_xml
SELECT query_to_xml('SELECT del_fn()', true, true, '');
-- SQL in a string: ts_stat
SELECT * FROM ts_stat('SELECT to_tsvector(del_fn()::text)');
-- SQL in a string: ts_rewrite
SELECT ts_rewrite('a'::tsquery, 'SELECT to_tsquery(del_fn()::text), to_tsquery(''x'')');
-- a procedure
CALL del_proc();
-- a block
DO $$ BEGIN DELETE FROM t; END $$;
-- a block with dynamic SQL
DO LANGUAGE plpgsql 'BEGIN EXECUTE ''DELETE FROM t''; END';
-- a cursor with hold over a function that writes
DECLARE c CURSOR WITH HOLD FOR SELECT del_fn();
-- PREPARE and EXECUTE
PREPARE p AS DELETE FROM t; EXECUTE p;
-- COPY from the client is a write
COPY t FROM STDIN;
-- TRUNCATE
TRUNCATE t;
-- DROP
DROP TABLE t CASCADE;
-- ALTER
ALTER TABLE t ADD COLUMN c int;
-- CREATE INDEX
CREATE INDEX made ON t (v);
-- CREATE VIEW
CREATE VIEW made AS SELECT 1 AS q;
-- CREATE FUNCTION
CREATE FUNCTION made() RETURNS int LANGUAGE sql AS 'SELECT 1';
-- COMMENT
COMMENT ON TABLE t IS 'x';
-- GRANT
GRANT ALL ON t TO PUBLIC;
-- REFRESH MATERIALIZED VIEW
REFRESH MATERIALIZED VIEW mv;
-- row locks
SELECT * FROM t FOR UPDATE;
-- a role's own setting
ALTER ROLE CURRENT_USER SET search_path = 'elsewhere';
-- a temporary table
CREATE TEMP TABLE mine AS SELECT 1 AS q;
-- a comment of a line before it
--report
DELETE FROM t;
-- a function that writes, in a subquery
SELECT (SELECT del_fn());
-- a function that writes, named again as its column
SELECT del_fn FROM del_fn();
-- setval
SELECT setval('s', 1000);
-- nextval in quotes
SELECT "nextval"('s');
-- SQL in a string, in dollar quotes
SELECT query_to_xml($x$SELECT del_fn()$x$, true, true, '');
-- CREATE EXTENSION
CREATE EXTENSION hstore;
-- a replication slot
SELECT pg_create_physical_replication_slot('made');
-- a comment that ends where the statement does not
SELECT 1 -- DELETE
; DELETE FROM t;
