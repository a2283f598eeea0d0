"""A kernel asks the databases of guard.toml for what a text alone does not tell: magic and gate alike."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from jupyter_guard.policy import places
from tests.kernel.conftest import Kernel
from tests.servers import Postgres, postgres

__all__ = ["postgres"]

MADE = """
DROP SCHEMA IF EXISTS shop CASCADE; CREATE SCHEMA shop;
CREATE TABLE shop.orders (id int); CREATE SEQUENCE shop.s;
CREATE FUNCTION shop.counted() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM shop.orders';
CREATE VIEW shop.numbered AS SELECT nextval('shop.s') AS n;
GRANT USAGE ON SCHEMA shop TO analyst; GRANT ALL ON ALL TABLES IN SCHEMA shop TO analyst;
GRANT ALL ON SEQUENCE shop.s TO analyst;
"""


@pytest.fixture
def kernel(start: Callable[..., Kernel], postgres: Postgres, tmp_path: Path) -> Kernel:
    """A kernel in prod, whose guard.toml names a server with a function that reads and a view that writes."""
    with psycopg.connect(postgres.superuser_url, autocommit=True) as admin:
        admin.execute(MADE.encode())
    file = tmp_path / "guard.toml"
    url = postgres.url_with("${env:SHOP_PASSWORD}")
    file.write_text(f'[environments.prod]\ntier = "prod"\nconnections.shop = "{url}"\n')
    trusted = places.content_hash(file.read_bytes())
    kernel = start(tmp_path, JUPYTER_GUARD_TRUST=trusted, SHOP_PASSWORD=postgres.password)
    kernel.run("%guard tag prod")
    return kernel


def test_the_magic_runs_a_function_that_reads_and_refuses_a_view_that_writes(kernel: Kernel) -> None:
    read = kernel.run("%%guarded_sql shop found <<\nSELECT shop.counted() AS n")
    refused = kernel.run("%%guarded_sql shop\nSELECT * FROM shop.numbered")

    assert not read.error
    assert kernel.value("found.values.tolist()") == "[[0]]"
    (statement,) = refused.shown("refusal")["statements"]
    assert "the view numbered: it runs function nextval() changes a sequence" in statement["reason"]


def test_the_gate_does_too_on_a_connection_of_its_own(kernel: Kernel, postgres: Postgres) -> None:
    kernel.run(
        f"import psycopg\nconnection = psycopg.connect({postgres.url!r})\n"
        "def rows(sql):\n    return connection.execute(sql).fetchall()"
    )

    read = kernel.value("rows('SELECT shop.counted()')")
    refused = kernel.run("rows('SELECT * FROM shop.numbered')")

    assert read == "[(0,)]"
    assert refused.error["ename"] == "StatementBlocked"
    with psycopg.connect(postgres.superuser_url) as admin:
        assert admin.execute("SELECT is_called FROM shop.s").fetchone() == (False,)
        asked = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'jupyter_guard'"
        assert admin.execute(asked).fetchone() == (0,)  # the guard's own connection is gone


def test_a_read_that_is_sent_again_is_recorded_once_a_cell(
    kernel: Kernel, postgres: Postgres, tmp_path: Path
) -> None:
    kernel.run(f"import psycopg\nconnection = psycopg.connect({postgres.url!r})")
    journal = tmp_path / "data" / "jupyter_guard" / "journal"

    def entries() -> int:
        (file,) = journal.glob("*.sqlite")
        with closing(sqlite3.connect(file)) as opened:
            return int(opened.execute("SELECT count(*) FROM entries").fetchone()[0])

    before = entries()
    kernel.run("for _ in range(40):\n    connection.execute('SELECT * FROM shop.orders').fetchall()")

    assert entries() - before < 10


def test_without_an_answer_the_text_alone_decides_and_says_so(
    start: Callable[..., Kernel], tmp_path: Path
) -> None:
    file = tmp_path / "guard.toml"
    file.write_text(
        '[environments.prod]\ntier = "prod"\nconnections.shop = "postgresql://u@127.0.0.1:1/db"\n'
    )
    kernel = start(tmp_path, JUPYTER_GUARD_TRUST=places.content_hash(file.read_bytes()))
    kernel.run("%guard tag prod")

    refused = kernel.run("%%guarded_sql shop\nSELECT tidied()")

    (statement,) = refused.shown("refusal")["statements"]
    assert "since shop could not be asked for its functions and views: cannot connect" in statement["reason"]
