"""Databases of every engine with the same little table, and words to talk to them."""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import psycopg
import pymysql
import pytest

from jupyter_guard.databases import Database, open_database
from jupyter_guard.policy import Connection
from tests.servers import MariaDB, Postgres, mariadb, postgres

__all__ = ["mariadb", "postgres"]

ITEMS = """
CREATE TABLE items (id INTEGER, name VARCHAR(20), price DECIMAL(10, 2));
INSERT INTO items VALUES (1, 'ale', 2.50), (2, 'gin', 19.90), (3, NULL, NULL);
"""


@pytest.fixture
def connect() -> Iterator[Callable[..., Database]]:
    """Open databases that are closed at the end of the test."""
    opened: list[Database] = []

    def open_it(url: str, *, read_only: bool = False) -> Database:
        dialect = {"postgresql": "postgres"}.get(url.partition(":")[0], url.partition(":")[0])
        database = open_database(Connection("warehouse", dialect), url, read_only=read_only)
        opened.append(database)
        return database

    yield open_it
    for database in opened:
        database.close()


@pytest.fixture
def duckdb_file(tmp_path: Path) -> Path:
    path = tmp_path / "items.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(ITEMS)
    return path


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Path:
    path = tmp_path / "items.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript(ITEMS)
    connection.close()
    return path


@pytest.fixture
def postgres_items(postgres: Postgres) -> Iterator[Postgres]:
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(ITEMS)
        yield postgres
        connection.execute("DROP TABLE items")


@pytest.fixture
def mariadb_items(mariadb: MariaDB) -> Iterator[MariaDB]:
    port, options = mariadb.port, {"user": "analyst", "password": mariadb.password, "database": "shop"}
    with pymysql.connect(host="127.0.0.1", port=port, autocommit=True, **options) as connection:
        for statement in ITEMS.strip().rstrip(";").split(";"):
            connection.cursor().execute(statement)
        yield mariadb
        connection.cursor().execute("DROP TABLE items")


@pytest.fixture(params=["duckdb", "sqlite", "postgres", "mysql"])
def items_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database with the table `items`, of each engine in turn."""
    if request.param == "postgres":
        cluster: Postgres = request.getfixturevalue("postgres_items")
        return cluster.url
    if request.param == "mysql":
        server: MariaDB = request.getfixturevalue("mariadb_items")
        return server.url
    return f"{request.param}:///{request.getfixturevalue(f'{request.param}_file')}"


@pytest.fixture
def ctrl_c() -> Iterator[threading.Timer]:
    """A timer that presses Ctrl-C, also where the tests run in the background and would not hear it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    yield timer
    timer.join()
    signal.signal(signal.SIGINT, before)
