DELETE FROM prod.orders
DELETE FROM "prod"."orders"
DELETE FROM PROD.Orders
DELETE FROM warehouse.prod.orders
SET search_path = prod; DELETE FROM orders
SET search_path TO dev, prod; DELETE FROM orders
SET LOCAL search_path = prod; DELETE FROM orders
SET SESSION search_path TO 'prod'; DELETE FROM orders
SET SCHEMA 'prod'; DELETE FROM orders
SELECT set_config('search_path','prod',false); DELETE FROM orders
SET search_path = prod; RESET search_path; DELETE FROM orders
BEGIN; SET LOCAL search_path = dev; COMMIT; DELETE FROM orders
SET search_path = "$user", public; DELETE FROM orders
WITH orders AS (SELECT 1) DELETE FROM prod.orders
WITH orders AS (SELECT * FROM dev.x) INSERT INTO prod.orders SELECT * FROM orders
WITH x AS (DELETE FROM prod.orders RETURNING 1) SELECT * FROM x
INSERT INTO dev.orders SELECT * FROM prod.orders
DROP SCHEMA prod CASCADE
DROP SCHEMA IF EXISTS dev, prod CASCADE
ALTER SCHEMA prod RENAME TO dev2
DROP DATABASE warehouse
ALTER TABLE dev.orders SET SCHEMA prod
ALTER TABLE prod.orders RENAME TO x
TRUNCATE dev.a, prod.b
DROP TABLE dev.a, prod.b
CREATE TABLE dev.x (LIKE prod.orders)
CREATE TABLE dev.x () INHERITS (prod.orders)
CREATE VIEW dev.v AS SELECT * FROM prod.orders
COPY prod.orders FROM STDIN
LOCK TABLE prod.orders
VACUUM prod.orders
ANALYZE prod.orders
CREATE INDEX i ON prod.orders (a)
DROP INDEX prod.i
CREATE TRIGGER t AFTER INSERT ON prod.orders EXECUTE FUNCTION dev.f()
GRANT SELECT ON prod.orders TO bob
COMMENT ON TABLE prod.orders IS 'x'
UPDATE dev.a SET x = (SELECT 1 FROM prod.orders)
MERGE INTO prod.orders USING dev.x ON true WHEN MATCHED THEN DELETE
DELETE FROM U&"\0070rod".orders
DELETE FROM prod . orders
DELETE FROM prod/**/./**/orders
DELETE FROM ONLY prod.orders
DELETE FROM prod.orders*
TABLE prod.orders; DELETE FROM prod.orders
EXPLAIN ANALYZE DELETE FROM prod.orders
PREPARE p AS DELETE FROM prod.orders; EXECUTE p
DO $$ BEGIN DELETE FROM prod.orders; END $$
CALL dev.purge()
SELECT dev.purge()
CREATE RULE r AS ON INSERT TO dev.a DO ALSO DELETE FROM prod.orders
CREATE TABLE prod.x AS SELECT 1
SELECT * INTO prod.x FROM dev.y
CREATE SCHEMA prod
IMPORT FOREIGN SCHEMA public FROM SERVER s INTO prod
REFRESH MATERIALIZED VIEW prod.m
SET ROLE prod; DELETE FROM orders
DELETE FROM prod."a.b"
DELETE FROM "prod.x".y
CREATE FUNCTION prod.f() RETURNS int LANGUAGE sql AS 'SELECT 1'
DROP FUNCTION prod.f
ALTER TABLE dev.a ATTACH PARTITION prod.b DEFAULT
CREATE SEQUENCE prod.s
SELECT nextval('prod.s')
SELECT nextval('prod.s'::regclass)
ALTER SEQUENCE prod.s RESTART
SELECT setval('prod.s', 1)
REINDEX TABLE prod.orders
REINDEX SCHEMA prod
CLUSTER prod.orders
DROP OWNED BY bob
DISCARD ALL; DELETE FROM orders
DROP INDEX dev.i, prod.i
DROP VIEW dev.v, prod.v
DROP SEQUENCE dev.s, prod.s
DROP FUNCTION dev.f(), prod.f()
DROP MATERIALIZED VIEW dev.a, prod.b
DROP TYPE dev.a, prod.b
DROP DOMAIN dev.a, prod.b
LOCK TABLE dev.a, prod.b
VACUUM dev.a, prod.b
ANALYZE dev.a, prod.b
ALTER TABLE dev.a ADD FOREIGN KEY (x) REFERENCES prod.b
CREATE TABLE dev.x PARTITION OF prod.y DEFAULT
ALTER TABLE dev.a INHERIT prod.b
ALTER TABLE IF EXISTS ONLY prod.a ADD x int
ALTER VIEW prod.v RENAME TO w
ALTER MATERIALIZED VIEW prod.v RENAME TO w
ALTER INDEX prod.i RENAME TO j
ALTER TYPE prod.t ADD VALUE 'x'
ALTER FUNCTION prod.f RENAME TO g
ALTER FUNCTION dev.f SET SCHEMA prod
ALTER DOMAIN prod.d DROP NOT NULL
CREATE TABLE dev.x (a int REFERENCES prod.y)
CREATE POLICY p ON prod.t
DROP POLICY p ON prod.t
DROP TRIGGER t ON prod.x
ALTER TRIGGER t ON prod.x RENAME TO y
CREATE STATISTICS s ON a,b FROM prod.t
SECURITY LABEL ON TABLE prod.t IS 'x'
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY prod.t (a)
INSERT INTO dev.a TABLE prod.b
DELETE FROM dev.a USING prod.b WHERE a.x=b.x
UPDATE dev.a SET x=1 FROM prod.b
INSERT INTO dev.a SELECT 1 WHERE EXISTS (SELECT 1 FROM prod.b)
INSERT INTO dev.a SELECT (SELECT max(x) FROM prod.b)
CREATE TABLE dev.a AS TABLE prod.b
CREATE TABLE dev.a AS EXECUTE p
CREATE EXTENSION x SCHEMA prod
CREATE AGGREGATE prod.a(int) (sfunc=f,stype=int)
CREATE OPERATOR prod.+ (function=f)
CREATE CAST (prod.a AS int) WITHOUT FUNCTION
ALTER DEFAULT PRIVILEGES IN SCHEMA prod GRANT SELECT ON TABLES TO x
DROP SCHEMA "prod"
REASSIGN OWNED BY a TO b
ALTER TABLE ALL IN TABLESPACE a SET TABLESPACE b
TRUNCATE ONLY prod.a
SELECT * FROM prod.a FOR UPDATE
SELECT 1 FROM dev.a, prod.b FOR UPDATE
DECLARE c CURSOR FOR DELETE FROM prod.t
CREATE TABLE dev.a (LIKE dev.b, LIKE prod.c)
CREATE FOREIGN TABLE prod.x () SERVER s
CREATE RECURSIVE VIEW prod.v (a) AS SELECT 1
CREATE TEMP TABLE x ON COMMIT DROP AS DELETE FROM prod.t RETURNING 1
SHOW search_path; SET search_path = DEFAULT; DELETE FROM orders
SET search_path = ''; SET search_path = "prod"; DELETE FROM orders
DELETE FROM "prod ".orders
SELECT set_config('search_path', 'prod', true); INSERT INTO orders VALUES (1)
SET "search_path" TO prod; DELETE FROM orders
SET SEARCH_PATH = PROD; DELETE FROM orders
SET search_path = U&'\0070rod'; DELETE FROM orders
SET search_path = E'pr\x6fd'; DELETE FROM orders
SET search_path = E'\160rod'; DELETE FROM orders
SET search_path TO dev; SAVEPOINT a; SET search_path TO prod; RELEASE a; DELETE FROM orders
BEGIN; SET search_path TO prod; SAVEPOINT s; SET search_path TO dev; ROLLBACK TO SAVEPOINT s; DELETE FROM orders
BEGIN; SET search_path TO prod; SAVEPOINT s; SET search_path TO dev; ROLLBACK TO s; DELETE FROM orders
SET/**/search_path/**/=/**/prod; DELETE FROM orders
SET search_path FROM CURRENT; DELETE FROM orders
SET SESSION search_path = dev, prod; UPDATE orders SET a = 1
SET search_path TO "dev"; SET search_path TO "prod", "dev"; DELETE FROM orders
ALTER ROLE CURRENT_USER SET search_path = prod; DELETE FROM orders
ALTER DATABASE w SET search_path = prod
SET SESSION AUTHORIZATION x; DELETE FROM orders
SET search_path TO dev; SET ROLE x; DELETE FROM orders
SET search_path = dev; CALL move_path(); DELETE FROM orders
SET search_path = dev; SELECT move_path(); DELETE FROM orders
SET search_path = dev; DO $$ BEGIN SET search_path = prod; END $$; DELETE FROM orders
SET search_path = dev; EXECUTE p; DELETE FROM orders
UPDATE pg_settings SET setting = 'prod' WHERE name = 'search_path'; DELETE FROM orders
SET search_path TO dev; RESET ALL; DELETE FROM orders
SET search_path TO dev; DISCARD PLANS; DELETE FROM prod.orders
EXECUTE p
WITH a AS (UPDATE prod.orders SET x = 1 RETURNING *) INSERT INTO dev.b SELECT * FROM a
INSERT INTO dev.a (x) VALUES ((SELECT nextval('prod.s')))
INSERT INTO dev.a VALUES (nextval('prod.s'))
UPDATE dev.a SET x = prod.f()
SELECT prod.f() FROM dev.t
SELECT query_to_xml('DELETE FROM prod.orders', true, true, '')
COPY dev.a FROM PROGRAM 'psql -c "DELETE FROM prod.orders"'
COPY (DELETE FROM prod.orders RETURNING *) TO STDOUT
COPY prod.orders (a, b) FROM STDIN
COPY ONLY prod.orders FROM STDIN
EXPLAIN (ANALYZE) DELETE FROM prod.orders
EXPLAIN (ANALYZE 1, VERBOSE) UPDATE prod.orders SET a = 1
EXPLAIN ANALYZE VERBOSE INSERT INTO prod.orders SELECT 1
CREATE TABLE dev.x AS WITH d AS (DELETE FROM prod.orders RETURNING *) SELECT * FROM d
CREATE MATERIALIZED VIEW dev.m AS SELECT * FROM prod.orders
CREATE OR REPLACE VIEW dev.v AS TABLE prod.orders
CREATE VIEW dev.v AS SELECT * FROM dev.t WHERE EXISTS (TABLE prod.orders)
ALTER TABLE dev.a SET SCHEMA "prod"
ALTER TABLE prod.a SET SCHEMA dev
ALTER EXTENSION x SET SCHEMA prod
ALTER SEQUENCE dev.s OWNED BY prod.orders.id
ALTER SEQUENCE dev.s SET SCHEMA prod
ALTER AGGREGATE dev.a(int) SET SCHEMA prod
ALTER TYPE dev.t SET SCHEMA prod
CREATE PUBLICATION p FOR TABLE prod.orders
ALTER PUBLICATION p ADD TABLE prod.orders
ALTER SUBSCRIPTION s REFRESH PUBLICATION
DROP EXTENSION x CASCADE
DROP ROLE x
CREATE TRIGGER t BEFORE INSERT ON dev.a FOR EACH ROW EXECUTE FUNCTION prod.f()
CREATE TRIGGER t INSTEAD OF INSERT ON prod.v FOR EACH ROW EXECUTE FUNCTION dev.f()
CREATE CONSTRAINT TRIGGER t AFTER INSERT ON dev.a FROM prod.b FOR EACH ROW EXECUTE FUNCTION dev.f()
ALTER TABLE prod.parent DETACH PARTITION dev.part
ALTER TABLE prod.p ATTACH PARTITION dev.x FOR VALUES IN (1)
CREATE TABLE dev.x () INHERITS (dev.y, prod.z)
CREATE UNLOGGED TABLE prod.x (a int)
CREATE TABLE IF NOT EXISTS prod.x (a int)
CREATE TABLE dev.x OF prod.t
MERGE INTO dev.t USING prod.x ON true WHEN NOT MATCHED THEN INSERT VALUES (1)
MERGE INTO ONLY prod.x AS dev USING dev.y ON true WHEN MATCHED THEN DELETE
UPDATE ONLY prod.orders AS dev SET a = 1
DELETE FROM prod.orders AS dev
UPDATE prod.orders dev SET x = 1
INSERT INTO prod.orders AS dev VALUES (1) ON CONFLICT DO NOTHING
DELETE FROM ONLY (prod.orders)
TRUNCATE TABLE dev.a, ONLY prod.b RESTART IDENTITY CASCADE
LOCK prod.orders IN SHARE MODE NOWAIT
COMMENT ON COLUMN prod.orders.id IS 'x'
COMMENT ON SCHEMA prod IS 'x'
COMMENT ON CONSTRAINT c ON prod.orders IS 'x'
COMMENT ON TRIGGER t ON prod.orders IS 'x'
GRANT USAGE ON SCHEMA prod TO x
REVOKE ALL ON SCHEMA dev, prod FROM x
DROP RULE r ON prod.orders
CREATE OR REPLACE RULE "_RETURN" AS ON SELECT TO prod.v DO INSTEAD SELECT 1 AS a
REINDEX (VERBOSE) TABLE prod.orders
CLUSTER VERBOSE prod.orders USING i
VACUUM (FULL) dev.a, prod.b
ANALYZE VERBOSE prod.orders (a)
SET CONSTRAINTS prod.c DEFERRED; DELETE FROM prod.orders
DELETE FROM "prod" . "orders"
DELETE FROM "pr""od".orders; DELETE FROM "prod".orders
DELETE FROM w."prod".orders
UPDATE dev.a SET b = s.c FROM (SELECT * FROM prod.orders FOR UPDATE) s
INSERT INTO dev.a SELECT * FROM dev.b UNION ALL TABLE prod.orders
INSERT INTO dev.a SELECT * FROM dev.b WHERE x IN (TABLE prod.orders)
INSERT INTO dev.a VALUES ((TABLE prod.orders))
DELETE FROM dev.a WHERE (SELECT count(*) FROM prod.b) > 1
DELETE FROM dev.a RETURNING (SELECT count(*) FROM prod.b)
INSERT INTO dev.a SELECT 1 ON CONFLICT (x) DO UPDATE SET y = (SELECT 1 FROM prod.b)
INSERT INTO dev.a SELECT * FROM ROWS FROM (prod.f())
CREATE FUNCTION dev.f() RETURNS int LANGUAGE sql AS 'DELETE FROM prod.orders; SELECT 1'
CREATE FUNCTION dev.f() RETURNS int LANGUAGE sql BEGIN ATOMIC DELETE FROM prod.orders; SELECT 1; END
CREATE PROCEDURE dev.p() LANGUAGE plpgsql AS $$ BEGIN DELETE FROM prod.orders; END $$
DROP TABLE IF EXISTS prod.a CASCADE
DROP TABLE dev.a, "prod"."b"
DROP FUNCTION IF EXISTS prod.f(int)
DROP CAST (prod.a AS int)
DROP OPERATOR prod.+ (int, int)
DROP AGGREGATE prod.a(int)
DROP COLLATION prod.c
DROP STATISTICS prod.s
DROP TEXT SEARCH CONFIGURATION prod.c
DROP PROCEDURE prod.p
DROP ROUTINE prod.p
DROP FOREIGN TABLE prod.t
DROP SCHEMA dev, prod
DROP SCHEMA IF EXISTS "prod" RESTRICT
ALTER SCHEMA dev RENAME TO prod
ALTER SCHEMA prod OWNER TO x
ALTER TABLE dev.a RENAME CONSTRAINT c TO d; ALTER TABLE prod.a RENAME CONSTRAINT c TO d
ALTER FOREIGN TABLE prod.t ADD COLUMN a int
ALTER STATISTICS prod.s SET STATISTICS 1
ALTER TRIGGER t ON prod.orders DEPENDS ON EXTENSION e
ALTER POLICY p ON prod.orders USING (true)
ALTER RULE r ON prod.orders RENAME TO q
ALTER TABLE dev.a ENABLE TRIGGER ALL; ALTER TABLE prod.a DISABLE TRIGGER ALL
ALTER LARGE OBJECT 1 OWNER TO x
CREATE STATISTICS prod.s ON a, b FROM dev.t
CREATE TEXT SEARCH DICTIONARY prod.d (TEMPLATE = simple)
CREATE TYPE prod.t AS ENUM ('a')
CREATE DOMAIN prod.d AS int
CREATE COLLATION prod.c FROM "C"
CREATE ACCESS METHOD m TYPE INDEX HANDLER prod.h
CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION dev.f()
DELETE FROM finance.orders
DELETE FROM "finance"."orders" AS x
DELETE FROM w.finance.orders
SET search_path = finance; DELETE FROM orders
SET search_path = dev, finance; DELETE FROM orders
DROP SCHEMA finance CASCADE
ALTER SCHEMA finance RENAME TO x
ALTER TABLE finance.customers RENAME TO orders
ALTER TABLE dev.orders SET SCHEMA finance
