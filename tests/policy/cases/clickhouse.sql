-- expect: READ
SELECT quantile(0.9)(x), countIf(y > 1), toStartOfMonth(now()) FROM t FINAL PREWHERE z = 1 SETTINGS max_threads = 4 FORMAT JSON;

-- expect: READ
SELECT * FROM numbers(10) AS n ARRAY JOIN [1, 2] AS a;

-- expect: ADMIN
SELECT 1 SETTINGS readonly = 0;

-- expect: ADMIN
SELECT * FROM url('http://x', 'CSV', 'a Int');

-- expect: UNKNOWN
SELECT 1 INTO OUTFILE 'x.csv';

-- expect: ADMIN
SYSTEM DROP MARK CACHE;

-- expect: READ
EXPLAIN PIPELINE SELECT 1;
