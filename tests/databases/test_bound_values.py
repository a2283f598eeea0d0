"""What goes into a database as a parameter or a frame comes back as it was, or is refused in one line."""

from __future__ import annotations

import datetime
import enum
from decimal import Decimal
from uuid import UUID

import numpy
import pandas
import pytest

from jupyter_guard.databases import Fetch
from jupyter_guard.databases.frame_tables import frame_table
from jupyter_guard.errors import StatementFailed
from tests.databases.test_every_engine import engine_of, mark
from tests.databases.words import read

ID = UUID("6f0b7c1e-0000-4000-8000-000000000001")
ZONED = pandas.Timestamp("2024-10-27 02:30+01")


class Colour(enum.IntEnum):
    RED = 3


class Word(str, enum.Enum):  # noqa: UP042  # its str() is not its value
    ONE = "one"


class Plain(enum.Enum):
    ONE = 1


def _sent(connect, url, value):
    call = (
        read(f"SELECT {mark(url, 'x')} AS v", "x")
        if engine_of(url) != "mysql"
        else read("SELECT :x AS v", "x")
    )
    return connect(url).run([call], {"x": value})[0].frame["v"].iloc[0]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Colour.RED, 3),
        (Word.ONE, "one"),
        (numpy.float64(0.1), 0.1),
        (1e300, 1e300),
        (bytearray(b"\x00a"), b"\x00a"),
        (memoryview(b"a"), b"a"),
    ],
)
def test_a_value_comes_back(connect, items_url, value, expected) -> None:
    found = _sent(connect, items_url, value)

    assert (found, isinstance(found, Decimal)) == (expected, False)


@pytest.mark.parametrize(("value", "expected"), [(ID, str(ID)), ({"a": [1, None]}, {"a": [1, None]})])
def test_what_not_every_engine_has_is_a_text_there(connect, items_url, value, expected) -> None:
    found = _sent(connect, items_url, value)

    if isinstance(found, str) and isinstance(value, dict):
        assert found == '{"a": [1, null]}'
    else:
        assert (str(found) if isinstance(value, UUID) else found) == expected


def test_a_categorical_is_a_list(connect, postgres_items) -> None:
    call = read("SELECT id FROM items WHERE name = ANY($1)", "names")

    (outcome,) = connect(postgres_items.url).run([call], {"names": pandas.Categorical(["gin", "rum"])})

    assert outcome.frame["id"].tolist() == [2]


@pytest.mark.parametrize("value", [float("nan"), Decimal("NaN"), float("inf"), Decimal("-Infinity")])
def test_mariadb_gets_no_number_that_it_would_read_as_a_column(connect, mariadb, value) -> None:
    with pytest.raises(
        StatementFailed, match="cannot be sent to MySQL or MariaDB, which know no such number"
    ):
        _sent(connect, mariadb.url, value)


@pytest.mark.parametrize("value", [2**63, -(2**70)])
def test_sqlite_refuses_a_number_that_is_too_large(connect, value) -> None:
    with pytest.raises(StatementFailed, match="a whole number is beyond the 64 bits of SQLite"):
        _sent(connect, "sqlite://", value)


@pytest.mark.parametrize(
    ("value", "expected"), [(Decimal("Infinity"), float("inf")), (Decimal(10**30), 1e30), (Decimal("2"), 2)]
)
def test_decimals_of_sqlite(connect, value, expected) -> None:
    assert _sent(connect, "sqlite://", value) == expected


# Column -> its values, and what PostgreSQL has of them.
FRAMES = {
    "lengths": (
        pandas.to_timedelta(["1 days 00:00:00.5", None]),
        [pandas.Timedelta("1 days 00:00:00.5"), None],
    ),
    "ids": ([ID, None], [ID, None]),
    "unsigned": (pandas.Series([2**64 - 1, 1], dtype="uint64"), [2**64 - 1, 1]),
    "mixed_days": (
        [datetime.date(2024, 1, 1), pandas.Timestamp("2024-01-01 05:00")],
        [pandas.Timestamp("2024-01-01"), pandas.Timestamp("2024-01-01 05:00")],
    ),
}


@pytest.mark.parametrize("name", FRAMES)
def test_a_column_of_a_frame_comes_back(connect, postgres, name) -> None:
    values, expected = FRAMES[name]
    fetch = Fetch(variables={"f": pandas.DataFrame({"v": values})}, frames=("f",))

    (outcome,) = connect(postgres.url).run([read('SELECT v FROM "f"')], {}, fetch)

    assert outcome.frame["v"].astype(object).where(outcome.frame["v"].notna(), None).tolist() == expected


@pytest.mark.parametrize("dialect", ["postgres", "mysql", "sqlite"])
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([1, "a"], "its column 'v' holds values of type int and str"),
        ([b"a", "a"], "its column 'v' holds values of type bytes and str"),
        ([Plain.ONE], "its column 'v' holds values of type Plain"),
        ([2**70, 1], "its column 'v' holds a whole number of more than 64 bits"),
    ],
)
def test_a_column_that_no_table_holds_is_one_clear_error(dialect, values, words) -> None:
    with pytest.raises(StatementFailed, match=words):
        frame_table("f", pandas.DataFrame({"v": pandas.Series(values, dtype=object)}), dialect)
