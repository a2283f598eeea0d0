"""URLs and objects of the notebook as connections: their own driver, transaction and temporary tables."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pymysql
import pytest

from jupyter_guard.policy import places
from tests.kernel.conftest import Kernel, Ran, starting
from tests.servers import MariaDB, Postgres, mariadb, postgres

__all__ = ["mariadb", "postgres"]

RULES = """
[environments.dev]
hosts = ["127.0.0.1"]
connections.other = "duckdb:///:memory:"

[environments.prod]
tier = "prod"
hosts = ["localhost"]
"""
# What makes a connection `con`.
MADE = {
    "sqlite3": "import sqlite3; con = sqlite3.connect('notes.db')",
    "DuckDB": "import duckdb; con = duckdb.connect('orders.duckdb')",
    "SQLAlchemy engine, SQLite": "import sqlalchemy; con = sqlalchemy.create_engine('sqlite:///notes.db')",
    "SQLAlchemy connection, SQLite": (
        "import sqlalchemy; con = sqlalchemy.create_engine('sqlite:///notes.db').connect()"
    ),
    "psycopg": "import os, psycopg; con = psycopg.connect(PG)",
    "psycopg2": "import os, psycopg2; con = psycopg2.connect(PG)",
    "pg8000": (
        "import os, pg8000.dbapi; from urllib.parse import urlsplit; u = urlsplit(PG); "
        "con = pg8000.dbapi.connect(u.username, u.hostname, 'postgres', u.port, os.environ['PGPASSWORD'])"
    ),
    "ADBC": "import os, adbc_driver_postgresql.dbapi; con = adbc_driver_postgresql.dbapi.connect(PG)",
    "SQLAlchemy engine, psycopg": (
        "import sqlalchemy; con = sqlalchemy.create_engine(PG.replace('postgresql:', 'postgresql+psycopg:'))"
    ),
    "SQLAlchemy connection, psycopg": (
        "import sqlalchemy\n"
        "con = sqlalchemy.create_engine(PG.replace('postgresql:', 'postgresql+psycopg:')).connect()"
    ),
    "pyodbc": (
        "import os, pyodbc; from urllib.parse import urlsplit; u = urlsplit(PG)\n"
        "con = pyodbc.connect(f'Driver=PostgreSQL Unicode;Server={u.hostname};Port={u.port};"
        'Database=postgres;Uid={u.username};Pwd={{{os.environ["PGPASSWORD"]}}}\')'
    ),
    "PyMySQL": (
        "import os, pymysql; con = pymysql.connect(host='127.0.0.1', port=MY, user='analyst', "
        "password=os.environ['PGPASSWORD'], database='shop')"
    ),
    "MySQL Connector": (
        "import os, mysql.connector; con = mysql.connector.connect(host='127.0.0.1', port=MY, "
        "user='analyst', password=os.environ['PGPASSWORD'], database='shop')"
    ),
}
ADBC_OF_SQLITE = "import adbc_driver_sqlite.dbapi; con = adbc_driver_sqlite.dbapi.connect()"
COMMIT_BY_THEMSELVES = ("DuckDB", "SQLAlchemy engine, SQLite", "SQLAlchemy engine, psycopg")
TRANSACTIONAL = [name for name in MADE if name not in ("ADBC", "DuckDB") and "engine" not in name]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("connections") / "project"
    folder.mkdir()
    (folder / "guard.toml").write_text(RULES)
    return folder


@pytest.fixture(scope="module")
def shared(folder: Path, postgres: Postgres, mariadb: MariaDB) -> Iterator[Kernel]:
    with starting(folder.parent) as start:
        # By libpq's own variable, so that no URL has to hold the password.
        trusted = places.content_hash((folder / "guard.toml").read_bytes())
        kernel = start(folder, PGPASSWORD=postgres.password, HOST="127.0.0.1", JUPYTER_GUARD_TRUST=trusted)
        url = f"postgresql://analyst@127.0.0.1:{postgres.port}/postgres"
        kernel.run(f"PG, MY = {url!r}, {mariadb.port}")
        yield kernel


@pytest.fixture
def kernel(shared: Kernel, postgres: Postgres, mariadb: MariaDB, folder: Path) -> Iterator[Kernel]:
    """The kernel in dev, and `orders` with the rows 1 and 2 in every database."""
    rows = (
        "CREATE TABLE orders (id INTEGER, city VARCHAR(10)); INSERT INTO orders VALUES (1, 'NY'), (2, 'LA')"
    )
    (folder / "notes.db").unlink(missing_ok=True)
    (folder / "orders.duckdb").unlink(missing_ok=True)
    notes = sqlite3.connect(folder / "notes.db")
    notes.executescript(rows)
    notes.close()
    shared.run(f"import duckdb\nwith duckdb.connect('orders.duckdb') as d:\n    d.execute({rows!r})")
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(f"DROP TABLE IF EXISTS orders; {rows}")
    options = {"user": "analyst", "password": mariadb.password, "database": "shop", "autocommit": True}
    with pymysql.connect(host="127.0.0.1", port=mariadb.port, **options) as connection:
        for statement in ("DROP TABLE IF EXISTS orders", *rows.split("; ")):
            connection.cursor().execute(statement)
    shared.run("%guard tag dev")
    shared.run("pass")
    yield shared
    shared.run("%guard tag dev\ngetattr(con, 'close', lambda: None)()\ndel con")


def receipt(ran: Ran) -> str:
    (text,) = [d["text/plain"] for d in ran.displays if "application/vnd.jupyter-guard.receipt+json" in d]
    return str(text)


def failed(ran: Ran) -> str:
    return "\n".join(ran.error["traceback"])


def counted(kernel: Kernel, table: str = "orders") -> int:
    ran = kernel.run(f"%%guarded_sql con found <<\nSELECT count(*) AS n FROM {table}")
    assert not ran.error, ran.error
    return int(kernel.value("int(found.n[0])"))


@pytest.mark.parametrize("name", MADE)
def test_an_object_is_read_written_and_refused_like_everything_else(kernel: Kernel, name: str) -> None:
    kernel.run(f"{MADE[name]}\ncity, ids = 'NY', [1, 2, 5]")

    found = kernel.run(
        "%%guarded_sql con found <<\nSELECT id FROM orders WHERE city = :city AND id IN (:ids)"
    )
    assert not found.error, found.error
    assert "● dev · con (" in receipt(found)
    assert kernel.value("found.id.tolist()") == "[1]"
    written = kernel.run("%%guarded_sql con\nINSERT INTO orders VALUES (3, 'SF')")
    assert not written.error, written.error
    assert receipt(written).endswith("committed" if name in COMMIT_BY_THEMSELVES else "transaction open")
    assert counted(kernel) == 3
    if name not in COMMIT_BY_THEMSELVES:
        assert receipt(kernel.run("%%guarded_sql con\nCOMMIT")).endswith("committed")
    kernel.run("%guard tag prod")
    refused = kernel.run("%%guarded_sql con\nDELETE FROM orders")
    assert failed(refused).startswith("StatementBlocked: Nothing was sent to con: it is a WRITE to orders")
    assert "■ prod · con (" in receipt(kernel.run("%%guarded_sql con found <<\nSELECT * FROM orders"))


@pytest.mark.parametrize(
    "name", [name for name in MADE if name not in ("ADBC", "DuckDB") and "engine" not in name]
)
def test_its_own_transaction_and_temporary_tables_are_there(kernel: Kernel, name: str) -> None:
    kernel.run(MADE[name])
    texts = ("CREATE TEMPORARY TABLE mine (id INTEGER)", "INSERT INTO mine VALUES (7)")
    run = "con.exec_driver_sql(text)" if "SQLAlchemy" in name else "con.cursor().execute(text)"
    assert not kernel.run(f"for text in {texts!r}: {run}").error

    assert counted(kernel, "mine") == 1
    assert not kernel.run("%%guarded_sql con\nINSERT INTO orders VALUES (9, 'X')").error
    assert counted(kernel) == 3
    kernel.run("con.rollback()")
    assert counted(kernel) == 2


@pytest.mark.parametrize("name", ["sqlite3", "psycopg", "psycopg2", "pg8000", "PyMySQL", "MySQL Connector"])
def test_the_engine_is_locked_in_prod(kernel: Kernel, name: str) -> None:
    kernel.run("%guard tag prod")
    kernel.run(MADE[name])

    ran = kernel.run("%%guarded_sql con found <<\nSELECT * FROM orders")

    assert "locks hold" in receipt(ran)
    assert not receipt(ran).endswith("1 of 2 locks hold")
    assert not receipt(ran).endswith("1 of 3 locks hold")


@pytest.mark.parametrize(
    "name",
    ["sqlite3", "DuckDB", "psycopg", "psycopg2", "pg8000", "ADBC", "pyodbc", "PyMySQL", "MySQL Connector"],
)
def test_an_interrupt_leaves_it_usable(kernel: Kernel, name: str) -> None:
    kernel.run(MADE[name])
    count = "SELECT count(*) AS n FROM "
    slow = {
        "sqlite3": f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) {count}n",
        "DuckDB": f"{count}(SELECT a.range * b.range FROM range(100000000) AS a, range(1000) AS b)",
        "PyMySQL": "SELECT sleep(60) AS n",
        "MySQL Connector": "SELECT sleep(60) AS n",
    }.get(name, "SELECT pg_sleep(60) IS NULL AS n")
    waits_for = kernel.client.execute(f"%%guarded_sql con\n{slow}")
    time.sleep(2)
    kernel.manager.interrupt_kernel()
    while kernel.client.get_shell_msg(timeout=30)["parent_header"]["msg_id"] != waits_for:
        pass

    assert counted(kernel) == 2  # the same connection, at once


def test_a_begin_that_the_driver_does_not_know_of_is_rolled_back(kernel: Kernel) -> None:
    kernel.run(MADE["psycopg2"] + "; con.autocommit = True")

    ran = kernel.run(
        "%%guarded_sql con\nBEGIN;\nINSERT INTO orders VALUES (3, 'SF');\nSELECT nme FROM orders"
    )

    assert failed(ran).endswith("The open transaction was rolled back.")
    assert counted(kernel) == 2


def test_its_error_is_in_the_users_terms(kernel: Kernel) -> None:
    kernel.run(MADE["psycopg"])

    lines = failed(kernel.run("%%guarded_sql con\nSELECT nme FROM orders")).splitlines()

    assert lines[0] == 'StatementFailed: column "nme" does not exist'
    assert lines[1:4] == ["line 1, column 8:", "  SELECT nme FROM orders", "         ^"]
    assert lines[-1] == "The open transaction was rolled back."


def test_what_it_sends_is_recorded_once(kernel: Kernel, folder: Path) -> None:
    kernel.run(MADE["sqlite3"])
    kernel.run("%%guarded_sql con\nINSERT INTO orders VALUES (4321, 'X')")

    log = kernel.run("%guard log --since 5m").output

    assert log.count("4321") == 1


def test_a_frame_is_a_table_of_an_own_duckdb(kernel: Kernel) -> None:
    kernel.run("import duckdb, pandas; con = duckdb.connect(); frame = pandas.DataFrame({'a': [1, 2]})")

    kernel.run("%%guarded_sql con found <<\nSELECT sum(a) AS s FROM frame")

    assert kernel.value("int(found.s[0])") == "3"


def test_what_is_in_memory_is_nobody_elses(kernel: Kernel) -> None:
    kernel.run("%guard tag prod\nimport duckdb; con = duckdb.connect()")

    assert not kernel.run("%%guarded_sql con\nCREATE TABLE t AS SELECT 1 AS a").error
    attached = kernel.run("%%guarded_sql con\nATTACH 'orders.duckdb' AS o")
    assert failed(attached).startswith("StatementBlocked")


def test_a_url_without_a_password_is_a_connection(kernel: Kernel) -> None:
    kernel.run("con = None")
    port = int(kernel.value("int(PG.rpartition(':')[2].partition('/')[0])"))

    ran = kernel.run(f"%%guarded_sql postgresql://analyst@${{env:HOST}}:{port}/postgres\nSELECT 1 AS one")

    assert f"● dev · 127.0.0.1:{port}/postgres" in receipt(ran)


def test_the_host_of_a_url_says_its_environment(kernel: Kernel) -> None:
    kernel.run("con = None")
    refused = kernel.run("%%guarded_sql postgresql://analyst@localhost/postgres\nDELETE FROM orders")
    nowhere = kernel.run("%%guarded_sql mysql://me@db.example.com/x --dry-run\nDELETE FROM orders")

    assert "and prod allows up to SESSION" in failed(refused)
    assert "prod · db.example.com/x · would be blocked" in nowhere.displays[0]["text/plain"]


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:s3cret-word@127.0.0.1/x",
        "postgresql://me@127.0.0.1/x?password=s3cret-word",
        "mssql+pyodbc://?odbc_connect=Driver%3DX%3BPwd%3Ds3cret-word",
        "snowflake://me@acc/db?token=s3cret-word",
        "sc://127.0.0.1:15002/;token=s3cret-word",
        "postgresql://me:${env:HOST}s3cret-word@127.0.0.1/x",
    ],
)
def test_a_url_with_a_password_is_refused_and_repeated_nowhere(
    kernel: Kernel, folder: Path, url: str
) -> None:
    kernel.run("con = None")

    ran = kernel.run(f"%%guarded_sql {url}\nSELECT 1")

    assert failed(ran).startswith("UsageError: The URL holds a password or a key itself")
    assert "s3cret-word" not in f"{ran}"
    kept = [file for file in folder.parent.rglob("*") if file.is_file() and "history" not in file.name]
    assert not [file for file in kept if b"s3cret-word" in file.read_bytes()]


def test_what_is_no_connection_says_what_it_is(kernel: Kernel) -> None:
    kernel.run("con = [1, 2]")

    said = failed(kernel.run("%%guarded_sql con\nSELECT 1"))

    assert "The variable con is a list, which is no connection that can be used here" in said


def test_objects_are_completed(kernel: Kernel) -> None:
    kernel.run(MADE["sqlite3"])
    reply = kernel.client.complete("%%guarded_sql co", 16, reply=True, timeout=60)

    assert "con" in reply["content"]["matches"]


@pytest.mark.parametrize("name", ["psycopg", "psycopg2", "pg8000", "SQLAlchemy engine, psycopg", "by URL"])
@pytest.mark.parametrize(("city", "number", "ids"), [("'NY'", "None", "[1]"), ("None", "2", "[2]")])
def test_a_filter_may_be_left_out(kernel: Kernel, name: str, city: str, number: str, ids: str) -> None:
    kernel.run(f"{MADE.get(name, 'con = PG')}\ncity, number = {city}, {number}")

    ran = kernel.run(
        "%%guarded_sql con found <<\nSELECT id FROM orders "
        "WHERE (:city IS NULL OR city = :city) AND (:number IS NULL OR id = :number)"
    )

    assert not ran.error, failed(ran)
    assert kernel.value("found.id.tolist()") == ids


@pytest.mark.parametrize(
    ("sql", "hint"),
    [
        ("SELECT * FROM `orders`", 'A name is quoted by double quotes here: "orders".'),
        ("SELECT ifnull(city, 'x') FROM orders", "IFNULL() is COALESCE() here."),
        (
            "SET statement_timeout = :number",
            "A statement of this kind takes no bound values: write the value",
        ),
        ("SELECT jsonb_build_object('a', :city)", "Say its type: CAST(:city AS text)."),
        ("SELECT * FROM frame", "The DataFrame frame is read as :frame."),
    ],
)
def test_what_postgresql_does_not_know_is_said_otherwise(kernel: Kernel, sql: str, hint: str) -> None:
    kernel.run(
        "import pandas\ncon, number, city, known, frame = PG, 1, 'NY', {'a': 1}, pandas.DataFrame({'a': [1]})"
    )

    assert failed(kernel.run(f"%%guarded_sql con\n{sql}")).splitlines()[-1].startswith(hint)


@pytest.mark.parametrize("name", MADE)
def test_what_stands_beside_parameters_stays_as_it_is(kernel: Kernel, name: str) -> None:
    kernel.run(f"{MADE[name]}\nimport uuid\none, none, key = 1, [], uuid.UUID(int=5)")
    # A day of the year by MySQL's own letters; elsewhere only the text.
    day = "DATE_FORMAT('2024-01-05', '%Y')" if "MySQL" in name else "'2024'"

    ran = kernel.run(
        f"%%guarded_sql con found <<\nSELECT '%Y' AS a, {day} AS b, 5 % 3 AS c, id AS d, '?' AS e, :one AS f "
        "FROM orders WHERE city LIKE '%Y' AND id = :one AND id NOT IN (:none)"
    )
    text = "CHAR(36)" if "MySQL" in name else "VARCHAR"
    key = kernel.run(f"%guarded_sql con keys << SELECT CAST(:key AS {text}) AS k")

    assert not ran.error, ran.error
    assert not key.error, key.error
    assert kernel.value("[str(v) for v in found.iloc[0]], str(keys.k[0])") == (
        "(['%Y', '2024', '2', '1', '?', '1'], '00000000-0000-0000-0000-000000000005')"
    )


@pytest.mark.parametrize("name", [name for name in MADE if name not in ("ADBC", "DuckDB", "pyodbc")])
def test_an_error_is_in_the_server_s_words_with_its_place(kernel: Kernel, name: str) -> None:
    kernel.run(MADE[name])

    words = failed(kernel.run("%%guarded_sql con\nSELECT id,\n  nope FROM orders")).splitlines()

    assert words[0].startswith("StatementFailed: ")
    assert not {"{", "[", "ERROR"} & set(words[0].split())
    if "SQLite" not in name or name == "sqlite3":
        assert words[1:4] == ["line 2, column 3:", "    nope FROM orders", "    ^"]


CLOSED = {
    "sqlite3": "Cannot operate on a closed database",
    "psycopg": "the connection is closed",
    "SQLAlchemy connection, psycopg": "This Connection is closed",
    "PyMySQL": "the connection is closed; open it anew",
    "ADBC": "the connection is closed; open it anew",
    "DuckDB": "con cannot be used any more: Connection Error: Connection already closed. Open it anew.",
}


@pytest.mark.parametrize("name", CLOSED)
def test_a_connection_that_was_closed_is_one_line(kernel: Kernel, name: str) -> None:
    kernel.run(f"{MADE[name]}\ncon.close()")

    words = failed(kernel.run("%%guarded_sql con\nSELECT 1"))

    assert "Traceback" not in words
    assert CLOSED[name] in words


def test_a_url_in_a_variable_is_a_connection_and_shows_no_password(kernel: Kernel) -> None:
    kernel.run("import os; from urllib.parse import quote")
    kernel.run("con = PG.replace('analyst@', f'analyst:{quote(os.environ[\"PGPASSWORD\"], safe=str())}@')")

    ran = kernel.run("%%guarded_sql con\nSELECT 1 AS one")
    wrong = kernel.run("con = con.replace('postgres', 'postgrs', 2)\n%guarded_sql con SELECT 1")

    assert receipt(ran).startswith("● dev · 127.0.0.1:")
    assert "s3cret" not in receipt(ran) + failed(wrong)


@pytest.mark.parametrize(
    ("made", "way"),
    [
        ("from sqlalchemy.orm import Session; con = Session()", "con = con.connection()."),
        (
            "from sqlalchemy.ext.asyncio import create_async_engine as e; con = e('postgresql+psycopg://h/d')",
            "its methods are awaited, which a magic cannot: con = sqlalchemy.create_engine(…)",
        ),
        ("import sqlite3; con = sqlite3.connect(':memory:').cursor()", "con = con.connection."),
        ("import duckdb as con", "con = con.default_connection()."),
    ],
)
def test_what_is_no_connection_says_where_one_is(kernel: Kernel, made: str, way: str) -> None:
    kernel.run(made)

    assert way in failed(kernel.run("%%guarded_sql con\nSELECT 1"))


@pytest.mark.parametrize("name", ["psycopg", "SQLAlchemy engine, psycopg"])
def test_rows_for_a_client_program_are_refused_before_they_block_the_connection(
    kernel: Kernel, name: str
) -> None:
    kernel.run(MADE[name])

    refused = kernel.run("%%guarded_sql con\nSELECT 1; COPY orders TO STDOUT")

    assert "COPY … TO STDOUT gives rows to a client program." in failed(refused)
    assert counted(kernel) == 2


@pytest.mark.parametrize("name", ["PyMySQL", "MySQL Connector", "by URL"])
def test_every_result_of_a_procedure_is_there(kernel: Kernel, mariadb: MariaDB, name: str) -> None:
    kernel.run(MADE.get(name, f"con = {mariadb.url!r}"))
    kernel.run(
        "%%guarded_sql con\n"
        "CREATE OR REPLACE PROCEDURE p() BEGIN SELECT 1 AS a; SELECT 2 AS b UNION SELECT 3; END"
    )

    ran = kernel.run("%%guarded_sql con\nCALL p(); SELECT 4 AS c")

    assert not ran.error, failed(ran)
    assert kernel.value("[f.iloc[:, 0].tolist() for f in _sql]") == "[[1], [2, 3], [4]]"
    assert "3 statements" not in receipt(ran)


def test_warnings_of_the_server_are_shown(kernel: Kernel, mariadb: MariaDB) -> None:
    kernel.run(f"con = {mariadb.url!r}")

    ran = kernel.run("%guarded_sql con SELECT CAST('abc' AS SIGNED) AS a")

    assert ran.output == "Warning: Truncated incorrect INTEGER value: 'abc'\n"


@pytest.mark.parametrize("name", ["psycopg2", "pg8000", "SQLAlchemy engine, psycopg"])
def test_json_keeps_its_own_keys(kernel: Kernel, name: str) -> None:
    kernel.run(MADE[name])
    rows = """('{"a": 1}'::jsonb), ('{"b": [null]}'), (NULL)"""

    ran = kernel.run(f"%%guarded_sql con found <<\nSELECT * FROM (VALUES {rows}) AS t (v)")

    assert not ran.error, ran.error
    assert kernel.value("found.v.tolist()") == "[{'a': 1}, {'b': [None]}, None]"


def test_duckdb_through_sqlalchemy(kernel: Kernel) -> None:
    kernel.run("import sqlalchemy; con = sqlalchemy.create_engine('duckdb:///:memory:')")

    ran = kernel.run("%%guarded_sql con found <<\nSELECT 1 AS i, [1, 2] AS l, DATE '2024-02-03' AS d")

    assert not ran.error, ran.error
    assert (
        kernel.value("found.i[0], found.l[0], str(found.d[0])")
        == "(np.int64(1), [1, 2], '2024-02-03 00:00:00')"
    )


def test_without_rows_the_types_are_the_drivers(kernel: Kernel) -> None:
    for name in ("psycopg2", "pg8000", "SQLAlchemy engine, psycopg", "PyMySQL", "MySQL Connector"):
        kernel.run(MADE[name])
        kernel.run("%%guarded_sql con found <<\nSELECT id, CURRENT_DATE AS d FROM orders WHERE id = 99")
        assert kernel.value("[str(t) for t in found.dtypes]") == "['int64', 'datetime64[us]']", name
        kernel.run("getattr(con, 'close', lambda: None)()")


def test_values_go_into_sqlite_alike_by_every_driver(kernel: Kernel) -> None:
    kernel.run(
        "import decimal, uuid, datetime; number, moment = decimal.Decimal('1.50'), datetime.time(1, 2)"
    )
    kernel.run("key = uuid.UUID('6f0b7c1e-0000-4000-8000-000000000001')")
    found = []
    for made in (MADE["sqlite3"], MADE["SQLAlchemy engine, SQLite"], ADBC_OF_SQLITE):
        kernel.run(made)
        ran = kernel.run("%%guarded_sql con found <<\nSELECT :number AS n, :moment AS m, :key AS k")
        assert not ran.error, ran.error
        found.append(kernel.value("float(found.n[0]), found.m[0], found.k[0]"))

    assert found == ["(1.5, '01:02:00', '6f0b7c1e-0000-4000-8000-000000000001')"] * 3


@pytest.mark.parametrize("name", ["PyMySQL", "MySQL Connector"])
def test_mariadb_gets_no_zone_that_its_driver_would_leave_away(kernel: Kernel, name: str) -> None:
    kernel.run(f"{MADE[name]}\nimport pandas; at = pandas.Timestamp('2024-10-27 02:30+01')")

    assert "A time with a zone cannot be sent" in failed(kernel.run("%%guarded_sql con\nSELECT :at"))
