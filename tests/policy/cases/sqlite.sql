-- expect: READ
SELECT date('now'), json_extract(payload, '$.a') FROM events WHERE name GLOB 'a*';

-- Asking a full-text table.
-- expect: READ
SELECT rowid FROM notes('hello');

-- expect: READ
PRAGMA table_info(orders);

-- expect: READ
SELECT name FROM pragma_table_info('orders');

-- expect: UNKNOWN
SELECT * FROM pragma_user_version(5);

-- expect: READ
PRAGMA user_version;

-- expect: ADMIN
PRAGMA user_version = 5;

-- Even asked without a value it may change the file.
-- expect: WRITE
PRAGMA journal_mode;

-- expect: ADMIN
PRAGMA query_only = off;

-- expect: WRITE
REPLACE INTO t VALUES (1);

-- expect: ADMIN
VACUUM INTO 'copy.db';

-- expect: READ
EXPLAIN QUERY PLAN SELECT * FROM t;

-- A trigger is one statement, to its END.
-- expect: SCHEMA
CREATE TRIGGER tidy AFTER INSERT ON t BEGIN DELETE FROM log; SELECT 1; END;

-- A comment at the end need not be closed.
-- expect: READ
SELECT 1 /* ; DELETE FROM t

-- expect: READ
SELECT [a;b] FROM t;

-- A pragma without brackets.
-- expect: UNKNOWN
SELECT * FROM pragma_optimize;
