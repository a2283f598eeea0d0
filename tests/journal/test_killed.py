"""Whatever a killed kernel sent to a database is in the journal, and it says so where nobody knows."""

from __future__ import annotations

import os
import random
import re
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import psycopg
import pytest

from jupyter_guard.journal.statements import statements
from jupyter_guard.journal.verify import verify
from jupyter_guard.policy import places
from tests.kernel.conftest import Kernel
from tests.servers import Postgres, postgres

__all__ = ["postgres"]

Start = Callable[..., Kernel]
KILLS = 4  # of each database
# One cell that sends a statement after the other until its kernel dies.
LOOP = """
n = {first}
while True:
    get_ipython().run_cell_magic("guarded_sql", "store", f"INSERT INTO sent VALUES ({{n}})")
    n += 1
"""


@pytest.fixture(params=["sqlite", "duckdb", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Callable[[], list[int]]]:
    """The URL of a database with an empty table, and what it really received."""
    create, select = "CREATE TABLE sent (n INTEGER)", "SELECT n FROM sent ORDER BY n"
    if request.param == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        with psycopg.connect(server.superuser_url, autocommit=True) as connection:
            connection.execute(f"DROP TABLE IF EXISTS sent; {create}; GRANT ALL ON sent TO analyst")

        def received() -> list[int]:
            with psycopg.connect(server.superuser_url) as connection:
                return [row[0] for row in connection.execute(select)]

        return server.url, received
    file = tmp_path / "store.db"
    open_file = sqlite3.connect if request.param == "sqlite" else duckdb.connect
    with closing(open_file(file)) as connection:
        connection.execute(create)
        connection.commit()

    def received_by_file() -> list[int]:
        with closing(open_file(file)) as connection:
            return [row[0] for row in connection.execute(select).fetchall()]

    return f"{request.param}:///{file}", received_by_file


def test_nothing_that_was_sent_is_missing(
    start: Start, tmp_path: Path, store: tuple[str, Callable[[], list[int]]]
) -> None:
    url, received = store
    file = tmp_path / "guard.toml"
    file.write_text(f'[environments.dev]\ntier = "dev"\nconnections.store = "{url}"\n')
    trusted = places.content_hash(file.read_bytes())
    journal = tmp_path / "data" / "jupyter_guard" / "journal"
    chance = random.Random(6)
    for kill in range(KILLS):
        kernel = start(tmp_path, JUPYTER_GUARD_TRUST=trusted)
        pid = int(kernel.value("__import__('os').getpid()"))
        kernel.client.execute(LOOP.format(first=kill * 100_000))
        second = kill * 100_000 + 1  # the first waits for imports
        while not any(number_in(r.intent.text) == second for r in statements(journal)):
            time.sleep(0.02)
        time.sleep(chance.random() / 4)
        os.kill(pid, signal.SIGKILL)
        while kernel.manager.is_alive():
            time.sleep(0.02)

    records = statements(journal)
    told = {number_in(r.intent.text): r.outcome.state for r in records}
    got = received()
    done = {n for n, state in told.items() if state == "done"}
    unknown = {n for n, state in told.items() if state == "unknown"}
    assert len(got) > KILLS
    assert len(told) == len(records) == len(done) + len(unknown)
    assert done <= set(got) <= done | unknown  # what is done was received, what was received is told
    assert len(unknown) <= KILLS  # at most the one that was on its way
    assert verify(journal).damages == ()


def number_in(text: str) -> int:
    return int(re.findall(r"\d+", text)[0])
