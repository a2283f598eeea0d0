-- expect: READ
SELECT explode(items) AS i, date_format(d, 'yyyy') FROM t LATERAL VIEW explode(xs) AS x;

-- expect: UNKNOWN
SELECT TRANSFORM(id) USING 'cat' AS (a) FROM t;

-- expect: UNKNOWN
SELECT reflect('java.lang.System', 'exit', 1);

-- expect: WRITE
INSERT OVERWRITE TABLE t SELECT 1;

-- expect: READ
DESCRIBE EXTENDED t;

-- expect: SESSION
EXPLAIN FORMATTED DELETE FROM t;

-- expect: READ
SET spark.sql.shuffle.partitions;

-- expect: SESSION
SET spark.sql.shuffle.partitions = 8;

-- It reads a table's files anew, for this session.
-- expect: SESSION
REFRESH TABLE orders;

-- expect: WRITE
REFRESH MATERIALIZED VIEW monthly;

-- expect: ADMIN
SET ROLE admin;

-- expect: READ
-- reads: events
SELECT window(ts, '10 minutes').start, count(*) FROM events GROUP BY window(ts, '10 minutes');

-- A function of somebody's own that has that name.
-- expect: UNKNOWN
SELECT tools.window(ts) FROM events;

-- expect: READ
-- reads: orders
TABLE orders;

-- expect: READ
-- reads: main.sales.orders
SELECT * FROM IDENTIFIER('main.sales.orders');
