"""SQLite: what only it does."""

from __future__ import annotations

import datetime
import os
import sqlite3
from decimal import Decimal

import pytest

from jupyter_guard.databases import Call
from jupyter_guard.errors import ConnectionFailed, StatementFailed
from tests.databases.words import read, schema, session, write


@pytest.mark.parametrize("text", ["SELECT 1", "SELEC 1"])
def test_a_read_or_a_typing_mistake_makes_no_file(connect, tmp_path, text) -> None:
    with pytest.raises(ConnectionFailed, match=r"there is no database file"):
        connect(f"sqlite:///{tmp_path}/missing.db").run([Call(text)], {})

    assert list(tmp_path.iterdir()) == []


def test_a_first_statement_that_fails_leaves_no_file(connect, tmp_path) -> None:
    with pytest.raises(StatementFailed):
        connect(f"sqlite:///{tmp_path}/new.db").run([schema("CREATE TABLE t AS SELECT * FROM no")], {})

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database(connect, tmp_path) -> None:
    (tmp_path / "text.db").write_text("no database" * 100)

    with pytest.raises(ConnectionFailed, match=r"text\.db cannot be opened: it is not a SQLite database\."):
        connect(f"sqlite:///{tmp_path}/text.db").run([read("SELECT 1")], {})


def test_a_replaced_file_is_opened_anew(connect, sqlite_file) -> None:
    database = connect(f"sqlite:///{sqlite_file}")
    database.run([read("SELECT * FROM items")], {})
    other = sqlite_file.with_name("other")
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE items (id)")
    connection.close()
    os.replace(other, sqlite_file)

    assert database.run([read("SELECT * FROM items")], {})[0].rows == 0


@pytest.mark.parametrize("text", ["ATTACH '{}/other.db' AS other", "VACUUM INTO '{}/other.db'"])
def test_read_only_attaches_nothing(connect, sqlite_file, tmp_path, text) -> None:
    with pytest.raises(StatementFailed, match="too many attached"):
        connect(f"sqlite:///{sqlite_file}", read_only=True).run([Call(text.format(tmp_path))], {})

    assert not (tmp_path / "other.db").exists()


def test_the_mode_of_the_url_counts(connect, sqlite_file) -> None:
    assert connect(f"sqlite:///{sqlite_file}?mode=ro").locks == "read-only file"
    with pytest.raises(ConnectionFailed, match=r"option 'immutable'; the only one there is is \?mode=ro"):
        connect(f"sqlite:///{sqlite_file}?immutable=1")


def test_dates_and_decimals_are_bound(connect, sqlite_file) -> None:
    (outcome,) = connect(f"sqlite:///{sqlite_file}").run(
        [read("SELECT :day AS day, :at AS at, id FROM items WHERE price = :price", "day", "at", "price")],
        {
            "day": datetime.date(2024, 2, 3),
            "at": datetime.datetime.fromisoformat("2024-02-03T04:00"),
            "price": Decimal("19.90"),
        },
    )

    assert outcome.frame.to_dict("list") == {"day": ["2024-02-03"], "at": ["2024-02-03 04:00:00"], "id": [2]}


def test_a_list_cannot_be_bound(connect, sqlite_file) -> None:
    with pytest.raises(StatementFailed, match="SQLite binds numbers, texts, bytes and dates only"):
        connect(f"sqlite:///{sqlite_file}").run([read("SELECT :x", "x")], {"x": [1]})


def test_a_transaction_may_span_batches(connect, sqlite_file) -> None:
    database = connect(f"sqlite:///{sqlite_file}")

    database.run([session("BEGIN"), write("DELETE FROM items")], {})
    database.run([session("ROLLBACK")], {})

    assert database.run([read("SELECT * FROM items")], {})[0].rows == 3
