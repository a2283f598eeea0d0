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
