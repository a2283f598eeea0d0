-- expect: READ
-- reads: t
FROM t SELECT id WHERE id > 3;

-- Files are read as tables are.
-- expect: READ
SELECT count(*) FROM read_parquet('data/*.parquet') WHERE year = 2024;

-- expect: READ
SELECT * FROM 'sales.csv';

-- expect: READ
SELECT list_transform([1, 2], lambda x: x + 1), {'a': 1}.a, 'abc'.upper();

-- expect: READ
PIVOT sales ON quarter USING sum(amount) GROUP BY region;

-- expect: READ
SUMMARIZE sales;

-- expect: READ
SELECT * EXCLUDE (a) REPLACE (b + 1 AS b) FROM t QUALIFY row_number() OVER (PARTITION BY c ORDER BY d) = 1;

-- expect: READ
SELECT sum(x) EXPORT_STATE FROM t;

-- A method is a function too.
-- expect: WRITE
SELECT 'counter'.nextval();

-- SQL in a constant is judged; it is no plain question all the same.
-- expect: SESSION
FROM query('SELECT 1');

-- expect: WRITE
FROM query('DELETE FROM t');

-- Two strings side by side are one.
-- expect: UNKNOWN
FROM query('SELECT tidy_up' '((SELECT 1))');

-- expect: UNKNOWN
SELECT * FROM postgres_execute('p', 'DELETE FROM t');

-- expect: WRITE
WITH gone AS (DELETE FROM t RETURNING *) FROM gone;

-- expect: WRITE
COPY t TO 'out.csv';

-- expect: ADMIN
ATTACH 'other.duckdb' AS other;

-- expect: ADMIN
SET enable_external_access = true;

-- expect: SESSION
SET threads = 4;

-- expect: SESSION
CREATE TEMP TABLE scratch AS SELECT 1 AS a;

-- expect: SCHEMA
CREATE OR REPLACE VIEW v AS SELECT 1;

-- expect: WRITE
EXPLAIN ANALYSE DELETE FROM t;

-- expect: READ
PRAGMA table_info('t');

-- expect: READ
DESCRIBE t;

-- expect: READ
SHOW ALL TABLES;

-- expect: SESSION
CREATE TEMP TABLE scratch (a INTEGER, b DECIMAL(10, 2));

-- expect: UNKNOWN
CREATE TEMP TABLE scratch AS SELECT ai_classify('x', ['y']) AS a;

-- expect: READ
SELECT content FROM read_text('notes/*.txt');

-- The machine's own files and hidden ones are no data.
-- expect: SESSION
SELECT content FROM read_text('/etc/hostname');

-- expect: SESSION
FROM glob('~/.ssh/*');

-- expect: SESSION
FROM read_text(getenv('SOMETHING'));

-- expect: SESSION
CREATE OR REPLACE TEMP MACRO plus_one(a) AS a + 1;

-- expect: SCHEMA
CREATE TEMP MACRO tidy_up() AS nextval('s');

-- expect: SCHEMA
CREATE TEMP MACRO IF NOT EXISTS plus_one(a) AS a + 1;

-- expect: READ
SELECT id FROM t WHERE name ILIKE pattern ESCAPE chr(92);

-- expect: READ
SELECT quote, escape FROM sniff_csv('out.csv');

-- expect: READ
WITH RECURSIVE t(k, v) USING KEY (k, max(v)) AS (SELECT 1, 2 UNION SELECT k, v + 1 FROM t WHERE v < 9) FROM t;

-- expect: UNKNOWN
WITH RECURSIVE t(k, v) USING KEY (k, nextval(v)) AS (SELECT 1, 2) FROM t;

-- expect: READ
SELECT q.id FROM q JOIN products AS p APPROX NEAREST 3 BY DISTANCE array_distance(q.v, p.v);

-- expect: READ
SELECT i FROM range(3) values(i);

-- expect: READ
SELECT NULL::INTEGER ARRAY[3];

-- expect: READ
DESCRIBE;

-- A file that is attached to be read only.
-- expect: SESSION
ATTACH 'other.duckdb' AS other (READ_ONLY);

-- expect: SESSION
ATTACH 'dbname=shop' AS shop (TYPE postgres, READ_ONLY true);

-- expect: ADMIN
ATTACH 'other.duckdb' AS other (READ_ONLY false);

-- expect: WRITE
PRAGMA force_checkpoint;

-- The SQL goes there and back as a tree: the text decides.
-- expect: READ
FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1', skip_null := true));

-- expect: WRITE
FROM json_execute_serialized_sql(json_serialize_sql('SELECT nextval(''s'')'));

-- expect: UNKNOWN
FROM json_execute_serialized_sql((json_serialize_sql('SELECT 1')::VARCHAR || '')::JSON);

-- expect: READ
PIVOT cities ON country USING sum(population) / count(*) AS mean, max(population) GROUP BY year;

-- expect: READ
SELECT name FROM VALUES ('Lisboa'), ('Porto'), AS cities(name);

-- A variable of the connection, which SQL reads by getvariable().
-- expect: SESSION
SET VARIABLE since = (SELECT max(id) FROM orders);

-- The text that a function runs within it may do anything.
-- expect: UNKNOWN
SET VARIABLE since = (FROM query('SELECT nextval(''s'')'));

-- expect: WRITE
SET VARIABLE since = (SELECT nextval('s'));
