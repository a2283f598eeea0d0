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
