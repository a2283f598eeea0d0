"""Behind a real PgBouncer that pools transactions: what is left of the engine's lock, and that nobody else is locked."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from jupyter_guard.databases import Call, open_database
from jupyter_guard.errors import StatementFailed
from jupyter_guard.policy import Connection, Effect
from tests.kernel.conftest import Kernel
from tests.servers import Postgres

from .pooler import pooling

INSERT = "INSERT INTO t VALUES (9)"
_WEAK = "a pooler may put each transaction on another session"


@pytest.fixture(scope="module", params=["refuses", "drops"])
def pooled(postgres: Postgres, warehouse: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of the warehouse behind a pooler that refuses startup options, or drops them without a word."""
    with psycopg.connect(warehouse, autocommit=True) as outside:
        outside.execute("DROP TABLE IF EXISTS t CASCADE; CREATE TABLE t (id int)")
    with pooling(postgres, ignores_options=request.param == "drops") as port:
        yield warehouse.replace(f":{postgres.port}/", f":{port}/")


@pytest.fixture
def session(past_the_text: Kernel, pooled: str) -> Iterator[Kernel]:
    """A kernel in prod that judges no text; connections of the test are named `con`."""
    past_the_text.run(f"PG = {pooled!r}")
    yield past_the_text
    past_the_text.run("con.close()")
    past_the_text.run("%guard tag prod")


def _others_may_write(pooled: str) -> bool:
    """Write as another client, who gets the very session of the server that the notebook had."""
    with psycopg.connect(pooled, autocommit=True, prepare_threshold=None) as other:
        other.execute("INSERT INTO t VALUES (1)")
    return True


def _lines(kernel: Kernel) -> str:
    return "\n".join(kernel.run("%guard").shown("status")["locks"])


@pytest.mark.parametrize("driver", ["psycopg", "psycopg2"])
def test_each_transaction_begins_read_only(driver: str, session: Kernel, pooled: str) -> None:
    pytest.importorskip(driver)
    opened = session.run(f"import {driver}\ncon = {driver}.connect(PG)")
    refused = session.run(f"con.cursor().execute({INSERT!r})")
    session.run("con.rollback()")
    free = _others_may_write(pooled)
    again = session.run(f"con.cursor().execute({INSERT!r})")
    session.run("con.rollback()")

    assert not opened.error
    assert all("in a read-only transaction" in ran.error["evalue"] for ran in (refused, again))
    assert free
    assert f"engine ~ read-only, but weak ({_WEAK})" in _lines(session)
    assert "1 of 3 locks hold, 1 is weak" in _lines(session)


@pytest.mark.parametrize("driver", ["psycopg", "psycopg2"])
def test_one_that_was_open_before_the_tag_locks_no_session_of_the_pool(
    driver: str, session: Kernel, pooled: str
) -> None:
    pytest.importorskip(driver)
    session.run("%guard tag dev")
    session.run(
        f"import {driver}\ncon = {driver}.connect(PG)\ncon.cursor().execute('SELECT 1'); con.rollback()"
    )
    session.run("%guard tag prod")
    session.run("con.cursor().execute('SELECT 1'); con.rollback()")

    refused = session.run(f"con.cursor().execute({INSERT!r})")
    session.run("con.rollback()")

    assert "in a read-only transaction" in refused.error["evalue"]
    assert _others_may_write(pooled)


def test_other_drivers_are_told_after_begin(session: Kernel, pooled: str) -> None:
    pytest.importorskip("asyncpg")
    session.run("import asyncpg\ncon = await asyncpg.connect(PG, statement_cache_size=0)")
    refused = session.run(f"await con.execute('BEGIN')\nawait con.execute({INSERT!r})")
    session.run("await con.execute('ROLLBACK')")
    alone = session.run("await con.execute('SELECT 1')")
    lines = _lines(session)
    session.run("await con.close()\nimport psycopg; con = psycopg.connect(PG)")

    assert "in a read-only transaction" in refused.error["evalue"]
    assert "here there is no transaction to begin read-only" in alone.output + lines
    assert _others_may_write(pooled)


def test_with_autocommit_a_line_says_that_only_the_text_lock_holds(session: Kernel, pooled: str) -> None:
    session.run("import psycopg\ncon = psycopg.connect(PG, autocommit=True)")
    alone = session.run("con.execute('SELECT 1')")
    inside = session.run(f"with con.transaction(): con.execute({INSERT!r})")

    assert "only the judgement of the text holds" in alone.output
    assert "in a read-only transaction" in inside.error["evalue"]
    assert _others_may_write(pooled)


def test_a_sql_cell_sends_each_statement_in_a_read_only_transaction(pooled: str) -> None:
    database = open_database(Connection("warehouse", "postgres"), pooled, read_only=True)
    try:
        (one,) = database.run([Call("SELECT 1 AS n", effect=Effect.READ)], {})
        with pytest.raises(StatementFailed, match="read-only transaction"):
            database.run([Call(INSERT, effect=Effect.WRITE)], {})
        begun = [Call("BEGIN", effect=Effect.SESSION), Call(INSERT, effect=Effect.WRITE)]
        with pytest.raises(StatementFailed, match="read-only transaction"):
            database.run(begun, {})
        with pytest.raises(StatementFailed, match="read-only transaction"):  # as if it were a large read
            database.run(
                [Call("WITH d AS (DELETE FROM t RETURNING id) SELECT * FROM d", effect=Effect.READ)], {}
            )
        (still,) = database.run([Call("SELECT count(*) AS n FROM t", effect=Effect.READ)], {})
    finally:
        database.close()

    assert one.tuples() == [(1,)]
    assert still.rows == 1
    assert database.locks == "each transaction READ ONLY"
    assert _others_may_write(pooled)
