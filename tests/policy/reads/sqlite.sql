-- Questions as analysts ask them of SQLite: each is a READ.
SELECT * FROM orders
SELECT rowid, * FROM orders LIMIT 5
SELECT count(*), sum(amount), total(amount), avg(amount) FROM orders
SELECT city, count(*) AS n FROM orders GROUP BY city HAVING n > 3 ORDER BY n DESC
SELECT group_concat(name, ', ') FROM customers
SELECT DISTINCT city FROM customers WHERE name LIKE 'A%' ESCAPE '\'
SELECT * FROM customers WHERE name GLOB 'A*'
SELECT strftime('%Y-%m', ordered_at) AS month, sum(amount) FROM orders GROUP BY month
SELECT date('now'), datetime('now', '-1 day'), julianday('2024-01-01'), unixepoch('now')
SELECT CASE WHEN amount > 10 THEN 'big' ELSE 'small' END FROM orders
SELECT coalesce(a, 0), ifnull(a, 0), nullif(a, 0), iif(a > 1, 'x', 'y') FROM t
SELECT substr(a, 1, 3), instr(a, 'x'), replace(a, 'x', 'y'), trim(a), upper(a), length(a) FROM t
SELECT printf('%.2f', amount), format('%d', 1), round(amount, 2), abs(amount) FROM orders
SELECT row_number() OVER (PARTITION BY city ORDER BY amount DESC) FROM orders
SELECT sum(amount) OVER (ORDER BY ordered_at ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) FROM orders
SELECT lag(amount, 1) OVER w, ntile(4) OVER w FROM orders WINDOW w AS (ORDER BY ordered_at)
SELECT count(*) FILTER (WHERE amount > 10) FROM orders
WITH big AS (SELECT * FROM orders WHERE amount > 100) SELECT count(*) FROM big
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT i FROM n
WITH a AS MATERIALIZED (SELECT 1 AS x), b AS NOT MATERIALIZED (SELECT 2) SELECT * FROM a, b
SELECT o.*, c.name FROM orders o LEFT JOIN customers c ON c.id = o.customer_id
SELECT * FROM a FULL OUTER JOIN b USING (id)
SELECT * FROM a, b WHERE a.id = b.id AND b.kind IN ('x', 'y')
SELECT * FROM a NATURAL JOIN b
SELECT * FROM orders WHERE customer_id NOT IN (SELECT id FROM customers WHERE city = 'LA')
SELECT * FROM orders o WHERE EXISTS (SELECT 1 FROM refunds r WHERE r.order_id = o.id)
SELECT a FROM t UNION SELECT b FROM u EXCEPT SELECT c FROM v
SELECT * FROM orders ORDER BY amount DESC NULLS LAST LIMIT 10 OFFSET 20
SELECT * FROM orders INDEXED BY by_city WHERE city = 'NY'
SELECT json_extract(data, '$.a'), data ->> '$.b', json_array_length(data) FROM events
SELECT e.id, j.value FROM events e, json_each(e.data, '$.tags') j
SELECT key, value FROM json_tree('{"a": [1, 2]}')
SELECT json_group_array(name), json_object('a', 1), json_type(data) FROM events
SELECT CAST(amount AS INTEGER), typeof(amount), quote(name) FROM orders
SELECT hex(randomblob(4)), random(), zeroblob(4)
SELECT max(a, b), min(a, b) FROM t
SELECT sqlite_version()
SELECT changes(), last_insert_rowid(), total_changes()
SELECT name, sql FROM sqlite_schema WHERE type = 'table'
SELECT name FROM sqlite_master
PRAGMA table_info(orders)
PRAGMA index_list('orders')
PRAGMA database_list
PRAGMA foreign_key_list(orders)
PRAGMA user_version
PRAGMA compile_options
SELECT * FROM pragma_table_info('orders')
EXPLAIN QUERY PLAN SELECT * FROM orders WHERE city = 'NY'
EXPLAIN SELECT 1
VALUES (1, 'a'), (2, 'b')
SELECT * FROM (VALUES (1), (2))
SELECT "first name", [last name], `city` FROM customers
SELECT a IS NOT b, a IS DISTINCT FROM b, a <> b, a == b FROM t
SELECT x'ff', 1e3, 0x1f, 'it''s'
SELECT * FROM docs WHERE docs MATCH 'guard' ORDER BY rank
SELECT snippet(docs, 0, '<b>', '</b>', '…', 10), highlight(docs, 1, '[', ']'), bm25(docs) FROM docs WHERE docs MATCH 'a'
SELECT sum(amount) AS total FROM orders WHERE ordered_at BETWEEN '2024-01-01' AND '2024-12-31'
SELECT a || '-' || b, a % 2, a & 1, a << 2, ~a FROM t
SELECT likely(a > 1), unicode('x'), char(65, 66), glob('a*', b), like('a%', b) FROM t
SELECT sqrt(a), pow(a, 2), ln(a), exp(a), ceil(a), floor(a), sin(a), pi() FROM t
SELECT first_value(a) OVER (ORDER BY b GROUPS 2 PRECEDING EXCLUDE TIES) FROM t
