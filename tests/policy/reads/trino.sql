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
