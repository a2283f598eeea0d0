-- expect: SESSION
USE CATALOG prod;

-- expect: READ
SELECT payload:a.b::int FROM t TIMESTAMP AS OF '2024-01-01';

-- expect: WRITE
OPTIMIZE t;

-- expect: ADMIN
SELECT * FROM read_files('/x');
