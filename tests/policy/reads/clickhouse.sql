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
