USE prod; DELETE FROM dbo.orders
DELETE FROM prod.dbo.orders
DELETE FROM [prod].dbo.[orders]
DELETE FROM srv.prod.dbo.orders
DELETE FROM prod..orders
DELETE o FROM dev.orders o JOIN prod.orders p ON 1=1
EXEC('DELETE FROM prod.x')
SELECT * INTO prod.x FROM dev.y
ALTER SCHEMA prod TRANSFER dev.x
TRUNCATE TABLE prod.x
sp_rename 'prod.x','y'
MERGE prod.t USING dev.s ON 1=1 WHEN MATCHED THEN DELETE;
DELETE FROM [pr]]od].x; DELETE FROM prod.x
USE [prod]; DELETE FROM dbo.orders
USE prod; BEGIN TRAN; ROLLBACK; DELETE FROM dbo.orders
USE prod; DELETE FROM orders
DROP TABLE dev.a, prod.b
UPDATE p SET x=1 FROM prod.orders p
DELETE p FROM prod.orders AS p
DELETE TOP (1) FROM prod.orders
WITH c AS (SELECT * FROM prod.orders) DELETE FROM c
WITH c AS (SELECT * FROM prod.orders) UPDATE c SET x=1
INSERT prod.orders VALUES (1)
INSERT INTO OPENQUERY(srv,'SELECT 1') VALUES (1)
DELETE FROM OPENROWSET('x','y','z')
DROP DATABASE wh
ALTER TABLE dev.a SWITCH TO prod.b
CREATE TABLE [prod].[x](a int)
BULK INSERT prod.t FROM 'x'
DELETE FROM ｐｒｏｄ.orders
DELETE FROM [ｐｒｏｄ].orders
DELETE FROM [prod ].orders
DELETE FROM [pród].orders
UPDATE STATISTICS prod.t
USE [PROD]; DELETE FROM dbo.orders
USE "prod"; DELETE FROM dbo.orders
USE prod DELETE FROM dbo.orders
USE dev; USE prod; INSERT orders VALUES (1)
INSERT INTO prod.t EXEC dev.p
INSERT dev.t EXEC prod.p
EXEC prod..sp_executesql N'DELETE FROM x'
EXEC sp_executesql N'DELETE FROM prod.x'
EXECUTE AS USER = 'x'; DELETE FROM orders
DELETE dev.t FROM dev.t JOIN prod.u ON 1 = 1
DELETE FROM t FROM prod.orders t
UPDATE t SET a = 1 FROM dev.x JOIN prod.y t ON 1 = 1
UPDATE [prod].[t] SET a = 1
UPDATE TOP (5) prod.t SET a = 1
MERGE INTO prod.t AS dev USING dev.s ON 1 = 1 WHEN MATCHED THEN DELETE;
MERGE TOP (5) prod.t USING dev.s ON 1 = 1 WHEN MATCHED THEN DELETE;
WITH a AS (SELECT * FROM prod.t), b AS (SELECT * FROM a) DELETE FROM b
DELETE FROM dev.t OUTPUT deleted.* INTO prod.log
INSERT INTO dev.t OUTPUT inserted.a INTO prod.log VALUES (1)
INSERT INTO dev.t SELECT * FROM prod.u
SELECT a INTO prod.x FROM dev.t
SELECT * INTO w.prod.x FROM dev.t
CREATE SYNONYM dev.s FOR prod.t
CREATE TRIGGER prod.t ON prod.x AFTER INSERT AS SELECT 1
CREATE TRIGGER dev.t ON dev.x AFTER INSERT AS DELETE FROM prod.y
CREATE OR ALTER PROCEDURE dev.p AS DELETE FROM prod.t
ALTER TABLE prod.t SWITCH PARTITION 1 TO dev.t
ALTER TABLE dev.t SWITCH PARTITION 1 TO [prod].[u]
ALTER TABLE prod.t REBUILD
ALTER INDEX ALL ON prod.t REBUILD
DROP INDEX i ON prod.t
DROP INDEX prod.t.i
DROP TABLE IF EXISTS dev.a, prod.b
DROP SYNONYM prod.s
DROP TRIGGER prod.t
TRUNCATE TABLE [prod].t WITH (PARTITIONS (1))
DISABLE TRIGGER ALL ON prod.t
ENABLE TRIGGER t ON prod.x
DBCC CHECKIDENT ('prod.t', RESEED, 0)
GRANT SELECT ON SCHEMA::prod TO x
ALTER SCHEMA dev TRANSFER prod.t
ALTER AUTHORIZATION ON SCHEMA::prod TO x
EXEC sp_rename N'prod.t', 'u'
EXEC sys.sp_addextendedproperty @name = 'x', @level0type = 'SCHEMA', @level0name = 'prod'
UPDATETEXT prod.t.a @p 0 NULL 'x'
DELETE FROM OPENQUERY(srv, 'SELECT * FROM prod.t')
UPDATE OPENROWSET('x', 'y', 'z') SET a = 1
BULK INSERT [prod].[t] FROM 'x'
