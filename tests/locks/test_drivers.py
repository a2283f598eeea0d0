"""Each driver: locked at connect and when the tag is raised, again after every use, and still reading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec

import psycopg
import pytest

from tests.kernel.conftest import Kernel
from tests.servers import QUOTED_PASSWORD, Postgres, missing


@dataclass(frozen=True)
class Driver:
    """How a driver is opened, sends a text, and says that the engine refused."""

    name: str
    engine: str
    open: str
    send: str  # {} stands for a text in quotes
    read: str


ODBC = (
    "import pyodbc\ncon = pyodbc.connect('DRIVER=PostgreSQL Unicode', server=PG_KW['host'], port=PG_KW['port'], "
    "uid=PG_KW['user'], pwd='{' + PG_KW['password'] + '}', database='locks'"
)
INSERT = "INSERT INTO t VALUES (9, 'x')"
COUNT = "SELECT count(*) FROM t"
DRIVERS = (
    Driver(
        "psycopg", "postgres", "import psycopg\ncon = psycopg.connect(PG, autocommit=True)", "con.execute({})",
        f"con.execute({COUNT!r}).fetchone()[0]",
    ),
    Driver(
        "psycopg in transactions", "postgres", "import psycopg\ncon = psycopg.connect(PG)",
        "with con.transaction(): con.execute({})",
        f"[con.execute({COUNT!r}).fetchone()[0], con.rollback()][0]",
    ),
    Driver(
        "psycopg, asynchronous", "postgres", "import psycopg\ncon = await psycopg.AsyncConnection.connect(PG, autocommit=True)",
        "await con.execute({})", f"(await (await con.execute({COUNT!r})).fetchone())[0]",
    ),
    Driver(
        "psycopg2", "postgres", "import psycopg2\ncon = psycopg2.connect(PG)",
        "with con: con.cursor().execute({})", f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone(), con.rollback()][2][0]",
    ),
    Driver(
        "psycopg2 with autocommit", "postgres", "import psycopg2\ncon = psycopg2.connect(PG)\ncon.autocommit = True",
        "con.cursor().execute({})", f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone()][2][0]",
    ),
    Driver(
        "asyncpg", "postgres", "import asyncpg\ncon = await asyncpg.connect(PG)", "await con.execute({})",
        f"await con.fetchval({COUNT!r})",
    ),
    Driver(
        "asyncpg from a pool", "postgres", "import asyncpg\npool = await asyncpg.create_pool(PG, min_size=1, max_size=1)\ncon = await pool.acquire()",
        "await con.fetch({})", f"await con.fetchval({COUNT!r})",
    ),
    Driver(
        "pg8000", "postgres", "import pg8000.dbapi\ncon = pg8000.dbapi.connect(**PG_KW)\ncon.autocommit = True",
        "con.cursor().execute({})", f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone()][2][0]",
    ),
    Driver(
        "SQLAlchemy on psycopg", "postgres",
        "import sqlalchemy as sa\nengine = sa.create_engine(PG.replace('postgresql:', 'postgresql+psycopg:'))\n"
        f"def read():\n    with engine.connect() as c: return c.scalar(sa.text({COUNT!r}))",
        "with engine.begin() as c: c.execute(sa.text({}))", "read()",
    ),
    Driver(
        "PyMySQL", "mariadb", "import pymysql\ncon = pymysql.connect(**MY, autocommit=True)", "con.query({})",
        f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone()][2][0]",
    ),
    Driver(
        "PyMySQL in transactions", "mariadb", "import pymysql\ncon = pymysql.connect(**MY)",
        "con.rollback(); con.query({}); con.commit()", f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone(), con.rollback()][2][0]",
    ),
    Driver(
        "MySQL Connector", "mariadb", "import mysql.connector\ncon = mysql.connector.connect(**MY, autocommit=True)",
        "con.cursor().execute({})", f"[c := con.cursor(buffered=True), c.execute({COUNT!r}), c.fetchone()][2][0]",
    ),
    Driver(
        "MySQL Connector in Python", "mariadb", "import mysql.connector\ncon = mysql.connector.connect(**MY, autocommit=True, use_pure=True)",
        "con.cursor().execute({})", f"[c := con.cursor(buffered=True), c.execute({COUNT!r}), c.fetchone()][2][0]",
    ),
    Driver(
        "MySQL Connector, asynchronous", "mariadb",
        "import mysql.connector.aio\ncon = await mysql.connector.aio.connect(**MY, autocommit=True, ssl_disabled=True)",
        "c = await con.cursor(); await c.execute({})",
        f"[c := await con.cursor(buffered=True), await c.execute({COUNT!r}), await c.fetchone()][2][0]",
    ),
    Driver(
        "aiomysql", "mariadb", "import aiomysql\ncon = await aiomysql.connect(**MY_DB, autocommit=True)",
        "await con.query({})", f"[c := await con.cursor(), await c.execute({COUNT!r}), await c.fetchone()][2][0]",
    ),
    Driver(
        "aiomysql in transactions", "mariadb", "import aiomysql\ncon = await aiomysql.connect(**MY_DB)",
        "await con.rollback(); await con.query({}); await con.commit()",
        f"[c := await con.cursor(), await c.execute({COUNT!r}), await c.fetchone(), await con.rollback()][2][0]",
    ),
    Driver(
        "asyncmy", "mariadb", "import asyncmy\ncon = await asyncmy.connect(**MY, autocommit=True)",
        "await con.query({})", f"[c := con.cursor(), await c.execute({COUNT!r}), await c.fetchone()][2][0]",
    ),
    Driver(
        "mysqlclient", "mariadb", "import MySQLdb\ncon = MySQLdb.connect(**MY, autocommit=True)", "con.query({})",
        f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone()][2][0]",
    ),
    Driver(
        "mysqlclient in transactions", "mariadb", "import MySQLdb\ncon = MySQLdb.connect(**MY)",
        "con.rollback(); con.query({}); con.commit()",
        f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone(), con.rollback()][2][0]",
    ),
    Driver(
        "pyodbc on psqlODBC", "postgres", f"{ODBC}, autocommit=True)", "con.execute({})", f"con.execute({COUNT!r}).fetchval()",
    ),
    Driver(
        "pyodbc on psqlODBC in transactions", "postgres", f"{ODBC})", "con.rollback(); con.execute({}); con.commit()",
        f"[con.execute({COUNT!r}).fetchval(), con.rollback()][0]",
    ),
    Driver(
        "pyodbc on SQLite", "sqlite", "import pyodbc, os\ncon = pyodbc.connect('DRIVER=SQLite3;DATABASE=' + os.path.abspath('t.db'), autocommit=True)",
        "con.execute({})", f"con.execute({COUNT!r}).fetchval()",
    ),
    Driver(
        "connectorx", "postgres", "import connectorx as cx", "cx.read_sql(PG, {} + ' RETURNING id', return_type='arrow')",
        f"cx.read_sql(PG, {COUNT!r}, return_type='arrow').column(0)[0].as_py()",
    ),
    Driver(
        "ADBC", "postgres", "import adbc_driver_postgresql.dbapi\ncon = adbc_driver_postgresql.dbapi.connect(PG, autocommit=True)",
        "con.cursor().execute({})", f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone()][2][0]",
    ),
    Driver(
        "ADBC in transactions", "postgres", "import adbc_driver_postgresql.dbapi\ncon = adbc_driver_postgresql.dbapi.connect(PG)",
        "con.rollback(); c = con.cursor(); c.execute({}); con.commit()",
        f"[con.rollback(), c := con.cursor(), c.execute({COUNT!r}), c.fetchone(), c.close(), con.rollback()][3][0]",
    ),
    Driver(
        "ADBC on SQLite", "sqlite", "import adbc_driver_sqlite.dbapi\ncon = adbc_driver_sqlite.dbapi.connect('t.db', autocommit=True)",
        "con.cursor().execute({})", f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone()][2][0]",
    ),
    Driver(
        "sqlite3", "sqlite", "import sqlite3\ncon = sqlite3.connect('t.db')", "with con: con.execute({})",
        f"con.execute({COUNT!r}).fetchone()[0]",
    ),
    Driver(
        "aiosqlite", "sqlite", "import aiosqlite\ncon = await aiosqlite.connect('t.db')",
        "await con.execute({}); await con.commit()", f"(await (await con.execute({COUNT!r})).fetchone())[0]",
    ),
    Driver(
        "duckdb", "duckdb", "import duckdb\ncon = duckdb.connect('t.duckdb')", "con.execute({})",
        f"con.execute({COUNT!r}).fetchone()[0]",
    ),
)  # fmt: skip
# What takes the lock off, said by the notebook itself in a statement before the write.
OFF = {
    "postgres": [
        "SET default_transaction_read_only = off",
        "SELECT set_config('default_transaction_read_only', 'off', false)",
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
        "RESET ALL",
    ],
    "mariadb": ["SET SESSION TRANSACTION READ WRITE", "SET tx_read_only = 0"],
    "sqlite": ["PRAGMA query_only = OFF"],
    "duckdb": ["SET access_mode = 'READ_WRITE'"],
}
IN_SHORT = (
    "ReadOnlySqlTransaction",
    "read-only",
    "READ ONLY",
    "StatementBlocked",
    "readonly",
    "not authorized",
)


@pytest.fixture
def counted(
    past_the_text: Kernel, postgres: Postgres, warehouse: str, request: pytest.FixtureRequest
) -> Iterator[Callable[[Driver], Callable[[], int]]]:
    """Put two rows into each database, and count them from outside."""

    def prepare(driver: Driver) -> Callable[[], int]:
        need(driver)
        makers = {"postgres": _postgres, "mariadb": _mariadb, "sqlite": _files, "duckdb": _files}
        return makers[driver.engine](past_the_text, driver.engine, warehouse, request)

    yield prepare
    past_the_text.run("%guard tag prod")


def need(driver: Driver) -> None:
    """Skip a driver that is not installed; in CI only the one that needs a C library to install may lack."""
    module = re.split(r"[ .,\n]", driver.open)[1]
    if find_spec(module) is None:
        (pytest.skip if module == "MySQLdb" else missing)(f"{module} is not installed")


@pytest.mark.parametrize("driver", DRIVERS, ids=lambda d: d.name)
def test_a_connection_opened_in_prod_is_locked_and_stays_so(
    driver: Driver, counted: Callable[[Driver], Callable[[], int]], past_the_text: Kernel
) -> None:
    count = counted(driver)
    assert not past_the_text.run(driver.open).error

    for off in ["", *OFF[driver.engine]]:
        if off:
            past_the_text.run(driver.send.format(repr(off)))
        _is_refused(past_the_text, driver)
        assert past_the_text.value(driver.read) == "2"
    assert count() == 2


@pytest.mark.parametrize("driver", DRIVERS, ids=lambda d: d.name)
def test_a_connection_from_before_locks_itself_at_its_next_use(
    driver: Driver, counted: Callable[[Driver], Callable[[], int]], past_the_text: Kernel
) -> None:
    count = counted(driver)
    past_the_text.run("%guard tag dev")
    assert not past_the_text.run(f"{driver.open}").error
    assert not past_the_text.run(driver.send.format(repr(INSERT))).error
    past_the_text.run("%guard tag prod")

    assert past_the_text.value(driver.read) == "3"
    _is_refused(past_the_text, driver, "DELETE FROM t")
    assert past_the_text.value(driver.read) == "3"
    assert (
        driver.engine == "duckdb" or count() == 3
    )  # while the kernel has DuckDB's file open, nobody else may

    past_the_text.run("%guard tag dev")
    assert not past_the_text.run(driver.send.format(repr("DELETE FROM t"))).error
    assert past_the_text.value(driver.read) == "0"
    assert driver.engine == "duckdb" or count() == 0


def test_connectorx_locks_mariadb(past_the_text: Kernel, shop: dict[str, object]) -> None:
    """It takes no INSERT there, so a function writes."""
    pymysql = pytest.importorskip("pymysql")
    with pymysql.connect(**shop, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE OR REPLACE TABLE t (id int)")
        cursor.execute("INSERT INTO t VALUES (1), (2)")
        cursor.execute("CREATE OR REPLACE FUNCTION wipe() RETURNS int BEGIN DELETE FROM t; RETURN 0; END")
        read = lambda text: f"cx.read_sql(MY_URL, {text!r}, return_type='arrow').column(0)[0].as_py()"  # noqa: E731
        url = f"mysql://filer:{QUOTED_PASSWORD}@127.0.0.1:{shop['port']}/shop"
        past_the_text.run(f"import connectorx as cx\nMY_URL = {url!r}")

        refused = past_the_text.run(read("SELECT wipe()"))
        rows = past_the_text.value(read("SELECT count(*) FROM t"))
        past_the_text.run("%guard tag dev")
        free = past_the_text.run(read("SELECT wipe()"))
        cursor.execute("SELECT count(*) FROM t")
        past_the_text.run("%guard tag prod")

        assert "READ ONLY transaction" in refused.error["evalue"]
        assert (rows, free.error, cursor.fetchone()) == ("2", {}, (0,))


def _is_refused(kernel: Kernel, driver: Driver, text: str = INSERT) -> None:
    ran = kernel.run(driver.send.format(repr(text)))
    said = f"{ran.error.get('ename')}: {ran.error.get('evalue')}"
    assert any(words in said for words in IN_SHORT), (said, ran.output)


def _postgres(
    kernel: Kernel, engine: str, warehouse: str, request: pytest.FixtureRequest
) -> Callable[[], int]:
    server: Postgres = request.getfixturevalue("postgres")
    keywords = {"user": "analyst", "password": server.password, "host": "127.0.0.1", "port": server.port}
    kernel.run(f"PG, PG_KW = {warehouse!r}, {keywords | {'database': 'locks'}!r}")

    def outside(text: str) -> int:
        with psycopg.connect(warehouse, autocommit=True) as connection:
            answer = connection.execute(text)
            return int(answer.fetchall()[0][0]) if answer.description else 0

    with psycopg.connect(server.superuser_url, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'locks'")
    outside("DROP TABLE IF EXISTS t CASCADE")
    outside("CREATE TABLE t (id int PRIMARY KEY, v text)")
    outside("INSERT INTO t VALUES (1, 'a'), (2, 'b')")
    return lambda: outside(COUNT)


def _mariadb(
    kernel: Kernel, engine: str, warehouse: str, request: pytest.FixtureRequest
) -> Callable[[], int]:
    pymysql = pytest.importorskip("pymysql")
    shop = request.getfixturevalue("shop")
    url = f"mysql://filer:{QUOTED_PASSWORD}@127.0.0.1:{shop['port']}/shop"
    kernel.run(
        f"MY, MY_URL = {shop!r}, {url!r}\nMY_DB = {{**MY, 'db': MY['database']}}; del MY_DB['database']"
    )

    def outside(text: str) -> int:
        with pymysql.connect(**shop, autocommit=True) as connection, connection.cursor() as cursor:
            cursor.execute(text)
            rows = cursor.fetchall()
            return int(rows[0][0]) if rows else 0

    outside("CREATE OR REPLACE TABLE t (id int PRIMARY KEY, v text)")
    outside("INSERT INTO t VALUES (1, 'a'), (2, 'b')")
    return lambda: outside(COUNT)


def _files(kernel: Kernel, engine: str, warehouse: str, request: pytest.FixtureRequest) -> Callable[[], int]:
    import sqlite3

    import duckdb

    project = request.getfixturevalue("project")
    file = project / ("t.db" if engine == "sqlite" else "t.duckdb")
    kernel.run("con.close()")  # the traceback of what was refused still holds it
    kernel.run("con.close()")  # the traceback of what was refused still holds it
    kernel.run("import gc; con = c = None; gc.collect()")
    file.unlink(missing_ok=True)
    small = "CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'a'), (2, 'b');"
    if engine == "duckdb":
        with duckdb.connect(file) as connection:
            connection.execute(small)
        return lambda: 2  # while the kernel has it open, nobody else may
    made = sqlite3.connect(file)
    made.executescript(small)
    made.close()

    def count() -> int:
        made = sqlite3.connect(file)
        try:
            return int(made.execute(COUNT).fetchone()[0])
        finally:
            made.close()

    return count
