-- Each line is an everyday question: a READ. \n is a line break.
SELECT 5 OPERATOR(pg_catalog.+) 3
SELECT date_trunc('week', ts), date_part('dow', d) FROM orders
SELECT extract(epoch FROM ts - now()), age(ts) FROM orders
SELECT age(a, b), to_char(ts, 'YYYY-MM') FROM orders
SELECT to_date(raw, 'DD/MM/YYYY'), to_timestamp(n) FROM orders
SELECT make_date(2024, 1, 31), make_interval(days => 3) FROM orders
SELECT ts AT TIME ZONE 'Europe/Lisbon', now() - interval '7 days' FROM orders
SELECT current_date - 1, date_bin('15 minutes', ts, '2024-01-01') FROM orders
SELECT (d + interval '1 month')::date, isfinite(ts) FROM orders
SELECT justify_days(i), clock_timestamp() FROM orders
SELECT localtimestamp(0), generate_series(1, 3) FROM orders
SELECT date '2024-01-31', timestamptz '2024-01-31 10:00+01' FROM orders
SELECT interval '1' day, (a, b) OVERLAPS (c, d) FROM orders
SELECT split_part(email, '@', 2), regexp_replace(t, '\s+', ' ', 'g') FROM orders
SELECT regexp_match(t, '(\d+)'), regexp_matches(t, '\d', 'g') FROM orders
SELECT regexp_split_to_array(t, ','), regexp_substr(t, 'a') FROM orders
SELECT regexp_count(t, 'a'), substring(t FROM '\d+') FROM orders
SELECT substring(t FROM 2 FOR 3), position('a' IN t) FROM orders
SELECT strpos(t, 'a'), left(t, 3) FROM orders
SELECT right(t, 3), lpad(t, 8, '0') FROM orders
SELECT trim(BOTH 'x' FROM t), btrim(t) FROM orders
SELECT initcap(t), translate(t, 'a', 'b') FROM orders
SELECT overlay(t PLACING 'x' FROM 1 FOR 2), concat_ws('-', a, b) FROM orders
SELECT format('%s-%I', a, b), string_to_array(t, ',') FROM orders
SELECT reverse(t), t ILIKE '%x%' FROM orders
SELECT t ~* '^a', t !~ 'x' FROM orders
SELECT t SIMILAR TO '(a|b)%', t ^@ 'x' FROM orders
SELECT quote_ident(t), md5(t) FROM orders
SELECT encode(digest(t, 'sha256'), 'hex'), sha256(t::bytea) FROM orders
SELECT similarity(a, b), levenshtein(a, b) FROM orders
SELECT unaccent(t), t COLLATE "C" FROM orders
SELECT starts_with(t, 'a'), chr(65) FROM orders
SELECT ascii(t), octet_length(t) FROM orders
SELECT unistr('\0041'), normalize(t, NFC) FROM orders
SELECT coalesce(a, b), nullif(a, 0) FROM orders
SELECT greatest(a, b), least(a, b) FROM orders
SELECT CASE WHEN a > 0 THEN 1 ELSE 0 END, a IS DISTINCT FROM b FROM orders
SELECT a IS NOT TRUE, a BETWEEN SYMMETRIC 3 AND 1 FROM orders
SELECT a::int, CAST(a AS numeric(10, 2)) FROM orders
SELECT round(a::numeric, 2), trunc(a, 1) FROM orders
SELECT ceil(a), floor(a) FROM orders
SELECT mod(a, 3), a % 3 FROM orders
SELECT power(a, 2), a ^ 2 FROM orders
SELECT sqrt(a), |/ a FROM orders
SELECT ln(a), log(2, a) FROM orders
SELECT random(), sign(a) FROM orders
SELECT width_bucket(a, 0, 10, 5), gcd(a, b) FROM orders
SELECT a & b, a | b FROM orders
SELECT a # b, ~a FROM orders
SELECT a << 1, num_nonnulls(a, b) FROM orders
SELECT pg_typeof(a), to_hex(a) FROM orders
SELECT a <> ALL (ARRAY[1, 2]), a = ANY (ARRAY[1, 2]) FROM orders
SELECT (a, b) = (1, 2), a IN (1, 2) FROM orders
SELECT ROW(a, b), factorial(3) FROM orders
SELECT div(a, 2), exp(a) FROM orders
SELECT degrees(a), pi() FROM orders
SELECT erf(a) FROM orders
SELECT count(*) FILTER (WHERE a > 0), count(DISTINCT (a, b)) FROM orders
SELECT sum(a), avg(a) FROM orders
SELECT string_agg(DISTINCT t, ', ' ORDER BY t), array_agg(a ORDER BY b DESC NULLS LAST) FROM orders
SELECT json_agg(t), jsonb_agg(t ORDER BY a) FROM orders
SELECT json_object_agg(k, v), bool_and(f) FROM orders
SELECT every(f), bit_or(a) FROM orders
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a), percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY a) FROM orders
SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY a), mode() WITHIN GROUP (ORDER BY k) FROM orders
SELECT rank(3) WITHIN GROUP (ORDER BY a), corr(a, b) FROM orders
SELECT covar_pop(a, b), regr_slope(a, b) FROM orders
SELECT stddev_samp(a), var_pop(a) FROM orders
SELECT any_value(a), range_agg(r) FROM orders
SELECT max(a), min(a) FROM orders
SELECT xmlagg(x), grouping(a) FROM orders
SELECT row_number() OVER (PARTITION BY a ORDER BY b DESC NULLS LAST), rank() OVER w FROM orders
SELECT dense_rank() OVER (ORDER BY a), ntile(4) OVER (ORDER BY a) FROM orders
SELECT lag(a, 1, 0) OVER (ORDER BY b), lead(a) OVER (ORDER BY b) FROM orders
SELECT first_value(a) OVER (ORDER BY b ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING), nth_value(a, 2) OVER (ORDER BY b) FROM orders
SELECT sum(a) OVER (ORDER BY b RANGE BETWEEN INTERVAL '7 days' PRECEDING AND CURRENT ROW), sum(a) OVER (ORDER BY b GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW) FROM orders
SELECT count(*) FILTER (WHERE a > 0) OVER (PARTITION BY b), cume_dist() OVER (ORDER BY a) FROM orders
SELECT percent_rank() OVER (ORDER BY a) FROM orders
SELECT doc ->> 'a', doc -> 'items' -> 0 ->> 'sku' FROM orders
SELECT doc #>> '{a,b}', doc #> '{a,0}' FROM orders
SELECT doc @> '{"a": 1}', doc ? 'a' FROM orders
SELECT doc ?| ARRAY['a', 'b'], doc ?& ARRAY['a'] FROM orders
SELECT doc - 'a', doc || '{"b": 2}' FROM orders
SELECT jsonb_path_query_first(doc, '$.a ? (@ > 1)'), doc @? '$.a' FROM orders
SELECT doc @@ '$.a > 1', jsonb_typeof(doc) FROM orders
SELECT jsonb_array_length(doc), jsonb_set(doc, '{a}', '1') FROM orders
SELECT jsonb_build_object('a', 1), json_build_array(1, 2) FROM orders
SELECT to_jsonb(t), row_to_json(t) FROM orders
SELECT jsonb_pretty(doc), jsonb_strip_nulls(doc) FROM orders
SELECT (doc ->> 'n')::int, doc['a']['b'] FROM orders
SELECT jsonb_extract_path_text(doc, 'a'), json_object('{a,1}') FROM orders
SELECT JSON_VALUE(doc, '$.a'), JSON_QUERY(doc, '$.a' WITH WRAPPER) FROM orders
SELECT JSON_EXISTS(doc, '$.a'), JSON_OBJECT('a': 1) FROM orders
SELECT JSON_ARRAY(1, 2), doc IS JSON OBJECT FROM orders
SELECT ARRAY[1, 2, 3], tags[1] FROM orders
SELECT tags[1:2], array_length(tags, 1) FROM orders
SELECT cardinality(tags), 'x' = ANY(tags) FROM orders
SELECT tags @> ARRAY['x'], tags && ARRAY['x'] FROM orders
SELECT array_to_string(tags, ','), array_position(tags, 'x') FROM orders
SELECT array_remove(tags, 'x'), array_cat(a, b) FROM orders
SELECT array_append(tags, 'x'), unnest(tags) FROM orders
SELECT array_agg(DISTINCT x), ARRAY(SELECT 1) FROM orders
SELECT string_to_array('a,b', ','), array_fill(0, ARRAY[3]) FROM orders
SELECT trim_array(tags, 1), int4range(1, 10) @> 5 FROM orders
SELECT lower(r), upper_inc(r) FROM orders
SELECT r && '[1,2)'::int4range, r -|- s FROM orders
SELECT daterange(a, b, '[]'), isempty(r) FROM orders
SELECT '{1,2}'::int[], '192.168.0.1'::inet << '192.168.0.0/24' FROM orders
SELECT host(ip), masklen(ip) FROM orders
SELECT point(1, 2) <-> point(3, 4), box '((0,0),(1,1))' @> point '(0.5,0.5)' FROM orders
SELECT circle '((0,0),2)' FROM orders
SELECT to_tsvector('english', t) @@ to_tsquery('a & b'), ts_rank(v, q) FROM orders
SELECT ts_headline(t, q), plainto_tsquery('a b') FROM orders
SELECT websearch_to_tsquery('"a b" -c'), phraseto_tsquery('a b') FROM orders
SELECT ST_Distance(a, b), ST_DWithin(a, b, 100) FROM orders
SELECT ST_AsGeoJSON(g), ST_MakePoint(1, 2)::geography FROM orders
SELECT ST_Transform(g, 3857), ST_Contains(a, b) FROM orders
SELECT ST_SetSRID(ST_Point(1, 2), 4326), a <-> b FROM orders
SELECT gen_random_uuid(), current_user FROM orders
SELECT session_user, current_database() FROM orders
SELECT version(), pg_size_pretty(pg_total_relation_size('orders')) FROM orders
SELECT current_setting('TimeZone'), txid_current_snapshot() FROM orders
SELECT inet_server_addr(), pg_backend_pid() FROM orders
SELECT has_table_privilege('t', 'select'), col_description(1, 1) FROM orders
SELECT obj_description(1), format_type(1, 2) FROM orders
SELECT pg_get_viewdef('v'::regclass), 'orders'::regclass FROM orders
SELECT embedding <=> '[1,2]', E'a\n' FROM orders
SELECT U&'\0041', B'101' FROM orders
SELECT X'1F', $$text$$ FROM orders
SELECT $x$it's$x$, 1_000, 0xFF, 1.5e3, 'it''s' FROM orders
SELECT DISTINCT ON (customer_id) * FROM orders ORDER BY customer_id, ts DESC
SELECT region, kind, sum(amount) FROM orders GROUP BY ROLLUP (region, kind)
SELECT region, kind, sum(amount) FROM orders GROUP BY GROUPING SETS ((region), (kind), ()) HAVING sum(amount) > 10
SELECT region, kind, sum(amount) FROM orders GROUP BY CUBE (region, kind) ORDER BY 3 DESC NULLS LAST
SELECT * FROM orders ORDER BY id LIMIT 10 OFFSET 20
SELECT * FROM orders ORDER BY id OFFSET 5 ROWS FETCH FIRST 10 ROWS WITH TIES
SELECT * FROM orders TABLESAMPLE BERNOULLI (10) REPEATABLE (1)
SELECT * FROM orders TABLESAMPLE SYSTEM (1)
SELECT o.id, x.sku FROM orders o CROSS JOIN LATERAL jsonb_to_recordset(o.items) AS x(sku text, qty int)
SELECT o.id, e.value ->> 'sku' FROM orders o, jsonb_array_elements(o.items) AS e
SELECT o.id, k, v FROM orders o, jsonb_each_text(o.props) AS p(k, v)
SELECT o.id, t, n FROM orders o CROSS JOIN unnest(o.tags) WITH ORDINALITY AS u(t, n)
SELECT * FROM unnest(ARRAY[1, 2], ARRAY['a', 'b']) AS u(a, b)
SELECT * FROM ROWS FROM (generate_series(1, 3), generate_series(1, 5)) AS g(a, b)
SELECT d::date FROM generate_series('2024-01-01'::date, '2024-12-31', '1 month') AS d
SELECT o.*, x.total FROM orders o LEFT JOIN LATERAL (SELECT sum(amount) AS total FROM lines l WHERE l.order_id = o.id) x ON true
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS v(id, name)
VALUES (1, 'a'), (2, 'b') ORDER BY 1
TABLE orders
WITH RECURSIVE t(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t WHERE n < 10) SELECT * FROM t
WITH RECURSIVE tree AS (SELECT id, boss FROM staff UNION ALL SELECT s.id, s.boss FROM staff s JOIN tree ON s.boss = tree.id) SEARCH DEPTH FIRST BY id SET ord SELECT * FROM tree ORDER BY ord
WITH RECURSIVE g AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM g WHERE a < 5) CYCLE a SET looped USING path SELECT * FROM g
WITH a AS MATERIALIZED (SELECT 1 AS x), b AS NOT MATERIALIZED (SELECT x FROM a) SELECT * FROM b
SELECT id FROM a EXCEPT ALL SELECT id FROM b
SELECT id FROM a INTERSECT SELECT id FROM b UNION SELECT 1
(SELECT 1 LIMIT 1) UNION ALL (SELECT 2 LIMIT 1)
SELECT sum(amount) OVER w, avg(amount) OVER (w ORDER BY ts) FROM orders WINDOW w AS (PARTITION BY region)
SELECT * FROM a FULL JOIN b USING (id) AS j NATURAL JOIN c
SELECT * FROM orders WHERE (a, b) IN (SELECT a, b FROM big) AND EXISTS (SELECT FROM refunds) AND name LIKE 'a\_%' ESCAPE '\'
SELECT * FROM orders WHERE amount > ALL (SELECT amount FROM refunds)
SELECT * FROM ONLY parents
SELECT (item).price, (ROW(1, 2)).f1, (arr[1]).x FROM things
SELECT x.name FROM docs, xmltable('/r/c' PASSING doc COLUMNS name text PATH 'name', pos FOR ORDINALITY) AS x
SELECT j.* FROM docs, JSON_TABLE(doc, '$.items[*]' COLUMNS (sku text PATH '$.sku', n int PATH '$.n' DEFAULT 0 ON EMPTY)) AS j
SELECT * FROM crosstab('SELECT region, kind, amount FROM orders ORDER BY 1, 2') AS ct(region text, a int, b int)
SELECT * FROM pg_stat_activity WHERE state = 'active'
SELECT * FROM information_schema.columns WHERE table_schema = 'public'
SELECT c.relname, pg_relation_size(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'm')
SELECT schemaname, relname, n_live_tup FROM pg_stat_user_tables
SELECT query, calls FROM pg_stat_statements ORDER BY total_exec_time DESC LIMIT 5
SELECT "Mixed Case", o."a b" FROM "My Schema"."My Table" AS o
SELECT 1 AS "select", 'a' "b"
SHOW search_path
SHOW ALL
SHOW TIME ZONE
EXPLAIN SELECT * FROM orders
EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM orders
EXPLAIN ANALYZE SELECT count(*) FROM orders
EXPLAIN (GENERIC_PLAN) SELECT * FROM orders WHERE id = $1
COPY (SELECT * FROM orders) TO STDOUT WITH (FORMAT csv, HEADER)
COPY orders (id, amount) TO STDOUT
SELECT * FROM orders WHERE id = $1 AND region = ANY($2)
SELECT * FROM orders WHERE id = %s AND region = %(region)s
SELECT 100.0 * sum(amount) FILTER (WHERE kind = 'a') / nullif(sum(amount), 0) AS share FROM orders
SELECT width_bucket(amount, ARRAY[0, 10, 100]) AS bucket, count(*) FROM orders GROUP BY 1
SELECT o.id, count(*) OVER () AS total FROM orders o
SELECT string_agg(format('%s=%s', key, value), ';') FROM settings
SELECT coalesce(sum(amount), 0)::money FROM orders
SELECT extract(isoyear FROM ts) || '-W' || lpad(extract(week FROM ts)::text, 2, '0') FROM orders
SELECT "lower"(a) FROM t AS "X Y"("A", b)
WITH "Sales Data" (a) AS (SELECT 1) SELECT a FROM "Sales Data"
