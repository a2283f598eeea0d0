-- expect: SESSION
USE CATALOG prod;

-- expect: READ
SELECT payload:a.b::int FROM t TIMESTAMP AS OF '2024-01-01';

-- expect: WRITE
OPTIMIZE t;

-- expect: ADMIN
SELECT * FROM read_files('/x');

-- expect: SESSION
CREATE OR REPLACE TEMPORARY FUNCTION best(x INT) RETURNS INT RETURN SELECT max(a) FROM t WHERE b = x;

-- expect: SCHEMA
CREATE TEMPORARY FUNCTION tidy_up AS 'com.example.TidyUp';
