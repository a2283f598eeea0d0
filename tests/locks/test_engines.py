"""What each engine's own lock refuses, sent past the judgement of the text by an ordinary role."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest

from tests.kernel.conftest import Kernel
from tests.servers import Postgres

from .statements import Case, cases

POSTGRES = [
    "DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION analyst; SET ROLE analyst",
    "SELECT lo_unlink(oid) FROM pg_largeobject_metadata",
    "CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'a'), (2, 'b'); CREATE SEQUENCE s",
    "CREATE FUNCTION del_fn() RETURNS int LANGUAGE sql AS 'DELETE FROM t; SELECT 0'",
    "CREATE FUNCTION del_op(int) RETURNS int LANGUAGE sql AS 'DELETE FROM t; SELECT 0'",
    "CREATE OPERATOR !!! (PROCEDURE = del_op, RIGHTARG = int)",
    "CREATE VIEW v_del AS SELECT del_fn() AS q; CREATE MATERIALIZED VIEW mv AS SELECT count(*) FROM t",
    "CREATE PROCEDURE del_proc() LANGUAGE sql AS 'DELETE FROM t'",
]
POSTGRES_STATE = """
SELECT (SELECT string_agg(t::text, ',' ORDER BY id) FROM t), (SELECT last_value::text || is_called FROM s),
       (SELECT string_agg(concat(relname, relkind, relacl, relnatts), ',' ORDER BY relname)
        FROM pg_class WHERE relnamespace = 'public'::regnamespace),
       (SELECT count(*) FROM pg_largeobject_metadata), (SELECT count(*) FROM pg_proc),
       (SELECT count(*) FROM pg_description), (SELECT count(*) FROM pg_db_role_setting)
"""
MARIADB = [
    "DROP DATABASE shop",
    "CREATE DATABASE shop",
    "USE shop",
    "CREATE TABLE t (id int PRIMARY KEY, v varchar(9))",
    "INSERT INTO t VALUES (1, 'a'), (2, 'b')",
    "CREATE SEQUENCE s",
    "CREATE FUNCTION del_fn() RETURNS int BEGIN DELETE FROM t; RETURN 0; END",
    "CREATE PROCEDURE del_proc() DELETE FROM t",
    "CREATE VIEW v_del AS SELECT del_fn() AS q",
]
SMALL = "CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'a'), (2, 'b');"
READ_ONLY = {  # how each engine says that it is its lock that refuses
    "postgres": ("25006", "25001", "42501"),  # the mode cannot be left any more; an ordinary role may not
    "mariadb": "1792",
    "sqlite": (
        "not authorized",
        "authorization denied",
        "readonly database",
        "StatementBlocked: Nothing was sent",
    ),
    "duckdb": ("read-only", "read_only", "already attached", "Cannot change access_mode"),
}


@pytest.mark.parametrize("case", cases("postgres"), ids=lambda c: c.title)
def test_postgresql(case: Case, past_the_text: Kernel, postgres: Postgres, warehouse: str) -> None:
    def outside(*texts: str) -> Any:
        url = postgres.superuser_url.replace("/postgres?", "/locks?")
        with psycopg.connect(url, autocommit=True) as connection:
            for text in texts:
                answer = connection.execute(text)
            try:
                return answer.fetchall() if answer.description else None
            finally:
                connection.execute("RESET ROLE")

    outside(*POSTGRES)
    (number,) = outside("SELECT current_setting('server_version_num')::int / 10000")
    before = outside(POSTGRES_STATE)
    copy = f"with con.cursor().copy({case.sql!r}) as c: c.write_row((9, 'x'))"
    answer = _try(
        past_the_text,
        f"import psycopg\ncon = psycopg.connect({warehouse!r}, autocommit=True)",
        copy if case.sql.startswith("COPY") else f"con.execute({case.sql.encode()!r})",
        "error.sqlstate",
    )

    passes = case.passes_in(number[0])
    assert (answer in READ_ONLY["postgres"]) != passes, answer
    assert (outside(POSTGRES_STATE) != before) == passes


@pytest.mark.parametrize("case", cases("mariadb"), ids=lambda c: c.title)
def test_mariadb(case: Case, past_the_text: Kernel, shop: dict[str, object], tmp_path: Path) -> None:
    pymysql = pytest.importorskip("pymysql")

    def outside(*texts: str) -> list[Any]:
        rows: list[Any] = []
        with pymysql.connect(**shop, autocommit=True) as connection, connection.cursor() as cursor:
            for text in texts:
                cursor.execute(text)
                rows += cursor.fetchall()
        return rows

    state = [
        "SELECT * FROM t",
        "SHOW TABLES",
        "SHOW CREATE TABLE t",
        "SHOW FUNCTION STATUS",
        "SHOW CREATE SEQUENCE s",
    ]
    state.append("SELECT next_not_cached_value FROM s")
    outside(*MARIADB)
    before = outside(*state)
    tmp_path.chmod(0o777)
    for folder in tmp_path.parents:
        if folder.owner() != "root" or folder.stat().st_mode & 0o001 == 0:
            folder.chmod(folder.stat().st_mode | 0o011)
    file = tmp_path / "out.txt"
    answer = _try(
        past_the_text,
        f"import pymysql\ncon = pymysql.connect(**{shop!r}, autocommit=True, local_infile=True, client_flag=65536)",
        f"con.query({case.sql.replace('{file}', str(file))!r}); rows = con._result.rows or ()\n"
        "while con._result.has_next: con.next_result()\n"  # 65536 lets a text hold several statements
        "if 'READ ONLY' in str(rows): raise pymysql.err.InternalError(1792)",  # OPTIMIZE says it in a row
        "str(error.args[0])",
    )

    assert answer == ("" if case.passes else READ_ONLY["mariadb"])
    assert (outside(*state) != before or file.exists()) == bool(case.passes)


@pytest.mark.parametrize("case", cases("sqlite"), ids=lambda c: c.title)
def test_sqlite(case: Case, past_the_text: Kernel, project: Path) -> None:
    def make(file: Path) -> None:
        connection = sqlite3.connect(file)
        connection.executescript(SMALL)
        connection.close()

    answer, changed = _on_files(
        case, past_the_text, project, make, "import sqlite3\ncon = sqlite3.connect({!r})", "executescript"
    )

    assert any(said in answer for said in READ_ONLY["sqlite"]) != bool(case.passes), answer
    assert changed == bool(case.passes)


@pytest.mark.parametrize("case", cases("duckdb"), ids=lambda c: c.title)
def test_duckdb(case: Case, past_the_text: Kernel, project: Path) -> None:
    def make(file: Path) -> None:
        with duckdb.connect(file) as connection:
            connection.execute(SMALL)
            connection.execute("CREATE SEQUENCE s")

    answer, changed = _on_files(
        case, past_the_text, project, make, "import duckdb\ncon = duckdb.connect({!r})", "execute"
    )

    assert any(said in answer for said in READ_ONLY["duckdb"]) != bool(case.passes), answer
    assert changed == bool(case.passes)


def _on_files(
    case: Case, kernel: Kernel, project: Path, make: Callable[[Path], None], connect: str, method: str
) -> tuple[str, bool]:
    """Send a statement to a fresh file; return what the engine said, and whether any file changed."""
    folder = project / "files"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    database, other = folder / "it.db", folder / "other.db"
    make(database)
    make(other)
    before = _content(folder)
    sql = case.sql.replace("{file}", str(folder / "new.db"))
    sql = sql.replace("{database}", str(database)).replace("{other}", str(other))
    answer = _try(
        kernel, connect.format(str(database)), f"con.{method}({sql!r})", "f'{type(error).__name__}: {error}'"
    )
    return answer, _content(folder) != before


def _try(kernel: Kernel, connect: str, send: str, said: str) -> str:
    """Run `send` on a locked connection; return what the engine said, '' where it did as told."""
    lines = "\n".join(f"    {line}" for line in send.splitlines())
    ran = kernel.run(
        f"{connect}\nanswer = ''\ntry:\n{lines}\nexcept Exception as error:\n    answer = {said}\n"
        "finally:\n    con.close()\nprint(answer)"
    )
    assert not ran.error
    return ran.output.strip()


def _content(folder: Path) -> dict[str, str]:
    files = [
        f for f in sorted(folder.rglob("*")) if f.is_file() and not f.name.endswith(("-wal", "-shm", ".wal"))
    ]
    return {str(f.relative_to(folder)): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}
