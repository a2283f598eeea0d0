-- Questions as analysts ask them of DuckDB: each is a READ.
FROM orders
FROM orders LIMIT 10
FROM orders SELECT count(*)
SELECT * EXCLUDE (email) FROM customers
SELECT * REPLACE (round(amount, 2) AS amount) FROM orders
SELECT COLUMNS('^amount_') FROM orders
SELECT min(COLUMNS(*)), max(COLUMNS(*)) FROM orders
SELECT COLUMNS(c -> c LIKE '%_id') FROM orders
SELECT city, count(*) FROM orders GROUP BY ALL ORDER BY ALL
SELECT DISTINCT ON (customer_id) * FROM orders ORDER BY customer_id, ordered_at DESC
SELECT region, sum(amount) FROM orders GROUP BY ROLLUP (region, city)
SELECT * FROM orders QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY ordered_at DESC) = 1
PIVOT sales ON year USING sum(amount) GROUP BY product
PIVOT sales ON year IN (2023, 2024) USING sum(amount), count(*)
UNPIVOT monthly ON jan, feb, mar INTO NAME month VALUE sales
UNPIVOT monthly ON COLUMNS(* EXCLUDE (id))
SELECT * FROM sales PIVOT (sum(amount) FOR quarter IN ('q1', 'q2'))
SELECT * FROM prices ASOF JOIN trades USING (symbol, at)
SELECT * FROM a POSITIONAL JOIN b
SELECT * FROM a SEMI JOIN b USING (id)
SELECT * FROM a ANTI JOIN b ON a.id = b.id
SELECT * FROM read_csv('data/*.csv', header = true, union_by_name = true)
SELECT * FROM read_parquet(['a.parquet', 'b.parquet'], filename = true)
SELECT * FROM 'data/orders.parquet' WHERE amount > 10
SELECT * FROM read_json_auto('events.json')
SELECT * FROM parquet_metadata('a.parquet')
SELECT * FROM parquet_schema('a.parquet')
DESCRIBE orders
DESCRIBE SELECT * FROM orders
SUMMARIZE orders
SUMMARIZE SELECT amount FROM orders
SHOW TABLES
SHOW ALL TABLES
SHOW DATABASES
EXPLAIN SELECT * FROM orders
EXPLAIN ANALYZE SELECT count(*) FROM orders
SELECT list_filter([1, 2, 3], x -> x > 1)
SELECT list_transform(tags, lambda t: upper(t)) FROM posts
SELECT [x * 2 FOR x IN [1, 2, 3] IF x > 1]
SELECT list_aggregate([1, 2], 'sum'), list_sort([3, 1]), list_distinct([1, 1])
SELECT {'a': 1, 'b': 'x'}.a
SELECT struct_pack(a := 1, b := 2)
SELECT map(['a'], [1])['a']
SELECT map_keys(m), map_values(m), map_entries(m) FROM t
SELECT unnest([1, 2, 3])
SELECT unnest({'a': 1, 'b': 2}, recursive := true)
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t(id, name)
SELECT * FROM range(10) AS r(i)
SELECT * FROM generate_series(DATE '2024-01-01', DATE '2024-12-31', INTERVAL 1 MONTH)
SELECT date_trunc('month', ordered_at), datediff('day', a, b) FROM t
SELECT strftime(ordered_at, '%Y-%m'), strptime('2024-01-01', '%Y-%m-%d') FROM orders
SELECT time_bucket(INTERVAL 15 MINUTE, at), avg(v) FROM readings GROUP BY 1
SELECT quantile_cont(amount, [0.25, 0.5, 0.75]), median(amount), mode(city) FROM orders
SELECT approx_count_distinct(id), approx_quantile(amount, 0.9), histogram(city) FROM orders
SELECT arg_max(city, amount), arg_min(city, amount, 3) FROM orders
SELECT regexp_extract(url, 'https?://([^/]+)', 1), regexp_matches(a, 'x'), regexp_replace(a, 'x', 'y', 'g') FROM t
SELECT string_agg(name, ', ' ORDER BY name) FROM customers
SELECT TRY_CAST(x AS INTEGER), x::DECIMAL(10, 2) FROM t
SELECT j->'a'->>'b', json_extract(j, '$.a[0]'), json_extract_string(j, '$.b') FROM t
SELECT json_group_array(a), json_object('k', 1), from_json('[1]', '["INTEGER"]') FROM t
SELECT sum(amount) OVER w, lag(amount) OVER w FROM orders WINDOW w AS (PARTITION BY city ORDER BY ordered_at)
SELECT avg(v) OVER (ORDER BY at RANGE BETWEEN INTERVAL 7 DAY PRECEDING AND CURRENT ROW) FROM readings
WITH RECURSIVE tree AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM tree WHERE n < 5) SELECT * FROM tree
WITH a AS MATERIALIZED (SELECT 1), b AS (SELECT 2) FROM a, b
SELECT * FROM orders USING SAMPLE 10%
SELECT * FROM orders TABLESAMPLE reservoir(100 ROWS)
SELECT * FROM orders ORDER BY amount DESC NULLS LAST LIMIT 10 OFFSET 20
SELECT a.*, b.name FROM a LEFT JOIN b USING (id) WHERE b.id IS NULL
SELECT * FROM a UNION ALL BY NAME SELECT * FROM b
SELECT * FROM a EXCEPT SELECT * FROM b
SELECT 5 // 2, 5 % 2, 2 ** 3, 'a' || 'b', 1 <=> 2 FROM t WHERE FALSE OR TRUE
SELECT CASE WHEN amount > 100 THEN 'big' ELSE 'small' END AS size, count(*) FROM orders GROUP BY 1
SELECT coalesce(a, b, 0), nullif(a, 0), ifnull(a, 1), greatest(a, b), least(a, b) FROM t
SELECT bar(amount, 0, 100, 20), format('{:.2f}', amount), printf('%d', 1) FROM orders
SELECT current_date, now(), today(), age(ordered_at) FROM orders
SELECT md5('x'), sha256('x'), hash(a), uuid() FROM t
SELECT damerau_levenshtein('a', 'b'), jaro_winkler_similarity('a', 'b'), levenshtein('a', 'b')
SELECT * FROM duckdb_tables()
SELECT * FROM duckdb_settings() WHERE name = 'threads'
SELECT * FROM information_schema.columns WHERE table_name = 'orders'
SELECT * FROM pragma_table_info('orders')
SELECT current_setting('memory_limit'), version()
SELECT corr(x, y), regr_slope(y, x), stddev(x), var_pop(x), skewness(x), kurtosis(x), entropy(x) FROM t
SELECT first(a ORDER BY b), last(a), any_value(a), count_if(a > 1), bool_and(b), product(c) FROM t
SELECT a[1:3], s[2], array_slice(a, 1, 2), len(a), list_contains(a, 1), a && [1] FROM t
SELECT name FROM customers WHERE name ILIKE 'a%' OR name SIMILAR TO '.*b' OR name GLOB '*c'
SELECT * FROM t WHERE (a, b) IN (SELECT c, d FROM u)
SELECT exists(FROM t WHERE a > 1), (SELECT max(a) FROM t)
SELECT DATE '2024-01-01' + INTERVAL 1 MONTH, epoch_ms(at), to_timestamp(0), make_date(2024, 1, 1) FROM t
SELECT extract(dow FROM at), dayname(at), monthname(at), week(at), last_day(at) FROM t
