-- Each line is an everyday question: a READ. \n is a line break.
SELECT TOP 10 * FROM dbo.orders
SELECT TOP (10) PERCENT WITH TIES * FROM dbo.orders ORDER BY a
SELECT * FROM [my db].[dbo].[order details] AS [o d]
SELECT ISNULL(a,0), COALESCE(a,b), NULLIF(a,b), IIF(a>1,1,2), CHOOSE(1,'a','b'), TRY_CAST(a AS int), TRY_CONVERT(int, a), CASE WHEN a=1 THEN 2 END, GREATEST(a,b), LEAST(a,b) FROM t
SELECT STRING_AGG(a, ',') WITHIN GROUP (ORDER BY a), STDEV(x), VAR(x), COUNT_BIG(*), CHECKSUM_AGG(a), APPROX_COUNT_DISTINCT(x), GROUPING_ID(a), PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY x) OVER (PARTITION BY a), APPROX_PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY x) FROM t
SELECT CHARINDEX('a',x), PATINDEX('%a%',x), SUBSTRING(x,1,2), LEFT(x,1), RIGHT(x,1), LEN(x), DATALENGTH(x), REPLACE(x,'a','b'), STUFF(x,1,2,'a'), CONCAT(a,b), CONCAT_WS(',',a,b), LTRIM(x), UPPER(x), REVERSE(x), REPLICATE('a',3), SPACE(2), STR(1.5,5,2), QUOTENAME(x), TRANSLATE(x,'a','b'), UNICODE(x), NCHAR(65), SOUNDEX(x), DIFFERENCE(a,b), TRIM(x), STRING_ESCAPE(x,'json'), FORMATMESSAGE('x %d',1), HASHBYTES('SHA2_256',x), CHECKSUM(x), NEWID(), COMPRESS(x), DECOMPRESS(x), BASE64_ENCODE(x), REGEXP_LIKE(x,'a'), ASCII(x), CHAR(65) FROM t
SELECT value FROM STRING_SPLIT('a,b', ',')
SELECT value FROM GENERATE_SERIES(1, 10)
SELECT * FROM OPENJSON(@j) WITH (a int '$.a', b nvarchar(max) '$.b' AS JSON)
SELECT JSON_VALUE(j,'$.a'), JSON_QUERY(j,'$.a'), ISJSON(j), JSON_MODIFY(j,'$.a',1), JSON_OBJECT('a':1), JSON_ARRAY(1,2) FROM t
SELECT a, b FROM t FOR JSON PATH, ROOT('x')
SELECT a, b FROM t FOR XML PATH(''), TYPE
SELECT STUFF((SELECT ',' + a FROM t FOR XML PATH('')), 1, 1, '')
SELECT x.value('(/a/b)[1]', 'int'), x.query('/a'), x.exist('/a'), n.c.value('.', 'varchar(10)') FROM t CROSS APPLY x.nodes('/a/b') AS n(c)
SELECT * FROM a CROSS APPLY (SELECT TOP 1 * FROM b WHERE b.id = a.id ORDER BY 1) x
SELECT * FROM a OUTER APPLY dbo_x
SELECT * FROM t PIVOT (SUM(x) FOR y IN ([a],[b])) p
SELECT * FROM t UNPIVOT (v FOR k IN (a, b)) u
SELECT * FROM t WITH (NOLOCK) WHERE a = 1 OPTION (RECOMPILE)
SELECT * FROM t FOR SYSTEM_TIME AS OF '2024-01-01'
SELECT * FROM t TABLESAMPLE (10 PERCENT)
SELECT a FROM t ORDER BY a OFFSET 5 ROWS FETCH NEXT 10 ROWS ONLY
SELECT SUM(x) OVER (PARTITION BY a ORDER BY b ROWS BETWEEN 6 PRECEDING AND CURRENT ROW), LAG(a,1,0) OVER (ORDER BY b), ROW_NUMBER() OVER (ORDER BY (SELECT NULL)), NTILE(4) OVER (ORDER BY a), FIRST_VALUE(a) IGNORE NULLS OVER (ORDER BY b) FROM t
SELECT a, SUM(b) FROM t GROUP BY ROLLUP(a)
SELECT a, SUM(b) FROM t GROUP BY a WITH CUBE
SELECT a, SUM(b) FROM t GROUP BY GROUPING SETS ((a), ())
;WITH x AS (SELECT 1 AS a) SELECT * FROM x
WITH r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT * FROM r OPTION (MAXRECURSION 100)
SELECT * FROM (VALUES (1,'a'),(2,'b')) AS v(id, n)
SELECT * FROM sys.tables
SELECT * FROM INFORMATION_SCHEMA.COLUMNS
SELECT * FROM sys.dm_exec_requests
SELECT * FROM sys.dm_exec_sql_text(0x01)
SELECT @@VERSION, @@SERVERNAME, @@ROWCOUNT, DB_NAME(), SUSER_SNAME(), OBJECT_ID('t'), OBJECT_NAME(1), SCHEMA_NAME(1), USER_NAME(), HOST_NAME(), SERVERPROPERTY('x'), COLUMNPROPERTY(1,'a','b'), TYPE_NAME(1), COL_LENGTH('t','a'), APP_NAME(), ORIGINAL_LOGIN(), DB_ID(), OBJECT_DEFINITION(1), SESSION_CONTEXT(N'a'), CONNECTIONPROPERTY('x'), IS_MEMBER('x'), HAS_PERMS_BY_NAME(NULL,NULL,'x'), IDENT_CURRENT('t'), SCOPE_IDENTITY(), STATS_DATE(1,1), FILEPROPERTY('a','b'), DATABASEPROPERTYEX('a','b'), INDEXPROPERTY(1,'a','b'), OBJECTPROPERTY(1,'a')
SELECT geography::Point(1,2,4326).STDistance(g), geometry::STGeomFromText('POINT(1 1)',0).STArea(), g.STAsText(), g.Lat FROM t
SELECT a FROM t EXCEPT SELECT b FROM u
SELECT ABS(a), CEILING(a), FLOOR(a), ROUND(a,2), POWER(a,2), SQRT(a), SQUARE(a), EXP(a), LOG(a), LOG10(a), RAND(), SIGN(a), PI(), a % 2, a & 1, ATN2(a,b), DEGREES(a), BIT_COUNT(a) FROM t
SELECT * FROM t WHERE CONTAINS(a, 'x') OR FREETEXT(b, 'y')
SELECT * FROM CONTAINSTABLE(t, a, 'x')
SELECT t.*, 'x' = a, b c FROM t
EXEC sp_columns 'orders'
EXEC sp_helptext 'dbo.v'
SELECT PRODUCT(a), CURRENT_DATE, UNISTR('a'), VECTOR_DISTANCE('cosine', a, b) FROM t
SELECT 1 SELECT 2
SELECT a FROM t WHERE b = 1 SELECT c FROM u ORDER BY 1
IF 1=1 SELECT 1 ELSE SELECT 2
IF EXISTS (SELECT 1 FROM t) BEGIN SELECT 1 END
BEGIN SELECT 1 SELECT 2 END
WITH x AS (SELECT 1 AS a) SELECT * FROM x SELECT 2
WITH x AS (SELECT 1 AS a UNION ALL SELECT 2) SELECT * FROM x UNION ALL SELECT 3 SELECT 4
EXEC sp_help 't' SELECT 1
SELECT DATEADD(day, -7, GETDATE()), DATEDIFF(month, ordered_at, SYSDATETIME()), DATEPART(iso_week, ordered_at), DATENAME(weekday, ordered_at) FROM orders
SELECT EOMONTH(ordered_at), EOMONTH(ordered_at, -1), DATEFROMPARTS(2024, 1, 31), DATETRUNC(week, ordered_at) FROM orders
SELECT DATE_BUCKET(week, 2, ordered_at) FROM orders
SELECT CONVERT(varchar(10), ordered_at, 23), CAST(ordered_at AS date), TRY_CONVERT(int, raw), TRY_CAST(raw AS decimal(10, 2)) FROM orders
SELECT FORMAT(amount, 'N2', 'pt-PT') FROM orders
SELECT PARSE('1.234,5' AS decimal(10, 2) USING 'pt-PT'), TRY_PARSE(raw AS date USING 'en-US') FROM orders
SELECT ordered_at AT TIME ZONE 'UTC' AT TIME ZONE 'GMT Standard Time', SWITCHOFFSET(t, '+01:00'), TODATETIMEOFFSET(t, '+00:00') FROM orders
SELECT YEAR(ordered_at) * 100 + MONTH(ordered_at), DAY(ordered_at), ISDATE(raw), CURRENT_TIMESTAMP FROM orders
SELECT SYSUTCDATETIME() FROM orders
SELECT CONCAT(a, ' ', b), CONCAT_WS('-', a, b, c), STRING_AGG(name, ', ') WITHIN GROUP (ORDER BY name) FROM orders
SELECT LEFT(name, 3), RIGHT(name, 3), SUBSTRING(name, 2, 3), CHARINDEX('@', email) FROM orders
SELECT PATINDEX('%[0-9]%', code), STUFF(code, 1, 2, 'x'), REPLICATE('0', 5), REVERSE(name) FROM orders
SELECT LTRIM(RTRIM(name)), TRIM('.,' FROM name), UPPER(name), LEN(name) FROM orders
SELECT DATALENGTH(name), QUOTENAME(name), TRANSLATE(a, 'xy', 'ab'), SPACE(3) FROM orders
SELECT STR(a, 10, 2), SOUNDEX(a), DIFFERENCE(a, b) FROM orders
SELECT IIF(amount > 0, 1, 0), CHOOSE(2, 'a', 'b'), ISNULL(a, 0), COALESCE(a, b) FROM orders
SELECT NULLIF(a, 0), GREATEST(a, b), LEAST(a, b) FROM orders
SELECT ROUND(amount, 2), CEILING(amount), FLOOR(amount), ABS(a) FROM orders
SELECT POWER(a, 2), SQRT(a), LOG(a), LOG10(a) FROM orders
SELECT EXP(a), SIGN(a), RAND(), PI() FROM orders
SELECT a % 3 FROM orders
SELECT HASHBYTES('SHA2_256', email), CHECKSUM(a, b), NEWID(), BINARY_CHECKSUM(*) FROM orders
SELECT BASE64_ENCODE(b), COMPRESS(a) FROM orders
SELECT JSON_VALUE(doc, '$.a.b'), JSON_QUERY(doc, '$.items'), ISJSON(doc), JSON_MODIFY(doc, '$.a', 1) FROM orders
SELECT JSON_OBJECT('a': 1), JSON_ARRAY(1, 2), JSON_PATH_EXISTS(doc, '$.a') FROM orders
SELECT doc.value('(/a/b)[1]', 'int'), doc.query('/a'), doc.exist('/a'), geo.STDistance(geography::Point(38.7, -9.1, 4326)) FROM orders
SELECT geo.STAsText(), geo.Lat FROM orders
SELECT SUM(amount) OVER (PARTITION BY region ORDER BY ordered_at ROWS UNBOUNDED PRECEDING), AVG(amount) OVER (ORDER BY ordered_at ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) FROM orders
SELECT LAG(amount, 1, 0) OVER (ORDER BY id), LEAD(amount) OVER (ORDER BY id), FIRST_VALUE(amount) IGNORE NULLS OVER (ORDER BY id), LAST_VALUE(amount) OVER (ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) FROM orders
SELECT ROW_NUMBER() OVER (ORDER BY (SELECT NULL)), RANK() OVER (ORDER BY a), DENSE_RANK() OVER (ORDER BY a), NTILE(4) OVER (ORDER BY a) FROM orders
SELECT PERCENT_RANK() OVER (ORDER BY a), CUME_DIST() OVER (ORDER BY a) FROM orders
SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY amount) OVER (PARTITION BY region), PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY amount) OVER () FROM orders
SELECT OBJECT_ID('dbo.t'), OBJECT_NAME(1), DB_NAME(), SCHEMA_NAME() FROM orders
SELECT SUSER_SNAME(), USER_NAME(), HOST_NAME(), APP_NAME() FROM orders
SELECT SERVERPROPERTY('Edition'), DATABASEPROPERTYEX('d', 'Status'), COL_LENGTH('t', 'a'), TYPE_NAME(56) FROM orders
SELECT @@VERSION, @@SERVERNAME, @@ROWCOUNT, @@SPID FROM orders
SELECT @@TRANCOUNT, @@LANGUAGE, @@DATEFIRST FROM orders
SELECT CASE WHEN amount > 10 THEN 'big' WHEN amount IS NULL THEN 'none' ELSE 'small' END FROM orders
SELECT N'ção', 0xFF, 1.5e3, $12.50 FROM orders
SELECT 'it''s', {d '2024-01-31'} FROM orders
SELECT REGEXP_LIKE(a, 'x'), REGEXP_REPLACE(a, 'x', 'y'), REGEXP_SUBSTR(a, '[0-9]+'), VECTOR_DISTANCE('cosine', a, b) FROM orders
SELECT EDIT_DISTANCE(a, b), JARO_WINKLER_SIMILARITY(a, b) FROM orders
SELECT BIT_COUNT(a), LEFT_SHIFT(a, 1), a & 1, a | 2 FROM orders
SELECT a ^ 3, ~a FROM orders
SELECT TOP (10) WITH TIES * FROM dbo.orders ORDER BY amount DESC
SELECT TOP 10 PERCENT * FROM dbo.orders
SELECT region, COUNT(*) AS n, COUNT(DISTINCT customer_id), APPROX_COUNT_DISTINCT(customer_id), STDEV(amount), VAR(amount) FROM dbo.orders GROUP BY region HAVING COUNT(*) > 1 ORDER BY n DESC
SELECT region, kind, SUM(amount), GROUPING(region), GROUPING_ID(region, kind) FROM dbo.orders GROUP BY ROLLUP (region, kind)
SELECT region, kind, SUM(amount) FROM dbo.orders GROUP BY GROUPING SETS ((region), (kind), ())
SELECT region, kind, SUM(amount) FROM dbo.orders GROUP BY region, kind WITH CUBE
SELECT * FROM dbo.orders ORDER BY id OFFSET 20 ROWS FETCH NEXT 10 ROWS ONLY
SELECT * FROM (SELECT region, kind, amount FROM dbo.orders) AS s PIVOT (SUM(amount) FOR kind IN ([a], [b])) AS p
SELECT region, month, amount FROM dbo.monthly UNPIVOT (amount FOR month IN ([jan], [feb])) AS u
SELECT o.id, i.sku FROM dbo.orders o CROSS APPLY OPENJSON(o.doc, '$.items') WITH (sku varchar(20) '$.sku', qty int '$.qty', raw nvarchar(max) '$.raw' AS JSON) AS i
SELECT o.id, j.[key], j.value FROM dbo.orders o OUTER APPLY OPENJSON(o.doc) AS j
SELECT o.id, s.value, s.ordinal FROM dbo.orders o CROSS APPLY STRING_SPLIT(o.tags, ',', 1) AS s
SELECT o.id, x.total FROM dbo.orders o CROSS APPLY (SELECT SUM(amount) AS total FROM dbo.lines l WHERE l.order_id = o.id) AS x
SELECT n.c.value('@id', 'int') FROM dbo.docs d CROSS APPLY d.doc.nodes('/order/item') AS n(c)
SELECT * FROM dbo.orders FOR SYSTEM_TIME AS OF '2024-01-01'
SELECT * FROM dbo.orders FOR SYSTEM_TIME BETWEEN '2024-01-01' AND '2024-02-01'
SELECT * FROM dbo.orders TABLESAMPLE (10 PERCENT) REPEATABLE (1)
SELECT id, name FROM dbo.customers FOR JSON PATH, ROOT('customers')
SELECT id, name FROM dbo.customers FOR XML PATH('c'), TYPE
SELECT * FROM dbo.orders WITH (NOLOCK) WHERE id = 1
SELECT * FROM dbo.orders o WITH (NOLOCK, INDEX(ix_orders)) JOIN dbo.customers c WITH (READUNCOMMITTED) ON c.id = o.customer_id
SELECT * FROM dbo.orders OPTION (MAXDOP 1, RECOMPILE)
WITH t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t WHERE n < 100) SELECT * FROM t OPTION (MAXRECURSION 0)
WITH a AS (SELECT 1 AS x), b AS (SELECT x FROM a) SELECT * FROM b CROSS JOIN a
SELECT id FROM a UNION SELECT id FROM b EXCEPT SELECT id FROM c
SELECT id FROM a INTERSECT SELECT id FROM b
SELECT [Order Details].[Unit Price] FROM [Order Details]
SELECT "a" AS [b c], x = 1 FROM dbo.t
SELECT total = SUM(amount), region FROM dbo.orders GROUP BY region
SELECT * FROM srv.db.dbo.orders
SELECT * FROM tempdb..#picked
SELECT * FROM #picked p JOIN @rows r ON r.id = p.id
SELECT * FROM sys.tables t JOIN sys.schemas s ON s.schema_id = t.schema_id
SELECT * FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = 'orders'
SELECT * FROM sys.dm_exec_requests r CROSS APPLY sys.dm_exec_sql_text(r.sql_handle) AS t
SELECT SUM(row_count) FROM sys.dm_db_partition_stats WHERE object_id = OBJECT_ID('dbo.orders') AND index_id < 2
SELECT * FROM dbo.people WHERE CONTAINS(bio, '"data" NEAR "sql"')
SELECT * FROM FREETEXTTABLE(dbo.people, bio, 'data') AS k
SELECT * FROM dbo.orders WHERE name LIKE '%50!%%' ESCAPE '!' AND kind IN ('a', 'b') AND amount BETWEEN 1 AND 2
SELECT * FROM dbo.orders WHERE EXISTS (SELECT 1 FROM dbo.refunds r WHERE r.order_id = orders.id)
SELECT * FROM dbo.orders WHERE amount > ALL (SELECT amount FROM dbo.refunds)
SELECT * FROM a FULL OUTER JOIN b ON a.id = b.id LEFT MERGE JOIN c ON c.id = a.id
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS v(id, name)
SELECT name COLLATE Latin1_General_CI_AI FROM dbo.people ORDER BY name COLLATE Latin1_General_BIN
SELECT DISTINCT region FROM dbo.orders
SELECT SUM(amount) OVER w, AVG(amount) OVER w FROM dbo.orders WINDOW w AS (PARTITION BY region ORDER BY id)
EXEC sp_help 'dbo.orders'
EXEC sp_columns orders
EXEC sp_spaceused
SELECT CAST(doc AS xml).value('(/a)[1]', 'varchar(10)') FROM dbo.docs
SELECT p.name, (SELECT MAX(amount) FROM dbo.orders o WHERE o.customer_id = p.id) FROM dbo.people p
SELECT id, amount, SUM(amount) OVER (ORDER BY id) - amount AS before FROM dbo.orders
IF EXISTS (SELECT 1 FROM dbo.orders) SELECT 1 ELSE SELECT 0
SELECT 1 AS a SELECT 2 AS b
SELECT COALESCE(NULLIF(LTRIM(RTRIM(name)), ''), 'n/a') FROM dbo.people
SELECT * FROM dbo.orders WHERE ordered_at >= DATEADD(month, DATEDIFF(month, 0, GETDATE()), 0)
SELECT * FROM dbo.orders WHERE id = @id AND region = ?

