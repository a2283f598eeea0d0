-- plain insert
INSERT INTO t VALUES (9, 'x');
-- update
UPDATE t SET v = 'x';
-- delete
DELETE FROM t;
-- REPLACE
REPLACE INTO t VALUES (1, 'z');
-- INSERT from a query
INSERT INTO t SELECT 9, 'x';
-- CREATE TABLE AS
CREATE TABLE made AS SELECT 1 AS q;
-- ANALYZE runs what it explains
ANALYZE DELETE FROM t;
-- ANALYZE in JSON
ANALYZE FORMAT=JSON UPDATE t SET v = 'h';
-- ANALYZE of a function that writes
ANALYZE SELECT del_fn();
-- EXPLAIN that materialises a function that writes
EXPLAIN SELECT * FROM (SELECT del_fn()) q;
-- a function that writes
SELECT del_fn();
-- a function that writes, quoted
SELECT `del_fn`();
-- a function that writes, in WHERE
SELECT * FROM (SELECT 1) q WHERE del_fn() = 0;
-- a function that writes, in VALUES
VALUES (del_fn());
-- DO
DO del_fn();
-- a view over a function that writes
SELECT * FROM v_del;
-- NEXTVAL
SELECT NEXTVAL(s);
-- SETVAL
SELECT SETVAL(s, 500);
-- an executable comment
/*! DELETE FROM t */;
-- MariaDB's own executable comment
/*M! DELETE FROM t */;
-- a comment before it
/**/DELETE FROM t;
-- a procedure
CALL del_proc();
-- dynamic SQL
EXECUTE IMMEDIATE 'DELETE FROM t';
-- a temporary table
CREATE TEMPORARY TABLE mine AS SELECT 1 AS q;
-- DDL, which commits by itself
DROP TABLE t;
-- TRUNCATE
TRUNCATE TABLE t;
-- ALTER
ALTER TABLE t ADD c int;
-- RENAME
RENAME TABLE t TO t9;
-- CREATE VIEW
CREATE VIEW made AS SELECT 1;
-- CREATE INDEX
CREATE INDEX made ON t (v);
-- CREATE FUNCTION
CREATE FUNCTION made() RETURNS int RETURN 1;
-- OPTIMIZE
OPTIMIZE TABLE t;
-- row locks
SELECT * FROM t FOR UPDATE;
-- a file of the server
-- passes: INTO OUTFILE needs the right FILE, and writes in a READ ONLY transaction
SELECT 1 INTO OUTFILE '{file}';
-- a file of the server, as a dump
-- passes: INTO DUMPFILE needs the right FILE, and writes in a READ ONLY transaction
SELECT 1 INTO DUMPFILE '{file}';
-- a file of the server, in MariaDB's executable comment
-- passes: INTO OUTFILE needs the right FILE, and writes in a READ ONLY transaction
SELECT 1 /*M! INTO OUTFILE '{file}' */;
-- two statements in one text
SELECT 1; DELETE FROM t;
-- two statements on two lines
SELECT 1;
DELETE FROM t;
-- two hyphens that begin no comment
SELECT 1--1; DELETE FROM t;
-- a comment of hyphens before the second statement
SELECT 1 --
; DELETE FROM t;
-- a comment with a quote in it before the second statement
SELECT 1 # ';
; DELETE FROM t;
-- an executable comment for versions
/*M!100100 DELETE FROM t */;
-- RETURNING
DELETE FROM t RETURNING id;
-- a DELETE of a join
DELETE a FROM t a JOIN t b ON a.id = b.id;
-- a file of the client, loaded
LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE t;
-- passes: INTO OUTFILE needs the right FILE, and writes in a READ ONLY transaction
-- a file of the server, behind a UNION
SELECT 1 UNION SELECT 2 INTO OUTFILE '{file}';
-- passes: the mode is an ordinary setting, and this text is one request
-- leaves the mode and writes, in one text
START TRANSACTION READ WRITE; DELETE FROM t; COMMIT;
-- passes: the mode is an ordinary setting, and this text is one request
-- sets the mode and writes, in one text
SET tx_read_only = 0; DELETE FROM t;
