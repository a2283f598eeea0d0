"""DuckDB: files that are let go, others at the same file, and faithful types."""

from __future__ import annotations

import contextlib
import datetime
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from jupyter_guard.databases import Fetch, Progress
from jupyter_guard.databases.duckdb_batch import Batch
from jupyter_guard.databases.fetching import Meter
from jupyter_guard.errors import ConnectionFailed, StatementFailed
from tests.databases.words import read, schema, session, write

HOLD = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "read")
connection.execute("SELECT 1")
print("open", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def hold(duckdb_file: Path):
    """Let another process hold the file open."""
    holders: list[subprocess.Popen[str]] = []

    def hold_it(how: str) -> subprocess.Popen[str]:
        holder = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(duckdb_file), how],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        holders.append(holder)
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        return holder

    yield hold_it
    for holder in holders:
        holder.communicate("\n")


def test_two_may_read_side_by_side(connect, duckdb_file, hold) -> None:
    hold("read")

    (outcome,) = connect(f"duckdb:///{duckdb_file}").run([read("SELECT * FROM items")], {})

    assert outcome.rows == 3


def test_a_writer_elsewhere_gives_one_clear_message(connect, duckdb_file, hold) -> None:
    holder = hold("write")

    with pytest.raises(ConnectionFailed) as caught:
        connect(f"duckdb:///{duckdb_file}").run([read("SELECT 1")], {})

    first, second = str(caught.value).splitlines()
    assert first.startswith(f"warehouse: {duckdb_file} cannot be opened: another process (PID {holder.pid}, ")
    assert first.endswith("has it open for writing, which shuts everybody else out.")
    assert second == "Close it there, by .close() or by ending that program, then run the cell again."


def test_a_reader_elsewhere_stops_a_write(connect, duckdb_file, hold) -> None:
    hold("read")

    with pytest.raises(ConnectionFailed, match=r"writing needs the file for itself"):
        connect(f"duckdb:///{duckdb_file}").run([write("DELETE FROM items")], {})


@pytest.mark.parametrize("call", [read("SELECT 1"), write("DELETE FROM items"), read("SELECT nothing")])
def test_the_file_is_let_go_after_a_batch(connect, duckdb_file, hold, call) -> None:
    database = connect(f"duckdb:///{duckdb_file}")
    with contextlib.suppress(StatementFailed):
        database.run([call], {})

    assert hold("write").poll() is None


def test_the_notebook_itself_has_the_file_open(connect, duckdb_file) -> None:
    with (
        duckdb.connect(str(duckdb_file)),
        pytest.raises(ConnectionFailed, match=r"this notebook has it open"),
    ):
        connect(f"duckdb:///{duckdb_file}").run([read("SELECT 1")], {})


@pytest.mark.parametrize("text", ["SELECT 1", "SELEC 1"])
def test_a_read_or_a_typing_mistake_makes_no_file(connect, tmp_path, text) -> None:
    from jupyter_guard.databases import Call

    missing = tmp_path / "missing.duckdb"

    with pytest.raises(ConnectionFailed, match=rf"there is no database file {missing}\."):
        connect(f"duckdb:///{missing}").run([Call(text)], {})

    assert list(tmp_path.iterdir()) == []


def test_a_first_statement_that_fails_leaves_no_file(connect, tmp_path) -> None:
    with pytest.raises(StatementFailed):
        connect(f"duckdb:///{tmp_path}/new.duckdb").run([schema("CREATE TABLE t AS SELECT * FROM no")], {})

    assert list(tmp_path.iterdir()) == []


def test_making_a_table_makes_the_file(connect, tmp_path) -> None:
    database = connect(f"duckdb:///{tmp_path}/new.duckdb")

    database.run([schema("CREATE TABLE t AS SELECT 1 AS i")], {})

    assert database.run([read("FROM t")], {})[0].frame["i"].tolist() == [1]


def test_bad_places(connect, tmp_path) -> None:
    (tmp_path / "text.duckdb").write_text("no database" * 1000)
    messages = {}
    for name in ("text.duckdb", ".", "no/folder.duckdb"):
        with pytest.raises(ConnectionFailed) as caught:
            connect(f"duckdb:///{tmp_path}/{name}").run([read("SELECT 1")], {})
        messages[name] = str(caught.value).replace(str(tmp_path), "TMP")

    assert messages == {
        "text.duckdb": "warehouse: TMP/text.duckdb cannot be opened: it is not a DuckDB database.",
        ".": "warehouse: TMP/. is a folder, not a database file.",
        "no/folder.duckdb": "warehouse: there is no folder TMP/no "
        "for the database file TMP/no/folder.duckdb.",
    }


def test_writing_ends_the_session_and_says_so(connect, duckdb_file) -> None:
    database = connect(f"duckdb:///{duckdb_file}")
    database.run([session("CREATE TEMP TABLE picked AS SELECT 1 AS i")], {})

    (outcome,) = database.run([write("DELETE FROM items")], {})

    assert outcome.note == "temporary table picked is gone: to write, the file had to be opened anew."
    with pytest.raises(StatementFailed, match="picked"):
        database.run([read("FROM picked")], {})


def test_use_holds_where_the_file_is_opened_anew(connect, duckdb_file) -> None:
    database = connect(f"duckdb:///{duckdb_file}")
    database.run([schema("CREATE SCHEMA elsewhere")], {})
    database.run([session("USE elsewhere")], {})

    database.run([schema("CREATE TABLE made AS SELECT 1 AS i")], {})
    (outcome,) = database.run([read("SELECT i FROM elsewhere.made AS e JOIN made USING (i)")], {})

    assert outcome.rows == 1
    database.run([schema("DROP SCHEMA elsewhere CASCADE")], {})
    with pytest.raises(StatementFailed, match="USE elsewhere holds no longer, so nothing was sent"):
        database.run([write("DELETE FROM items")], {})
    assert database.run([read("FROM items")], {})[0].rows == 3


def test_a_setting_is_kept(connect, duckdb_file) -> None:
    database = connect(f"duckdb:///{duckdb_file}")

    database.run([session("SET TimeZone = 'Asia/Tokyo'")], {})
    (outcome,) = database.run([read("SELECT current_setting('TimeZone') AS zone")], {})

    assert outcome.frame["zone"].tolist() == ["Asia/Tokyo"]


def test_a_transaction_has_to_end_in_its_cell(connect, duckdb_file) -> None:
    database = connect(f"duckdb:///{duckdb_file}")

    with pytest.raises(StatementFailed, match=r"not ended, so it was rolled back"):
        database.run([session("BEGIN"), write("DELETE FROM items")], {})

    assert database.run([read("FROM items")], {})[0].rows == 3


def test_memory_stays(connect) -> None:
    database = connect("duckdb:///:memory:")

    database.run([schema("CREATE TABLE t AS SELECT 1 AS i"), session("BEGIN"), write("DELETE FROM t")], {})
    database.run([session("ROLLBACK")], {})

    assert database.run([read("FROM t")], {})[0].rows == 1


def test_types(connect) -> None:
    (outcome,) = connect("duckdb:///:memory:").run(
        [
            read(
                """SELECT 12.30::DECIMAL(10, 2) AS price, sum(i) AS total, DATE '2024-02-03' AS day,
                TIMESTAMPTZ '2024-02-03 04:05:06+00' AS at, 0.5::DOUBLE AS share,
                NULL::DECIMAL(9, 1) AS none
                FROM range(3) AS t(i)"""
            )
        ],
        {},
    )

    row = outcome.frame.iloc[0].to_dict()
    assert (row["price"], str(row["price"]), row["total"], row["none"]) == (
        Decimal("12.30"),
        "12.30",
        3,
        None,
    )
    assert row["at"] == datetime.datetime(2024, 2, 3, 4, 5, 6, tzinfo=datetime.UTC)
    assert [str(t) for t in outcome.frame.dtypes.iloc[[1, 2, 4]]] == ["int64", "datetime64[us]", "float64"]


def test_a_sum_longer_than_a_float_is_whole(connect) -> None:
    (outcome,) = connect("duckdb:///:memory:").run([read("SELECT 123456789012345678901::HUGEINT AS big")], {})

    assert outcome.frame["big"].tolist() == [123456789012345678901]


def test_who_watches_a_batch_may_come_after_its_connection_is_closed() -> None:
    told: list[Progress] = []
    connection = duckdb.connect()
    meter = Meter(told.append)
    batch = Batch(connection, [read("SELECT 1 AS one")], [{}], Fetch(), meter)
    batch.run()
    connection.close()

    meter.tick()
    batch.interrupt()

    assert [progress.percent for progress in told] == [None]
