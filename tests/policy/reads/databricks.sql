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
