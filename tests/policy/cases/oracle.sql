-- expect: READ
SELECT q'[it's; fine]', SYSDATE FROM dual CONNECT BY LEVEL <= 3;

-- expect: READ
SELECT /*+ FULL(t) PARALLEL(4) */ * FROM t FETCH FIRST 5 ROWS ONLY;

-- expect: WRITE
SELECT counter.NEXTVAL FROM dual;

-- expect: WRITE
SELECT * FROM t FOR UPDATE NOWAIT;

-- expect: UNKNOWN
SELECT dbms_xmlgen.getxml('select 1 from dual') FROM dual;

-- expect: UNKNOWN
BEGIN DELETE FROM t; END;

-- expect: SESSION
ALTER SESSION SET NLS_DATE_FORMAT = 'YYYY-MM-DD';

-- A function of a package needs no brackets.
-- expect: UNKNOWN
-- function: audit.tidy_up
SELECT e.name, audit.tidy_up FROM hr.emp e;

-- expect: UNKNOWN
SELECT tidy_up FROM dual;

-- expect: READ
SELECT e.name, hr.emp.id, d.place.street, LEVEL FROM hr.emp e JOIN dept d ON d.id = e.dept CONNECT BY PRIOR e.id = e.boss;

-- A global temporary table is there for everybody, and stays.
-- expect: SCHEMA
CREATE GLOBAL TEMPORARY TABLE picked (id NUMBER) ON COMMIT PRESERVE ROWS;

-- expect: SESSION
ALTER SESSION SET NLS_DATE_FORMAT = 'YYYY-MM-DD' NLS_TERRITORY = 'PORTUGAL';

-- expect: ADMIN
ALTER SESSION SET NLS_DATE_FORMAT = 'YYYY-MM-DD' SQL_TRACE = TRUE;

-- It ends a transaction that somebody else left in doubt.
-- expect: ADMIN
COMMIT FORCE '22.57.53';

-- What the parser lacks is reworded, and what is called there is still looked up.
-- expect: READ
SELECT JSON_QUERY(doc, '$.items' RETURNING CLOB WITH WRAPPER), XMLQUERY('/a' PASSING x RETURNING CONTENT) FROM orders WHERE id = :1;

-- expect: UNKNOWN
-- function: tidy_up
SELECT JSON_QUERY(tidy_up(doc), '$.items' WITH WRAPPER) FROM orders;

-- expect: UNKNOWN
-- function: tidy_up
SELECT XMLQUERY('/a' PASSING tidy_up(x) RETURNING CONTENT) FROM orders;
