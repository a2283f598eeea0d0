"""Two real kernels, one of them guarded, and four real databases that are looked at from outside."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest

from jupyter_guard.policy import places
from tests.kernel.conftest import Kernel, start, starting
from tests.servers import MariaDB, Postgres, mariadb, postgres

from .table import Row, write_table

__all__ = ["mariadb", "postgres", "start"]

SETUP = [
    "CREATE TABLE orders (id int PRIMARY KEY, city text)",
    "INSERT INTO orders (id, city) VALUES (1, 'NY'), (2, 'NY'), (3, 'LA')",
]
RESET = ["DROP TABLE IF EXISTS made", "DROP TABLE IF EXISTS orders", *SETUP]
UNTOUCHED = (3, False)  # the orders, and whether a table `made` is there


@dataclass(frozen=True)
class Outside:
    """A database seen from outside of the kernels."""

    run: Callable[[str], list[Any]]
    free: Callable[[], None] = lambda: None  # ends what a kernel may have left open

    def reset(self) -> None:
        """Put the three orders there, and nothing else."""
        self.free()
        with contextlib.suppress(Exception):  # most engines refuse that where it is a table
            self.run("DROP VIEW IF EXISTS made")
        for statement in RESET:
            self.run(statement)

    def look(self) -> tuple[int, bool]:
        """Return how many orders there are, and whether a table `made` is there."""
        orders = self._count("orders")
        return (-1 if orders is None else orders), self._count("made") is not None

    def _count(self, table: str) -> int | None:
        try:
            return int(self.run(f"SELECT count(*) FROM {table}")[0][0])
        except Exception:  # noqa: BLE001  # the engines call it differently
            return None


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the notebook and of the local databases."""
    return tmp_path_factory.mktemp("routes")


@pytest.fixture(scope="session")
def outside(project: Path, request: pytest.FixtureRequest) -> Callable[[str], Outside]:
    """Give the database of a name; a server that is not installed is a skip."""
    makers: dict[str, Callable[[], Outside]] = {
        "sqlite": lambda: _file(project / "it.db", _sqlite),
        "duckdb": lambda: _file(project / "it.duckdb", _duckdb),
        "postgres": lambda: _postgres(request.getfixturevalue("postgres")),
        "mariadb": lambda: _mariadb(request.getfixturevalue("mariadb")),
    }
    return lambda name: makers[name]()


@pytest.fixture(scope="session")
def kernels(
    project: Path,
    postgres: Postgres,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[tuple[Kernel, Kernel]]:
    """A kernel in which the guard is switched off, and a guarded one."""
    try:
        shop = request.getfixturevalue("mariadb")
    except pytest.skip.Exception:
        shop = MariaDB(1)
    file = project / "guard.toml"
    # In dev the same servers may be written: a tag that is raised later must count.
    file.write_text(
        f'[environments.dev]\ntier = "dev"\nconnections.pg = "{postgres.url}"\n'
        f'connections.my = "{shop.url}"\n'
        '[environments.prod]\ntier = "prod"\n'
    )
    trusted = places.content_hash(file.read_bytes())
    with starting(tmp_path_factory.mktemp("kernels")) as start_kernel:
        control = start_kernel(project, JUPYTER_GUARD="off", JUPYTER_GUARD_TRUST=trusted)
        guarded = start_kernel(project, JUPYTER_GUARD_TRUST=trusted)
        for kernel in (control, guarded):
            ran = kernel.run(_variables(project, postgres, shop))
            assert not ran.error
        yield control, guarded


@pytest.fixture(scope="session")
def table() -> Iterator[list[Row]]:
    """Collect what each scenario showed; GUARD_ROUTES_DOC names the file that it is written to."""
    rows: list[Row] = []
    yield rows
    file = os.environ.get("GUARD_ROUTES_DOC")
    if file:
        write_table(Path(file), rows)


def _variables(project: Path, postgres: Postgres, shop: MariaDB) -> str:
    pg = {
        "user": "analyst",
        "password": postgres.password,
        "host": "127.0.0.1",
        "port": postgres.port,
        "database": "postgres",
    }
    my = {**pg, "password": shop.password, "port": shop.port, "database": "shop"}
    return "\n".join(
        (
            f"SQLITE, DUCKDB = {str(project / 'it.db')!r}, {str(project / 'it.duckdb')!r}",
            f"PG, PG_KW = {postgres.url!r}, {pg!r}",
            f"PG_SA = {postgres.url.replace('postgresql:', 'postgresql+psycopg:')!r}",
            f"MY_KW, MY_SA = {my!r}, {shop.url.replace('mysql:', 'mysql+pymysql:')!r}",
        )
    )


def _file(file: Path, run: Callable[[Path, str], list[Any]]) -> Outside:
    def mend() -> None:
        """Begin anew where the file itself was spoilt."""
        try:
            run(file, "SELECT 1 FROM sqlite_master")
        except (sqlite3.DatabaseError, duckdb.IOException):
            for part in file.parent.glob(f"{file.name}*"):
                part.unlink()

    return Outside(lambda sql: run(file, sql), mend)


def _sqlite(file: Path, sql: str) -> list[Any]:
    connection = sqlite3.connect(file)
    try:
        with connection:
            return connection.execute(sql).fetchall()
    finally:
        connection.close()


def _duckdb(file: Path, sql: str) -> list[Any]:
    with duckdb.connect(file) as connection:
        return connection.execute(sql).fetchall()


def _postgres(server: Postgres) -> Outside:
    def run(sql: str) -> list[Any]:
        with psycopg.connect(server.superuser_url, autocommit=True) as connection:
            done = connection.execute(sql)
            if sql.startswith("CREATE TABLE"):
                connection.execute("ALTER TABLE orders OWNER TO analyst")
            return done.fetchall() if done.description else []

    ending = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'analyst'"
    return Outside(run, lambda: (run(ending), None)[1])


def _mariadb(server: MariaDB) -> Outside:
    pymysql = pytest.importorskip("pymysql")

    def run(sql: str) -> list[Any]:
        connection = pymysql.connect(
            host="127.0.0.1",
            port=server.port,
            user="analyst",
            password=server.password,
            database="shop",
            autocommit=True,
        )
        with connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())

    def free() -> None:
        for (number,) in run("SELECT id FROM information_schema.processlist WHERE id <> connection_id()"):
            run(f"KILL {number}")

    return Outside(run, free)
