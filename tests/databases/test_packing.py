"""Columns of SQLite hold what was stored, wherever in a large result another kind of value turns up."""

from __future__ import annotations

import sqlite3

import pandas
import pytest

from jupyter_guard.databases import Fetch
from tests.databases.words import read

TEXT = str(pandas.Series(["x"]).dtype)  # "object" before pandas 3
_ROWS = 70_000  # more than a batch
_PLACES = [0, 600, 65_536]


def _column(connect, usual, odd, place):
    """Return a column that holds `usual` everywhere but at `place`."""
    text = (
        f"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {_ROWS - 1}) "
        "SELECT CASE i WHEN :place THEN :odd ELSE :usual END AS v FROM n"
    )
    values = {"place": place, "odd": odd, "usual": usual}
    return connect("sqlite://").run([read(text, "place", "odd", "usual")], values)[0].frame["v"]


def _stored(connect, path, values, dtypes="numpy"):
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, v)")
        connection.executemany("INSERT INTO t VALUES (?, ?)", enumerate(values))
    connection.close()
    asked = read("SELECT v FROM t ORDER BY n")
    return connect(f"sqlite:///{path}").run([asked], {}, Fetch(dtypes=dtypes))[0].frame["v"]


@pytest.mark.parametrize("place", _PLACES)
@pytest.mark.parametrize(
    ("usual", "odd"),
    [
        (7, "text"),
        (7, b"bytes"),
        (1.5, "text"),
        (1.5, 2**53 + 1),
        ("text", 7),
        ("text", 1.5),
        ("text", b"bytes"),
        (b"bytes", "text"),
    ],
)
def test_a_value_of_another_kind_stays_what_it_is(connect, usual, odd, place) -> None:
    found = _column(connect, usual, odd, place).tolist()

    assert found == [usual] * place + [odd] + [usual] * (_ROWS - place - 1)
    assert type(found[place]) is type(odd)


@pytest.mark.parametrize("dtypes", ["numpy", "arrow"])
@pytest.mark.parametrize(
    ("values", "numpy", "arrow"),
    [
        ([-(2**63), 2**63 - 1, 0], "int64", "int64[pyarrow]"),
        ([1.5, -0.25, 2], "float64", "double[pyarrow]"),
        ([1, 2, 3.5], "float64", "double[pyarrow]"),
        (["", "Zürich", "東京 🗼", "a\0b", "\n"], TEXT, "string[pyarrow]"),
        (["", "", ""], TEXT, "string[pyarrow]"),
    ],
)
def test_plain_columns(connect, tmp_path, values, numpy, arrow, dtypes) -> None:
    column = _stored(connect, tmp_path / "plain.db", values * 1_000, dtypes)

    assert column.tolist() == values * 1_000
    assert str(column.dtype) == {"numpy": numpy, "arrow": arrow}[dtypes]


@pytest.mark.parametrize("place", _PLACES)
@pytest.mark.parametrize("usual", [7, 1.5, "text"])
def test_null_is_missing_and_changes_nothing_else(connect, usual, place) -> None:
    column = _column(connect, usual, None, place)

    assert column.isna().to_numpy().nonzero()[0].tolist() == [place]
    assert set(column.dropna()) == {usual}
    assert str(column.dtype) == {int: "Int64", float: "float64", str: TEXT}[type(usual)]


def test_infinity_stays(connect, tmp_path) -> None:
    values = [1.5, float("inf"), float("-inf")] * 1_000

    assert _stored(connect, tmp_path / "infinite.db", values).tolist() == values
