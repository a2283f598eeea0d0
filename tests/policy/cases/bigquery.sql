-- expect: READ
-- reads: p.d.t
SELECT * EXCEPT (a), SAFE.SUBSTR(b, 1, 2), NET.HOST(url) FROM `p.d.t`, UNNEST(list) AS x;

-- expect: READ
SELECT r'\'', """a ' b""", b'c' FROM d.t;

-- expect: READ
FROM d.t |> WHERE a > 1 |> AGGREGATE count(*) GROUP BY b;

-- expect: UNKNOWN
FROM d.t |> CALL d.tvf();

-- expect: SESSION
SELECT AI.GENERATE('x');

-- expect: ADMIN
EXPORT DATA OPTIONS (uri = 'gs://x/*', format = 'CSV') AS SELECT 1;

-- expect: UNKNOWN
BEGIN DECLARE x INT64; SET x = 1; DELETE FROM d.t WHERE true; END;

-- expect: UNKNOWN
IF true THEN DELETE FROM d.t WHERE true; END IF;

-- expect: SESSION
CREATE TEMP FUNCTION doubled(x ARRAY<INT64>) RETURNS ARRAY<INT64> AS ((SELECT array_agg(2 * y) FROM unnest(x) AS y));

-- expect: SESSION
CREATE TEMP FUNCTION parsed(x STRING) RETURNS STRING LANGUAGE js AS r"""return JSON.parse(x).a;""";

-- expect: SCHEMA
CREATE FUNCTION d.doubled(x INT64) AS (2 * x);
