-- Everyday questions, one a line: each has to be a READ. \n is a line break.
SELECT date_trunc('WEEK', ordered_at), trunc(ordered_at, 'MM') FROM orders
SELECT date_add(ordered_at, 7), add_months(ordered_at, 1) FROM orders
SELECT months_between(a, b), last_day(d) FROM orders
SELECT next_day(d, 'MON') FROM orders
SELECT to_date(raw, 'dd/MM/yyyy'), to_timestamp(raw) FROM orders
SELECT date_format(ts, 'yyyy-MM'), unix_timestamp(ts) FROM orders
SELECT from_unixtime(n), make_date(2024, 1, 31) FROM orders
SELECT from_utc_timestamp(ts, 'Europe/Lisbon'), convert_timezone('UTC', 'Asia/Tokyo', ts) FROM orders
SELECT current_date(), current_timestamp() FROM orders
SELECT now(), current_timezone() FROM orders
SELECT d + INTERVAL 1 MONTH, ts - INTERVAL '2' DAY FROM orders
SELECT INTERVAL '1-2' YEAR TO MONTH FROM orders
SELECT split(tags, ',')[0], split_part(email, '@', 2) FROM orders
SELECT regexp_extract(t, '(\\d+)', 1), regexp_replace(t, r'\s+', ' ') FROM orders
SELECT regexp_extract_all(t, '(\\d)', 1), t RLIKE '^a' FROM orders
SELECT t ILIKE '%x%', regexp_like(t, 'a') FROM orders
SELECT concat_ws('-', a, b), lpad(code, 8, '0') FROM orders
SELECT initcap(name), translate(a, 'x', 'y') FROM orders
SELECT substring_index(email, '@', 1), levenshtein(a, b) FROM orders
SELECT soundex(a), format_number(amount, 2) FROM orders
SELECT format_string('%s', a), instr(a, 'b') FROM orders
SELECT locate('b', a), trim(BOTH 'x' FROM a) FROM orders
SELECT left(a, 2), right(a, 2) FROM orders
SELECT charindex('b', a), mask(card) FROM orders
SELECT try_cast(raw AS INT), cast(a AS DECIMAL(10, 2)) FROM orders
SELECT a::STRING, int(raw) FROM orders
SELECT double(raw), try_divide(a, b) FROM orders
SELECT try_to_number(raw, '999'), bround(a, 1) FROM orders
SELECT round(a, 2), ceil(a) FROM orders
SELECT floor(a), pmod(a, 3) FROM orders
SELECT a % 3, a DIV 2 FROM orders
SELECT width_bucket(a, 0, 10, 5), hex(a) FROM orders
SELECT conv(a, 10, 2) FROM orders
SELECT array(1, 2), array_contains(tags, 'x') FROM orders
SELECT size(tags), array_distinct(tags) FROM orders
SELECT array_join(tags, ','), sort_array(tags, false) FROM orders
SELECT array_sort(tags, (a, b) -> CASE WHEN a < b THEN -1 ELSE 1 END), slice(tags, 1, 2) FROM orders
SELECT flatten(nested), arrays_zip(a, b) FROM orders
SELECT sequence(1, 10, 2), array_union(a, b) FROM orders
SELECT array_except(a, b), element_at(tags, 1) FROM orders
SELECT array_position(tags, 'x'), array_agg(a) FROM orders
SELECT tags[0], arrays_overlap(a, b) FROM orders
SELECT transform(tags, t -> upper(t)), filter(tags, t -> t LIKE 'a%') FROM orders
SELECT aggregate(nums, 0, (acc, x) -> acc + x), reduce(nums, 0, (acc, x) -> acc + x, acc -> acc * 2) FROM orders
SELECT exists(nums, x -> x > 1), forall(nums, x -> x > 1) FROM orders
SELECT zip_with(a, b, (x, y) -> x + y), map_filter(m, (k, v) -> v > 1) FROM orders
SELECT transform_values(m, (k, v) -> v * 2) FROM orders
SELECT map('a', 1), map_keys(m) FROM orders
SELECT map_values(m), m['a'] FROM orders
SELECT map_from_arrays(a, b), map_concat(m, n) FROM orders
SELECT str_to_map(s, ',', ':'), named_struct('a', 1) FROM orders
SELECT struct(a, b).a, inline_outer(arr) FROM orders
SELECT count(DISTINCT a, b), count_if(a > 0) FROM orders
SELECT count(*) FILTER (WHERE a > 0), sum(a) FROM orders
SELECT avg(a), median(a) FROM orders
SELECT mode(a), stddev(a) FROM orders
SELECT variance(a), percentile(a, 0.5) FROM orders
SELECT percentile_approx(a, array(0.5, 0.9)), approx_percentile(a, 0.95, 100) FROM orders
SELECT approx_count_distinct(a), collect_list(a) FROM orders
SELECT collect_set(a), max_by(a, b) FROM orders
SELECT min_by(a, b), first(a, true) FROM orders
SELECT last(a), any_value(a) FROM orders
SELECT bool_and(f), every(f) FROM orders
SELECT some(f), corr(a, b) FROM orders
SELECT skewness(a), kurtosis(a) FROM orders
SELECT regr_slope(a, b), histogram_numeric(a, 5) FROM orders
SELECT listagg(a, ','), string_agg(a, ',') FROM orders
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a), percentile_disc(0.5) WITHIN GROUP (ORDER BY a DESC) FROM orders
SELECT hll_sketch_estimate(hll_sketch_agg(a)), approx_top_k(a, 3) FROM orders
SELECT bitmap_count(b), try_avg(a) FROM orders
SELECT try_sum(a) FROM orders
SELECT row_number() OVER (PARTITION BY a ORDER BY b DESC NULLS LAST), rank() OVER (ORDER BY a) FROM orders
SELECT ntile(4) OVER (ORDER BY a), lag(a, 1, 0) OVER (ORDER BY b) FROM orders
SELECT lead(a) IGNORE NULLS OVER (ORDER BY b), first_value(a, true) OVER (ORDER BY b) FROM orders
SELECT sum(a) OVER (ORDER BY b RANGE BETWEEN INTERVAL 7 DAYS PRECEDING AND CURRENT ROW), cume_dist() OVER (ORDER BY a) FROM orders
SELECT TIMESTAMP '2024-01-31 10:00:00', DATE'2024-01-31' FROM orders
SELECT X'1F', 1.5BD FROM orders
SELECT 10L, 'it\'s', "double", r'raw\n', current_date - 7, make_interval(0, 1), map_entries(m) FROM orders
SELECT region, kind, sum(amount) FROM orders GROUP BY region, kind WITH ROLLUP
SELECT region, kind, grouping_id(region, kind), sum(amount) FROM orders GROUP BY GROUPING SETS ((region), (kind), ())
SELECT * FROM orders TABLESAMPLE (10 PERCENT)
SELECT * FROM orders TABLESAMPLE (100 ROWS) REPEATABLE (1)
SELECT * FROM orders TABLESAMPLE (BUCKET 1 OUT OF 10)
SELECT * FROM orders VERSION AS OF 12
SELECT * FROM orders TIMESTAMP AS OF '2024-01-01'
SELECT * FROM delta.`/mnt/data/orders`
SELECT * FROM parquet.`s3://bucket/path/*.parquet`
SELECT * FROM csv.`/Volumes/main/raw/x.csv`
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
SELECT * FROM range(10)
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
DESCRIBE TABLE EXTENDED orders
DESCRIBE FUNCTION EXTENDED date_add
DESC SCHEMA EXTENDED main.sales
EXPLAIN SELECT * FROM orders
EXPLAIN FORMATTED SELECT * FROM orders JOIN customers USING (customer_id)
EXPLAIN COST SELECT 1
SELECT * FROM IDENTIFIER('main.sales.orders')
SELECT * FROM orders WHERE ts > :since AND region = ?
SELECT `my col`, `a-b`.`c d` FROM `a-b`
SELECT count(*) AS `n rows`, region FROM orders GROUP BY region HAVING count(*) > 1
SELECT CASE WHEN amount > 10 THEN 'big' ELSE 'small' END AS size FROM orders
SELECT (SELECT max(amount) FROM orders) AS top, amount FROM orders
