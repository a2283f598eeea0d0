-- Each line is an everyday question: a READ. \n is a line break.
SELECT * FROM catalog.schema.orders LIMIT 10
SELECT * FROM delta.`/mnt/data/orders`
SELECT * FROM parquet.`s3://b/x.parquet`
SELECT * FROM orders VERSION AS OF 12
SELECT * FROM orders TIMESTAMP AS OF '2024-01-01'
SELECT * FROM orders@v12
SELECT date_trunc('month', ts), date_add(d, 1), add_months(d,1), months_between(a,b), datediff(a,b), to_date(x,'yyyy-MM-dd'), date_format(d,'yyyy'), unix_timestamp(), from_unixtime(x), last_day(d), next_day(d,'MO'), weekofyear(d), dayofweek(d), trunc(d,'MM'), make_date(2024,1,1), current_timestamp() FROM t
SELECT explode(arr), posexplode(arr), inline(s), stack(2, 1, 2), explode_outer(arr) FROM t
SELECT t.a, e.x FROM t LATERAL VIEW explode(arr) e AS x
SELECT t.a, e.k, e.v FROM t LATERAL VIEW OUTER explode(m) e AS k, v
SELECT from_json(j, 'a INT, b STRING'), get_json_object(j,'$.a'), to_json(struct(a,b)), json_tuple(j,'a','b'), schema_of_json('{}'), j:a.b::int FROM t
SELECT transform(arr, x -> x + 1), filter(arr, x -> x > 1), aggregate(arr, 0, (acc, x) -> acc + x), exists(arr, x -> x = 1), array_contains(arr, 1), size(arr), sort_array(arr), array_distinct(arr), element_at(arr,1), arrays_zip(a,b), flatten(a), sequence(1,10), slice(a,1,2), array_join(a,','), collect_list(x), collect_set(x), zip_with(a,b,(x,y)->x+y), map_keys(m), map_from_arrays(a,b), named_struct('a',1), struct(a,b), array(1,2), map('a',1) FROM t
SELECT percentile(x, 0.5), percentile_approx(x, 0.5), approx_count_distinct(x), stddev(x), corr(a,b), skewness(x), kurtosis(x), max_by(a,b), any_value(a), first(a, true), last(a), count_if(a>1), mode(a), median(a), histogram_numeric(x,5), regr_slope(a,b), bool_and(a), every(b), some(c), listagg(a) FROM t
SELECT * FROM t PIVOT (SUM(x) FOR y IN ('a','b'))
SELECT * FROM t UNPIVOT (v FOR k IN (a, b))
SELECT * EXCEPT (a) FROM t
SELECT * FROM t QUALIFY row_number() OVER (PARTITION BY a ORDER BY b) = 1
SELECT * FROM t TABLESAMPLE (10 PERCENT)
SELECT * FROM t LEFT ANTI JOIN u ON t.a = u.a
SELECT * FROM t LEFT SEMI JOIN u USING (a)
SELECT split(x, ','), regexp_extract(x,'a',1), regexp_replace(x,'a','b'), x RLIKE 'a', concat_ws(',',a,b), substring_index(x,'.',1), initcap(x), lpad(x,3,'0'), locate('a',x), instr(x,'a'), format_number(x,2), format_string('%s',x), levenshtein(a,b), soundex(x), sha2(x,256), md5(x), xxhash64(x), hash(x), base64(x), decode(x,'UTF-8'), translate(x,'a','b'), uuid(), trim(x), startswith(a,b), contains(a,b), ilike(a,b), split_part(a,',',1), try_cast(a AS int), try_divide(a,b), nvl(a,b), nvl2(a,b,c), coalesce(a,b), if(a,b,c), ifnull(a,b), nullif(a,b), greatest(a,b), rand(), randn(), monotonically_increasing_id(), input_file_name(), spark_partition_id() FROM t
SELECT a, sum(b) FROM t GROUP BY a WITH ROLLUP
SELECT a, sum(b), grouping_id() FROM t GROUP BY GROUPING SETS ((a), ())
SELECT a, sum(b) FROM t GROUP BY CUBE(a, c)
SELECT a FROM t DISTRIBUTE BY a SORT BY b
SELECT a FROM t CLUSTER BY a
SELECT /*+ BROADCAST(u) */ * FROM t JOIN u USING (id)
SELECT sum(x) OVER (PARTITION BY a ORDER BY b ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), lag(a,1) OVER (ORDER BY b), ntile(4) OVER (ORDER BY b) FROM t
SELECT sum(x) FILTER (WHERE a > 1) FROM t
SELECT cast(a AS decimal(10,2)), a::string, date'2024-01-01', timestamp'2024-01-01 00:00:00', interval 1 day, X'1F' FROM t
SELECT * FROM VALUES (1,'a'),(2,'b') AS t(id, n)
SELECT * FROM range(10)
VALUES (1), (2)
SHOW TABLES IN catalog.schema
SHOW CREATE TABLE t
SHOW PARTITIONS t
SHOW COLUMNS IN t
DESCRIBE HISTORY t
DESCRIBE DETAIL t
DESCRIBE TABLE EXTENDED t
DESC FUNCTION EXTENDED upper
EXPLAIN FORMATTED SELECT * FROM t
EXPLAIN COST SELECT 1
SELECT * FROM information_schema.tables
SELECT * FROM table_changes('t', 1, 5)
WITH x AS (SELECT 1 AS a) SELECT * FROM x
FROM t SELECT a
SELECT current_user(), current_catalog(), current_database(), is_member('x'), is_account_group_member('x'), version()
SELECT cume_dist() OVER (ORDER BY a), bround(a,1), conv('a',16,10), hex(a), pmod(a,b), width_bucket(a,0,1,2), sign(a), cbrt(a), log2(a), expm1(a), hypot(a,b), degrees(a), factorial(3), bit_count(a), shiftleft(a,1), equal_null(a,b), a <=> b, a DIV b, typeof(a) FROM t
SELECT to_timestamp(x), date_part('year',d), extract(month FROM d), date_diff(DAY,a,b), dateadd(day,1,d), timestampdiff(DAY,a,b), to_unix_timestamp(x), from_utc_timestamp(x,'CET'), timestamp_millis(x), make_timestamp(1,1,1,1,1,1), hour(ts), quarter(d), convert_timezone('UTC','CET',ts), to_utc_timestamp(ts,'CET'), window_time(w), session_window(ts,'5 min'), curdate(), now() FROM t
SELECT variant_get(v,'$.a','int'), parse_json('{}'), is_variant_null(v), schema_of_variant(v), try_variant_get(v,'$.a','int'), from_csv('1','a int'), to_csv(s), from_xml(x,'a int'), xpath_string(x,'a') FROM t
SELECT vector_search FROM t
SELECT * FROM t LIMIT ALL OFFSET 5
SELECT a FROM t1 MINUS SELECT a FROM t2
SELECT array_agg(a), approx_percentile(a, 0.5), bitmap_bucket_number(a), hll_sketch_agg(a), hll_sketch_estimate(b), count_min_sketch(a,0.1,0.9,1), grouping(a) FROM t GROUP BY ALL
SELECT date_trunc('WEEK', ordered_at), trunc(ordered_at, 'MM'), date_add(ordered_at, 7), add_months(ordered_at, 1) FROM orders
SELECT months_between(a, b), last_day(d), next_day(d, 'MON') FROM orders
SELECT datediff(a, b), datediff(HOUR, a, b), timestampdiff(MINUTE, a, b), timestampadd(DAY, 1, a) FROM orders
SELECT date_part('dow', d), extract(WEEK FROM d), weekofyear(d), dayofweek(d) FROM orders
SELECT quarter(d) FROM orders
SELECT to_date(raw, 'dd/MM/yyyy'), to_timestamp(raw), date_format(ts, 'yyyy-MM'), unix_timestamp(ts) FROM orders
SELECT from_unixtime(n), make_date(2024, 1, 31), from_utc_timestamp(ts, 'Europe/Lisbon'), convert_timezone('UTC', 'Asia/Tokyo', ts) FROM orders
SELECT current_date(), current_timestamp(), now(), current_timezone() FROM orders
SELECT d + INTERVAL 1 MONTH, ts - INTERVAL '2' DAY, INTERVAL '1-2' YEAR TO MONTH FROM orders
SELECT split(tags, ',')[0], split_part(email, '@', 2), regexp_extract(t, '(\\d+)', 1), regexp_replace(t, r'\s+', ' ') FROM orders
SELECT regexp_extract_all(t, '(\\d)', 1), t RLIKE '^a', t ILIKE '%x%', regexp_like(t, 'a') FROM orders
SELECT concat_ws('-', a, b), lpad(code, 8, '0'), initcap(name), translate(a, 'x', 'y') FROM orders
SELECT substring_index(email, '@', 1), levenshtein(a, b), soundex(a), format_number(amount, 2) FROM orders
SELECT format_string('%s', a), instr(a, 'b'), locate('b', a), trim(BOTH 'x' FROM a) FROM orders
SELECT left(a, 2), right(a, 2), charindex('b', a), mask(card) FROM orders
SELECT nvl(a, b), nvl2(a, b, c), ifnull(a, 0), nullif(a, 0) FROM orders
SELECT coalesce(a, b), if(a > 0, 1, 0), iff(a, 1, 0), decode(k, 1, 'a', 'b') FROM orders
SELECT greatest(a, b), least(a, b), zeroifnull(a), nanvl(a, 0) FROM orders
SELECT a <=> b FROM orders
SELECT try_cast(raw AS INT), cast(a AS DECIMAL(10, 2)), a::STRING, int(raw) FROM orders
SELECT double(raw), try_divide(a, b), try_to_number(raw, '999'), bround(a, 1) FROM orders
SELECT round(a, 2), ceil(a), floor(a), pmod(a, 3) FROM orders
SELECT a % 3, a DIV 2, width_bucket(a, 0, 10, 5), hex(a) FROM orders
SELECT conv(a, 10, 2) FROM orders
SELECT payload:customer.name, payload:items[0].sku::string, payload:['a b'], get_json_object(raw, '$.a') FROM orders
SELECT from_json(raw, 'a INT, b STRING'), to_json(struct(a, b)), json_array_length(raw), schema_of_json('{"a":1}') FROM orders
SELECT parse_json(raw), variant_get(v, '$.a', 'int'), try_variant_get(v, '$.a'), v:a::int FROM orders
SELECT array(1, 2), array_contains(tags, 'x'), size(tags), array_distinct(tags) FROM orders
SELECT array_join(tags, ','), sort_array(tags, false), array_sort(tags, (a, b) -> CASE WHEN a < b THEN -1 ELSE 1 END), slice(tags, 1, 2) FROM orders
SELECT flatten(nested), arrays_zip(a, b), sequence(1, 10, 2), array_union(a, b) FROM orders
SELECT array_except(a, b), element_at(tags, 1), array_position(tags, 'x'), array_agg(a) FROM orders
SELECT tags[0], arrays_overlap(a, b) FROM orders
SELECT transform(tags, t -> upper(t)), filter(tags, t -> t LIKE 'a%'), aggregate(nums, 0, (acc, x) -> acc + x), reduce(nums, 0, (acc, x) -> acc + x, acc -> acc * 2) FROM orders
SELECT exists(nums, x -> x > 1), forall(nums, x -> x > 1), zip_with(a, b, (x, y) -> x + y), map_filter(m, (k, v) -> v > 1) FROM orders
SELECT transform_values(m, (k, v) -> v * 2) FROM orders
SELECT map('a', 1), map_keys(m), map_values(m), m['a'] FROM orders
SELECT map_from_arrays(a, b), map_concat(m, n), str_to_map(s, ',', ':'), named_struct('a', 1) FROM orders
SELECT struct(a, b).a, inline_outer(arr) FROM orders
SELECT count(DISTINCT a, b), count_if(a > 0), count(*) FILTER (WHERE a > 0), sum(a) FROM orders
SELECT avg(a), median(a), mode(a), stddev(a) FROM orders
SELECT variance(a), percentile(a, 0.5), percentile_approx(a, array(0.5, 0.9)), approx_percentile(a, 0.95, 100) FROM orders
SELECT approx_count_distinct(a), collect_list(a), collect_set(a), max_by(a, b) FROM orders
SELECT min_by(a, b), first(a, true), last(a), any_value(a) FROM orders
SELECT bool_and(f), every(f), some(f), corr(a, b) FROM orders
SELECT skewness(a), kurtosis(a), regr_slope(a, b), histogram_numeric(a, 5) FROM orders
SELECT listagg(a, ','), string_agg(a, ',') FROM orders
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a), percentile_disc(0.5) WITHIN GROUP (ORDER BY a DESC), hll_sketch_estimate(hll_sketch_agg(a)), approx_top_k(a, 3) FROM orders
SELECT bitmap_count(b), try_avg(a), try_sum(a) FROM orders
SELECT row_number() OVER (PARTITION BY a ORDER BY b DESC NULLS LAST), rank() OVER (ORDER BY a), ntile(4) OVER (ORDER BY a), lag(a, 1, 0) OVER (ORDER BY b) FROM orders
SELECT lead(a) IGNORE NULLS OVER (ORDER BY b), first_value(a, true) OVER (ORDER BY b), sum(a) OVER (ORDER BY b RANGE BETWEEN INTERVAL 7 DAYS PRECEDING AND CURRENT ROW), cume_dist() OVER (ORDER BY a) FROM orders
SELECT md5(a), sha2(a, 256), hash(a, b), xxhash64(a) FROM orders
SELECT crc32(a), base64(a), unbase64(a), uuid() FROM orders
SELECT rand(), randn(), monotonically_increasing_id(), input_file_name() FROM orders
SELECT spark_partition_id(), aes_encrypt(a, k), current_user(), current_catalog() FROM orders
SELECT current_schema(), version(), typeof(a), is_member('g') FROM orders
SELECT is_account_group_member('g'), session_user() FROM orders
SELECT h3_longlatash3(lon, lat, 7), h3_kring(c, 1), st_distance(a, b), st_point(1, 2) FROM orders
SELECT st_contains(a, b), url_decode(u), parse_url(u, 'HOST'), bit_count(a) FROM orders
SELECT a & b, shiftleft(a, 1), luhn_check(card), ai_gen_schema(a) FROM orders
SELECT TIMESTAMP '2024-01-31 10:00:00', DATE'2024-01-31', X'1F', 1.5BD FROM orders
SELECT 10L, 'it\'s', "double", r'raw\n', current_date - 7, make_interval(0, 1), map_entries(m) FROM orders
SELECT * EXCEPT (a, b) FROM main.sales.orders
SELECT region, sum(amount) FROM orders GROUP BY ALL ORDER BY ALL
SELECT region, kind, sum(amount) FROM orders GROUP BY region, kind WITH ROLLUP
SELECT region, kind, grouping_id(region, kind), sum(amount) FROM orders GROUP BY GROUPING SETS ((region), (kind), ())
SELECT * FROM orders QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY ts DESC) = 1
SELECT * FROM orders TABLESAMPLE (10 PERCENT)
SELECT * FROM orders TABLESAMPLE (100 ROWS) REPEATABLE (1)
SELECT * FROM orders TABLESAMPLE (BUCKET 1 OUT OF 10)
SELECT * FROM parquet.`s3://bucket/path/*.parquet`
SELECT * FROM csv.`/Volumes/main/raw/x.csv`
SELECT * FROM table_changes('main.sales.orders', 1, 5)
SELECT o.id, i.sku FROM orders o LATERAL VIEW explode(o.items) x AS i
SELECT o.id, k, v FROM orders o LATERAL VIEW OUTER explode(o.props) p AS k, v
SELECT id, explode(items) AS item FROM orders
SELECT id, posexplode(items) AS (pos, item) FROM orders
SELECT o.id, i.* FROM orders o, LATERAL explode(o.items) AS i
SELECT inline(array(struct(1, 'a'), struct(2, 'b'))) AS (id, name)
SELECT stack(2, 'a', jan, 'b', feb) AS (month, amount) FROM monthly
SELECT * FROM orders PIVOT (sum(amount) AS total FOR kind IN ('a' AS a, 'b' AS b))
SELECT * FROM monthly UNPIVOT INCLUDE NULLS (amount FOR month IN (jan AS `January`, feb))
SELECT * FROM VALUES (1, 'a'), (2, 'b') AS t(id, name)
SELECT * FROM range(0, 100, 5)
SELECT explode(sequence(DATE'2024-01-01', DATE'2024-12-31', INTERVAL 1 MONTH)) AS month
SELECT /*+ BROADCAST(c) */ * FROM orders o JOIN customers c ON c.id = o.customer_id
SELECT /*+ REPARTITION(10, region), COALESCE(1) */ * FROM orders
SELECT * FROM a LEFT ANTI JOIN b ON a.id = b.id
SELECT * FROM a LEFT SEMI JOIN b USING (id)
SELECT * FROM a CROSS JOIN b
SELECT * FROM a NATURAL FULL OUTER JOIN b
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 10) SELECT * FROM t
WITH a AS (SELECT 1 AS x), b AS (SELECT x FROM a) SELECT * FROM b JOIN a USING (x)
SELECT id FROM a EXCEPT SELECT id FROM b
SELECT id FROM a MINUS SELECT id FROM b
SELECT id FROM a INTERSECT ALL SELECT id FROM b
SELECT window(ts, '10 minutes'), count(*) FROM events GROUP BY window(ts, '10 minutes')
SELECT session_window(ts, '5 minutes'), count(*) FROM events GROUP BY session_window(ts, '5 minutes')
SELECT * FROM orders WHERE region IN (SELECT region FROM big) AND name LIKE ANY ('a%', 'b%') AND amount BETWEEN 1 AND 2 AND flag IS NOT TRUE
SELECT sum(amount) OVER w FROM orders WINDOW w AS (PARTITION BY region ORDER BY ts ROWS BETWEEN 6 PRECEDING AND CURRENT ROW)
SELECT * FROM orders ORDER BY amount DESC NULLS LAST LIMIT 10 OFFSET 5
SELECT * FROM orders SORT BY amount
SELECT * FROM orders DISTRIBUTE BY region SORT BY amount
SELECT DISTINCT region FROM orders
FROM orders SELECT region, amount WHERE amount > 10
FROM orders |> WHERE amount > 10 |> AGGREGATE sum(amount) AS total GROUP BY region |> ORDER BY total DESC
TABLE orders
VALUES (1, 'a'), (2, 'b')
SHOW TABLES IN main.sales LIKE 'ord*'
SHOW CATALOGS
SHOW SCHEMAS IN main
SHOW COLUMNS IN orders
SHOW CREATE TABLE orders
SHOW TBLPROPERTIES orders
SHOW PARTITIONS orders
SHOW FUNCTIONS LIKE 'date*'
SHOW GRANTS ON TABLE orders
SHOW VOLUMES
DESCRIBE TABLE EXTENDED orders
DESCRIBE HISTORY orders
DESCRIBE DETAIL delta.`/mnt/data/orders`
DESCRIBE FUNCTION EXTENDED date_add
DESC SCHEMA EXTENDED main.sales
EXPLAIN SELECT * FROM orders
EXPLAIN FORMATTED SELECT * FROM orders JOIN customers USING (customer_id)
SELECT * FROM system.information_schema.tables WHERE table_schema = 'sales'
SELECT * FROM system.billing.usage WHERE usage_date > current_date() - 7
SELECT * FROM IDENTIFIER('main.sales.orders')
SELECT * FROM orders WHERE ts > :since AND region = ?
SELECT `my col`, `a-b`.`c d` FROM `a-b`
SELECT count(*) AS `n rows`, region FROM orders GROUP BY region HAVING count(*) > 1
SELECT CASE WHEN amount > 10 THEN 'big' ELSE 'small' END AS size FROM orders
SELECT (SELECT max(amount) FROM orders) AS top, amount FROM orders
SELECT a.*, b.* EXCEPT (id) FROM a JOIN b USING (id)

