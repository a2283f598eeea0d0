-- Each line is an everyday question: a READ. \n is a line break.
SELECT * FROM db.events LIMIT 10
SELECT toStartOfMonth(ts), toStartOfInterval(ts, INTERVAL 5 minute), toYYYYMM(d), toDate(ts), toDateTime(x), dateDiff('day', a, b), addDays(d, 1), subtractMonths(d,1), formatDateTime(ts,'%Y'), parseDateTimeBestEffort(x), now(), today(), yesterday(), toUnixTimestamp(ts), fromUnixTimestamp(x), toMonday(d), toISOWeek(d), dateTrunc('month', d), toTimeZone(ts,'UTC'), timeSlot(ts), toDayOfWeek(d), toHour(ts), now64(), toDateTime64(x,3), makeDate(2024,1,1), age('day',a,b), monthName(d), toLastDayOfMonth(d) FROM t
SELECT uniq(x), uniqExact(x), uniqIf(x, a > 1), quantile(0.9)(x), quantiles(0.5,0.9)(x), quantileTDigest(0.9)(x), median(x), topK(10)(x), argMax(a,b), argMin(a,b), groupArray(x), groupUniqArray(10)(x), sumIf(x,a), countIf(a), avgIf(x,a), sumMap(k,v), anyLast(x), any(x), stddevPop(x), corr(a,b), groupBitmap(x), sumWithOverflow(x), quantilesExact(0.5)(x), groupArraySorted(5)(x), deltaSum(x), windowFunnel(3600)(ts, a=1, a=2), retention(a,b), sequenceMatch('(?1)(?2)')(ts,a,b), histogram(5)(x), entropy(x), simpleLinearRegression(a,b), exponentialMovingAverage(5)(x,ts), first_value(x), groupConcat(x), uniqCombined(x), uniqHLL12(x), skewPop(x), kurtSamp(x), sumMerge(s), uniqState(x), quantileMerge(0.5)(s), avgWeighted(a,b), maxMap(k,v), mannWhitneyUTest(a,b), studentTTest(a,b) FROM t
SELECT arrayJoin([1,2,3]), arrayMap(x -> x+1, a), arrayFilter(x -> x>1, a), arraySum(a), arrayExists(x -> x=1, a), has(a,1), indexOf(a,1), length(a), arrayElement(a,1), a[1], arraySort(a), arrayReverse(a), arrayDistinct(a), arrayConcat(a,b), arrayZip(a,b), arrayEnumerate(a), range(10), arraySlice(a,1,2), arrayStringConcat(a,','), splitByChar(',',x), arrayReduce('max',a), arrayFlatten(a), arrayUniq(a), arrayCumSum(a), arrayCount(a), arrayFirst(x -> x>1,a), hasAny(a,b), hasAll(a,b), arrayIntersect(a,b), arrayCompact(a), tupleElement(t,1), tuple(1,2), map('a',1), mapKeys(m), mapValues(m), m['a'], mapContains(m,'a'), untuple(t), arrayFold((acc,x) -> acc+x, a, 0) FROM t
SELECT * FROM t ARRAY JOIN a AS x
SELECT * FROM t LEFT ARRAY JOIN a AS x, b AS y
SELECT * FROM t FINAL PREWHERE a > 1 WHERE b = 2
SELECT * FROM t SAMPLE 0.1
SELECT a, b FROM t ORDER BY a LIMIT 2 BY a
SELECT * FROM a ANY LEFT JOIN b USING (id)
SELECT * FROM a ASOF JOIN b ON a.id = b.id AND a.ts >= b.ts
SELECT * FROM a GLOBAL INNER JOIN b USING id
SELECT a, sum(b) FROM t GROUP BY a WITH TOTALS
SELECT a, sum(b) FROM t GROUP BY a WITH ROLLUP
SELECT ts, sum(x) FROM t GROUP BY ts ORDER BY ts WITH FILL FROM 1 TO 10 STEP 1
SELECT JSONExtractString(j,'a'), JSONExtractInt(j,'a','b'), JSONExtract(j,'a','Array(Int32)'), JSONHas(j,'a'), simpleJSONExtractString(j,'a'), visitParamExtractString(j,'a'), JSONExtractKeysAndValues(j,'String'), JSON_VALUE(j,'$.a'), toJSONString(t), isValidJSON(j), JSONLength(j), JSONType(j), JSONExtractRaw(j), JSONExtractArrayRaw(j) FROM t
SELECT if(a,b,c), multiIf(a,1,b,2,3), coalesce(a,b), ifNull(a,b), nullIf(a,b), assumeNotNull(a), isNull(a), toNullable(a), transform(a,[1],[2],0), a ? b : c, CASE WHEN a THEN 1 END FROM t
SELECT toString(a), toInt32(a), toUInt64OrZero(a), toFloat64(a), toDecimal64(a,2), CAST(a AS String), a::Int32, accurateCastOrNull(a,'Int32'), toTypeName(a), reinterpretAsInt32(a), toInt32OrNull(a), toUUID(x), toFixedString(x,3), toLowCardinality(x), parseDateTime32BestEffortOrNull(x), toIPv4(x) FROM t
SELECT splitByString(',',x), replaceAll(x,'a','b'), replaceRegexpAll(x,'a','b'), extract(x,'a'), extractAll(x,'a'), match(x,'a'), like(x,'a%'), position(x,'a'), substring(x,1,2), lower(x), upperUTF8(x), concat(a,b), trim(x), domain(u), path(u), extractURLParameter(u,'a'), cutToFirstSignificantSubdomain(u), cityHash64(x), sipHash64(x), MD5(x), hex(x), base64Encode(x), format('{}',a), leftPad(x,3), startsWith(x,'a'), multiSearchAny(x,['a']), ngramDistance(a,b), lengthUTF8(x), reverse(x), repeat(x,2), countSubstrings(x,'a'), levenshteinDistance(a,b), topLevelDomain(u), URLHierarchy(u), decodeURLComponent(u), initcap(x), ilike(x,'a'), soundex(x) FROM t
SELECT sum(x) OVER (PARTITION BY a ORDER BY b ROWS BETWEEN 6 PRECEDING AND CURRENT ROW), row_number() OVER (), lagInFrame(a,1) OVER (ORDER BY b), leadInFrame(a) OVER (ORDER BY b), dense_rank() OVER w FROM t WINDOW w AS (ORDER BY b)
SELECT runningDifference(x), neighbor(x,1), runningAccumulate(s), rowNumberInAllBlocks(), bar(x,0,100,20), formatReadableSize(x), formatReadableQuantity(x), roundDown(x,[1]), round(x,2), intDiv(a,b), modulo(a,b), greatest(a,b), least(a,b), pow(a,2), log2(x), exp10(x), rand(), generateUUIDv4(), bitAnd(a,b), toStartOfDay(ts), hostName(), version(), currentDatabase(), dictGet('d','a',k), dictGetOrDefault('d','a',k,0), joinGet('j','a',k), geoDistance(1,2,3,4), greatCircleDistance(1,2,3,4), h3ToGeo(x), geoToH3(1,2,8), pointInPolygon((1,2),[(0,0)]), isNaN(x), ifNotFinite(x,0), cosineDistance(a,b), L2Distance(a,b), dotProduct(a,b), tokens(x) FROM t
WITH (SELECT max(a) FROM t) AS m SELECT m, a FROM t
WITH 5 AS n SELECT n
WITH x AS (SELECT 1) SELECT * FROM x
SELECT * FROM numbers(10)
SELECT number FROM system.numbers LIMIT 10
SELECT * FROM system.tables WHERE database = currentDatabase()
SELECT * FROM system.query_log ORDER BY event_time DESC LIMIT 10
SHOW TABLES
SHOW CREATE TABLE t
SHOW DATABASES
SHOW PROCESSLIST
DESCRIBE TABLE t
EXISTS TABLE t
EXPLAIN PIPELINE SELECT 1
EXPLAIN indexes = 1 SELECT * FROM t
EXPLAIN SYNTAX SELECT * FROM t
SELECT * FROM t FORMAT JSONEachRow
SELECT * FROM t SETTINGS max_threads = 4
SELECT * FROM t WHERE a IN (SELECT b FROM u) AND c GLOBAL IN (1,2)
SELECT COLUMNS('^a') FROM t
SELECT * EXCEPT (a), * REPLACE (b+1 AS b) FROM t
SELECT * APPLY(sum) FROM t
SELECT a.1, t.a.b FROM t
SELECT * FROM a INTERSECT SELECT * FROM b
SELECT DISTINCT ON (a) * FROM t
SELECT a FROM t QUALIFY row_number() OVER (ORDER BY a) = 1
SELECT * FROM merge('db', '^t')
SELECT * FROM values('a Int32', 1, 2)
SELECT * FROM generateRandom('a Int32') LIMIT 1
SELECT * FROM zeros(10)
SELECT * FROM cluster('c', db.t)
SELECT * FROM view(SELECT 1)
SELECT a, grouping(a) FROM t GROUP BY GROUPING SETS ((a), ())
SELECT toInt32({p:Int32}), {x:String}
SELECT toDate(ts), toDateTime(ts, 'Europe/Lisbon'), toStartOfMonth(ts), toStartOfInterval(ts, INTERVAL 15 MINUTE) FROM orders
SELECT toYYYYMM(ts), toMonday(ts), dateDiff('day', a, b), date_diff('hour', a, b) FROM orders
SELECT addDays(ts, 7), ts + INTERVAL 1 WEEK, formatDateTime(ts, '%Y-%m'), parseDateTimeBestEffort(raw) FROM orders
SELECT parseDateTime64BestEffortOrNull(raw, 3), toUnixTimestamp(ts), fromUnixTimestamp(n), now() FROM orders
SELECT today(), yesterday(), now64(3), toDayOfWeek(ts) FROM orders
SELECT toHour(ts), toISOWeek(ts), toQuarter(ts), dateTrunc('week', ts) FROM orders
SELECT date_trunc('month', ts), toTimeZone(ts, 'UTC'), age('day', a, b), timeSlots(a, toUInt32(600)) FROM orders
SELECT makeDate(2024, 1, 31), toRelativeWeekNum(ts) FROM orders
SELECT splitByChar(',', tags)[1], splitByString('::', t), extract(t, '\\d+'), extractAll(t, '\\d+') FROM orders
SELECT replaceRegexpAll(t, '\\s+', ' '), match(t, '^a'), t LIKE '%x%', t ILIKE '%x%' FROM orders
SELECT positionCaseInsensitive(t, 'x'), substring(t, 2, 3), lower(t), upperUTF8(t) FROM orders
SELECT trimBoth(t), leftPad(t, 8, '0'), concat(a, b), a || b FROM orders
SELECT format('{}-{}', a, b), reverse(t), lengthUTF8(t), multiSearchAny(t, ['a', 'b']) FROM orders
SELECT ngramDistance(a, b), levenshteinDistance(a, b), domain(url), cutQueryString(url) FROM orders
SELECT extractURLParameter(url, 'q'), path(url), base64Encode(t), hex(t) FROM orders
SELECT startsWith(t, 'a'), empty(t), notEmpty(t), initcap(t) FROM orders
SELECT soundex(t) FROM orders
SELECT if(a > 0, 1, 0), a > 0 ? 1 : 0, multiIf(a > 10, 'big', a > 5, 'mid', 'small'), ifNull(a, 0) FROM orders
SELECT nullIf(a, 0), coalesce(a, b), assumeNotNull(a), toNullable(a) FROM orders
SELECT isNull(a), a IS NOT NULL, greatest(a, b), least(a, b) FROM orders
SELECT CASE WHEN a THEN 1 END, transform(kind, ['a'], ['b'], 'c'), a::Int32, CAST(a AS Decimal(10, 2)) FROM orders
SELECT toInt32OrNull(raw), toFloat64OrZero(raw), toDecimal64(a, 2), accurateCastOrNull(a, 'UInt8') FROM orders
SELECT round(a, 2), floor(a), intDiv(a, 2), a % 3 FROM orders
SELECT modulo(a, 3), pow(a, 2), sqrt(a), log(a) FROM orders
SELECT exp(a), abs(a), sign(a), rand() FROM orders
SELECT cos(a), width_bucket(a, 0, 10, 5) FROM orders
SELECT count(), uniq(a), uniqExact(a), uniqHLL12(a) FROM orders
SELECT uniqCombined(a), countIf(a > 0), sumIf(a, b), avgIf(a, b) FROM orders
SELECT quantile(0.95)(a), quantiles(0.5, 0.9)(a), quantileExact(0.5)(a), quantileTDigest(0.9)(a) FROM orders
SELECT median(a), topK(3)(kind), topKWeighted(3)(kind, n), groupArray(a) FROM orders
SELECT groupArray(10)(a), groupUniqArray(a), argMax(a, b), argMin(a, b) FROM orders
SELECT any(a), anyLast(a), max(a), stddevPop(a) FROM orders
SELECT varSamp(a), corr(a, b), covarPop(a, b), skewPop(a) FROM orders
SELECT kurtPop(a), simpleLinearRegression(a, b), sumMap(k, v), groupBitAnd(a) FROM orders
SELECT entropy(a), avgWeighted(a, b), first_value(a), deltaSum(a) FROM orders
SELECT histogram(5)(a), groupArrayMovingAvg(a), retention(a = 1, b = 2), windowFunnel(3600)(ts, a = 1, b = 2) FROM orders
SELECT sequenceMatch('(?1)(?2)')(ts, a = 1, b = 2), exponentialMovingAverage(5)(a, t), any_value(a), max_by(a, b) FROM orders
SELECT sumState(a), uniqMerge(s), quantilesMerge(0.5)(s), avgMergeIf(s, a) FROM orders
SELECT finalizeAggregation(s), sumForEach(arr), uniqArray(arr), countDistinct(a) FROM orders
SELECT sumOrNull(a), sumDistinct(a), groupArrayIf(a, b), argMaxIf(a, b, c) FROM orders
SELECT minSimpleState(a) FROM orders
SELECT [1, 2, 3], arr[1], length(arr), has(arr, 'x') FROM orders
SELECT hasAny(arr, ['x']), hasAll(arr, ['x']), indexOf(arr, 'x'), arrayMap(x -> x * 2, arr) FROM orders
SELECT arrayFilter(x -> x > 1, arr), arraySum(arr), arrayAvg(arr), arrayMax(arr) FROM orders
SELECT arraySort(x -> -x, arr), arrayReverseSort(arr), arrayDistinct(arr), arrayConcat(a, b) FROM orders
SELECT arrayZip(a, b), arrayJoin(arr), arrayStringConcat(arr, ','), arrayEnumerate(arr) FROM orders
SELECT arrayExists(x -> x = 1, arr), arrayAll(x -> x = 1, arr), arrayCount(x -> x > 1, arr), arrayCumSum(arr) FROM orders
SELECT arrayDifference(arr), arraySlice(arr, 1, 2), arrayUniq(arr), arrayFlatten(nested) FROM orders
SELECT arrayReduce('sum', arr), arrayFold((acc, x) -> acc + x, arr, 0), range(10), arrayIntersect(a, b) FROM orders
SELECT arrayFirst(x -> x > 1, arr), arrayPushBack(arr, 1), emptyArrayString(), arrayElement(arr, 1) FROM orders
SELECT (1, 'a'), tuple(1, 2), t.1, tupleElement(t, 'a') FROM orders
SELECT map('a', 1), m['a'], mapKeys(m), mapValues(m) FROM orders
SELECT mapContains(m, 'a'), mapFilter((k, v) -> v > 1, m), untuple(t), JSONExtractString(doc, 'a', 'b') FROM orders
SELECT JSONExtractInt(doc, 'a'), JSONExtract(doc, 'a', 'Array(String)'), JSONHas(doc, 'a'), JSONLength(doc) FROM orders
SELECT JSONExtractRaw(doc), JSON_VALUE(doc, '$.a'), simpleJSONExtractString(doc, 'a'), visitParamExtractInt(doc, 'a') FROM orders
SELECT doc.a.b, doc.a.:Int64, toJSONString(m), isValidJSON(doc) FROM orders
SELECT dictGet('d', 'name', id), dictGetOrDefault('d', 'name', id, ''), dictHas('d', id), joinGet('j', 'a', id) FROM orders
SELECT row_number() OVER (PARTITION BY a ORDER BY b DESC), rank() OVER (ORDER BY a), lagInFrame(a, 1, 0) OVER (ORDER BY b), leadInFrame(a) OVER (ORDER BY b ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM orders
SELECT sum(a) OVER (ORDER BY b ROWS BETWEEN 6 PRECEDING AND CURRENT ROW), avg(a) OVER w, first_value(a) OVER (ORDER BY b), dense_rank() OVER (ORDER BY a) FROM orders
SELECT ntile(4) OVER (ORDER BY a), percent_rank() OVER (ORDER BY a), neighbor(a, -1), runningDifference(a) FROM orders
SELECT lag(a) OVER (ORDER BY b) FROM orders
SELECT cityHash64(a), sipHash64(a, b), MD5(a), hex(SHA256(a)) FROM orders
SELECT xxHash64(a), halfMD5(a), generateUUIDv4(), toUUID(u) FROM orders
SELECT UUIDStringToNum(u), geoDistance(a, b, c, d), greatCircleDistance(a, b, c, d), geohashEncode(a, b) FROM orders
SELECT h3ToGeo(h), geoToH3(lon, lat, 7), pointInPolygon((a, b), [(0, 0), (1, 0), (1, 1)]), IPv4NumToString(ip) FROM orders
SELECT toIPv4(ip), IPv6StringToNum(ip), bitAnd(a, b), bitShiftLeft(a, 1) FROM orders
SELECT bar(a, 0, 100, 20), formatReadableSize(a), formatReadableQuantity(a), currentDatabase() FROM orders
SELECT currentUser(), version(), hostName(), uptime() FROM orders
SELECT toTypeName(a), rowNumberInAllBlocks(), blockNumber(), materialize(1) FROM orders
SELECT ignore(a), L2Distance(a, b), cosineDistance(a, b), isNaN(a) FROM orders
SELECT roundBankers(a, 1), toString(a), toLowCardinality(a), getSetting('max_threads') FROM orders
SELECT * FROM orders FINAL WHERE date = today()
SELECT * FROM orders SAMPLE 0.1
SELECT * FROM orders SAMPLE 1 / 10 OFFSET 1 / 2
SELECT * FROM orders PREWHERE date >= '2024-01-01' WHERE amount > 10
SELECT * EXCEPT (secret) FROM orders
SELECT * EXCEPT secret FROM orders
SELECT * REPLACE (amount / 100 AS amount) FROM orders
SELECT * APPLY(toString) FROM orders
SELECT COLUMNS('^a') APPLY(sum) FROM orders
SELECT region, sum(amount) FROM orders GROUP BY region WITH TOTALS
SELECT region, kind, sum(amount) FROM orders GROUP BY region, kind WITH ROLLUP
SELECT region, kind, sum(amount) FROM orders GROUP BY CUBE (region, kind)
SELECT region, kind, sum(amount) FROM orders GROUP BY GROUPING SETS ((region), (kind))
SELECT region, sum(amount) FROM orders GROUP BY ALL
SELECT * FROM orders ORDER BY ts DESC LIMIT 1 BY customer_id
SELECT * FROM orders ORDER BY ts LIMIT 10, 20
SELECT * FROM orders LIMIT 10 WITH TIES
SELECT toDate(ts) AS d, count() FROM events GROUP BY d ORDER BY d WITH FILL FROM toDate('2024-01-01') TO toDate('2024-02-01') STEP 1
SELECT d, v FROM t ORDER BY d WITH FILL STEP INTERVAL 1 DAY INTERPOLATE (v AS v + 1)
SELECT id, tag FROM orders ARRAY JOIN tags AS tag
SELECT id, tag, n FROM orders LEFT ARRAY JOIN tags AS tag, arrayEnumerate(tags) AS n
SELECT * FROM a GLOBAL INNER JOIN b ON a.id = b.id
SELECT * FROM a ASOF LEFT JOIN b ON a.sym = b.sym AND a.ts >= b.ts
SELECT * FROM a SEMI LEFT JOIN b USING id
SELECT * FROM a ANTI JOIN b USING id
SELECT * FROM a PASTE JOIN b
SELECT * FROM a CROSS JOIN b
SELECT * FROM orders WHERE id IN (SELECT id FROM refunds)
SELECT * FROM orders WHERE id GLOBAL IN (SELECT id FROM refunds)
SELECT * FROM orders WHERE (a, b) IN ((1, 2), (3, 4))
SELECT * FROM orders QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY ts DESC) = 1
SELECT sum(a) OVER w FROM t WINDOW w AS (PARTITION BY b ORDER BY c)
WITH 10 AS limit_, (SELECT max(amount) FROM orders) AS top SELECT * FROM orders WHERE amount > top / limit_
WITH x AS (SELECT 1 AS a) SELECT * FROM x
WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t WHERE n < 10) SELECT * FROM t
SELECT number, toDate('2024-01-01') + number AS d FROM numbers(365)
SELECT * FROM generate_series(1, 10)
SELECT * FROM values('a Int8, b String', (1, 'x'), (2, 'y'))
SELECT * FROM cluster('all', db.orders)
SELECT * FROM clusterAllReplicas('all', system.query_log)
SELECT * FROM merge('db', '^events_')
SELECT * FROM dictionary('d')
SELECT * FROM view(SELECT 1 AS a)
SELECT * FROM zeros(5)
SELECT 1 UNION ALL SELECT 2
SELECT 1 UNION DISTINCT SELECT 2
SELECT id FROM a EXCEPT SELECT id FROM b
SELECT id FROM a INTERSECT SELECT id FROM b
SELECT * FROM orders SETTINGS max_threads = 4
SELECT * FROM orders SETTINGS max_execution_time = 30, join_use_nulls = 1 FORMAT JSONEachRow
SELECT * FROM orders FORMAT Pretty
SELECT * FROM orders FORMAT CSVWithNames
SELECT count() FROM orders WHERE ts BETWEEN {from:DateTime} AND {to:DateTime}
SELECT `my col`, "other col" FROM `db`.`my table`
SELECT t.* FROM db.t AS t
SELECT a, sum(b) AS s FROM t GROUP BY a HAVING s > 10 ORDER BY s DESC NULLS LAST
SELECT DISTINCT ON (region) region, amount FROM orders
SELECT DISTINCT region FROM orders
FROM orders SELECT region, amount
SELECT * FROM system.tables WHERE database = 'db'
SELECT * FROM system.parts WHERE active
SELECT query, elapsed FROM system.processes
SELECT * FROM information_schema.columns
SHOW TABLES FROM db LIKE 'ord%'
SHOW CREATE TABLE orders
SHOW COLUMNS FROM orders
SHOW SETTINGS ILIKE '%thread%'
SHOW DICTIONARIES
SHOW FUNCTIONS LIKE 'array%'
SHOW GRANTS
DESCRIBE TABLE db.orders
DESC orders
EXISTS TABLE orders
EXPLAIN SELECT * FROM orders
EXPLAIN indexes = 1 SELECT * FROM orders WHERE id = 1
EXPLAIN PIPELINE graph = 1 SELECT * FROM orders
EXPLAIN AST SELECT 1
EXPLAIN SYNTAX SELECT * FROM orders
EXPLAIN ESTIMATE SELECT * FROM orders
SELECT INTERVAL 1 DAY, DATE '2024-01-31', 0xFF, 1_000_000, inf, nan
SELECT a AS b, b + 1 AS c FROM t WHERE c > 2

