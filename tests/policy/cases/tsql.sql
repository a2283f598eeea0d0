-- expect: READ
SELECT TOP (5) [name], DATEADD(day, 1, GETDATE()) FROM dbo.[order details] WITH (NOLOCK) OPTION (MAXDOP 1);

-- No semicolon is needed between statements.
-- expect: UNKNOWN
SELECT 1 DELETE FROM t;

-- expect: UNKNOWN
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
-- expect: UNKNOWN
SET NOCOUNT ON DELETE FROM t;

-- expect: UNKNOWN
USE shop DELETE FROM t;

-- expect: UNKNOWN
COMMIT DELETE FROM t;

-- expect: UNKNOWN
EXEC sp_help 't' DELETE FROM t;

-- expect: SESSION
SET STATISTICS IO ON;
