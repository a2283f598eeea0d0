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
