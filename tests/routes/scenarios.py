"""Every route that can run on one machine: how a notebook opens it, writes by it and reads by it."""

from __future__ import annotations

from dataclasses import dataclass

INSERT = "INSERT INTO orders (id, city) VALUES (99, 'X')"
CTE = "WITH x AS (INSERT INTO orders (id, city) VALUES (99, 'X') RETURNING id) SELECT * FROM x"
DELETE = "DELETE FROM orders"
CREATE = "CREATE TABLE made AS SELECT * FROM orders"
COUNT = "SELECT count(*) FROM orders"


@dataclass(frozen=True)
class Scenario:
    """One way to write; `read` is an expression that gives 3, by the same way."""

    route: str  # as in the table of routes
    name: str
    database: str  # postgres, mariadb, sqlite, duckdb
    open: str
    write: str
    read: str
    close: str = ""
    distribution: str = ""  # skipped where it is not installed
    by_lock: bool = False  # not seen by the guard: what refuses is the engine's own lock below it


def by(
    route: str,
    database: str,
    open: str,
    close: str,
    distribution: str = "",
    by_lock: bool = False,
    **writes: tuple[str, str],
) -> list[Scenario]:
    return [
        Scenario(route, name.replace("_", " "), database, open, write, read, close, distribution, by_lock)
        for name, (write, read) in writes.items()
    ]


SQLITE = "import sqlite3, contextlib\ncon = sqlite3.connect(SQLITE)"
DUCK = "import duckdb\ncon = duckdb.connect(DUCKDB)"
PSYCOPG = "import psycopg\ncon = psycopg.connect(PG, autocommit=True)"
PSYCOPG2 = "import psycopg2, psycopg2.extras, io\ncon = psycopg2.connect(PG)\ncon.autocommit = True"
FRAME = "import pandas\nframe = pandas.DataFrame({'id': [99], 'city': ['X']})\n"
CLOSE = "con.close()"

SCENARIOS = (
    *by(
        "sqlite3", "sqlite", SQLITE, CLOSE,
        execute=(f"with con: con.execute({INSERT!r})", f"con.execute({COUNT!r}).fetchone()[0]"),
        executemany=(
            "with con: con.executemany('INSERT INTO orders (id, city) VALUES (?, ?)', [(98, 'X'), (99, 'X')])",
            f"con.cursor().execute({COUNT!r}).fetchone()[0]",
        ),
        executescript=(f"con.executescript({CREATE!r})", f"con.execute({COUNT!r}).fetchone()[0]"),
        a_cursor_made_by_hand=(
            f"sqlite3.Cursor(con).execute({INSERT!r}); con.commit()",
            f"sqlite3.Cursor(con).execute({COUNT!r}).fetchone()[0]",
        ),
        backup=(
            "other = sqlite3.connect(':memory:'); other.execute('CREATE TABLE made (a)'); other.commit(); other.backup(con)",
            f"con.execute({COUNT!r}).fetchone()[0]",
        ),
        attached_from_memory=(
            "other = sqlite3.connect(':memory:')\nother.execute('ATTACH ? AS it', (SQLITE,))\n"
            "other.execute(\"INSERT INTO it.orders (id, city) VALUES (99, 'X')\"); other.commit()",
            f"con.execute({COUNT!r}).fetchone()[0]",
        ),
        a_connection_made_by_hand=(
            f"other = sqlite3.Connection(SQLITE); other.execute({INSERT!r}); other.commit(); other.close()",
            f"con.execute({COUNT!r}).fetchone()[0]",
        ),
        an_own_class=(
            "class Mine(sqlite3.Connection): pass\nother = sqlite3.connect(SQLITE, factory=Mine)\n"
            f"with other: other.execute({INSERT!r})",
            f"sqlite3.connect(SQLITE, factory=sqlite3.Connection).execute({COUNT!r}).fetchone()[0]",
        ),
        another_thread=(
            "import threading\ndef work():\n"
            f"    other = sqlite3.connect(SQLITE)\n    with other: other.execute({INSERT!r})\n"
            "t = threading.Thread(target=work); t.start(); t.join()",
            f"con.execute({COUNT!r}).fetchone()[0]",
        ),
        a_fork=(
            "import multiprocessing\ndef work():\n"
            f"    other = sqlite3.connect(SQLITE)\n    with other: other.execute({INSERT!r})\n"
            "t = multiprocessing.get_context('fork').Process(target=work); t.start(); t.join()",
            f"con.execute({COUNT!r}).fetchone()[0]",
        ),
        swallowed=(
            f"try:\n    with con: con.execute({INSERT!r})\nexcept Exception: pass",
            f"con.execute({COUNT!r}).fetchone()[0]",
        ),
        pandas_to_sql=(
            FRAME + "frame.to_sql('made', con)", f"__import__('pandas').read_sql({COUNT!r}, con).iloc[0, 0]"
        ),
    ),
    *by(
        "aiosqlite", "sqlite", "import aiosqlite", "", "aiosqlite",
        execute=(
            f"async with aiosqlite.connect(SQLITE) as con:\n    await con.execute({INSERT!r})\n    await con.commit()",
            f"(await (await (await aiosqlite.connect(SQLITE)).execute({COUNT!r})).fetchone())[0]",
        ),
    ),
    *by(
        "DuckDB", "duckdb", DUCK, CLOSE,
        execute=(f"con.execute({INSERT!r})", f"con.execute({COUNT!r}).fetchone()[0]"),
        sql=(f"con.sql({CREATE!r})", f"con.sql({COUNT!r}).fetchall()[0][0]"),
        executemany=(
            "con.executemany('INSERT INTO orders VALUES (?, ?)', [[99, 'X']])",
            f"con.query({COUNT!r}).fetchall()[0][0]",
        ),
        cursor=(f"con.cursor().execute({INSERT!r})", f"con.cursor().execute({COUNT!r}).fetchone()[0]"),
        append=(FRAME + "con.append('orders', frame)", f"con.execute({COUNT!r}).df().iloc[0, 0]"),
        relation_insert=("con.table('orders').insert([99, 'X'])", "len(con.table('orders').fetchall())"),
        relation_insert_into=(
            "con.sql(\"SELECT 99 AS id, 'X' AS city\").insert_into('orders')", "len(con.table('orders').df())"
        ),
        relation_create=("con.table('orders').create('made')", "con.table('orders').count('*').fetchall()[0][0]"),
        a_frame_of_the_notebook=(
            FRAME + "con.execute('INSERT INTO orders SELECT * FROM frame')",
            "con.sql('SELECT count(*) FROM orders').fetchall()[0][0]",
        ),
    ),
    *by(
        "DuckDB", "duckdb", "import duckdb", "duckdb.execute('USE memory'); duckdb.execute('DETACH DATABASE IF EXISTS it')",
        attached_from_memory=(
            "duckdb.sql(f\"ATTACH '{DUCKDB}' AS it\"); duckdb.sql(\"INSERT INTO it.orders VALUES (99, 'X')\")",
            "duckdb.sql('SELECT 3').fetchall()[0][0]",
        ),
    ),
    *by(
        "psycopg", "postgres", PSYCOPG, CLOSE, "psycopg",
        execute=(f"con.execute({INSERT!r})", f"con.execute({COUNT!r}).fetchone()[0]"),
        a_CTE_that_writes=(f"con.execute({CTE!r}).fetchall()", f"con.cursor().execute({COUNT!r}).fetchone()[0]"),
        parameters=(
            "con.execute('INSERT INTO orders VALUES (%s, %(city)s)'.replace('%s', '99'), {'city': 'X'})",
            "con.execute('SELECT count(*) FROM orders WHERE id > %s', (0,)).fetchone()[0]",
        ),
        composed=(
            "from psycopg import sql\ncon.execute(sql.SQL('DELETE FROM {}').format(sql.Identifier('orders')))",
            "con.execute(psycopg.sql.SQL('SELECT count(*) FROM {}').format(psycopg.sql.Identifier('orders'))).fetchone()[0]",
        ),
        executemany=(
            "con.cursor().executemany('INSERT INTO orders VALUES (%s, %s)', [(98, 'X'), (99, 'X')])",
            f"con.execute({COUNT!r}.encode()).fetchone()[0]",
        ),
        copy=(
            "with con.cursor().copy('COPY orders FROM STDIN') as copy: copy.write_row((99, 'X'))",
            f"con.execute({COUNT!r}).fetchone()[0]",
        ),
        stream=(f"list(con.cursor().stream({CTE!r}))", f"list(con.cursor().stream({COUNT!r}))[0][0]"),
        client_cursor=(
            "psycopg.ClientCursor(con).execute('INSERT INTO orders VALUES (%s, %s)', (99, 'X'))",
            f"psycopg.ClientCursor(con).execute({COUNT!r}).fetchone()[0]",
        ),
        asynchronous=(
            f"async with await psycopg.AsyncConnection.connect(PG) as other: await other.execute({INSERT!r})",
            f"(await (await (await psycopg.AsyncConnection.connect(PG)).execute({COUNT!r})).fetchone())[0]",
        ),
    ),
    *by(
        "psycopg2", "postgres", PSYCOPG2, CLOSE, "psycopg2-binary",
        execute=(f"con.cursor().execute({INSERT!r})", f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone()][-1][0]"),
        dict_cursor=(
            f"con.cursor(cursor_factory=psycopg2.extras.RealDictCursor).execute({CTE!r})",
            f"[c := con.cursor(cursor_factory=psycopg2.extras.DictCursor), c.execute({COUNT!r}), c.fetchone()][-1][0]",
        ),
        dict_connection=(
            "other = psycopg2.connect(PG, connection_factory=psycopg2.extras.DictConnection)\n"
            f"with other: other.cursor().execute({DELETE!r})",
            f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone()][-1][0]",
        ),
        text_in_the_values=(
            "con.cursor().execute('SELECT %s', (psycopg2.extensions.AsIs(\"1; DELETE FROM orders\"),))",
            "[c := con.cursor(), c.execute('SELECT count(*) FROM orders WHERE id > %s', (0,)), c.fetchone()][-1][0]",
        ),
        execute_values=(
            "psycopg2.extras.execute_values(con.cursor(), 'INSERT INTO orders VALUES %s', [(99, 'X')])",
            f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone()][-1][0]",
        ),
        copy_expert=(
            "con.cursor().copy_expert('COPY orders FROM STDIN', io.StringIO('99\\tX\\n'))",
            f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone()][-1][0]",
        ),
        copy_from=(
            "con.cursor().copy_from(io.StringIO('99\\tX\\n'), 'orders')",
            f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone()][-1][0]",
        ),
        the_C_type_by_hand=(
            "other = psycopg2.extensions.connection(PG)\nother.autocommit = True\n"
            f"other.cursor().execute({INSERT!r})",
            f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone()][-1][0]",
        ),
    ),
    *by(
        "SQLAlchemy", "postgres",
        "import sqlalchemy as sa\nfrom sqlalchemy import orm\nengine = sa.create_engine(PG_SA)\nmeta = sa.MetaData()\n"
        "orders = sa.Table('orders', meta, sa.Column('id', sa.Integer, primary_key=True), sa.Column('city', sa.Text))\n"
        "class Order(orm.registry().generate_base()): __table__ = orders",
        "engine.dispose()", "sqlalchemy",
        core=(
            "with engine.begin() as c: c.execute(orders.insert(), [{'id': 98, 'city': 'X'}, {'id': 99, 'city': 'X'}])",
            "engine.connect().scalar(sa.select(sa.func.count()).select_from(orders))",
        ),
        orm=(
            "with orm.Session(engine) as s: s.add(Order(id=99, city='X')); s.commit()",
            "orm.Session(engine).query(Order).count()",
        ),
        text=(
            f"with engine.begin() as c: c.execute(sa.text({CTE!r}))",
            f"engine.connect().execute(sa.text({COUNT!r})).scalar()",
        ),
        driver_sql=(
            f"with engine.begin() as c: c.exec_driver_sql({DELETE!r})",
            f"engine.connect().exec_driver_sql({COUNT!r}).scalar()",
        ),
        raw_connection=(
            f"raw = engine.raw_connection(); raw.cursor().execute({INSERT!r}); raw.commit(); raw.close()",
            f"engine.raw_connection().cursor().execute({COUNT!r}).fetchone()[0]",
        ),
        ddl=("sa.Table('made', sa.MetaData(), sa.Column('a', sa.Integer)).create(engine)", f"engine.connect().scalar(sa.text({COUNT!r}))"),
        pandas_to_sql=(
            FRAME + "frame.to_sql('made', engine)",
            f"__import__('pandas').read_sql({COUNT!r}, engine).iloc[0, 0]",
        ),
        pandas_with_a_URL=(
            FRAME + "frame.to_sql('orders', PG_SA, if_exists='append', index=False)",
            f"__import__('pandas').read_sql({COUNT!r}, PG_SA).iloc[0, 0]",
        ),
        asynchronous=(
            "from sqlalchemy.ext.asyncio import create_async_engine\nother = create_async_engine(PG_SA)\n"
            f"async with other.begin() as c: await c.execute(sa.text({INSERT!r}))",
            f"engine.connect().scalar(sa.text({COUNT!r}))",
        ),
    ),
    *by(
        "JupySQL", "postgres", "import sqlalchemy\nengine = sqlalchemy.create_engine(PG_SA)\n%load_ext sql\n%sql engine --alias it", "%sql --close it\nengine.dispose()", "jupysql",
        line=(f"%sql {INSERT}", "get_ipython().run_line_magic('sql', 'SELECT count(*) FROM orders')[0][0]"),
        persist=(FRAME + "made = frame\n%sql --persist made", "get_ipython().run_line_magic('sql', 'SELECT count(*) FROM orders')[0][0]"),
    ),
    *by(
        "pg8000", "postgres", "import pg8000.dbapi, pg8000.native\ncon = pg8000.dbapi.connect(**PG_KW)\ncon.autocommit = True", CLOSE, "pg8000",
        execute=(f"con.cursor().execute({INSERT!r})", f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone()][-1][0]"),
        native=(
            f"pg8000.native.Connection(**PG_KW).run({INSERT!r})", f"pg8000.native.Connection(**PG_KW).run({COUNT!r})[0][0]"
        ),
    ),
    *by(
        "asyncpg", "postgres", "import asyncpg\ncon = await asyncpg.connect(PG)", "await con.close()", "asyncpg",
        execute=(f"await con.execute({INSERT!r})", f"await con.fetchval({COUNT!r})"),
        fetch=(f"await con.fetch({CTE!r})", f"(await con.fetch({COUNT!r}))[0][0]"),
        prepared=(f"await (await con.prepare({CTE!r})).fetch()", f"await (await con.prepare({COUNT!r})).fetchval()"),
        executemany=(
            "await con.executemany('INSERT INTO orders VALUES ($1, $2)', [(99, 'X')])", f"await con.fetchval({COUNT!r})"
        ),
        copy_records=(
            "await con.copy_records_to_table('orders', records=[(99, 'X')])",
            "await con.fetchval('SELECT count(*) FROM orders WHERE id = ANY($1::int[])', [1, 2, 3])",
        ),
    ),
    *by(
        "ADBC", "postgres", "import adbc_driver_postgresql.dbapi as adbc\ncon = adbc.connect(PG)", CLOSE, "adbc-driver-postgresql",
        execute=(f"con.cursor().execute({INSERT!r}); con.commit()", f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone()][-1][0]"),
        ingest=(
            "import pyarrow\ncon.cursor().adbc_ingest('made', pyarrow.table({'a': [1]})); con.commit()",
            f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone()][-1][0]",
        ),
    ),
    *by(
        "ADBC", "sqlite", "import adbc_driver_sqlite.dbapi as adbc\ncon = adbc.connect(SQLITE)", CLOSE, "adbc-driver-sqlite",
        execute_in_SQLite=(f"con.cursor().execute({INSERT!r}); con.commit()", f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone()][-1][0]"),
        pandas_to_sql=(FRAME + "frame.to_sql('made', con, index=False)", f"__import__('pandas').read_sql({COUNT!r}, con).iloc[0, 0]"),
    ),
    *by(
        "connectorx", "postgres", "import connectorx", "", "connectorx",
        read_sql=(f"connectorx.read_sql(PG, {CTE!r})", f"connectorx.read_sql(PG, {COUNT!r}).iloc[0, 0]"),
    ),
    *by(
        "polars", "postgres", "import polars", "", "polars",
        read_database_uri=(
            f"polars.read_database_uri({CTE!r}, PG)", f"polars.read_database_uri({COUNT!r}, PG).item()"
        ),
        write_database=(
            "polars.DataFrame({'a': [1]}).write_database('made', PG_SA, engine='sqlalchemy')",
            f"polars.read_database({COUNT!r}, __import__('sqlalchemy').create_engine(PG_SA)).item()",
        ),
    ),
    *by(
        "shell", "sqlite", "import subprocess, os", "",
        sqlite3_by_an_exclamation_mark=(
            "!sqlite3 {SQLITE} \"DELETE FROM orders\"", f"get_ipython().getoutput(f'sqlite3 {{SQLITE}} \"{COUNT}\"')[0]"
        ),
        sqlite3_by_bash=(
            "get_ipython().run_cell_magic('bash', '', f'sqlite3 {SQLITE} \"DELETE FROM orders\"\\n')",
            f"get_ipython().getoutput(f'sqlite3 {{SQLITE}} \"{COUNT}\"')[0]",
        ),
        sqlite3_by_subprocess=(
            "subprocess.run(['sqlite3', SQLITE, 'DELETE FROM orders'])",
            f"subprocess.run(['sqlite3', SQLITE, {COUNT!r}], capture_output=True).stdout",
        ),
        sqlite3_by_its_input=(
            "subprocess.run(['sqlite3', SQLITE], input=b'DELETE FROM orders')",
            f"subprocess.run(f'sqlite3 {{SQLITE}} \"{COUNT}\"', shell=True, capture_output=True).stdout",
        ),
        sqlite3_by_os_system=(
            "os.system(f'sqlite3 {SQLITE} \"DELETE FROM orders\"')",
            f"os.popen(f'sqlite3 {{SQLITE}} \"{COUNT}\"').read()",
        ),
    ),
    *by(
        "shell", "postgres", "import subprocess", "",
        psql=(f"subprocess.run(['psql', PG, '-c', {DELETE!r}])", f"subprocess.run(['psql', PG, '-Atc', {COUNT!r}], capture_output=True).stdout"),
        psql_by_an_exclamation_mark=(
            f"!psql {{PG}} -c {DELETE!r}", f"get_ipython().getoutput(f'psql {{PG}} -At -c \"{COUNT}\"')[0]"
        ),
    ),
    *by(
        "PyMySQL", "mariadb", "import pymysql\ncon = pymysql.connect(**MY_KW, autocommit=True)", CLOSE, "pymysql",
        execute=(f"con.cursor().execute({INSERT!r})", f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone()][-1][0]"),
        query=(f"con.query({DELETE!r})", f"[c := con.cursor(), c.execute({COUNT!r} + ' WHERE id > %s', (0,)), c.fetchone()][-1][0]"),
        executemany=(
            "con.cursor().executemany('INSERT INTO orders VALUES (%s, %s)', [(98, 'X'), (99, 'X')])",
            f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone()][-1][0]",
        ),
        SQLAlchemy_on_it=(
            "import sqlalchemy as sa\n"
            f"with sa.create_engine(MY_SA).begin() as c: c.execute(sa.text({INSERT!r}))",
            f"__import__('sqlalchemy').create_engine(MY_SA).connect().exec_driver_sql({COUNT!r}).scalar()",
        ),
    ),
    *by(
        "MySQL Connector", "mariadb", "import mysql.connector\ncon = mysql.connector.connect(**MY_KW, autocommit=True)", CLOSE,
        "mysql-connector-python",
        execute=(f"con.cursor().execute({INSERT!r})", f"[c := con.cursor(buffered=True), c.execute({COUNT!r}), c.fetchone()][-1][0]"),
        in_Python=(
            f"other = mysql.connector.connect(**MY_KW, autocommit=True, use_pure=True); other.cursor().execute({DELETE!r})",
            f"[k := mysql.connector.connect(**MY_KW, use_pure=True), c := k.cursor(), c.execute({COUNT!r}), c.fetchone()][-1][0]",
        ),
        prepared=(
            "con.cursor(prepared=True).execute('INSERT INTO orders VALUES (%s, %s)', (99, 'X'))",
            f"[c := con.cursor(buffered=True), c.execute({COUNT!r}), c.fetchone()][-1][0]",
        ),
    ),
    *by(
        "MySQL Connector", "mariadb", "import mysql.connector.aio as aio\ncon = await aio.connect(**MY_KW, autocommit=True, ssl_disabled=True)", "await con.close()",
        "mysql-connector-python",
        asynchronous=(
            f"await (await con.cursor()).execute({INSERT!r})",
            f"[c := await con.cursor(buffered=True), await c.execute({COUNT!r}), await c.fetchone()][-1][0]",
        ),
    ),
    *by(
        "aiomysql", "mariadb", "import aiomysql\nwhere = {k if k != 'database' else 'db': v for k, v in MY_KW.items()}\n"
        "con = await aiomysql.connect(**where, autocommit=True)", CLOSE, "aiomysql",
        execute=(
            f"await (await con.cursor()).execute({INSERT!r})",
            f"[c := await con.cursor(), await c.execute({COUNT!r} + ' WHERE id > %s', (0,)), await c.fetchone()][-1][0]",
        ),
        SQLAlchemy_on_it=(
            "import sqlalchemy as sa\nfrom sqlalchemy.ext.asyncio import create_async_engine\n"
            f"async with create_async_engine(MY_SA.replace('+pymysql', '+aiomysql')).begin() as c: await c.execute(sa.text({INSERT!r}))",
            f"[c := await con.cursor(), await c.execute({COUNT!r}), await c.fetchone()][-1][0]",
        ),
    ),
    *by(
        "asyncmy", "mariadb", "import asyncmy\ncon = await asyncmy.connect(**MY_KW, autocommit=True)", CLOSE, "asyncmy",
        execute=(
            f"async with con.cursor() as c: await c.execute({INSERT!r})",
            f"[c := con.cursor(), await c.execute({COUNT!r}), await c.fetchone()][-1][0]",
        ),
    ),
    *by(
        "mysqlclient", "mariadb", "import MySQLdb\ncon = MySQLdb.connect(**MY_KW, autocommit=True)", CLOSE, "mysqlclient",
        execute=(f"con.cursor().execute({INSERT!r})", f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone()][-1][0]"),
        query=(f"con.query({DELETE!r})", f"[c := con.cursor(), c.execute({COUNT!r} + ' WHERE id > %s', (0,)), c.fetchone()][-1][0]"),
    ),
    *by(
        "pyodbc", "sqlite", "import pyodbc\ncon = pyodbc.connect(f'DRIVER=SQLite3;DATABASE={SQLITE}', autocommit=True)", CLOSE, "pyodbc",
        execute=(f"con.execute({INSERT!r})", f"con.cursor().execute({COUNT!r} + ' WHERE id > ?', 0).fetchone()[0]"),
        executemany=(
            "con.cursor().executemany('INSERT INTO orders VALUES (?, ?)', [(98, 'X'), (99, 'X')])",
            f"con.cursor().execute({COUNT!r}).fetchval()",
        ),
        pandas_read_sql=(
            "import pandas\npandas.read_sql('DELETE FROM orders RETURNING id', con)",
            f"__import__('pandas').read_sql({COUNT!r}, con).iloc[0, 0]",
        ),
    ),
    *by(
        "pyodbc", "postgres",
        "import pyodbc\ncon = pyodbc.connect('DRIVER=PostgreSQL Unicode', server=PG_KW['host'], port=PG_KW['port'], uid=PG_KW['user'],"
        " pwd='{' + PG_KW['password'] + '}', database=PG_KW['database'], autocommit=True)", CLOSE, "pyodbc",
        psqlODBC=(f"con.execute({CTE!r}).fetchall()", f"con.execute({COUNT!r}).fetchval()"),
    ),
    *by(
        "psycopg", "postgres",
        PSYCOPG + "\ndef copied(sql):\n    with con.cursor().copy(sql) as copy: return b''.join(copy)", CLOSE, "psycopg",
        copy_out=(f"copied({'COPY (' + CTE + ') TO STDOUT'!r})", "copied('COPY (SELECT count(*) FROM orders) TO STDOUT')"),
    ),
    *by(
        "DuckDB", "duckdb", "import duckdb\ncon = duckdb.connect()", "con.execute('DETACH DATABASE IF EXISTS it'); con.close()",
        attached_to_be_read_only=(
            "con.execute(f\"ATTACH '{DUCKDB}' AS it\"); con.execute(\"INSERT INTO it.orders VALUES (99, 'X')\")",
            "[con.execute(f\"ATTACH '{DUCKDB}' AS it (READ_ONLY)\"), con.execute('SELECT count(*) FROM it.orders').fetchone()][-1][0]",
        ),
    ),
)  # fmt: skip
