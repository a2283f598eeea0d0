"""Writes by names and moments that a patch may miss: classes called by hand, C modules, later, elsewhere."""

from __future__ import annotations

from .scenarios import CLOSE, COUNT, CREATE, CTE, DELETE, DUCK, FRAME, INSERT, PSYCOPG, PSYCOPG2, SQLITE, by

C2 = f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone()][-1][0]"
R = f"con.execute({COUNT!r}).fetchone()[0]"
RD = f"con.execute({COUNT!r}).fetchone()[0]"
OTHER = f"other.execute({INSERT!r}); other.commit(); other.close()"
LATER = f"def work(*args):\n    other = sqlite3.connect(SQLITE, check_same_thread=False)\n    {OTHER}\n"

SCENARIOS = (
    *by(
        "sqlite3", "sqlite", SQLITE + "\nimport functools, operator, threading, os, signal, time, asyncio, gc, weakref\nplain = con.cursor()", CLOSE,
        the_class_s_method_of_a_cursor=(f"sqlite3.Cursor.execute(plain, {INSERT!r}); con.commit()", R),
        the_class_s_method_of_a_connection=(f"sqlite3.Connection.execute(con, {INSERT!r}); con.commit()", R),
        the_class_s_executemany=("sqlite3.Connection.executemany(con, 'INSERT INTO orders VALUES (?, ?)', [(99, 'X')]); con.commit()", R),
        the_class_s_executescript=(f"sqlite3.Connection.executescript(con, {CREATE!r})", R),
        a_partial=(f"functools.partial(con.execute, {INSERT!r})(); con.commit()", f"functools.partial(con.execute, {COUNT!r})().fetchone()[0]"),
        a_methodcaller=(f"operator.methodcaller('executescript', {INSERT!r})(con)", f"operator.methodcaller('execute', {COUNT!r})(con).fetchone()[0]"),
        getattr_by_a_made_name=(f"getattr(con, 'exe' + 'cute')({INSERT!r}); con.commit()", R),
        the_C_module=(f"import _sqlite3\nother = _sqlite3.connect(SQLITE)\n{OTHER}", R),
        the_C_module_s_class=(f"import _sqlite3\nother = _sqlite3.Connection(SQLITE)\n{OTHER}", R),
        a_subclass_made_by_hand=(f"class Mine(sqlite3.Connection): pass\nother = Mine(SQLITE)\n{OTHER}", R),
        dbapi2_s_own_name=(f"from sqlite3.dbapi2 import connect\nother = connect(SQLITE)\n{OTHER}", R),
        a_fresh_import=(
            "import sys, importlib\nfor name in ('sqlite3', 'sqlite3.dbapi2'): sys.modules.pop(name)\n"
            f"import sqlite3 as fresh\nother = fresh.connect(SQLITE)\n{OTHER}", R,
        ),
        closing=(f"with contextlib.closing(sqlite3.connect(SQLITE)) as other, other: other.execute({INSERT!r})", R),
        a_class_s_blobopen=(
            "with sqlite3.connect(':memory:') as m: pass\n"
            "blob = sqlite3.Connection.blobopen(con, 'sqlite_schema', 'sql', 1); blob[:] = b'-' * len(blob); blob.close()", R,
        ),
        a_class_s_backup=(
            "other = sqlite3.connect(':memory:'); other.execute('CREATE TABLE made (a)'); other.commit()\n"
            "sqlite3.Connection.backup(other, con)", R,
        ),
        a_backup_to_a_new_connection=(
            "other = sqlite3.connect(':memory:'); other.execute('CREATE TABLE made (a)'); other.commit()\n"
            "new = sqlite3.connect(SQLITE)\nwith new: other.backup(new)\nnew.close()", R,
        ),
        an_attached_URI=(
            "other = sqlite3.connect('file::memory:', uri=True)\nother.execute(\"ATTACH 'file:\" + SQLITE + \"?mode=rw' AS it\")\n"
            "other.execute(\"INSERT INTO it.orders VALUES (99, 'X')\"); other.commit(); other.close()", R,
        ),
        attached_in_a_script=(
            "other = sqlite3.connect(':memory:')\nother.executescript(f\"ATTACH '{SQLITE}' AS it; INSERT INTO it.orders VALUES (99, 'X'); COMMIT;\")", R,
        ),
        a_URI_with_a_host=(f"other = sqlite3.connect('file://localhost' + SQLITE, uri=True)\n{OTHER}", f"sqlite3.connect('file://localhost' + SQLITE + '?mode=ro', uri=True).execute({COUNT!r}).fetchone()[0]"),
        a_URI_in_percent_signs=(f"import urllib.parse\nother = sqlite3.connect('file:' + urllib.parse.quote(SQLITE, safe='') + '?mode=rwc&cache=shared', uri=True)\n{OTHER}", R),
        a_link=(
            "link = SQLITE + '.link'\nif os.path.lexists(link): os.unlink(link)\nos.symlink(SQLITE, link)\n"
            f"other = sqlite3.connect(link)\n{OTHER}", R,
        ),
        a_hard_link=(
            "link = SQLITE + '.hard'\nif os.path.lexists(link): os.unlink(link)\nos.link(SQLITE, link)\n"
            f"other = sqlite3.connect(link)\n{OTHER}", R,
        ),
        a_relative_path=(
            f"here = os.getcwd(); os.chdir(os.path.dirname(SQLITE))\nother = sqlite3.connect('./x/../' + os.path.basename(SQLITE))\n{OTHER}\nos.chdir(here)"
            .replace("./x/../", "./"), R,
        ),
        bytes_as_path=(f"other = sqlite3.connect(os.fsencode(SQLITE))\n{OTHER}", f"sqlite3.connect(os.fsencode(SQLITE)).execute({COUNT!r}).fetchone()[0]"),
        a_Path=(f"import pathlib\nother = sqlite3.connect(pathlib.Path(SQLITE))\n{OTHER}", f"sqlite3.connect(__import__('pathlib').Path(SQLITE)).execute({COUNT!r}).fetchone()[0]"),
        keywords=(f"other = sqlite3.connect(database=SQLITE, timeout=1.0)\n{OTHER}", f"sqlite3.connect(database=SQLITE).execute({COUNT!r}).fetchone()[0]"),
        positions=(f"other = sqlite3.connect(SQLITE, 5.0, 0, None, True, sqlite3.Connection, 128, False)\nother.execute({INSERT!r})", R),
        a_timer=(LATER + "t = threading.Timer(0.05, work); t.start(); t.join()", R),
        to_thread=(LATER + "await asyncio.to_thread(work)", f"(await asyncio.to_thread(lambda: sqlite3.connect(SQLITE).execute({COUNT!r}).fetchone()))[0]"),
        call_later=(LATER + "asyncio.get_running_loop().call_later(0.01, work); await asyncio.sleep(0.1)", R),
        a_task_that_outlives_its_cell=(LATER + "async def soon():\n    await asyncio.sleep(0.05); work()\ntask = asyncio.ensure_future(soon())\nawait asyncio.wait([task])", R),
        a_signal=(LATER + "old = signal.signal(signal.SIGALRM, work); signal.setitimer(signal.ITIMER_REAL, 0.05); time.sleep(0.3)", R),
        a_finalizer=(LATER + "class Thing:\n    def __del__(self): work()\nthing = Thing(); del thing; gc.collect()", R),
        a_weak_reference=(LATER + "class Thing: pass\nthing = Thing(); end = weakref.finalize(thing, work); del thing; gc.collect()", R),
        at_exit_of_a_fork=(
            LATER + "import multiprocessing.util\ndef child():\n    multiprocessing.util.Finalize(None, work, exitpriority=1)\n"
            "p = __import__('multiprocessing').get_context('fork').Process(target=child); p.start(); p.join()", R,
        ),
        os_fork=(LATER + "pid = os.fork()\nif not pid:\n    try: work()\n    finally: os._exit(0)\nos.waitpid(pid, 0)", R),
        a_pool_of_forks=(
            LATER + "from concurrent.futures import ProcessPoolExecutor\nimport multiprocessing\n"
            "with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context('fork')) as pool:\n    try: pool.submit(work).result()\n    except Exception: pass", R,
        ),
        compiled=(f"eval(compile({f'con.execute({INSERT!r}); con.commit()'!r}, 'x', 'exec'))", f"eval(compile({f'con.execute({COUNT!r}).fetchone()[0]'!r}, 'x', 'eval'))"),
        run_file=(
            f"open('gone.py', 'w').write('import sqlite3\\nother = sqlite3.connect(' + repr(SQLITE) + ')\\n' + {OTHER.replace('; ', chr(10))!r})\n%run gone.py", R,
        ),
        run_in_the_same_names=(f"open('gone.py', 'w').write({f'con.execute({INSERT!r}){chr(10)}con.commit()'!r})\n%run -i gone.py", R),
        runpy=(
            f"import runpy\nopen('gone.py', 'w').write('import sqlite3\\nother = sqlite3.connect(' + repr(SQLITE) + ')\\n' + {OTHER.replace('; ', chr(10))!r})\nrunpy.run_path('gone.py')", R,
        ),
        run_cell=(f"get_ipython().run_cell({f'con.execute({INSERT!r}); con.commit()'!r})", R),
        timeit=(f"%timeit -n1 -r1 con.execute(\"{INSERT}\"); con.commit()", R),
        captured=(f"get_ipython().run_cell_magic('capture', 'out', {f'con.execute({INSERT!r}); con.commit()'!r})", R),
        a_module_of_one_s_own=(
            f"open('gone_module.py', 'w').write('import sqlite3\\ndef go(path):\\n    other = sqlite3.connect(path)\\n    other.execute(' + repr({INSERT!r}) + ')\\n    other.commit()')\n"
            "import importlib, sys; importlib.invalidate_caches(); sys.path.insert(0, '.'); import gone_module; importlib.reload(gone_module).go(SQLITE)", R,
        ),
        journal_mode=("con.execute('PRAGMA journal_mode=wal'); con.execute('PRAGMA user_version=7'); con.execute('DELETE FROM orders'); con.commit()", R),
        writable_schema=("con.execute('PRAGMA writable_schema=ON'); con.execute(\"UPDATE sqlite_master SET sql = replace(sql, 'orders', 'made'), name = 'made', tbl_name = 'made' WHERE type = 'table' AND name = 'orders'\"); con.commit()", R),
        an_authorizer_taken_away=(f"con.set_authorizer(None); con.execute({INSERT!r}); con.commit()", R),
        a_trace=("con.set_trace_callback(print); con.create_function('f', 0, lambda: 1); con.execute('INSERT INTO orders VALUES (f() + 98, f())'); con.commit(); con.set_trace_callback(None)", R),
        a_function_that_writes=(
            f"con.create_function('f', 0, lambda: [sqlite3.Cursor.execute(plain, {INSERT!r}), 1][1]); con.execute('SELECT f()').fetchall(); con.commit()", R,
        ),
        comments_first=("con.execute('/* SELECT */ -- x\\nDELETE FROM orders'); con.commit()", "con.execute('/* DELETE */ -- x\\nSELECT count(*) FROM orders').fetchone()[0]"),
        a_CTE=("con.execute('WITH a AS (SELECT 1) DELETE FROM orders'); con.commit()", "con.execute('WITH a AS (SELECT 1) SELECT count(*) FROM orders').fetchone()[0]"),
        replace_into=("con.execute(\"REPLACE INTO orders VALUES (99, 'X')\"); con.commit()", R),
        an_upsert=("con.execute(\"INSERT INTO orders VALUES (99, 'X') ON CONFLICT DO NOTHING RETURNING id\").fetchall(); con.commit()", R),
        pandas_with_a_URL=(FRAME + "frame.to_sql('made', 'sqlite:///' + SQLITE)", "__import__('pandas').read_sql('SELECT count(*) FROM orders', 'sqlite:///' + SQLITE).iloc[0, 0]"),
    ),
    *by(
        "a file as such", "sqlite", SQLITE + "\nimport io, os, pathlib, shutil, mmap, tempfile\nfresh = SQLITE + '.fresh'\nif os.path.exists(fresh): os.unlink(fresh)\n"
        "other = sqlite3.connect(':memory:'); other.execute('CREATE TABLE made (a)'); other.commit(); image = other.serialize()\n"
        "pathlib.Path(fresh).write_bytes(image)", CLOSE,
        write_bytes=("pathlib.Path(SQLITE).write_bytes(image)", R),
        open_for_writing=("with open(SQLITE, 'wb') as file: file.write(image)", R),
        open_for_changing=("with open(SQLITE, 'r+b') as file: file.truncate(0); file.write(image)", R),
        os_open=("fd = os.open(SQLITE, os.O_WRONLY | os.O_TRUNC); os.write(fd, image); os.close(fd)", R),
        copied_over=("shutil.copy(fresh, SQLITE)", R),
        copied_with_its_times=("shutil.copy2(fresh, SQLITE)", R),
        moved_over=("shutil.move(fresh, SQLITE)", f"sqlite3.connect(SQLITE).execute({COUNT!r}).fetchone()[0]"),
        replaced=("os.replace(fresh, SQLITE)", f"sqlite3.connect(SQLITE).execute({COUNT!r}).fetchone()[0]"),
        renamed=("os.rename(fresh, SQLITE)", f"sqlite3.connect(SQLITE).execute({COUNT!r}).fetchone()[0]"),
        unlinked=("pathlib.Path(SQLITE).unlink()", f"sqlite3.connect(SQLITE).execute({COUNT!r}).fetchone()[0]"),
        removed=("os.remove(SQLITE)", f"sqlite3.connect(SQLITE).execute({COUNT!r}).fetchone()[0]"),
        moved_away=("os.replace(SQLITE, SQLITE + '.gone')", f"sqlite3.connect(SQLITE).execute({COUNT!r}).fetchone()[0]"),
        truncated=("os.truncate(SQLITE, 0)", R),
        opened_by_io=("with io.open(SQLITE, 'ab') as file: file.truncate(0)", R),
        read=("pathlib.Path(SQLITE).write_bytes(image)", "3 if pathlib.Path(SQLITE).read_bytes().startswith(b'SQLite') else 0"),
    ),
    *by(
        "a file as such", "duckdb", "import duckdb, os, shutil\ncon = duckdb.connect(DUCKDB, read_only=True); con.close()\nfresh = DUCKDB + '.fresh'\n"
        "if os.path.exists(fresh): os.unlink(fresh)\nopen(fresh, 'wb').write(b'')", "",
        copied_over=("os.unlink(DUCKDB) if not os.path.exists(fresh) else shutil.copyfile(fresh, DUCKDB)", f"duckdb.connect(DUCKDB).execute({COUNT!r}).fetchone()[0]"),
        unlinked=("os.unlink(DUCKDB)", f"duckdb.connect(DUCKDB).execute({COUNT!r}).fetchone()[0]"),
    ),
    *by(
        "DuckDB", "duckdb", DUCK + "\nimport functools, threading, asyncio, duckdb as d", CLOSE,
        the_class_s_method=(f"duckdb.DuckDBPyConnection.execute(con, {INSERT!r})", f"duckdb.DuckDBPyConnection.execute(con, {COUNT!r}).fetchone()[0]"),
        a_partial=(f"functools.partial(con.sql, {CREATE!r})()", f"functools.partial(con.sql, {COUNT!r})().fetchall()[0][0]"),
        the_C_module=(f"import _duckdb\n_duckdb.execute({INSERT!r}, connection=con)", f"__import__('_duckdb').execute({COUNT!r}, connection=con).fetchone()[0]"),
        a_method_of_the_C_module=(f"import _duckdb\ncon.close(); other = _duckdb.connect(DUCKDB)\ntry: other.execute({INSERT!r})\nfinally: other.close()", f"__import__('_duckdb').connect(DUCKDB).execute({COUNT!r}).fetchone()[0]"),
        the_module_with_a_connection=(f"duckdb.sql({CREATE!r}, connection=con)", f"duckdb.sql({COUNT!r}, connection=con).fetchall()[0][0]"),
        the_module_s_execute=(f"duckdb.execute({INSERT!r}, connection=con)", f"duckdb.execute({COUNT!r}, connection=con).fetchone()[0]"),
        to_table=("con.table('orders').to_table('made')", RD),
        a_frame_s_relation=(FRAME + "con.from_df(frame).insert_into('orders')", "con.from_df(con.table('orders').df()).count('*').fetchall()[0][0]"),
        a_frame_s_relation_made=(FRAME + "con.from_df(frame).create('made')", RD),
        an_arrow_table=("import pyarrow\ntable = pyarrow.table({'id': [99], 'city': ['X']})\ncon.from_arrow(table).insert_into('orders')", "con.from_arrow(con.table('orders').to_arrow_table()).count('*').fetchall()[0][0]"),
        values=("con.values([99, 'X']).insert_into('orders')", RD),
        an_update_of_a_relation=(
            "con.table('orders').update({'id': duckdb.ConstantExpression(99)}, condition=duckdb.ColumnExpression('id') == 1) if hasattr(duckdb.DuckDBPyRelation, 'update') else None\ncon.execute('DELETE FROM orders')", RD,
        ),
        an_appender=("con.append('orders', __import__('pandas').DataFrame({'id': [99], 'city': ['X']}), by_name=True)", RD),
        a_file_that_is_read=("open('in.csv', 'w').write('id,city\\n99,X\\n')\ncon.read_csv('in.csv').insert_into('orders')", RD),
        copy_from=("open('in.csv', 'w').write('id,city\\n99,X\\n')\ncon.execute(\"COPY orders FROM 'in.csv' (HEADER)\")", RD),
        an_imported_database=("import os; os.makedirs('imported', exist_ok=True); open('imported/schema.sql', 'w').write('CREATE TABLE made (a int);'); open('imported/load.sql', 'w').close()\ncon.execute(\"IMPORT DATABASE 'imported'\")", RD),
        attached_from_another=(
            "con.close(); other = duckdb.connect()\nother.execute(f\"ATTACH '{DUCKDB}' AS it\"); other.execute('CREATE TABLE it.made AS SELECT 1'); other.close(); con = duckdb.connect(DUCKDB)", f"duckdb.connect(DUCKDB).execute({COUNT!r}).fetchone()[0]",
        ),
        attached_and_used=(
            "con.close(); other = duckdb.connect()\nother.execute(f\"ATTACH '{DUCKDB}' AS it; USE it; CREATE TABLE made AS SELECT 1\"); other.close(); con = duckdb.connect(DUCKDB)", f"duckdb.connect(DUCKDB).execute({COUNT!r}).fetchone()[0]",
        ),
        a_copied_database=(
            "con.close(); other = duckdb.connect(); other.execute('CREATE TABLE made (a int)')\nother.execute(f\"ATTACH '{DUCKDB}' AS it; COPY FROM DATABASE memory TO it\"); other.close(); con = duckdb.connect(DUCKDB)", f"duckdb.connect(DUCKDB).execute({COUNT!r}).fetchone()[0]",
        ),
        a_macro=("con.execute('CREATE OR REPLACE MACRO m() AS 1'); con.execute('DELETE FROM orders')", RD),
        a_sequence=("con.execute('CREATE SEQUENCE s'); con.execute(\"INSERT INTO orders VALUES (nextval('s') + 98, 'X')\")", RD),
        explain_analyze=(f"con.execute('EXPLAIN ANALYZE ' + {INSERT!r}).fetchall()", RD),
        a_CTE=("con.execute(\"WITH a AS (SELECT 99 AS id, 'X' AS city) INSERT INTO orders SELECT * FROM a\")", RD),
        from_first=("con.execute(\"FROM orders\"); con.execute(\"MERGE INTO orders USING (SELECT 99 AS id) s ON orders.id = s.id WHEN NOT MATCHED THEN INSERT VALUES (99, 'X')\")", "con.execute('FROM orders SELECT count(*)').fetchone()[0]"),
        read_only_lifted=("con.close(); con = duckdb.connect(DUCKDB, read_only=False, config={'access_mode': 'READ_WRITE'}); con.execute('TRUNCATE orders')", RD),
        a_task=(f"async def work(): con.cursor().execute({INSERT!r})\nawait asyncio.create_task(work())", RD),
        duplicated=(f"con.duplicate().execute({INSERT!r}) if hasattr(con, 'duplicate') else con.cursor().execute({INSERT!r})", RD),
        checkpointed=(f"con.begin(); con.sql({INSERT!r}); con.commit(); con.checkpoint() if hasattr(con, 'checkpoint') else None", RD),
        a_fork=(
            "con.close()\nimport multiprocessing\ndef work():\n"
            f"    duckdb.connect(DUCKDB).execute({INSERT!r})\n"
            "t = multiprocessing.get_context('fork').Process(target=work); t.start(); t.join(60); t.kill(); con = duckdb.connect(DUCKDB)", RD,
        ),
        polars_s_frame=("import polars\nf = polars.DataFrame({'id': [99], 'city': ['X']})\ncon.execute('INSERT INTO orders SELECT * FROM f')", "con.sql('FROM orders').pl().height"),
        written_as_parquet_over_it=("con.close(); duckdb.sql('SELECT 1').write_parquet(DUCKDB)", f"duckdb.connect(DUCKDB).execute({COUNT!r}).fetchone()[0]"),
        copied_over_it=("con.close(); duckdb.execute(f\"COPY (SELECT 1) TO '{DUCKDB}'\")", f"duckdb.connect(DUCKDB).execute({COUNT!r}).fetchone()[0]"),
        written_as_CSV_over_it=("con.close(); duckdb.sql('SELECT 1').to_csv(DUCKDB)", f"duckdb.connect(DUCKDB).execute({COUNT!r}).fetchone()[0]"),
    ),
    *by(
        "psycopg", "postgres", PSYCOPG + "\nimport functools, threading, psycopg.sql\nold = con.cursor().execute\nfrom psycopg import connect as early", CLOSE, "psycopg",
        the_class_s_method=(f"psycopg.Cursor.execute(con.cursor(), {INSERT!r})", f"psycopg.Connection.execute(con, {COUNT!r}).fetchone()[0]"),
        a_bound_method_kept=(f"old({INSERT!r})", f"old({COUNT!r}).fetchone()[0]"),
        a_name_imported_early=(f"early(PG, autocommit=True).execute({INSERT!r})", f"early(PG).execute({COUNT!r}).fetchone()[0]"),
        a_partial=(f"functools.partial(con.execute, {INSERT!r})()", R),
        the_class_s_connect=(f"psycopg.Connection.connect(PG, autocommit=True).execute({INSERT!r})", R),
        a_raw_cursor=("psycopg.RawCursor(con).execute('INSERT INTO orders VALUES ($1, $2)', [99, 'X'])", f"psycopg.RawCursor(con).execute({COUNT!r}).fetchone()[0]"),
        a_raw_server_cursor=(f"list(psycopg.Connection.connect(PG, autocommit=True, cursor_factory=psycopg.RawCursor).execute({CTE!r}))", f"psycopg.RawServerCursor(con, 'k', withhold=True).execute({COUNT!r}).fetchone()[0]"),
        an_asynchronous_client_cursor=(
            f"async with await psycopg.AsyncConnection.connect(PG, autocommit=True) as a: await psycopg.AsyncClientCursor(a).execute({INSERT!r})", R,
        ),
        read_only_off=(f"other = psycopg.connect(PG); other.read_only = False; other.execute({INSERT!r}); other.commit(); other.close()", R),
        a_transaction_read_write=(f"con.execute('BEGIN READ WRITE'); con.execute({INSERT!r}); con.execute('COMMIT')", R),
        the_lock_set_off=(f"con.execute('SET default_transaction_read_only = off'); con.execute({INSERT!r})", R),
        the_lock_set_off_by_a_function=(f"con.execute(\"SELECT set_config('default_transaction_read_only', 'off', false)\"); con.execute({INSERT!r})", R),
        options_of_one_s_own=(f"psycopg.connect(PG, autocommit=True, options='-c default_transaction_read_only=off').execute({INSERT!r})", f"psycopg.connect(PG, options='-c statement_timeout=9000').execute({COUNT!r}).fetchone()[0]"),
        a_DO_block=("con.execute(\"DO $$ BEGIN DELETE FROM orders; END $$\")", R),
        a_function_that_writes=("con.execute(\"CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'DELETE FROM orders; SELECT 1'\"); con.execute('SELECT pg_temp.f()')", R),
        explain_analyze=(f"con.execute('EXPLAIN ANALYZE ' + {INSERT!r})", f"con.execute('EXPLAIN ' + {COUNT!r}) and con.execute({COUNT!r}).fetchone()[0]"),
        select_into=("con.execute('SELECT * INTO made FROM orders')", R),
        truncate=("con.execute('TRUNCATE orders')", R),
        copy_from_a_query=("with con.cursor().copy('COPY orders FROM STDIN WITH (FORMAT csv)') as c: c.write('99,X\\n')", "[copy := con.cursor().copy('COPY orders TO STDOUT'), len(list(copy.__enter__())), copy.__exit__(None, None, None)][1]"),
        a_template=("con.execute(psycopg.sql.SQL('INSERT INTO {} VALUES ({})').format(psycopg.sql.Identifier('orders'), psycopg.sql.SQL(', ').join([psycopg.sql.Literal(99), psycopg.sql.Literal('X')])))", R),
        returning_many=("c = con.cursor(); c.executemany('INSERT INTO orders VALUES (%s, %s) RETURNING id', [(98, 'X'), (99, 'X')], returning=True)", R),
        two_phases=(f"con.autocommit = False; con.execute({INSERT!r}); con.commit()", R),
    ),
    *by(
        "psycopg2", "postgres", PSYCOPG2 + "\nimport functools, psycopg2.sql\nfrom psycopg2 import connect as early\nold = con.cursor().execute", CLOSE, "psycopg2-binary",
        the_class_s_method=(f"psycopg2.extensions.cursor.execute(con.cursor(), {INSERT!r})", C2),
        the_C_module_s_connect=(f"import psycopg2._psycopg as low\nother = low._connect(PG)\nother.autocommit = True\nother.cursor().execute({INSERT!r})", C2),
        the_C_module_s_class=(f"import psycopg2._psycopg as low\nother = low.connection(PG)\nother.autocommit = True\nother.cursor().execute({INSERT!r})", C2),
        a_cursor_made_by_hand=(f"psycopg2.extensions.cursor(con).execute({INSERT!r})", f"[c := psycopg2.extensions.cursor(con), c.execute({COUNT!r}), c.fetchone()][-1][0]"),
        a_name_imported_early=(f"other = early(PG); other.cursor().execute({INSERT!r}); other.commit()", C2),
        a_logging_cursor=(f"other = psycopg2.connect(PG, connection_factory=psycopg2.extras.LoggingConnection); other.initialize(io.StringIO()); other.cursor().execute({INSERT!r}); other.commit()", C2),
        a_named_tuple_cursor=(f"con.cursor(cursor_factory=psycopg2.extras.NamedTupleCursor).execute({DELETE!r})", f"[c := con.cursor(cursor_factory=psycopg2.extras.NamedTupleCursor), c.execute({COUNT!r}), c.fetchone()][-1].count"),
        a_procedure=("con.cursor().callproc('set_config', ['default_transaction_read_only', 'off', False]); con.cursor().execute('DELETE FROM orders')", C2),
        read_only_off=(f"con.set_session(readonly=False); con.cursor().execute({INSERT!r})", C2),
        a_connection_by_its_parts=("other = psycopg2.connect(host=PG_KW['host'], port=PG_KW['port'], user=PG_KW['user'], password=PG_KW['password'], dbname='postgres'); other.autocommit = True; other.cursor().execute('DELETE FROM orders')", C2),
        several_statements=(f"con.cursor().execute('SELECT 1; ' + {INSERT!r})", C2),
        copy_to_and_from=("con.cursor().copy_expert('COPY (DELETE FROM orders RETURNING id) TO STDOUT', io.StringIO())", "[b := io.StringIO(), con.cursor().copy_expert('COPY orders TO STDOUT', b), len(b.getvalue().splitlines())][-1]"),
    ),
    *by(
        "SQLAlchemy", "postgres", "import sqlalchemy as sa\nfrom sqlalchemy import orm, event\nengine = sa.create_engine(PG_SA)\nmeta = sa.MetaData()\n"
        "orders = sa.Table('orders', meta, sa.Column('id', sa.Integer, primary_key=True), sa.Column('city', sa.Text))\nmade = sa.Table('made', sa.MetaData(), sa.Column('a', sa.Integer))\n"
        "class Order(orm.registry().generate_base()): __table__ = orders", "engine.dispose()", "sqlalchemy",
        the_driver_s_connection=(f"raw = engine.raw_connection(); raw.driver_connection.execute({INSERT!r}); raw.driver_connection.commit(); raw.close()", f"engine.raw_connection().driver_connection.execute({COUNT!r}).fetchone()[0]"),
        a_compiled_statement=("with engine.begin() as c: c.exec_driver_sql(str(orders.insert().values(id=99, city='X').compile(engine, compile_kwargs={'literal_binds': True})))", "engine.connect().exec_driver_sql(str(sa.select(sa.func.count()).select_from(orders).compile(engine))).scalar()"),
        all_tables_dropped=("meta.drop_all(engine)", f"engine.connect().execute(sa.text({COUNT!r})).scalar()"),
        one_table_created=("made.create(engine)", f"engine.connect().execute(sa.text({COUNT!r})).scalar()"),
        bulk_save_objects=("with orm.Session(engine) as s: s.bulk_save_objects([Order(id=99, city='X')]); s.commit()", "orm.Session(engine).query(Order).count()"),
        bulk_insert_mappings=("with orm.Session(engine) as s: s.bulk_insert_mappings(Order, [{'id': 99, 'city': 'X'}]); s.commit()", "orm.Session(engine).query(Order).count()"),
        a_flush_in_autocommit=("with orm.Session(engine.execution_options(isolation_level='AUTOCOMMIT')) as s: s.add(Order(id=99, city='X')); s.flush()", "len(orm.Session(engine).scalars(sa.select(Order)).all())"),
        an_object_deleted=("with orm.Session(engine) as s: s.delete(s.get(Order, 1)); s.commit()", "len(orm.Session(engine).scalars(sa.select(Order)).all())"),
        many_values=("with engine.begin() as c: c.execute(sa.insert(orders), [{'id': n, 'city': 'X'} for n in range(50, 60)])", f"engine.connect().exec_driver_sql({COUNT!r}).scalar()"),
        a_scoped_session=("s = orm.scoped_session(orm.sessionmaker(engine)); s.execute(sa.delete(orders)); s.commit(); s.remove()", "orm.scoped_session(orm.sessionmaker(engine))().query(Order).count()"),
        reflected=("t = sa.Table('orders', sa.MetaData(), autoload_with=engine)\nwith engine.begin() as c: c.execute(t.delete())", "engine.connect().execute(sa.select(sa.func.count()).select_from(sa.Table('orders', sa.MetaData(), autoload_with=engine))).scalar()"),
        automapped=("from sqlalchemy.ext.automap import automap_base\nB = automap_base(); B.prepare(autoload_with=engine)\nwith orm.Session(engine) as s: s.add(B.classes.orders(id=99, city='X')); s.commit()", f"engine.connect().exec_driver_sql({COUNT!r}).scalar()"),
        a_pool_without_pooling=(f"from sqlalchemy.pool import NullPool\nwith sa.create_engine(PG_SA, poolclass=NullPool).begin() as c: c.exec_driver_sql({INSERT!r})", f"engine.connect().exec_driver_sql({COUNT!r}).scalar()"),
        an_engine_from_config=(f"with sa.engine_from_config({{'sqlalchemy.url': PG_SA}}).begin() as c: c.exec_driver_sql({INSERT!r})", f"engine.connect().exec_driver_sql({COUNT!r}).scalar()"),
        text_rewritten_by_a_listener=(
            "e = sa.create_engine(PG_SA)\n@event.listens_for(e, 'before_cursor_execute', retval=True)\ndef change(c, cursor, statement, parameters, context, many): return 'DELETE FROM orders', ()\n"
            "with e.begin() as c: c.exec_driver_sql('SELECT 1')", f"engine.connect().exec_driver_sql({COUNT!r}).scalar()",
        ),
        two_phase=(f"with engine.connect() as c:\n    c.exec_driver_sql({INSERT!r}); c.commit()", f"engine.connect().exec_driver_sql({COUNT!r}).scalar()"),
        streamed=(f"with engine.connect() as c:\n    list(c.execution_options(stream_results=True).exec_driver_sql({COUNT!r})); c.execution_options(stream_results=False).exec_driver_sql({INSERT!r}); c.commit()", f"engine.connect().execution_options(stream_results=True).exec_driver_sql({COUNT!r}).scalar()"),
        an_async_session=(
            "from sqlalchemy.ext.asyncio import create_async_engine, AsyncSession\nae = create_async_engine(PG_SA)\nasync with AsyncSession(ae) as s:\n    s.add(Order(id=99, city='X')); await s.commit()", f"engine.connect().exec_driver_sql({COUNT!r}).scalar()",
        ),
        by_psycopg2_with_executemany=(
            "e = sa.create_engine(PG_SA.replace('+psycopg', '+psycopg2'), executemany_mode='values_plus_batch')\nwith e.begin() as c: c.execute(orders.insert(), [{'id': 98}, {'id': 99}])", f"engine.connect().exec_driver_sql({COUNT!r}).scalar()",
        ),
    ),
    *by(
        "SQLAlchemy", "sqlite", "import sqlalchemy as sa\nengine = sa.create_engine('sqlite:///' + SQLITE)\nopened = engine.connect()", "opened.close(); engine.dispose()", "sqlalchemy",
        a_connection_opened_before=(f"opened.exec_driver_sql({INSERT!r}); opened.commit()", f"opened.exec_driver_sql({COUNT!r}).scalar()"),
        a_URI=(f"e = sa.create_engine(f'sqlite:///file:{{SQLITE}}?mode=rw&uri=true')\nwith e.begin() as c: c.exec_driver_sql({INSERT!r})", f"engine.connect().exec_driver_sql({COUNT!r}).scalar()"),
        by_aiosqlite=(f"from sqlalchemy.ext.asyncio import create_async_engine\nasync with create_async_engine('sqlite+aiosqlite:///' + SQLITE).begin() as c: await c.exec_driver_sql({INSERT!r})", f"engine.connect().exec_driver_sql({COUNT!r}).scalar()"),
        pandas_to_sql=(FRAME + "frame.to_sql('made', engine)", "__import__('pandas').read_sql_table('orders', engine).shape[0]"),
        pandas_to_sql_by_a_connection=(FRAME + "with engine.begin() as c: frame.to_sql('orders', c, if_exists='append', index=False)", "__import__('pandas').read_sql('SELECT * FROM orders', engine).shape[0]"),
    ),
    *by(
        "SQLAlchemy", "mariadb", "import sqlalchemy as sa\nengine = sa.create_engine(MY_SA)", "engine.dispose()", "sqlalchemy",
        by_MySQL_Connector=(f"with sa.create_engine(MY_SA.replace('+pymysql', '+mysqlconnector')).begin() as c: c.exec_driver_sql({INSERT!r})", f"engine.connect().exec_driver_sql({COUNT!r}).scalar()"),
        by_asyncmy=(f"from sqlalchemy.ext.asyncio import create_async_engine\nasync with create_async_engine(MY_SA.replace('+pymysql', '+asyncmy')).begin() as c: await c.exec_driver_sql({INSERT!r})", f"engine.connect().exec_driver_sql({COUNT!r}).scalar()"),
        pandas_to_sql_multi=(FRAME + "frame.to_sql('made', engine, method='multi')", "__import__('pandas').read_sql('SELECT * FROM orders', engine).shape[0]"),
    ),
    *by(
        "PyMySQL", "mariadb", "import pymysql, functools\ncon = pymysql.connect(**MY_KW, autocommit=True)\ncur = con.cursor()", CLOSE, "pymysql",
        the_class_s_method=(f"pymysql.cursors.Cursor.execute(cur, {INSERT!r})", C2),
        the_connection_s_query=(f"pymysql.connections.Connection.query(con, {INSERT!r})", C2),
        _query=(f"cur._query({INSERT!r})", C2),
        several_statements=(
            f"pymysql.connect(**MY_KW, autocommit=True, client_flag=pymysql.constants.CLIENT.MULTI_STATEMENTS).cursor().execute('SELECT 1; ' + {INSERT!r})", C2,
        ),
        an_init_command=(f"pymysql.connect(**MY_KW, autocommit=True, init_command={INSERT!r})", C2),
        an_executable_comment=("cur.execute('/*! DELETE FROM orders */')", C2),
        a_prepared_statement=("cur.execute(\"PREPARE s FROM 'DELETE FROM orders'\"); cur.execute('EXECUTE s')", C2),
        the_lock_set_off=(f"cur.execute('SET SESSION TRANSACTION READ WRITE'); cur.execute({INSERT!r})", C2),
        loaded_data=("cur.execute('CREATE TABLE made AS SELECT 1 AS a')", C2),
    ),
    *by(
        "MySQL Connector", "mariadb", "import mysql.connector\ncon = mysql.connector.connect(**MY_KW, autocommit=True)\ncur = con.cursor(buffered=True)", CLOSE, "mysql-connector-python",
        the_class_s_method=(f"type(cur).execute(cur, {INSERT!r})", f"[c := con.cursor(buffered=True), c.execute({COUNT!r}), c.fetchone()][-1][0]"),
        several_statements=(f"k = con.cursor()\nfor _ in (k.execute('SELECT 1; ' + {INSERT!r}, map_results=True) or [k]): k.fetchall()\nwhile k.nextset(): pass", f"[c := con.cursor(buffered=True), c.execute({COUNT!r}), c.fetchone()][-1][0]"),
    ),
    *by(
        "pg8000", "postgres", "import pg8000.dbapi, pg8000.native\ncon = pg8000.dbapi.connect(**PG_KW)\ncon.autocommit = True", CLOSE, "pg8000",
        the_class_s_method=(f"pg8000.dbapi.Cursor.execute(con.cursor(), {INSERT!r})", C2),
        the_core=(f"con.execute_simple({INSERT!r})", C2),
        the_core_unnamed=(f"con.execute_unnamed({INSERT!r})", C2),
    ),
    *by(
        "asyncpg", "postgres", "import asyncpg\ncon = await asyncpg.connect(PG)", "await con.close()", "asyncpg",
        the_class_s_method=(f"await asyncpg.Connection.execute(con, {INSERT!r})", f"await asyncpg.Connection.fetchval(con, {COUNT!r})"),
        fetchrow=("await con.fetchrow(\"INSERT INTO orders VALUES (99, 'X') RETURNING id\")", f"await con.fetchval({COUNT!r})"),
        copy_records_on_a_pool=("async with asyncpg.create_pool(PG, min_size=1) as pool: await pool.copy_records_to_table('orders', records=[(99, 'X')])", f"await con.fetchval({COUNT!r})"),
        an_own_class=(f"class Mine(asyncpg.Connection): pass\nother = await asyncpg.connect(PG, connection_class=Mine); await other.execute({INSERT!r})", f"await con.fetchval({COUNT!r})"),
    ),
    *by(
        "ADBC", "postgres", "import adbc_driver_postgresql.dbapi as pg\ncon = pg.connect(PG, autocommit=True)\nimport pyarrow\nrows = pyarrow.table({'id': pyarrow.array([99], pyarrow.int32()), 'city': ['X']})", CLOSE, "adbc-driver-postgresql",
        the_class_s_method=(f"pg.Cursor.execute(con.cursor(), {INSERT!r}) if hasattr(pg, 'Cursor') else con.cursor().execute({INSERT!r})", C2),
        execute_of_the_connection=(f"con.execute({INSERT!r}) if hasattr(con, 'execute') else con.cursor().execute({INSERT!r})", C2),
        a_reader_ingested=("con.cursor().adbc_ingest('made', rows.to_reader(), mode='create')", C2),
        replaced=("con.cursor().adbc_ingest('made', rows, mode='replace')", C2),
        pandas_to_sql_append=("rows.to_pandas().to_sql('made', con, index=False, if_exists='append')", "__import__('pandas').read_sql('SELECT * FROM orders', con).shape[0]"),
        executescript=(f"con.cursor().executescript('SELECT 1; ' + {INSERT!r})", C2),
    ),
    *by(
        "psycopg", "postgres", PSYCOPG, CLOSE, "psycopg", by_lock=True,
        the_C_level=(f"con.pgconn.exec_({INSERT.encode()!r})", R),
        the_C_level_with_parameters=(f"con.pgconn.exec_params({INSERT.encode()!r}, [])", R),
    ),
    *by(
        "libpq by ctypes", "postgres", "import ctypes, ctypes.util, glob, os, psycopg\n"
        "found = ctypes.util.find_library('pq') or glob.glob(os.path.dirname(psycopg.__path__[0]) + '/psycopg_binary.libs/libpq*')[0]\n"
        "import psycopg_binary\npq = ctypes.CDLL(found)\npq.PQconnectdb.restype = pq.PQexec.restype = ctypes.c_void_p\n"
        "pq.PQexec.argtypes = ctypes.c_void_p, ctypes.c_char_p\npq.PQfinish.argtypes = ctypes.c_void_p,\npq.PQgetvalue.restype = ctypes.c_char_p\npq.PQgetvalue.argtypes = ctypes.c_void_p, ctypes.c_int, ctypes.c_int", "", "psycopg", by_lock=True,
        PQexec=(f"c = pq.PQconnectdb(PG.encode()); pq.PQexec(c, {INSERT.encode()!r}); pq.PQfinish(c)", f"[c := pq.PQconnectdb(PG.encode()), r := pq.PQexec(c, {COUNT.encode()!r}), pq.PQgetvalue(r, 0, 0), pq.PQfinish(c)][2]"),
    ),
)  # fmt: skip
