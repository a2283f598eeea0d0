-- An ordinary question.
-- expect: READ
-- reads: sales.orders, customers
SELECT c.region, sum(o.amount) FILTER (WHERE o.paid) AS paid
FROM sales.orders AS o JOIN customers AS c ON c.id = o.customer_id
GROUP BY 1 ORDER BY 2 DESC LIMIT 10;

-- The names of common table expressions are no tables.
-- expect: READ
-- reads: visits
WITH recent AS (SELECT * FROM visits), top AS (SELECT * FROM recent) SELECT * FROM top;

-- A common table expression sees the table of its own name, unless it is recursive.
-- expect: READ
-- reads: orders
WITH orders AS (SELECT * FROM orders) SELECT * FROM orders;

-- expect: READ
WITH RECURSIVE steps(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM steps WHERE n < 9) SELECT n FROM steps;

-- A qualified name is never a common table expression.
-- expect: READ
-- reads: shop.a
WITH a AS (SELECT 1) SELECT * FROM shop.a;

-- A CTE may write although the statement begins with WITH and ends with SELECT.
-- expect: WRITE
-- writes: orders
WITH gone AS (DELETE FROM orders RETURNING *) SELECT * FROM gone;

-- expect: WRITE
-- writes: t
UPDATE t AS x SET a = y.a FROM y WHERE x.id = y.id;

-- SELECT INTO makes a table.
-- expect: SCHEMA
-- writes: copy_of_t
SELECT * INTO copy_of_t FROM t;

-- EXPLAIN ANALYZE runs what it explains, in every spelling.
-- expect: WRITE
EXPLAIN ANALYZE DELETE FROM orders;

-- expect: WRITE
EXPLAIN (COSTS off, ANALYZE) UPDATE orders SET a = 1;

-- expect: SCHEMA
EXPLAIN ANALYSE VERBOSE CREATE TABLE kept AS SELECT 1;

-- expect: READ
EXPLAIN (ANALYZE, BUFFERS, FORMAT json) SELECT count(*) FROM orders;

-- Without ANALYZE nothing runs: a plan is looked at.
-- expect: SESSION
EXPLAIN DELETE FROM orders;

-- A function that changes a sequence, however it is written and wherever it stands.
-- expect: WRITE
SELECT "nextval"('counter');

-- expect: WRITE
SELECT pg_catalog.setval('counter', 9);

-- expect: WRITE
SELECT * FROM nextval('counter') AS n(v);

-- expect: WRITE
SELECT 1 FROM t ORDER BY (SELECT CASE WHEN true THEN nextval('counter') END) LIMIT 1;

-- expect: WRITE
VALUES (1, nextval('counter'));

-- A function that nobody listed may do anything.
-- expect: UNKNOWN
-- function: tidy_up
SELECT tidy_up();

-- expect: UNKNOWN
-- function: audit.lower
SELECT audit.lower('X');

-- An alias with columns looks like a call and is none.
-- expect: READ
SELECT p.a FROM (VALUES (1, 2)) AS p (a, b);

-- expect: UNKNOWN
SELECT p(1) FROM (VALUES (1, 2)) AS p (a, b);

-- Operators: those of the catalog are known, others may call any function.
-- expect: READ
SELECT a ~<~ b, '(1,2)'::point <-> c, @ d, e ?| array['x'] FROM t;

-- expect: UNKNOWN
SELECT a <<<< b FROM t;

-- expect: READ
SELECT a OPERATOR(pg_catalog.=) b FROM t;

-- The mode of the session is left.
-- expect: ADMIN
SELECT set_config('transaction_read_only', 'off', false);

-- expect: ADMIN
BEGIN READ WRITE;

-- expect: ADMIN
SET default_transaction_read_only = off;

-- expect: ADMIN
SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE;

-- expect: ADMIN
RESET ROLE;

-- expect: SESSION
BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY;

-- expect: SESSION
SET LOCAL search_path TO sales, public;

-- expect: READ
SHOW search_path;

-- expect: SESSION
DECLARE c SCROLL CURSOR FOR SELECT * FROM t;

-- expect: WRITE
DECLARE c CURSOR WITH HOLD FOR SELECT nextval('s') FROM t;

-- expect: SESSION
PREPARE q (int) AS SELECT * FROM t WHERE id = $1;

-- expect: UNKNOWN
EXECUTE q(1);

-- expect: WRITE
SELECT * FROM t FOR UPDATE SKIP LOCKED;

-- expect: UNKNOWN
SELECT query_to_xml('SELECT 1', true, true, '');

-- expect: ADMIN
SELECT pg_read_file('/etc/hostname');

-- Statements that look like an expression to a parser.
-- expect: ADMIN
CHECKPOINT;

-- expect: UNKNOWN
updated_rows;

-- expect: UNKNOWN
DO $$ BEGIN DELETE FROM t; END $$;

-- A dollar quote hides what is no statement; this one is not closed where it seems.
-- expect: READ
SELECT $a$ ; DELETE FROM t; $b$ $a$;

-- expect: READ
SELECT E'it\'s; DELETE FROM t; --';

-- Comments may hold comments.
-- expect: READ
SELECT 1 /* one /* two */ ; DELETE FROM t */;

-- psql's own commands are not for the server.
-- expect: UNKNOWN
SELECT 1 \gexec

-- expect: UNKNOWN
SELECT U&"\0064rop_all"();

-- expect: READ
SELECT id FROM t ORDER BY name USING > ;

-- expect: READ
SELECT '(0,0,0)'::cube AS place FROM t GROUP BY CUBE (a, b);

-- expect: WRITE
COPY t FROM STDIN;

-- expect: WRITE
CREATE TEMP TABLE scratch AS SELECT 1 AS a;

-- expect: SCHEMA
CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END;

-- SQL in a constant text is judged as what it is.
-- expect: READ
SELECT * FROM crosstab('SELECT a, b, c FROM t ORDER BY 1') AS ct (a text, b text);

-- expect: WRITE
SELECT * FROM crosstab('DELETE FROM t RETURNING a, b, c') AS ct (a text, b text);

-- expect: UNKNOWN
SELECT * FROM crosstab('SELECT a FROM t ' || b) AS ct (a text, b text);

-- expect: READ
SELECT substring(a SIMILAR '%#"b#"%' ESCAPE '#'), xmlexists('/a' PASSING BY REF x), b::regtype[] FROM t;

-- expect: READ
SELECT U&'d!0061ta' UESCAPE '!';

-- A name that is another one than it looks.
-- expect: UNKNOWN
SELECT U&"tidy\005fup"();

-- Its escapes are not read here, so what would run is not known.
-- expect: UNKNOWN
SELECT * FROM crosstab(U&'SELECT 1') AS c(a int);

-- expect: READ
SELECT * FROM connectby('staff', 'id', 'boss', '2', 0, '~') AS c(id int, boss int, level int, branch text);

-- expect: WRITE
SELECT * FROM connectby('staff WHERE nextval(''s'') = 1; --', 'id', 'boss', '2', 0) AS c(id int);

-- expect: READ
SELECT * FROM xpath_table('id', 'body', 'papers', '/a/b', 'id > 3') AS x(id int, b text);

-- expect: UNKNOWN
SELECT * FROM xpath_table('id', 'body', 'papers', '/a/b', 'tidy_up() > 3') AS x(id int, b text);

-- expect: READ
WITH x AS (SELECT 1 AS a) VALUES ((SELECT a FROM x), 2), (3, 4);

-- expect: WRITE
WITH x AS (SELECT 1 AS a) VALUES (nextval('s'));

-- expect: READ
SELECT convert(body, 'UTF8', 'LATIN1'), a::oid[] FROM t;

-- expect: READ
WITH RECURSIVE g(f, t) AS (SELECT f, t FROM edges UNION SELECT e.f, e.t FROM edges AS e, g)
CYCLE f, t SET seen TO 'Y' DEFAULT 'N' USING path SELECT * FROM g;

-- COPY to the client only reads.
-- expect: READ
COPY (SELECT * FROM orders) TO STDOUT;

-- expect: READ
COPY public.orders (id, city) TO STDOUT WITH (FORMAT csv);

-- What it copies may write.
-- expect: WRITE
COPY (DELETE FROM orders RETURNING *) TO STDOUT;

-- A file of that name on the server.
-- expect: WRITE
COPY orders TO 'STDOUT';
