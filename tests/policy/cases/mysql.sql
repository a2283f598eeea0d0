-- expect: READ
SELECT GROUP_CONCAT(name SEPARATOR ';'), DATE_FORMAT(d, '%Y') FROM t WHERE MATCH (a) AGAINST ('x' IN BOOLEAN MODE);

-- Comments that are run.
-- expect: UNKNOWN
SELECT 1 /*! INTO OUTFILE '/tmp/x' */;

-- expect: UNKNOWN
/*M!100100 DELETE FROM t */;

-- expect: UNKNOWN
/*!40101 SET NAMES utf8 */;

-- Two dashes without a blank are two minus signs.
-- expect: READ
SELECT 3--1;

-- expect: READ
SELECT 'it\'s fine' FROM t;

-- Another server may end the string at the backslash.
-- expect: UNKNOWN
SELECT 'a\'; DELETE FROM t; -- ';

-- expect: SESSION
SELECT @a := 5;

-- expect: SESSION
SELECT id INTO @x FROM t LIMIT 1;

-- expect: UNKNOWN
SELECT 1 INTO OUTFILE '/tmp/x';

-- expect: WRITE
SELECT NEXTVAL(counter);

-- MariaDB fills derived tables while it plans.
-- expect: WRITE
EXPLAIN SELECT * FROM (SELECT NEXTVAL(counter)) AS q;

-- expect: WRITE
ANALYZE FORMAT=JSON UPDATE t SET a = 1;

-- expect: READ
EXPLAIN orders;

-- expect: READ
SHOW CREATE TABLE orders;

-- expect: UNKNOWN
SHOW TABLES WHERE tidy_up() = 1;

-- expect: SESSION
SET NAMES utf8mb4;

-- expect: ADMIN
SET sql_select_limit = 5, GLOBAL read_only = 0;

-- expect: ADMIN
SET tx_read_only = 0;

-- expect: ADMIN
START TRANSACTION READ WRITE;

-- expect: UNKNOWN
SELECT /*+ SET_VAR(sql_mode='') */ 1;

-- expect: READ
SELECT /*+ MAX_EXECUTION_TIME(1000) */ 1;

-- expect: WRITE
-- writes: t
DELETE a FROM t AS a JOIN u ON a.id = u.id;

-- expect: UNKNOWN
DO tidy_up();

-- Dynamic columns, whose types stand within the brackets.
-- expect: READ
SELECT COLUMN_GET(attributes, 'size' AS decimal(5,2)), COLUMN_GET(attributes, 'name' AS char charset utf8) FROM items WHERE @@session.timestamp > 0;

-- expect: UNKNOWN
-- function: tidy_up
SELECT COLUMN_GET(tidy_up(attributes), 'size' AS int) FROM items;

-- MariaDB refuses it in a read-only transaction.
-- expect: WRITE
CREATE TEMPORARY TABLE picked AS SELECT id FROM orders;
