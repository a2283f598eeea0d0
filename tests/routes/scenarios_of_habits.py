"""The same drivers as people use them: names taken before, threads, tasks, forks, pools, reloads."""

from __future__ import annotations

from .scenarios import CLOSE, COUNT, CREATE, CTE, DELETE, DUCK, FRAME, INSERT, PSYCOPG, PSYCOPG2, SQLITE, by

C2 = f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone()][-1][0]"
ASYNCPG = "import asyncpg\ncon = await asyncpg.connect(PG)"
ROWS = "[(98, 'X'), (99, 'X')]"

SCENARIOS = (
    *by(
        "sqlite3", "sqlite",
        SQLITE + "\nrun, cursor = con.execute, con.cursor()\nclass Own(sqlite3.Cursor):\n"
        "    def execute(self, *args): return super().execute(*args)\n"
        "con.execute('CREATE TEMP TABLE mine (a)')", CLOSE,
        a_method_taken_before=(f"run({INSERT!r}); con.commit()", f"run({COUNT!r}).fetchone()[0]"),
        a_cursor_opened_before=(f"cursor.execute({INSERT!r}); con.commit()", f"cursor.execute({COUNT!r}).fetchone()[0]"),
        an_own_cursor=(f"con.cursor(Own).execute({INSERT!r}); con.commit()", f"con.cursor(Own).execute({COUNT!r}).fetchone()[0]"),
        a_blob=(
            "con.execute('CREATE TABLE made AS SELECT zeroblob(1) AS b')\n"
            "with con.blobopen('made', 'b', 1) as blob: blob.write(b'x')",
            f"con.execute({COUNT!r}).fetchone()[0]",
        ),
        a_dump_run_elsewhere=(
            "text = '\\n'.join(con.iterdump()).replace('orders', 'made')\n"
            "other = sqlite3.connect(SQLITE)\nother.executescript(text)",
            "sum('INSERT' in line for line in con.iterdump())",
        ),
        VACUUM_INTO=(
            "import os\nif os.path.exists(SQLITE + '2'): os.unlink(SQLITE + '2')\n"
            f"con.execute(f\"VACUUM INTO '{{SQLITE}}2'\"); con.execute({INSERT!r}); con.commit()",
            f"con.execute({COUNT!r}).fetchone()[0]",
        ),
        text_that_is_executed=(f"exec({f'con.execute({INSERT!r}); con.commit()'!r})", f"eval({f'con.execute({COUNT!r}).fetchone()[0]'!r})"),
        a_reloaded_module=(
            "import importlib\nimportlib.reload(sqlite3.dbapi2); importlib.reload(sqlite3)\n"
            f"other = sqlite3.connect(SQLITE)\nwith other: other.execute({INSERT!r})",
            f"con.execute({COUNT!r}).fetchone()[0]",
        ),
        isolation_level_None=(
            f"other = sqlite3.connect(SQLITE, isolation_level=None); other.execute('BEGIN'); other.execute({INSERT!r}); other.execute('COMMIT')",
            f"sqlite3.connect(SQLITE, isolation_level=None).execute({COUNT!r}).fetchone()[0]",
        ),
        a_URI=(
            f"other = sqlite3.connect(f'file:{{SQLITE}}?mode=rw', uri=True)\nwith other: other.execute({INSERT!r})",
            f"sqlite3.connect(f'file:{{SQLITE}}?mode=ro', uri=True).execute({COUNT!r}).fetchone()[0]",
        ),
        a_trigger=(
            "con.execute('CREATE TEMP TRIGGER t AFTER INSERT ON mine BEGIN DELETE FROM orders; END'); con.execute('INSERT INTO mine VALUES (1)'); con.commit()",
            f"con.execute({COUNT!r}).fetchone()[0]",
        ),
        a_pool_of_threads=(
            "from concurrent.futures import ThreadPoolExecutor\ndef work(i):\n    other = sqlite3.connect(SQLITE)\n"
            "    with other: other.execute('INSERT INTO orders VALUES (?, ?)', (90 + i, 'X'))\n"
            "with ThreadPoolExecutor(2) as pool: list(pool.map(work, range(1)))",
            f"__import__('concurrent.futures').futures.ThreadPoolExecutor(1).submit(lambda: sqlite3.connect(SQLITE).execute({COUNT!r}).fetchone()[0]).result()",
        ),
    ),
    *by(
        "DuckDB", "duckdb", DUCK + "\nrun = con.execute\ncursor = con.cursor()", "cursor.close()\n" + CLOSE,
        a_method_taken_before=(f"run({INSERT!r})", f"run({COUNT!r}).fetchone()[0]"),
        a_cursor_opened_before=(f"cursor.execute({INSERT!r})", f"cursor.execute({COUNT!r}).fetchone()[0]"),
        a_prepared_statement=(
            f"con.execute(con.extract_statements({INSERT!r})[0])",
            f"con.execute(con.extract_statements({COUNT!r})[0]).fetchone()[0]",
        ),
        PREPARE_and_EXECUTE=(
            "con.execute(\"PREPARE p AS INSERT INTO orders VALUES ($1, 'X')\"); con.execute('EXECUTE p(99)')",
            f"con.execute({COUNT!r}).fetchone()[0]",
        ),
        several_statements=(f"con.execute({COUNT + '; ' + INSERT!r})", f"con.execute('SELECT 1; ' + {COUNT!r}).fetchone()[0]"),
        a_transaction=(f"con.begin(); con.execute({INSERT!r}); con.commit()", f"con.execute({COUNT!r}).fetchone()[0]"),
        a_registered_frame=(
            FRAME + "con.register('seen', frame); con.execute('INSERT INTO orders SELECT * FROM seen')",
            f"con.execute({COUNT!r}).fetchone()[0]",
        ),
        an_unread_relation=("con.sql(\"INSERT INTO orders VALUES (99, 'X') RETURNING id\")", f"con.sql({COUNT!r}).fetchall()[0][0]"),
        relation_query=("con.table('orders').query('o', \"INSERT INTO orders VALUES (99, 'X')\")", "con.table('orders').query('o', 'SELECT count(*) FROM o').fetchall()[0][0]"),
        from_query=(f"con.from_query({CREATE!r})", f"con.from_query({COUNT!r}).fetchall()[0][0]"),
        a_pandas_frame_of_the_result=(
            "import pandas; pandas.read_sql(\"INSERT INTO orders VALUES (99, 'X') RETURNING id\", con)",
            f"__import__('pandas').read_sql({COUNT!r}, con).iloc[0, 0]",
        ),
        another_thread=(
            f"import threading\nt = threading.Thread(target=lambda: con.cursor().execute({INSERT!r})); t.start(); t.join()",
            f"con.execute({COUNT!r}).fetchone()[0]",
        ),
        an_exported_database=(
            "import shutil; shutil.rmtree(DUCKDB + '.d', ignore_errors=True)\n"
            f"con.execute(f\"EXPORT DATABASE '{{DUCKDB}}.d'\"); con.execute({INSERT!r})",
            f"con.execute({COUNT!r}).fetchone()[0]",
        ),
    ),
    *by(
        "psycopg", "postgres",
        PSYCOPG + "\nrun, cursor = con.execute, con.cursor()\nclass Own(psycopg.Cursor):\n"
        "    def execute(self, *args, **kwargs): return super().execute(*args, **kwargs)\n"
        "other = await psycopg.AsyncConnection.connect(PG, autocommit=True)", CLOSE + "; await other.close()", "psycopg",
        a_method_taken_before=(f"run({INSERT!r})", f"run({COUNT!r}).fetchone()[0]"),
        a_cursor_opened_before=(f"cursor.execute({INSERT!r})", f"cursor.execute({COUNT!r}).fetchone()[0]"),
        an_own_cursor=(
            f"Own(con).execute({INSERT!r})", f"psycopg.connect(PG, cursor_factory=Own).execute({COUNT!r}).fetchone()[0]"
        ),
        a_pipeline=(
            f"with con.pipeline(): con.execute({INSERT!r}); con.execute({INSERT.replace('99', '98')!r})",
f"con.execute({COUNT!r}).fetchone()[0]",
        ),
        a_cursor_of_the_server=(
            f"k = con.cursor('named', withhold=True); k.execute('SELECT 1'); k.close(); con.execute({INSERT!r})",
            f"[c := con.cursor('named', withhold=True), c.execute({COUNT!r}), c.fetchone(), c.close()][2][0]",
        ),
        a_prepared_statement=(
            f"con.execute({INSERT!r}, prepare=True)", f"con.execute({COUNT!r}, prepare=True).fetchone()[0]"
        ),
        a_transaction_block=(
            f"with con.transaction(): con.execute({INSERT!r})",
            f"[t := con.transaction(), t.__enter__(), con.execute({COUNT!r}).fetchone()[0], t.__exit__(None, None, None)][2]",
        ),
        several_statements=(f"con.execute({COUNT + '; ' + INSERT!r})", f"con.execute({'SELECT 1; SELECT 2'!r}) and con.execute({COUNT!r}).fetchone()[0]"),
        bytes=(f"con.execute({INSERT.encode()!r})", f"con.execute({COUNT.encode()!r}).fetchone()[0]"),
        binary_copy=(
            "with con.cursor().copy('COPY orders FROM STDIN (FORMAT BINARY)') as copy:\n"
            "    copy.set_types(['int4', 'text']); copy.write_row((99, 'X'))",
            f"con.execute({COUNT!r}).fetchone()[0]",
        ),
        tasks=(
            f"import asyncio\nasync def work(): await other.execute({INSERT!r})\nawait asyncio.gather(asyncio.create_task(work()))",
            f"(await (await other.execute({COUNT!r})).fetchone())[0]",
        ),
        another_thread=(
            f"import threading\nt = threading.Thread(target=lambda: psycopg.connect(PG, autocommit=True).execute({INSERT!r})); t.start(); t.join()",
            f"con.execute({COUNT!r}).fetchone()[0]",
        ),
        a_fork=(
            "import multiprocessing\ndef work():\n"
            f"    psycopg.connect(PG, autocommit=True).execute({INSERT!r})\n"
            "t = multiprocessing.get_context('fork').Process(target=work); t.start(); t.join()",
            f"con.execute({COUNT!r}).fetchone()[0]",
        ),
        a_reloaded_module=(
            "import importlib; importlib.reload(psycopg)\n"
            f"psycopg.connect(PG, autocommit=True).execute({INSERT!r})", f"psycopg.connect(PG).execute({COUNT!r}).fetchone()[0]",
        ),
        a_notification=("con.execute(\"SELECT pg_notify('a', 'b'), setval(pg_get_serial_sequence('orders', 'id'), 1)\"); con.execute('DELETE FROM orders')", f"con.execute({COUNT!r}).fetchone()[0]"),
    ),
    *by(
        "psycopg", "postgres", "import psycopg_pool\npool = psycopg_pool.ConnectionPool(PG, open=True, min_size=1, max_size=2)", "pool.close()", "psycopg-pool",
        a_pool=(
            f"with pool.connection() as c: c.execute({INSERT!r})",
            f"[m := pool.connection(), c := m.__enter__(), c.execute({COUNT!r}).fetchone()[0], m.__exit__(None, None, None)][2]",
        ),
    ),
    *by(
        "psycopg2", "postgres", PSYCOPG2 + "\nfrom psycopg2.pool import SimpleConnectionPool\npool = SimpleConnectionPool(1, 2, PG)\nrun = con.cursor().execute", CLOSE + "; pool.closeall()", "psycopg2-binary",
        a_method_taken_before=(f"run({INSERT!r})", C2),
        a_pool=(
            f"c = pool.getconn(); c.cursor().execute({INSERT!r}); c.commit(); pool.putconn(c)",
            f"[k := pool.getconn(), c := k.cursor(), c.execute({COUNT!r}), c.fetchone(), k.rollback(), pool.putconn(k)][3][0]",
        ),
        a_named_cursor=(
            f"con.autocommit = False; con.cursor('n').execute('SELECT 1'); con.cursor().execute({INSERT!r}); con.commit()",
f"[con.rollback(), c := con.cursor('m'), c.execute({COUNT!r}), c.fetchone()][3][0]",
        ),
        a_context=(f"with con, con.cursor() as c: c.execute({INSERT!r})", C2),
        execute_batch=("psycopg2.extras.execute_batch(con.cursor(), 'INSERT INTO orders VALUES (%s, %s)', [(98, 'X'), (99, 'X')])", C2),
        composed=(
            "from psycopg2 import sql\ncon.cursor().execute(sql.SQL('DELETE FROM {}').format(sql.Identifier('orders')))", C2,
        ),
        mogrified=("con.cursor().execute(con.cursor().mogrify('INSERT INTO orders VALUES (%s, %s)', (99, 'X')))", C2),
        a_large_object=("con.autocommit = False; l = con.lobject(0, 'wb'); l.write(b'x'); con.commit(); con.autocommit = True; con.cursor().execute('DELETE FROM orders')", C2),
    ),
    *by(
        "asyncpg", "postgres", ASYNCPG + "\npool = await asyncpg.create_pool(PG, min_size=1, max_size=2)", "await pool.close(); await con.close()", "asyncpg",
        a_pool=(f"await pool.execute({INSERT!r})", f"await pool.fetchval({COUNT!r})"),
        a_pool_s_connection=(f"async with pool.acquire() as c: await c.execute({INSERT!r})", f"await pool.fetchval({COUNT!r})"),
        a_transaction=(f"async with con.transaction(): await con.execute({INSERT!r})", f"await con.fetchval({COUNT!r})"),
        copy_to_table=(
            "import io\nawait con.copy_to_table('orders', source=io.BytesIO(b'99\\tX\\n'))", f"await con.fetchval({COUNT!r})"
        ),
        fetchmany=(
            "await con.fetchmany('INSERT INTO orders VALUES ($1, $2) RETURNING id', [(98, 'X'), (99, 'X')])", f"await con.fetchval({COUNT!r})"
        ),
        a_cursor=(
            f"async with con.transaction():\n    async for row in con.cursor({CTE!r}): pass\nawait con.execute({INSERT!r})",
            f"await con.fetchval({COUNT!r})",
        ),
        prepared_for_many=("await (await con.prepare('INSERT INTO orders VALUES ($1, $2)')).executemany([(99, 'X')])", f"await con.fetchval({COUNT!r})"),
        a_task=(
            f"import asyncio\nasync def work():\n    c = await asyncpg.connect(PG)\n    await c.execute({INSERT!r})\nawait asyncio.create_task(work())",
            f"await con.fetchval({COUNT!r})",
        ),
    ),
    *by(
        "pg8000", "postgres", "import pg8000.dbapi, pg8000.native\ncon = pg8000.dbapi.connect(**PG_KW)\ncon.autocommit = True\nnat = pg8000.native.Connection(**PG_KW)", CLOSE + "; nat.close()", "pg8000",
        executemany=(f"con.cursor().executemany('INSERT INTO orders VALUES (%s, %s)', {ROWS})", C2),
        prepared=(f"nat.prepare({INSERT!r}).run()", f"nat.prepare({COUNT!r}).run()[0][0]"),
        copy=("import io\nnat.run('COPY orders FROM STDIN', stream=io.StringIO('99\\tX\\n'))", f"nat.run({COUNT!r})[0][0]"),
        a_legacy_connection=(f"import pg8000.legacy as l\nk = l.connect(**PG_KW); k.autocommit = True; k.run({INSERT!r})", f"__import__('pg8000').legacy.connect(**PG_KW).run({COUNT!r})[0][0]"),
    ),
    *by(
        "PyMySQL", "mariadb", "import pymysql, pymysql.cursors\ncon = pymysql.connect(**MY_KW, autocommit=True)\nrun = con.cursor().execute", CLOSE, "pymysql",
        a_method_taken_before=(f"run({INSERT!r})", C2),
        an_unbuffered_cursor=(f"con.cursor(pymysql.cursors.SSCursor).execute({INSERT!r})", f"[c := con.cursor(pymysql.cursors.SSCursor), c.execute({COUNT!r}), c.fetchall()][-1][0][0]"),
        a_dict_cursor=(f"con.cursor(pymysql.cursors.DictCursor).execute({DELETE!r})", f"[c := con.cursor(pymysql.cursors.DictCursor), c.execute({COUNT!r}), c.fetchone()][-1]['count(*)']"),
        a_context=(f"with con.cursor() as c: c.execute({INSERT!r})", C2),
        another_thread=(
            f"import threading\nt = threading.Thread(target=lambda: pymysql.connect(**MY_KW, autocommit=True).cursor().execute({INSERT!r})); t.start(); t.join()", C2,
        ),
    ),
    *by(
        "MySQL Connector", "mariadb", "import mysql.connector\nfrom mysql.connector import pooling\ncon = mysql.connector.connect(**MY_KW, autocommit=True)", CLOSE, "mysql-connector-python",
        cmd_query=(f"con.cmd_query({INSERT!r})", f"[c := con.cursor(buffered=True), c.execute({COUNT!r}), c.fetchone()][-1][0]"),
        executemany=(f"con.cursor().executemany('INSERT INTO orders VALUES (%s, %s)', {ROWS})", f"[c := con.cursor(buffered=True), c.execute({COUNT!r}), c.fetchone()][-1][0]"),
        a_pool=(
            f"p = pooling.MySQLConnectionPool(pool_name='p', pool_size=1, **MY_KW, autocommit=True).get_connection(); p.cursor().execute({INSERT!r})",
            "[c := con.cursor(dictionary=True, buffered=True), c.execute('SELECT count(*) AS n FROM orders'), c.fetchone()][-1]['n']",
        ),
    ),
    *by(
        "pyodbc", "sqlite", "import pyodbc\ncon = pyodbc.connect(f'DRIVER=SQLite3;DATABASE={SQLITE}', autocommit=True)\nrun = con.execute\ncursor = con.cursor()", CLOSE, "pyodbc",
        a_method_taken_before=(f"run({INSERT!r})", f"run({COUNT!r}).fetchval()"),
        a_cursor_opened_before=(f"cursor.execute({INSERT!r})", f"cursor.execute({COUNT!r}).fetchval()"),
        a_context=(f"with con: con.execute({INSERT!r})", f"con.execute({COUNT!r}).fetchval()"),
    ),
    *by(
        "ADBC", "postgres", "import adbc_driver_postgresql.dbapi as adbc, pyarrow\ncon = adbc.connect(PG)\nrows = pyarrow.table({'id': pyarrow.array([99], 'int32'), 'city': ['X']})", CLOSE, "adbc-driver-postgresql",
        ingest_to_append=("con.cursor().adbc_ingest('orders', rows, mode='append'); con.commit()", C2),
        executemany=("con.cursor().executemany('INSERT INTO orders VALUES ($1, $2)', rows); con.commit()", C2),
        prepared=(f"c = con.cursor(); c.adbc_prepare({INSERT!r}); c.execute({INSERT!r}); con.commit()", C2),
        a_frame_of_pandas=("rows.to_pandas().to_sql('made', con, index=False)", f"__import__('pandas').read_sql({COUNT!r}, con).iloc[0, 0]"),
        a_frame_of_polars=("import polars; polars.from_arrow(rows).write_database('made', PG, engine='adbc')", f"__import__('polars').read_database_uri({COUNT!r}, PG, engine='adbc').item()"),
        the_low_level=(
            "import adbc_driver_postgresql, adbc_driver_manager as m\nd = adbc_driver_postgresql.connect(PG); k = m.AdbcConnection(d); s = m.AdbcStatement(k)\n"
            f"s.set_sql_query({INSERT!r}); s.execute_update()", C2,
        ),
    ),
    *by(
        "connectorx", "postgres", "import connectorx", "", "connectorx",
        partitioned=(f"connectorx.read_sql(PG, {CTE!r}, partition_on='id', partition_num=2)" + f"\nconnectorx.read_sql(PG, {CTE!r})", "connectorx.read_sql(PG, 'SELECT id FROM orders', partition_on='id', partition_num=2).shape[0]"),
        several_queries=(f"connectorx.read_sql(PG, [{COUNT!r}, {CTE!r}])", "connectorx.read_sql(PG, ['SELECT id FROM orders WHERE id < 2', 'SELECT id FROM orders WHERE id > 1']).shape[0]"),
    ),
)  # fmt: skip
