-- expect: READ
SELECT v:a.b::string, $1, IFF(x, 1, 2) FROM t AT (OFFSET => -60) QUALIFY row_number() OVER (ORDER BY id) = 1;

-- expect: READ
SELECT f.value FROM t, LATERAL FLATTEN(input => t.v) AS f;

-- expect: UNKNOWN
SELECT 1 ->> DELETE FROM t;

-- expect: WRITE
SELECT counter.NEXTVAL;

-- expect: ADMIN
SELECT SYSTEM$CANCEL_QUERY('x');

-- expect: SESSION
EXPLAIN USING TEXT DELETE FROM t;

-- expect: SESSION
USE WAREHOUSE small;

-- expect: SESSION
ALTER SESSION SET TIMEZONE = 'UTC';

-- expect: ADMIN
ALTER SESSION SET MULTI_STATEMENT_COUNT = 0;

-- expect: UNKNOWN
EXECUTE IMMEDIATE $$ BEGIN DELETE FROM t; END $$;

-- expect: WRITE
REMOVE @stage/x;

-- A second slash begins a comment here.
-- expect: READ
SELECT 1 // ' ; DELETE FROM t

-- A table that a constant names is a table.
-- expect: READ
-- reads: db.sales.orders
SELECT * FROM IDENTIFIER('db.sales.orders');

-- expect: UNKNOWN
SELECT * FROM IDENTIFIER($t);

-- expect: WRITE
CREATE TEMP TABLE x AS SELECT counter.nextval AS a;

-- expect: ADMIN
USE ROLE accountadmin;

-- A table made of SQL that is given as text: the text decides.
-- expect: READ
SELECT * FROM TABLE(TO_QUERY('SELECT region FROM customers'));

-- expect: UNKNOWN
-- function: tidy_up
SELECT * FROM TABLE(TO_QUERY('SELECT tidy_up()'));

-- expect: UNKNOWN
SELECT * FROM TABLE(TO_QUERY($query));

-- Several settings need no comma between them.
-- expect: ADMIN
ALTER SESSION SET TIMEZONE = 'UTC' AUTOCOMMIT = FALSE;

-- expect: SESSION
ALTER SESSION SET TIMEZONE = 'UTC', WEEK_START = 1;

-- expect: SESSION
UNSET last_month;

-- expect: ADMIN
ALTER SESSION UNSET TIMEZONE, AUTOCOMMIT;
