-- Each line is an everyday question: a READ. \n is a line break.
SELECT * FROM hive.sch.orders LIMIT 10
SELECT date_trunc('month', ts), date_add('day', 1, d), date_diff('day', a, b), date_format(ts,'%Y-%m'), date_parse('2024','%Y'), from_unixtime(x), to_unixtime(ts), parse_datetime(x,'YYYY'), format_datetime(ts,'YYYY'), year(d), day_of_week(d), last_day_of_month(d), current_date, now(), ts AT TIME ZONE 'UTC', from_iso8601_timestamp(x), at_timezone(ts,'UTC'), with_timezone(ts,'UTC'), human_readable_seconds(1), extract(week FROM d), week(d), doy(d) FROM t
SELECT approx_distinct(x), approx_percentile(x, 0.5), array_agg(x ORDER BY y), map_agg(k,v), histogram(x), arbitrary(x), any_value(x), max_by(a,b), min_by(a,b), count_if(a), bool_and(a), checksum(x), geometric_mean(x), listagg(a, ',') WITHIN GROUP (ORDER BY a), corr(a,b), covar_pop(a,b), regr_slope(a,b), multimap_agg(k,v), reduce_agg(x, 0, (a,b) -> a+b, (a,b) -> a+b), numeric_histogram(5,x), tdigest_agg(x), skewness(x), entropy(x), bitwise_and_agg(x), set_agg(x), set_union(a), merge(a) FROM t
SELECT u.x FROM t CROSS JOIN UNNEST(t.arr) AS u(x)
SELECT u.x, u.n FROM t CROSS JOIN UNNEST(t.arr) WITH ORDINALITY AS u(x, n)
SELECT json_extract(j,'$.a'), json_extract_scalar(j,'$.a'), json_parse(x), json_format(j), CAST(j AS map(varchar, varchar)), json_array_length(j), json_query(j,'lax $.a'), json_value(j,'lax $.a' RETURNING int), json_exists(j,'lax $.a'), json_size(j,'$.a'), json_object('a': 1), json_array(1,2), is_json_scalar(x), json_array_get(j,0) FROM t
SELECT transform(a, x -> x + 1), filter(a, x -> x > 1), reduce(a, 0, (s,x) -> s + x, s -> s), any_match(a, x -> x = 1), all_match(a, x -> x>0), none_match(a, x->x<0), cardinality(a), element_at(a,1), contains(a,1), array_join(a,','), sequence(1,10), flatten(a), zip(a,b), zip_with(a,b,(x,y)->x+y), map(a,b), map_keys(m), map_values(m), map_filter(m,(k,v)->v>1), transform_values(m,(k,v)->v+1), map_from_entries(e), map_entries(m), map_concat(a,b), array_distinct(a), array_sort(a), array_union(a,b), array_intersect(a,b), array_except(a,b), array_max(a), array_position(a,1), array_remove(a,1), slice(a,1,2), shuffle(a), reverse(a), repeat(1,3), ngrams(a,2), combinations(a,2), arrays_overlap(a,b), split_to_map(x,',','='), row(1,2), trim_array(a,1) FROM t
SELECT regexp_extract(x,'a'), regexp_like(x,'a'), regexp_replace(x,'a','b'), regexp_split(x,','), regexp_extract_all(x,'a'), regexp_count(x,'a'), split(x,','), split_part(x,',',1), strpos(x,'a'), substr(x,1,2), lpad(x,3,'0'), replace(a,'b','c'), levenshtein_distance(a,b), soundex(x), normalize(x), to_hex(md5(to_utf8(x))), sha256(to_utf8(x)), from_base64(x), url_extract_host(x), url_extract_path(x), url_decode(x), xxhash64(to_utf8(x)), codepoint('a'), chr(65), concat_ws(',',a,b), format('%s',a), starts_with(a,'b'), word_stem(x), translate(a,'b','c'), luhn_check(x), hamming_distance(a,b), from_utf8(b), murmur3(b), crc32(b), hmac_sha256(a,b) FROM t
SELECT * FROM t TABLESAMPLE BERNOULLI (10)
SELECT * FROM t FOR VERSION AS OF 123
SELECT * FROM t FOR TIMESTAMP AS OF TIMESTAMP '2024-01-01 00:00:00 UTC'
SELECT * FROM "t$snapshots"
SELECT a, sum(b) FROM t GROUP BY GROUPING SETS ((a), ())
SELECT a, sum(b) FROM t GROUP BY CUBE (a)
SELECT try(a/b), try_cast(a AS int), if(a,b,c), coalesce(a,b), nullif(a,b), greatest(a,b), typeof(a), is_nan(x), is_finite(x), infinity(), nan(), width_bucket(x,0,1,5), truncate(x), log2(x), log(10,x), cbrt(x), e(), pi(), rand(), random(1,10), mod(a,b), bitwise_and(a,b), from_base('a',16), to_base(10,2), cosine_similarity(a,b), normal_cdf(0,1,x), wilson_interval_lower(1,2,3), uuid(), version(), current_user, current_catalog FROM t
SELECT sum(x) OVER (PARTITION BY a ORDER BY b ROWS BETWEEN 6 PRECEDING AND CURRENT ROW), row_number() OVER (), lag(a,1) OVER (ORDER BY b), first_value(a) IGNORE NULLS OVER (ORDER BY b) FROM t
SELECT * FROM t MATCH_RECOGNIZE (PARTITION BY a ORDER BY b MEASURES FIRST(x.p) AS f ONE ROW PER MATCH PATTERN (x y+) DEFINE y AS p > PREV(p))
SELECT ST_Distance(ST_Point(1,2), ST_GeometryFromText('POINT(1 1)')), to_spherical_geography(g), great_circle_distance(1,2,3,4), ST_Contains(a,b), bing_tile_at(1,2,3), geometry_to_bing_tiles(g,1) FROM t
SHOW TABLES FROM hive.sch LIKE 'a%'
SHOW SCHEMAS
SHOW CATALOGS
SHOW COLUMNS FROM t
SHOW CREATE TABLE t
SHOW STATS FOR t
SHOW FUNCTIONS
SHOW SESSION
DESCRIBE t
EXPLAIN SELECT 1
EXPLAIN ANALYZE SELECT 1
EXPLAIN (TYPE LOGICAL, FORMAT JSON) SELECT 1
VALUES 1, 2, 3
TABLE orders
SELECT * FROM (VALUES (1,'a')) AS t(a,b)
SELECT count(*) FILTER (WHERE a > 1) FROM t
SELECT * FROM TABLE(sequence(1, 10))
SELECT * FROM t OFFSET 5 LIMIT 10
SELECT * FROM t FETCH FIRST 5 ROWS WITH TIES
SELECT INTERVAL '2' DAY, DATE '2024-01-01', TIMESTAMP '2024-01-01', DECIMAL '1.5', X'65', U&'x'
WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM r WHERE n < 5) SELECT * FROM r
SELECT * FROM system.runtime.queries
SELECT * FROM information_schema.columns
SELECT a FROM t WHERE b IN (SELECT c FROM u) AND EXISTS (SELECT 1 FROM v) AND d = ANY (SELECT 1)
SELECT CAST(ROW(1,'a') AS ROW(x int, y varchar)).x, ARRAY[1,2][1], MAP(ARRAY['a'],ARRAY[1])['a'], m['k']
SELECT a FROM t1 EXCEPT SELECT b FROM t2
SELECT approx_most_frequent(3,x,10), approx_set(x), cardinality(h), empty_approx_set(), qdigest_agg(x), value_at_quantile(q,0.5), bitwise_left_shift(1,2), date('2024-01-01'), localtimestamp, timezone_hour(ts), to_milliseconds(i), parse_duration('1d'), to_iso8601(d), date_trunc('day', d) FROM t
WITH FUNCTION doubled(x bigint) RETURNS bigint RETURN x * 2 SELECT doubled(a) FROM t
SELECT TABLE_NAME FROM TABLE(exclude_columns(input => TABLE(orders), columns => DESCRIPTOR(a)))
WITH FUNCTION a(x bigint) RETURNS bigint DETERMINISTIC RETURN x * 2, FUNCTION b(y bigint) RETURNS decimal(10,2) RETURN a(y) + 1 SELECT b(a) FROM t
SELECT date_trunc('week', ts), date_add('day', 7, d), date_diff('hour', a, b), date_format(ts, '%Y-%m') FROM orders
SELECT date_parse(raw, '%d/%m/%Y'), format_datetime(ts, 'yyyy-MM'), from_unixtime(n), to_unixtime(ts) FROM orders
SELECT from_iso8601_timestamp(raw), last_day_of_month(d), day_of_week(d), week(d) FROM orders
SELECT year_of_week(d), extract(quarter FROM d), ts AT TIME ZONE 'Europe/Lisbon', with_timezone(ts, 'UTC') FROM orders
SELECT current_date - INTERVAL '7' DAY, current_timestamp, localtimestamp, now() FROM orders
SELECT parse_duration('1h'), human_readable_seconds(90) FROM orders
SELECT split(tags, ',')[1], split_part(email, '@', 2), regexp_extract(t, '(\d+)', 1), regexp_replace(t, '\s+', ' ') FROM orders
SELECT regexp_like(t, '^a'), regexp_extract_all(t, '\d'), regexp_split(t, ','), concat(a, b) FROM orders
SELECT concat_ws('-', a, b), lpad(code, 8, '0'), strpos(a, 'b'), position('b' IN a) FROM orders
SELECT substr(a, 2, 3), levenshtein_distance(a, b), normalize(a, NFC), translate(a, 'x', 'y') FROM orders
SELECT format('%s-%05d', a, n), reverse(a), soundex(a), trim(BOTH 'x' FROM a) FROM orders
SELECT starts_with(a, 'x'), split_to_map(s, ',', ':'), word_stem(a) FROM orders
SELECT json_extract_scalar(doc, '$.a'), json_extract(doc, '$.items'), json_value(doc, 'lax $.a' RETURNING integer), json_query(doc, 'lax $.items' WITH ARRAY WRAPPER) FROM orders
SELECT json_exists(doc, 'lax $.a'), json_parse(raw), CAST(json_parse(raw) AS MAP(VARCHAR, INTEGER)), json_format(doc) FROM orders
SELECT json_array_length(doc), json_object('a': 1, 'b': 2), json_array(1, 2) FROM orders
SELECT ARRAY[1, 2, 3], cardinality(tags), contains(tags, 'x'), array_agg(a ORDER BY b DESC) FROM orders
SELECT array_join(tags, ','), array_distinct(tags), array_sort(tags), element_at(tags, 1) FROM orders
SELECT tags[1], slice(tags, 1, 2), flatten(nested), sequence(1, 10) FROM orders
SELECT zip(a, b), array_union(a, b), array_intersect(a, b), transform(tags, t -> upper(t)) FROM orders
SELECT filter(nums, x -> x > 1), reduce(nums, 0, (s, x) -> s + x, s -> s), any_match(nums, x -> x > 1), all_match(nums, x -> x > 1) FROM orders
SELECT combinations(tags, 2), ngrams(tags, 2) FROM orders
SELECT MAP(ARRAY['a'], ARRAY[1]), map_keys(m), m['a'], element_at(m, 'a') FROM orders
SELECT map_agg(k, v), map_filter(m, (k, v) -> v > 1), transform_values(m, (k, v) -> v * 2), map_concat(m, n) FROM orders
SELECT histogram(kind), multimap_agg(k, v), ROW(1, 'a'), CAST(ROW(1, 'a') AS ROW(id INTEGER, name VARCHAR)) FROM orders
SELECT r.name FROM orders
SELECT count(DISTINCT a), count_if(a > 0), count(*) FILTER (WHERE a > 0), approx_distinct(a) FROM orders
SELECT approx_percentile(a, 0.95), approx_percentile(a, ARRAY[0.5, 0.9]), approx_most_frequent(3, kind, 100), max_by(a, b) FROM orders
SELECT min_by(a, b, 3), arbitrary(a), any_value(a), bool_and(f) FROM orders
SELECT checksum(a), geometric_mean(a), stddev(a), variance(a) FROM orders
SELECT corr(a, b), regr_slope(a, b), skewness(a), kurtosis(a) FROM orders
SELECT entropy(a), listagg(a, ',') WITHIN GROUP (ORDER BY a), numeric_histogram(5, a), tdigest_agg(a) FROM orders
SELECT merge(approx_set(a)), reduce_agg(a, 0, (s, x) -> s + x, (s, t) -> s + t) FROM orders
SELECT row_number() OVER (PARTITION BY a ORDER BY b DESC NULLS LAST), rank() OVER (ORDER BY a), ntile(4) OVER (ORDER BY a), lag(a, 1, 0) OVER (ORDER BY b) FROM orders
SELECT lead(a) IGNORE NULLS OVER (ORDER BY b), first_value(a) OVER (ORDER BY b ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING), sum(a) OVER (ORDER BY b RANGE BETWEEN INTERVAL '7' DAY PRECEDING AND CURRENT ROW), sum(a) OVER (ORDER BY b GROUPS 2 PRECEDING) FROM orders
SELECT if(a > 0, 1, 0), coalesce(a, b), nullif(a, 0), try(a / b) FROM orders
SELECT try_cast(raw AS integer), CAST(a AS decimal(10, 2)), typeof(a), greatest(a, b) FROM orders
SELECT least(a, b), a IS DISTINCT FROM b, round(a, 2), truncate(a, 1) FROM orders
SELECT mod(a, 3), width_bucket(a, 0, 10, 5), bitwise_and(a, b), rand() FROM orders
SELECT random(1, 10), is_nan(a), infinity(), power(a, 2) FROM orders
SELECT ln(a), log(2, a), from_base('ff', 16), to_base(a, 2) FROM orders
SELECT md5(to_utf8(a)), sha256(to_utf8(a)), to_hex(b), xxhash64(to_utf8(a)) FROM orders
SELECT to_base64(b), from_base64(a), uuid(), url_extract_host(u) FROM orders
SELECT url_extract_parameter(u, 'q'), url_decode(u), current_user, current_catalog FROM orders
SELECT current_schema, version(), ST_Distance(ST_Point(1, 2), ST_Point(3, 4)), ST_Contains(a, b) FROM orders
SELECT ST_GeometryFromText('POINT (0 0)'), great_circle_distance(a, b, c, d), to_geometry(g), bing_tile_at(lat, lon, 7) FROM orders
SELECT ST_AsText(g) FROM orders
SELECT DATE '2024-01-31', TIMESTAMP '2024-01-31 10:00:00 UTC', INTERVAL '1-2' YEAR TO MONTH, X'65' FROM orders
SELECT DECIMAL '1.5', U&'caf\00e9', 1e3, 'it''s' FROM orders
SELECT CASE a WHEN 1 THEN 'x' ELSE 'y' END, a BETWEEN 1 AND 2, a NOT IN (1, 2), a LIKE 'x!%' ESCAPE '!' FROM orders
SELECT a = ANY (SELECT 1) FROM orders
SELECT region, kind, sum(amount) FROM hive.sales.orders GROUP BY ROLLUP (region, kind)
SELECT region, kind, grouping(region, kind), sum(amount) FROM orders GROUP BY GROUPING SETS ((region), (kind), ())
SELECT region, sum(amount) FROM orders GROUP BY AUTO
SELECT region, sum(amount) FROM orders GROUP BY 1 HAVING sum(amount) > 10 ORDER BY 2 DESC LIMIT 5
SELECT * FROM orders ORDER BY id OFFSET 10 ROWS FETCH FIRST 5 ROWS WITH TIES
SELECT * FROM orders OFFSET 10 LIMIT ALL
SELECT * FROM orders TABLESAMPLE BERNOULLI (10)
SELECT * FROM orders TABLESAMPLE SYSTEM (5)
SELECT o.id, i.sku, n FROM orders o CROSS JOIN UNNEST(o.items) WITH ORDINALITY AS i (sku, n)
SELECT o.id, t FROM orders o LEFT JOIN UNNEST(split(tags, ',')) AS x (t) ON true
SELECT a, b FROM UNNEST(ARRAY[1, 2], ARRAY['x', 'y']) AS t (a, b)
SELECT k, v FROM orders CROSS JOIN UNNEST(props) AS p (k, v)
SELECT d FROM UNNEST(sequence(DATE '2024-01-01', DATE '2024-12-31', INTERVAL '1' MONTH)) AS t (d)
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t (id, name)
SELECT o.id, x.total FROM orders o CROSS JOIN LATERAL (SELECT sum(amount) AS total FROM lines l WHERE l.order_id = o.id) x
SELECT * FROM iceberg.sales.orders FOR VERSION AS OF 123456789
SELECT * FROM iceberg.sales.orders FOR TIMESTAMP AS OF TIMESTAMP '2024-01-01 00:00:00 UTC'
SELECT * FROM iceberg.sales."orders$snapshots"
SELECT "$path", count(*) FROM orders GROUP BY 1
SELECT * FROM ticks MATCH_RECOGNIZE (PARTITION BY sym ORDER BY ts MEASURES A.price AS p0, LAST(B.price) AS p1 ONE ROW PER MATCH AFTER MATCH SKIP PAST LAST ROW PATTERN (A B+) DEFINE B AS B.price < PREV(B.price))
SELECT * FROM TABLE(exclude_columns(input => TABLE(orders), columns => DESCRIPTOR(secret)))
SELECT * FROM TABLE(sequence(start => 1, stop => 10))
SELECT * FROM JSON_TABLE('[{"a": 1}]', 'lax $[*]' COLUMNS (a integer PATH 'lax $.a'))
WITH RECURSIVE t (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t WHERE n < 10) SELECT * FROM t
WITH a AS (SELECT 1 AS x), b (y) AS (SELECT x FROM a) SELECT * FROM b
SELECT id FROM a EXCEPT SELECT id FROM b
SELECT id FROM a INTERSECT DISTINCT SELECT id FROM b
SELECT id FROM a UNION ALL CORRESPONDING SELECT id FROM b
SELECT sum(amount) OVER w FROM orders WINDOW w AS (PARTITION BY region ORDER BY ts)
SELECT * FROM a FULL OUTER JOIN b USING (id) NATURAL JOIN c
SELECT * FROM orders WHERE EXISTS (SELECT 1 FROM refunds r WHERE r.order_id = orders.id) AND (a, b) IN (SELECT 1, 2)
SHOW TABLES FROM hive.sales LIKE 'ord%'
SHOW SCHEMAS IN hive
SHOW COLUMNS FROM orders
SHOW CREATE TABLE orders
SHOW STATS FOR orders
SHOW FUNCTIONS LIKE 'array%'
SHOW SESSION LIKE 'query%'
SHOW GRANTS ON TABLE orders
DESCRIBE orders
DESC hive.sales.orders
EXPLAIN SELECT * FROM orders
EXPLAIN (TYPE DISTRIBUTED, FORMAT JSON) SELECT * FROM orders
EXPLAIN ANALYZE VERBOSE SELECT count(*) FROM orders
SELECT * FROM system.runtime.queries WHERE state = 'RUNNING'
SELECT * FROM information_schema.columns WHERE table_name = 'orders'
SELECT "quoted col", "a"."b" FROM "My Schema"."My Table" AS "a"
SELECT DISTINCT ON_TIME FROM flights
SELECT * FROM orders WHERE ts > ? AND region = ?
SELECT CAST(NULL AS varchar), NULL, true, false
SELECT t.*, t.r.a FROM t
SELECT (r).a, (r).* FROM t
SELECT t.* AS (x, y) FROM t

