-- expect: READ
SELECT LISTAGG(v, ',') WITHIN GROUP (ORDER BY v), DATEADD(day, 1, GETDATE()) FROM t;

-- Whether a backslash escapes depends on a setting.
-- expect: UNKNOWN
SELECT 'a\'; DELETE FROM t; --';

-- expect: SESSION
CREATE TEMP TABLE scratch AS SELECT 1 AS a;

-- expect: ADMIN
UNLOAD ('SELECT 1') TO 's3://x';
