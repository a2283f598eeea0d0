-- expect: READ
SELECT approx_percentile(x, 0.5), json_extract_scalar(j, '$.a') FROM "t$partitions" CROSS JOIN UNNEST(a) AS u (b);

-- expect: READ
EXPLAIN (TYPE DISTRIBUTED) SELECT 1;

-- expect: UNKNOWN
SELECT * FROM TABLE(mysql.system.query(query => 'DELETE FROM t'));

-- expect: WRITE
PREPARE p FROM DELETE FROM t;

-- expect: UNKNOWN
EXECUTE IMMEDIATE 'DELETE FROM t';

-- expect: READ
WITH FUNCTION twice(x bigint) RETURNS bigint RETURN x * 2, FUNCTION more(x bigint) RETURNS bigint RETURN twice(x) + 1
SELECT more(a) FROM t;

-- expect: UNKNOWN
-- function: tidy_up
WITH FUNCTION f() RETURNS bigint RETURN tidy_up() SELECT f();
