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
SELECT date_trunc('week', ts), date_part('dow', d), extract('isoyear' FROM d), strftime(ts, '%Y-%m') FROM orders
SELECT strptime(raw, '%d/%m/%Y'), try_strptime(raw, ['%d/%m/%Y', '%Y-%m-%d']), date_diff('day', a, b), datediff('month', a, b) FROM orders
SELECT date_add(d, INTERVAL 7 DAY), d + INTERVAL 1 MONTH, d - 7, age(a, b) FROM orders
SELECT epoch(ts), epoch_ms(n), make_date(2024, 1, 31), make_timestamp(2024, 1, 31, 10, 0, 0) FROM orders
SELECT last_day(d), dayname(d), monthname(d), weekofyear(d) FROM orders
SELECT time_bucket(INTERVAL '15 minutes', ts), ts AT TIME ZONE 'Europe/Lisbon', current_date, now() FROM orders
SELECT today(), to_days(3), quarter(d), isodow(d) FROM orders
SELECT century(d), DATE '2024-01-31', TIMESTAMP '2024-01-31 10:00:00', INTERVAL '1' YEAR FROM orders
SELECT generate_series(DATE '2024-01-01', DATE '2024-03-01', INTERVAL 1 MONTH), range(1, 5) FROM orders
SELECT split_part(email, '@', 2), string_split(t, ','), regexp_extract(t, '(\d+)', 1), regexp_extract(t, '(\w+)-(\d+)', ['a', 'b']) FROM orders
SELECT regexp_extract_all(t, '\d+'), regexp_replace(t, '\s+', ' ', 'g'), regexp_matches(t, '^a'), regexp_full_match(t, 'a.*') FROM orders
SELECT regexp_split_to_array(t, ','), t ~ 'a.*', t SIMILAR TO 'a.*', t GLOB 'a*' FROM orders
SELECT t ILIKE '%x%', t LIKE 'a!%' ESCAPE '!', t[1:3], t[-1] FROM orders
SELECT left(t, 3), lpad(t, 8, '0'), instr(t, 'a'), contains(t, 'a') FROM orders
SELECT starts_with(t, 'a'), t ^@ 'a', concat_ws('-', a, b), a || b FROM orders
SELECT format('{} {}', a, b), printf('%05d', a), levenshtein(a, b), jaro_winkler_similarity(a, b) FROM orders
SELECT jaccard(a, b), strip_accents(t), trim(t, 'x'), reverse(t) FROM orders
SELECT repeat('a', 3), translate(t, 'a', 'b'), md5(t), sha256(t) FROM orders
SELECT hash(a), base64(t::BLOB), hex(t), url_encode(t) FROM orders
SELECT parse_path('a/b'), parse_filename('a/b.csv'), bar(a, 0, 10), upper(t) FROM orders
SELECT length(t), strlen(t), chr(65), ascii(t) FROM orders
SELECT unicode(t), nfc_normalize(t), ends_with(t, 'a'), string_agg(t, ', ' ORDER BY t) FROM orders
SELECT CASE WHEN a > 0 THEN 1 ELSE 0 END, if(a > 0, 1, 0), ifnull(a, 0), coalesce(a, b) FROM orders
SELECT nullif(a, 0), greatest(a, b), least(a, b), a IS DISTINCT FROM b FROM orders
SELECT a::INTEGER, CAST(a AS DECIMAL(10, 2)), TRY_CAST(raw AS DATE), typeof(a) FROM orders
SELECT round(a, 2), trunc(a), ceil(a), floor(a) FROM orders
SELECT a // 2, a % 3, a ** 2, a ^ 2 FROM orders
SELECT pow(a, 2), sqrt(a), ln(a), log10(a) FROM orders
SELECT exp(a), random(), sign(a), gcd(a, b) FROM orders
SELECT bit_count(a), a & b, a | b, xor(a, b) FROM orders
SELECT a << 1, isnan(a), isinf(a), even(a) FROM orders
SELECT factorial(5), equi_width_bins(0, 10, 2, true), uuid(), gen_random_uuid() FROM orders
SELECT error('x'), constant_or_null(a, b), can_cast_implicitly(a, b), a BETWEEN 1 AND 2 FROM orders
SELECT a IN (1, 2), a NOT IN [1, 2], TRY(a / b) FROM orders
SELECT count(*) FILTER (a > 0), count(DISTINCT a), count_if(a > 0), sum(a) FROM orders
SELECT fsum(a), avg(a), median(a), mode(a) FROM orders
SELECT quantile_cont(a, 0.9), quantile_disc(a, [0.5, 0.9]), approx_quantile(a, 0.5), approx_count_distinct(a) FROM orders
SELECT approx_top_k(a, 3), arg_max(a, b), arg_min(a, b, 3), max_by(a, b) FROM orders
SELECT max(a, 3), first(a), last(a), any_value(a) FROM orders
SELECT list(a ORDER BY b DESC), array_agg(DISTINCT a), histogram(a), string_agg(a, ',') FROM orders
SELECT group_concat(a, ','), bool_and(f), bit_or(a), product(a) FROM orders
SELECT corr(a, b), covar_pop(a, b), regr_slope(a, b), stddev(a) FROM orders
SELECT var_pop(a), skewness(a), kurtosis(a), entropy(a) FROM orders
SELECT mad(a), reservoir_quantile(a, 0.5), percentile_cont(0.5) WITHIN GROUP (ORDER BY a), geometric_mean(a) FROM orders
SELECT kahan_sum(a), favg(a), sum_no_overflow(a), weighted_avg(a, b) FROM orders
SELECT row_number() OVER (PARTITION BY a ORDER BY b DESC NULLS LAST), rank() OVER w, ntile(4) OVER (ORDER BY a), lag(a, 1, 0) OVER (ORDER BY b) FROM orders
SELECT lead(a IGNORE NULLS) OVER (ORDER BY b), first_value(a) OVER (ORDER BY b ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING), sum(a) OVER (ORDER BY d RANGE BETWEEN INTERVAL 7 DAYS PRECEDING AND CURRENT ROW), sum(a) OVER (ORDER BY b GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES) FROM orders
SELECT nth_value(a, 2) OVER (ORDER BY b), cume_dist() OVER (ORDER BY a), percent_rank() OVER (ORDER BY a), avg(a) OVER (PARTITION BY b) FROM orders
SELECT quantile_cont(a, 0.5) OVER (PARTITION BY b), count(*) FILTER (a > 0) OVER (), fill(a) OVER (ORDER BY b) FROM orders
SELECT doc->'a', doc->>'$.a.b', doc.a, json_extract(doc, '$.a') FROM orders
SELECT json_extract_string(doc, ['$.a', '$.b']), json_array_length(doc), json_type(doc), json_keys(doc) FROM orders
SELECT json_valid(t), json_object('a', 1), json_array(1, 2), to_json(t) FROM orders
SELECT json_group_array(a), json_group_object(k, v), json_structure(doc), json_transform(doc, '{"a": "INTEGER"}') FROM orders
SELECT from_json(doc, '["a"]'), json_contains(doc, '1'), json_merge_patch(a, b), json_exists(doc, '$.a') FROM orders
SELECT json_value(doc, '$.a'), doc::JSON->'a', row_to_json(t), json_pretty(doc) FROM orders
SELECT [1, 2, 3], tags[1], tags[1:2], len(tags) FROM orders
SELECT list_contains(tags, 'x'), list_has_any(a, b), array_has_all(a, b), list_transform(nums, x -> x * 2) FROM orders
SELECT list_transform(nums, lambda x: x * 2), list_filter(nums, x -> x > 1), list_reduce(nums, (a, b) -> a + b), [x * 2 FOR x IN nums IF x > 1] FROM orders
SELECT list_sort(nums, 'DESC'), list_distinct(nums), list_unique(nums), list_concat(a, b) FROM orders
SELECT list_aggregate(nums, 'sum'), list_sum(nums), list_avg(nums), array_to_string(tags, ',') FROM orders
SELECT unnest(tags), list_zip(a, b), list_slice(nums, 1, 2), flatten(nested) FROM orders
SELECT list_position(tags, 'x'), list_value(1, 2), array_value(1, 2), array_distance(a, b) FROM orders
SELECT list_cosine_similarity(a, b), list_grade_up(nums), array_length(nums), list_intersect(a, b) FROM orders
SELECT list_select(nums, [1]), list_where(nums, [true]), list_resize(nums, 5) FROM orders
SELECT {'a': 1, 'b': 'x'}, struct_pack(a := 1), s.a, s['a'] FROM orders
SELECT struct_extract(s, 'a'), struct_insert(s, b := 2), row(1, 'a'), unnest(s) FROM orders
SELECT MAP {'a': 1}, map(['a'], [1]), m['a'], map_keys(m) FROM orders
SELECT map_values(m), map_entries(m), element_at(m, 'a'), map_from_entries(e) FROM orders
SELECT cardinality(m), union_value(a := 1), union_tag(u), enum_range(NULL::mood) FROM orders
SELECT 5::UTINYINT, 'a'::mood, '101'::BIT, 1_000 FROM orders
SELECT 0xFF, 1e3, 'it''s', E'\n' FROM orders
SELECT $$text$$, '\x00'::BLOB, NULL::INTEGER[], ARRAY[1, 2]::INTEGER[2] FROM orders
SELECT getvariable('x'), current_setting('threads'), version(), current_schema() FROM orders
SELECT current_database(), alias(a), stats(a), vector_type(a) FROM orders
SELECT txid_current(), ST_Distance(ST_Point(1, 2), ST_Point(3, 4)), ST_AsText(g) FROM orders
SELECT * EXCLUDE (a, b) FROM orders
SELECT * REPLACE (round(amount) AS amount) FROM orders
SELECT * RENAME (a AS b) FROM orders
SELECT COLUMNS('^a') FROM orders
SELECT min(COLUMNS(*)), max(COLUMNS(* EXCLUDE (name))) FROM orders
SELECT COLUMNS(c -> c LIKE 'a%') FROM orders
SELECT * LIKE 'a%' FROM orders
SELECT a: 1, b: a + 1
SELECT region, sum(amount) FROM orders GROUP BY ALL ORDER BY ALL DESC
SELECT region, kind, sum(amount) FROM orders GROUP BY ROLLUP (region, kind)
SELECT region, kind, grouping_id(region, kind), sum(amount) FROM orders GROUP BY GROUPING SETS ((region), (kind), ())
SELECT * FROM orders QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY ts DESC) = 1
SELECT DISTINCT ON (customer_id) * FROM orders ORDER BY ts DESC
SELECT * FROM orders USING SAMPLE reservoir(100 ROWS) REPEATABLE (1)
SELECT * FROM orders TABLESAMPLE bernoulli(5%)
SELECT * FROM orders LIMIT 10 OFFSET 5
SELECT * FROM orders LIMIT 10%
SELECT * FROM 'data/orders.parquet'
SELECT * FROM 'data/*.csv'
SELECT * FROM read_csv('data/*.csv', union_by_name = true, filename = true, types = {'id': 'BIGINT'})
SELECT * FROM read_parquet(['a.parquet', 'b.parquet'], hive_partitioning = true)
SELECT * FROM read_json_auto('data.json', format = 'newline_delimited')
SELECT * FROM 's3://bucket/data/*.parquet'
SELECT * FROM sniff_csv('a.csv')
SELECT * FROM glob('data/*')
FROM orders SELECT region, sum(amount) GROUP BY ALL
FROM range(10) AS t(n) SELECT n * 2
PIVOT orders ON kind USING sum(amount) GROUP BY region
PIVOT orders ON kind IN ('a', 'b') USING sum(amount) AS s, count(*) AS n
UNPIVOT monthly ON jan, feb INTO NAME month VALUE amount
UNPIVOT monthly ON COLUMNS(* EXCLUDE (id)) INTO NAME month VALUE amount
SELECT * FROM orders PIVOT (sum(amount) FOR kind IN ('a', 'b') GROUP BY region)
SELECT * FROM monthly UNPIVOT INCLUDE NULLS (amount FOR month IN (jan, feb AS 'F'))
SELECT * FROM a ASOF JOIN b ON a.sym = b.sym AND a.ts >= b.ts
SELECT * FROM a ASOF LEFT JOIN b USING (sym, ts)
SELECT * FROM a ANTI JOIN b USING (id)
SELECT o.id, t FROM orders o, unnest(o.tags) AS u(t)
SELECT id, unnest(items, recursive := true) FROM orders
SELECT * FROM orders o, LATERAL (SELECT sum(amount) AS total FROM lines l WHERE l.order_id = o.id) x
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 10) SELECT * FROM t
WITH a AS MATERIALIZED (SELECT 1 AS x) SELECT * FROM a
SELECT 1 AS a UNION ALL BY NAME SELECT 2 AS b, 3 AS a
SELECT id FROM a EXCEPT ALL SELECT id FROM b
SELECT sum(amount) OVER w FROM orders WINDOW w AS (PARTITION BY region ORDER BY ts)
VALUES (1, 'a'), (2, 'b')
SELECT * FROM (VALUES (1, 'a')) AS t(id, name)
TABLE orders
SUMMARIZE SELECT * FROM 'a.parquet'
PRAGMA table_info('orders')
PRAGMA database_size
PRAGMA version
SELECT * FROM duckdb_settings() WHERE name LIKE '%thread%'
SELECT * FROM information_schema.columns
SELECT * FROM orders WHERE id = ? AND region = $1 AND kind = $kind
SELECT t.s.a.b, t.* FROM db.sch.t AS t
SELECT 'abc'.upper().reverse(), [3, 1].list_sort()
SELECT * FROM orders AT (VERSION => 3)
SELECT max(amount) - min(amount) AS spread, region FROM orders GROUP BY region HAVING spread > 10 ORDER BY spread
SELECT x.* FROM query_table('orders') AS x
SELECT "LOWER"(a) FROM t
FROM query_table('t')
