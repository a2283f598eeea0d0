"""Ctrl-C where no engine listens: while a connection opens, a server stalls, or a frame is loaded."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import time

import pandas
import pytest

from jupyter_guard.databases import Fetch, sqlite
from jupyter_guard.databases.frame_tables import frame_table
from jupyter_guard.databases.interrupts import Cancelled, may_be_asked
from jupyter_guard.errors import StatementFailed
from tests.databases.words import read, session, write

_PATIENCE = 60.0  # seconds; a bound on hangs


@pytest.mark.parametrize(
    "url", ["postgresql://me@127.0.0.1:{}/x?connect_timeout=600", "mysql://me@127.0.0.1:{}/x"]
)
def test_nobody_waits_for_a_server_that_does_not_answer(connect, ctrl_c, url) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        database = connect(url.format(silent.getsockname()[1]))
        ctrl_c.start()
        began = time.monotonic()

        with pytest.raises(KeyboardInterrupt):
            database.run([read("SELECT 1")], {})

    assert time.monotonic() - began < _PATIENCE


def test_a_server_that_does_not_even_cancel_is_given_up(connect, postgres_items, ctrl_c) -> None:
    database = connect(postgres_items.superuser_url)
    (pid,) = database.run([read("SELECT pg_backend_pid() AS pid")], {})[0].tuples()[0]
    ctrl_c.start()
    os.kill(pid, signal.SIGSTOP)
    try:
        with pytest.raises(Cancelled) as caught:
            database.run([read("SELECT id FROM items")], {})
    finally:
        os.kill(pid, signal.SIGCONT)

    assert caught.value.holds == "The server did not answer, so its connection was closed."
    assert database.run([read("SELECT id FROM items")], {})[0].rows == 3


def test_another_writer_is_waited_for_in_pieces(connect, sqlite_file, ctrl_c, monkeypatch) -> None:
    monkeypatch.setattr(sqlite, "_PATIENCE", 600.0)
    database = connect(f"sqlite:///{sqlite_file}")
    other = sqlite3.connect(sqlite_file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    ctrl_c.start()
    began = time.monotonic()

    with pytest.raises(KeyboardInterrupt):
        database.run([write("DELETE FROM items")], {})

    assert time.monotonic() - began < _PATIENCE
    other.execute("COMMIT")
    other.close()
    assert database.run([write("DELETE FROM items")], {})[0].rows == 3


def test_a_locked_file_says_what_to_do(connect, sqlite_file, monkeypatch) -> None:
    monkeypatch.setattr(sqlite, "_PATIENCE", 0.1)
    other = sqlite3.connect(sqlite_file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StatementFailed, match="End its transaction there"):
        connect(f"sqlite:///{sqlite_file}").run([write("DELETE FROM items")], {})
    other.close()


def test_a_frame_is_not_loaded_to_its_end() -> None:
    batches = frame_table("f", pandas.DataFrame({"a": range(20_000)}), "sqlite").batches()
    with may_be_asked() as asked:
        next(batches)
        asked.append(True)

        with pytest.raises(StatementFailed, match="cancelled"):
            next(batches)


def test_what_took_effect_is_known(connect, sqlite_file, ctrl_c) -> None:
    endless = read("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
    database = connect(f"sqlite:///{sqlite_file}")
    ctrl_c.start()

    with pytest.raises(Cancelled) as caught:
        database.run([session("BEGIN"), write("DELETE FROM items"), endless], {})

    assert caught.value.holds == "The open transaction was rolled back."
    with pytest.raises(StatementFailed, match=r"What stands before it \(1 statement\) took effect"):
        database.run([write("DELETE FROM items"), endless], {}, Fetch(time_limit=0.3))
