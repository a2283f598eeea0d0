-- expect: READ
SELECT TOP (5) [name], DATEADD(day, 1, GETDATE()) FROM dbo.[order details] WITH (NOLOCK) OPTION (MAXDOP 1);

-- No semicolon is needed between statements.
-- expect: WRITE
SELECT 1 DELETE FROM t;

-- expect: ADMIN
SELECT a FROM t SHUTDOWN;

-- expect: UNKNOWN
SELECT a AS b FROM t EXEC tidy_up;

-- expect: WRITE
SELECT * FROM t WITH (UPDLOCK);

-- expect: SCHEMA
SELECT * INTO kept FROM t;

-- expect: SESSION
SELECT * INTO #scratch FROM t;

-- expect: SESSION
INSERT INTO #scratch SELECT 1;

-- expect: READ
EXEC sp_help 't';

-- expect: UNKNOWN
EXEC sp_executesql N'DELETE FROM t';

-- expect: UNKNOWN
SELECT * FROM OPENQUERY(other, 'DELETE FROM t');

-- expect: WRITE
SELECT NEXT VALUE FOR counter;

-- expect: SESSION
SET NOCOUNT ON;

-- expect: ADMIN
SET IDENTITY_INSERT t ON;

-- Simple statements end where the next one begins.
-- expect: WRITE
SET NOCOUNT ON DELETE FROM t;

-- expect: WRITE
USE shop DELETE FROM t;

-- expect: WRITE
COMMIT DELETE FROM t;

-- expect: WRITE
EXEC sp_help 't' DELETE FROM t;

-- expect: SESSION
SET STATISTICS IO ON;

-- Statements that only read need no semicolon either.
-- expect: READ
-- reads: t, u
SELECT a FROM t WHERE b = 1 SELECT c FROM u ORDER BY 1;

-- expect: SESSION
-- reads: t
DECLARE @since date = '2024-01-01' SET @since = GETDATE() SELECT * FROM t WHERE d > @since;

-- expect: SESSION
IF OBJECT_ID('tempdb..#x') IS NOT NULL DROP TABLE #x SELECT a INTO #x FROM t SELECT * FROM #x;

-- expect: SESSION
-- writes: @t
DECLARE @t TABLE (id int PRIMARY KEY, n varchar(20)) INSERT INTO @t SELECT id, n FROM u SELECT * FROM @t;

-- expect: SESSION
CREATE TABLE #x (a int) INSERT INTO #x VALUES (1) SELECT * FROM #x;

-- expect: READ
IF EXISTS (SELECT 1 FROM t) BEGIN SELECT CASE WHEN a = 1 THEN 2 END FROM t SELECT 2 END;

-- expect: READ
WITH x AS (SELECT 1 AS a UNION ALL SELECT 2) SELECT * FROM x UNION ALL SELECT 3 SELECT 4;

-- A branch counts as if it were taken, and its condition runs.
-- expect: WRITE
IF 1 = 2 DELETE FROM t;

-- expect: UNKNOWN
-- function: dbo.tidy_up
IF dbo.tidy_up() = 1 SELECT 1;

-- expect: UNKNOWN
DECLARE @s nvarchar(99) = N'DELETE FROM t' EXEC(@s);

-- expect: WRITE
SELECT CASE WHEN 1 = 1 THEN 1 END DELETE FROM t;

-- expect: UNKNOWN
SELECT CASE WHEN 1 = 1 THEN 1 DELETE FROM t END;

-- expect: WRITE
DECLARE @t TABLE (id int) UPDATE t SET a = 1;

-- expect: READ
EXEC sp_spaceused N'sales.orders';

-- Its second argument makes it correct the figures that the server keeps.
-- expect: UNKNOWN
EXEC sp_spaceused N'sales.orders', N'true';

-- expect: READ
SELECT PARSE('1.234,5' AS decimal(10, 2) USING 'pt-PT') AS amount;

-- An index may be chosen by a hint, which locks nothing.
-- expect: READ
SELECT * FROM orders WITH (NOLOCK, INDEX(ix_orders));
