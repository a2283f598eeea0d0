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

-- Any statement may be sent to a file, not only a SELECT.
-- expect: ADMIN
SHOW TABLES INTO OUTFILE 'tables.csv';

-- A question may bring its own settings, whatever it begins with.
-- expect: ADMIN
DESCRIBE TABLE orders SETTINGS readonly = 0;

-- expect: READ
SHOW SETTINGS LIKE 'max_threads';

-- SET may hold several settings.
-- expect: ADMIN
SET max_threads = 1, readonly = 0;

-- expect: SESSION
SET max_threads = 1, join_use_nulls = 1;
