"""Dates, times and intervals that Python's own types cannot hold, from each engine and each way."""

from __future__ import annotations

from collections.abc import Iterator

import pandas
import psycopg
import pytest
from pandas.testing import assert_frame_equal

from jupyter_guard.databases import Call, Fetch
from jupyter_guard.databases.moments import interval_texts
from jupyter_guard.errors import StatementFailed
from jupyter_guard.policy import Effect
from tests.databases.words import read, session

TEXT = str(pandas.Series(["x"]).dtype)  # "object" before pandas 3
# Column -> its first value; all others are of 2024, or noon.
ODD = {
    "forever": "'infinity'::timestamp", "never": "'-infinity'::timestamptz", "last": "'infinity'::date",
    "first": "'-infinity'::date", "old": "'0044-03-15 BC'::date",
    "roman": "'0044-03-15 12:00:00.5 BC'::timestamp",
    "late": "'10000-01-01 00:00-02'::timestamptz", "midnight": "'24:00'::time",
}  # fmt: skip
USUAL = {"time": "time '12:00'", "date": "date '2024-02-03'"}
TEXTS = {
    "forever": "infinity",
    "never": "-infinity",
    "last": "infinity",
    "first": "-infinity",
    "midnight": "24:00:00",
}
MOMENTS = {
    "old": ("-0043-03-15", "datetime64[us]"),
    "roman": ("-0043-03-15T12:00:00.5", "datetime64[us]"),
    "late": ("10000-01-01T02:00", "datetime64[us, UTC]"),
}


@pytest.fixture(scope="module")
def odd(postgres) -> Iterator[str]:
    columns = ", ".join(
        f"CASE i WHEN 1 THEN {value} ELSE {USUAL['time' if value[-4:] == 'time' else 'date']} END AS {name}"
        for name, value in ODD.items()
    )
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        # Enough rows that a connection of its own reads them.
        connection.execute(f"CREATE TABLE odd AS SELECT i, {columns} FROM generate_series(1, 20001) AS i")
        connection.execute("ANALYZE odd")
        yield postgres.url
        connection.execute("DROP TABLE odd")


@pytest.mark.parametrize("dtypes", ["numpy", "arrow"])
def test_both_ways_from_postgres_agree(connect, odd, dtypes) -> None:
    call = Call(f"SELECT {', '.join(ODD)} FROM odd ORDER BY i", (), Effect.READ, reads=("odd",))
    fresh, changed = connect(odd), connect(odd)
    changed.run([session("SET timezone TO 'Asia/Tokyo'")], {})  # from now on the session itself reads

    (direct,) = fresh.run([call], {}, Fetch(dtypes=dtypes))
    (streamed,) = changed.run([call], {}, Fetch(dtypes=dtypes))

    assert fresh._direct._connection is not None
    assert changed._direct._connection is None
    for outcome in (direct, streamed):
        row = outcome.frame.iloc[0]
        assert {name: row[name] for name in TEXTS} == TEXTS
        assert {str(outcome.frame[name].dtype) for name in TEXTS} == {
            TEXT if dtypes == "numpy" else "string[pyarrow]"
        }
        found = {name: outcome.frame[name] for name in MOMENTS}
        assert {name: str(column.dtype) for name, column in found.items()} == {
            name: dtype for name, (_, dtype) in MOMENTS.items()
        }
        assert {name: str(c.to_numpy("datetime64[us]")[0]) for name, c in found.items()} == {
            name: str(pandas.Series([moment]).to_numpy("datetime64[us]")[0])
            for name, (moment, _) in MOMENTS.items()
        }
    assert_frame_equal(direct.frame.drop(columns="never"), streamed.frame.drop(columns="never"))


def test_what_no_dataframe_holds_is_one_clear_error(connect, postgres) -> None:
    with pytest.raises(
        StatementFailed, match="294276-12-31 00:00:00 has no place in a DataFrame; cast it to text"
    ):
        connect(postgres.url).run([read("SELECT '294276-12-31'::timestamp")], {})


@pytest.mark.parametrize("dtypes", ["numpy", "arrow"])
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("DATE 'infinity'", "infinity"),
        ("TIMESTAMP '-infinity'", "-infinity"),
        ("TIMESTAMP_S 'infinity'", "infinity"),
        ("TIMESTAMPTZ 'infinity'", "infinity"),
        ("TIME '24:00:00'", "24:00:00"),
        ("DATE '10000-01-01'", pandas.Timestamp("9999-12-31") + pandas.Timedelta("1D")),
        ("DATE '5000000-01-01'", "5000000-01-01"),
        ("INTERVAL '3000000 hours'", pandas.Timedelta(hours=3_000_000)),
        ("INTERVAL '-3000000 hours'", pandas.Timedelta(hours=-3_000_000)),
        ("INTERVAL '200000000 days'", pandas.DateOffset(months=0, days=200_000_000, microseconds=0)),
    ],
)
def test_duckdb(connect, value, expected, dtypes) -> None:
    (outcome,) = connect("duckdb:///:memory:").run([read(f"SELECT {value} AS v")], {}, Fetch(dtypes=dtypes))

    found = outcome.frame["v"].iloc[0]
    assert str(found)[:13].strip() == expected if isinstance(expected, str) else found == expected


def test_infinity_in_a_list_is_one_clear_error(connect) -> None:
    with pytest.raises(StatementFailed, match="holds a date that Python has not; cast it to text"):
        connect("duckdb:///:memory:").run([read("SELECT [DATE 'infinity']")], {})


def test_a_lost_zone_is_said(connect) -> None:
    (outcome,) = connect("duckdb:///:memory:").run([read("SELECT TIMETZ '12:00:00+01' AS t")], {})

    assert outcome.note == "TIME WITH TIME ZONE comes without its zone; cast it to VARCHAR to see it."


def test_intervals_as_texts_are_read_back(connect) -> None:
    import pyarrow

    spans = [(13, -2, 3_600_000_000_500_000), (0, 0, -1_500_000_000), (0, 3, 0), (0, 0, 0), None]
    texts = interval_texts(pyarrow.array(spans, pyarrow.month_day_nano_interval())).to_pylist()

    assert texts == ["13 months -2 days 1000:00:00.0005", "-00:00:01.5", "3 days", "00:00:00", None]
