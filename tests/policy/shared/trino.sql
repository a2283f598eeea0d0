USE hive.prod; INSERT INTO t VALUES (1)
DELETE FROM hive.prod.t
DELETE FROM "prod".t
DROP SCHEMA hive.prod
ALTER TABLE hive.dev.t RENAME TO hive.prod.t
CALL system.sync_partition_metadata('prod','t','ADD')
USE prod.a; DELETE FROM t
DROP SCHEMA hive.prod CASCADE
ALTER SCHEMA hive.prod RENAME TO x
ALTER SCHEMA hive.dev RENAME TO prod
DROP CATALOG hive
COMMENT ON TABLE hive.prod.t IS 'x'
CREATE OR REPLACE MATERIALIZED VIEW hive.prod.v AS SELECT 1
ALTER TABLE hive.prod.t EXECUTE optimize
ANALYZE hive.prod.t
REFRESH MATERIALIZED VIEW hive.prod.v
