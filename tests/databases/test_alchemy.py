"""Every other database by SQLAlchemy, tried on those that are here."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from jupyter_guard.databases import Fetch
from jupyter_guard.databases.alchemy import Alchemy
from jupyter_guard.errors import ConnectionFailed, StatementFailed
from tests.databases.words import read, write

DRIVERS = {"postgres": "postgresql+psycopg", "mysql": "mysql+pymysql", "sqlite": "sqlite"}


@pytest.fixture(params=["sqlite", "postgres", "mysql"])
def database(request: pytest.FixtureRequest) -> Iterator[Alchemy]:
    """A database with the table `items` behind SQLAlchemy."""
    fixtures = {"postgres": "postgres_items", "mysql": "mariadb_items"}
    if request.param == "sqlite":
        url = f"sqlite:///{request.getfixturevalue('sqlite_file')}"
    else:
        url = request.getfixturevalue(fixtures[request.param]).url
    url = f"{DRIVERS[request.param]}:{url.partition(':')[2]}"
    opened = Alchemy.at("warehouse", url, request.param)
    yield opened
    opened.close()


def test_parameters_are_bound(database) -> None:
    call = read("SELECT id, name FROM items WHERE name <> :name AND id % 2 = :odd", "name", "odd")

    (outcome,) = database.run([call], {"name": "' OR 1=1 --", "odd": 1})

    assert outcome.frame.to_dict("list") == {"id": [1], "name": ["ale"]}


def test_a_percent_sign_without_parameters(database) -> None:
    (outcome,) = database.run([read("SELECT id FROM items WHERE name LIKE 'a%'")], {})

    assert outcome.frame["id"].tolist() == [1]


def test_a_write_commits_and_is_counted(database) -> None:
    (changed,) = database.run([write("DELETE FROM items WHERE id > 1")], {})
    database.close()
    (left,) = database.run([read("SELECT count(*) AS n FROM items")], {})

    assert (changed.rows, left.frame["n"].tolist()) == (2, [1])


def test_max_rows_and_an_error_leave_it_usable(database) -> None:
    (first,) = database.run([read("SELECT * FROM items ORDER BY id")], {}, Fetch(max_rows=2))
    with pytest.raises(StatementFailed, match="nothing_there") as caught:
        database.run([read("SELECT * FROM nothing_there")], {})
    (after,) = database.run([read("SELECT price FROM items WHERE id = 1")], {})

    assert (first.rows, first.more) == (2, True)
    assert caught.value.__cause__ is None
    assert Decimal(str(after.frame["price"].iloc[0])) == Decimal("2.5")


def test_the_catalog(database) -> None:
    (table,) = [table for table in database.catalog() if table.name == "items"]

    assert [column.name for column in table.columns] == ["id", "name", "price"]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql+psycopg://u:hushhush@127.0.0.1:1/d", "it cannot be opened"),
        ("oracle+oracledb_not_there://u:hushhush@h/d", "SQLAlchemy has no dialect"),
        ("postgresql+psycopg://u:hushhush@127.0.0.1:port/d", "SQLAlchemy cannot read the URL"),
    ],
)
def test_what_cannot_be_opened_tells_no_password(url: str, words: str) -> None:
    with pytest.raises(ConnectionFailed, match=words) as caught:
        Alchemy.at("lake", url, "oracle").run([read("SELECT 1")], {})

    assert "hush" not in f"{caught.value!r}{caught.value.__cause__!r}{caught.value.__context__!r}"


def test_a_server_that_nobody_answers_for_is_told_in_a_line() -> None:
    pytest.importorskip("trino")
    database = Alchemy.at("lake", "trino://me@127.0.0.1:1/hive", "trino")

    with pytest.raises(StatementFailed) as caught:
        database.run([read("SELECT 1")], {})

    assert str(caught.value) == "the server cannot be reached: Connection refused"
