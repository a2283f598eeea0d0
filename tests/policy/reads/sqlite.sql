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
SELECT date(ts), date('now', '-7 days') FROM orders
SELECT datetime(ts, 'localtime'), strftime('%Y-%m', ts) FROM orders
SELECT strftime('%W', ts), julianday(a) - julianday(b) FROM orders
SELECT unixepoch(ts), time('now') FROM orders
SELECT date(ts, 'start of month', '+1 month', '-1 day'), timediff(a, b) FROM orders
SELECT date(n, 'unixepoch'), strftime('%s', 'now') - strftime('%s', ts) FROM orders
SELECT CURRENT_DATE, CURRENT_TIMESTAMP FROM orders
SELECT substr(t, 2, 3), substring(t, 2) FROM orders
SELECT instr(t, 'a'), replace(t, 'a', 'b') FROM orders
SELECT upper(t), lower(t) FROM orders
SELECT length(t), trim(t, 'x') FROM orders
SELECT ltrim(t), printf('%05.2f', a) FROM orders
SELECT format('%s', a), a || ' ' || b FROM orders
SELECT hex(t), unhex('41') FROM orders
SELECT quote(t), char(65, 66) FROM orders
SELECT unicode(t), t LIKE '%x%' FROM orders
SELECT t LIKE 'a!%' ESCAPE '!', t GLOB 'a*' FROM orders
SELECT t REGEXP 'a', t COLLATE NOCASE FROM orders
SELECT soundex(t), concat(a, b) FROM orders
SELECT concat_ws('-', a, b), octet_length(t) FROM orders
SELECT zeroblob(4), x'1F' FROM orders
SELECT coalesce(a, b), ifnull(a, 0) FROM orders
SELECT nullif(a, 0), iif(a > 0, 1, 0) FROM orders
SELECT CASE WHEN a > 0 THEN 1 END, max(a, b) FROM orders
SELECT min(a, b), CAST(a AS INTEGER) FROM orders
SELECT typeof(a), round(a, 2) FROM orders
SELECT abs(a), a % 3 FROM orders
SELECT a & b, a << 1 FROM orders
SELECT ~a, random() FROM orders
SELECT sign(a), ceil(a) FROM orders
SELECT floor(a), pow(a, 2) FROM orders
SELECT sqrt(a), ln(a) FROM orders
SELECT log10(a), exp(a) FROM orders
SELECT pi(), trunc(a) FROM orders
SELECT mod(a, 3), a IS b FROM orders
SELECT a IS NOT DISTINCT FROM b, a IN (1, 2) FROM orders
SELECT a BETWEEN 1 AND 2, a NOTNULL FROM orders
SELECT a ISNULL, likelihood(a, 0.5) FROM orders
SELECT last_insert_rowid(), changes() FROM orders
SELECT total_changes(), sqlite_version() FROM orders
SELECT 1_000, 0xFF FROM orders
SELECT 1e3, 'it''s' FROM orders
SELECT "quoted", [bracketed] FROM orders
SELECT `ticks` FROM orders
SELECT count(*), count(DISTINCT a) FROM orders
SELECT sum(a), total(a) FROM orders
SELECT avg(a), max(a) FROM orders
SELECT min(a), group_concat(a, ', ') FROM orders
SELECT group_concat(DISTINCT a), string_agg(a, ',' ORDER BY b) FROM orders
SELECT count(*) FILTER (WHERE a > 0), json_group_array(a) FROM orders
SELECT json_group_object(k, v), median(a) FROM orders
SELECT percentile(a, 90) FROM orders
SELECT row_number() OVER (PARTITION BY a ORDER BY b DESC NULLS LAST), rank() OVER w FROM orders
SELECT ntile(4) OVER (ORDER BY a), lag(a, 1, 0) OVER (ORDER BY b) FROM orders
SELECT first_value(a) OVER (ORDER BY b), sum(a) OVER (ORDER BY b ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) FROM orders
SELECT sum(a) OVER (ORDER BY b GROUPS 1 PRECEDING EXCLUDE TIES), nth_value(a, 2) OVER (ORDER BY b) FROM orders
SELECT cume_dist() OVER (ORDER BY a), percent_rank() OVER (ORDER BY a) FROM orders
SELECT json_extract(doc, '$.a'), doc -> '$.a' FROM orders
SELECT doc ->> 'a', json_array_length(doc) FROM orders
SELECT json_type(doc, '$.a'), json_valid(t) FROM orders
SELECT json_object('a', 1), json_array(1, 2) FROM orders
SELECT json_set(doc, '$.a', 1), json_remove(doc, '$.a') FROM orders
SELECT json_patch(a, b), json(t) FROM orders
SELECT json_quote(t), jsonb(t) FROM orders
SELECT json_pretty(doc) FROM orders
SELECT region, sum(amount) FROM orders GROUP BY 1 HAVING sum(amount) > 10 ORDER BY 2 DESC LIMIT 10 OFFSET 5
SELECT * FROM orders LIMIT 5, 10
SELECT DISTINCT region FROM orders
SELECT o.id, j.value FROM orders o, json_each(o.tags) j
SELECT j.key, j.value, j.fullkey FROM docs, json_tree(docs.doc, '$.a') j WHERE j.type = 'text'
SELECT value FROM generate_series(1, 10, 2)
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 10) SELECT * FROM t
WITH RECURSIVE d(x) AS (VALUES ('2024-01-01') UNION ALL SELECT date(x, '+1 day') FROM d WHERE x < '2024-12-31') SELECT x FROM d
WITH a AS MATERIALIZED (SELECT 1 AS x), b AS NOT MATERIALIZED (SELECT x FROM a) SELECT * FROM b
SELECT id FROM a EXCEPT SELECT id FROM b
SELECT id FROM a INTERSECT SELECT id FROM b UNION ALL SELECT 1
SELECT * FROM a LEFT JOIN b USING (id) NATURAL JOIN c CROSS JOIN d
SELECT * FROM a FULL OUTER JOIN b ON a.id = b.id
SELECT * FROM orders INDEXED BY ix_a WHERE a = 1
SELECT * FROM orders NOT INDEXED WHERE a = 1
SELECT rowid, * FROM orders WHERE rowid = 1
SELECT * FROM orders WHERE (a, b) IN (VALUES (1, 2), (3, 4)) AND EXISTS (SELECT 1 FROM refunds)
SELECT * FROM docs WHERE docs MATCH 'word NEAR other' ORDER BY rank
SELECT highlight(docs, 0, '<b>', '</b>'), snippet(docs, 0, '', '', '…', 8), bm25(docs) FROM docs WHERE docs MATCH 'word'
SELECT * FROM docs('word')
SELECT sum(amount) OVER w FROM orders WINDOW w AS (PARTITION BY region ORDER BY ts)
SELECT * FROM (VALUES (1, 'a'))
SELECT max(ts), * FROM orders GROUP BY customer_id
SELECT name, sql FROM sqlite_master WHERE type = 'table'
SELECT * FROM sqlite_schema
SELECT * FROM sqlite_stat1
SELECT * FROM sqlite_sequence
SELECT m.name, p.name FROM sqlite_master m, pragma_table_info(m.name) p
SELECT * FROM pragma_index_list('orders')
SELECT * FROM dbstat
PRAGMA table_xinfo('orders')
PRAGMA main.table_info(orders)
PRAGMA integrity_check
PRAGMA quick_check(1)
PRAGMA encoding
PRAGMA page_count
PRAGMA foreign_keys
EXPLAIN QUERY PLAN SELECT * FROM orders WHERE id = 1
SELECT * FROM other.orders AS o JOIN main.customers c ON c.id = o.customer_id
SELECT * FROM orders WHERE id = ? AND a = ?2 AND b = :b AND c = @c AND d = $d
SELECT "Mixed Case", [a b], `c d` FROM "my table"
SELECT (SELECT max(amount) FROM orders) AS top, amount FROM orders
SELECT sum(CASE kind WHEN 'a' THEN amount ELSE 0 END) * 1.0 / sum(amount) FROM orders
SELECT strftime('%Y-%m', ts) AS month, count(*) FROM orders GROUP BY month
SELECT json_extract(value, '$.sku') FROM orders, json_each(orders.doc, '$.items')
SELECT sqlite_compileoption_used('ENABLE_FTS5'), sqlite_source_id()
SELECT region, city, grouping(region), sum(amount) FROM orders GROUP BY ROLLUP (region, city)
