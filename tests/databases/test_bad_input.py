"""What goes wrong on the way: one message that says what, where, and what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from jupyter_guard.databases import Call, Fetch
from jupyter_guard.errors import ConnectionFailed, StatementFailed
from jupyter_guard.policy import Effect
from tests.databases.words import read
from tests.servers import running_postgres


def test_a_value_that_does_not_fit_its_column(connect, postgres_items) -> None:
    call = read("SELECT * FROM items WHERE id = $1", "value")

    with pytest.raises(StatementFailed) as caught:
        connect(postgres_items.url).run([call], {"value": "seven"})

    assert str(caught.value).splitlines()[0] == 'invalid input syntax for type integer: "seven"'


def test_an_error_shows_the_parameters_as_they_were_written(connect, postgres_items) -> None:
    call = Call(
        "SELECT $1::int AS low,\n  nme FROM items WHERE id > $1",
        ("lowest",),
        Effect.READ,
        ("SELECT ", "::int AS low,\n  nme FROM items WHERE id > ", ""),
        ("lowest", "lowest"),
        ("items",),
    )

    with pytest.raises(StatementFailed) as caught:
        connect(postgres_items.url).run([call], {"lowest": 1})

    assert str(caught.value).splitlines()[1:4] == [
        "line 2, column 3:",
        "    nme FROM items WHERE id > :lowest",
        "    ^",
    ]


# Ends the sessions of the analyst as soon as one of them sleeps.
_KILLER = """
import psycopg, sys, time
connection = psycopg.connect(sys.argv[1], autocommit=True)
print("ready", flush=True)
of = "FROM pg_stat_activity WHERE usename = 'analyst'"
while not connection.execute(f"SELECT 1 {of} AND state = 'active' AND query LIKE '%pg_sleep%'").fetchone():
    time.sleep(0.05)
connection.execute(f"SELECT pg_terminate_backend(pid) {of}")
"""


def test_a_server_that_restarts_between_two_reads_and_in_the_middle(connect) -> None:
    with running_postgres() as server:
        database = connect(server.url)
        assert database.run([read("SELECT 1 AS one")], {})[0].rows == 1
        server.restart()
        (after,) = database.run([read("SELECT 2 AS two")], {})
        assert "The connection was lost and opened anew" in after.note

        command = [sys.executable, "-c", _KILLER, server.superuser_url]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as killer:
            assert killer.stdout is not None
            assert killer.stdout.readline() == "ready\n"
            (middle,) = database.run([read("SELECT pg_sleep(5) IS NULL AS slept")], {})

        assert killer.returncode == 0
        assert "The connection was lost and opened anew" in middle.note  # sent once more, for it only reads


def test_a_server_that_is_gone(connect) -> None:
    with running_postgres() as server:
        database = connect(server.url)
        database.run([read("SELECT 1 AS one")], {})

    with pytest.raises(ConnectionFailed) as caught:
        database.run([read("SELECT 1 AS one")], {})

    assert "cannot connect to PostgreSQL at 127.0.0.1" in str(caught.value)
    assert "s3cret" not in str(caught.value)


_FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write beyond the limit fails, as on a full disk
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
from pathlib import Path
from jupyter_guard.databases import Call, Fetch, open_database
from jupyter_guard.errors import StatementFailed
from jupyter_guard.policy import Connection, Effect
database = open_database(Connection("w", "duckdb"), "duckdb:///:memory:", read_only=False)
call = Call("SELECT md5(range::text) AS a FROM range(1000000)", effect=Effect.READ)
try:
    database.run([call], {}, Fetch(parquet=Path(sys.argv[1])))
except StatementFailed as error:
    print(error)
print(len(database.run([Call("SELECT 1", effect=Effect.READ)], {})))
"""


def test_a_disk_that_is_full(tmp_path: Path) -> None:
    file = tmp_path / "rows.parquet"

    done = subprocess.run([sys.executable, "-c", _FULL, file], capture_output=True, text=True, check=False)

    assert done.stdout.splitlines() == [
        f"{file} cannot be written: File too large. No file was left there.",
        "1",
    ]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="there is no /dev/full")
def test_a_folder_that_takes_no_file(connect, items_url) -> None:
    with pytest.raises(StatementFailed, match="cannot be written"):
        connect(items_url).run([read("SELECT * FROM items")], {}, Fetch(parquet=Path("/proc/rows.parquet")))
