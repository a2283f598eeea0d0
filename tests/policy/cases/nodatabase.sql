-- Of a database that nobody listed only the plainest questions are understood.
-- expect: READ
SELECT a, count(*) FROM t WHERE b = 'x' GROUP BY a ORDER BY 2;

-- expect: UNKNOWN
SELECT regexp_like(a, 'b') FROM t;

-- expect: UNKNOWN
SHOW TABLES;

-- expect: WRITE
INSERT INTO t VALUES (1);

-- expect: UNKNOWN
SELECT 'a\'; DELETE FROM t; --';
