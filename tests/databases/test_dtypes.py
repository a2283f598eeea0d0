"""The same values have the same dtypes, whichever way they come and whichever engine holds them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

import pandas
import psycopg
import pytest
from pandas.testing import assert_frame_equal

from jupyter_guard.databases import Call, Fetch
from jupyter_guard.policy import Effect
from tests.databases.words import read, session

# Two rows: one with a value in each column, one with NULL.
POSTGRES = """
CREATE TABLE every_type (
    small smallint, number integer, big bigint, ratio double precision, real_ real, yes boolean,
    word text, code varchar(5), fixed char(3), price numeric(10, 2), exact numeric, day date,
    at timestamp, instant timestamptz, hour time, span interval, months interval, bytes bytea, id uuid,
    doc jsonb,    list integer[], words text[], prices numeric[], net inet, mood mood, period int4range
);
INSERT INTO every_type VALUES (
    1, 2, 9007199254740993, 0.1, 0.5, true, 'ü', 'ab', 'x', 12.30, 1.2345678901234567890123, '2024-02-03',
    '2024-02-03 04:05:06.789', '2024-02-03 04:05:06+02', '04:05:06', '2 days 03:04:05.5', '1 mon -2 days',
    '\\x00ff', '6f0b7c1e-0000-4000-8000-000000000001', '{"a": [1, null]}',
    '{1,NULL}', '{a,b}', '{1.10}', '10.0.0.1/8', 'fine', '[1,5)'
);
INSERT INTO every_type DEFAULT VALUES;
"""
NUMPY = {
    "small": "Int64", "number": "Int64", "big": "Int64", "ratio": "float64", "real_": "float64",
    "yes": "boolean", "price": "object", "exact": "object", "day": "datetime64[us]", "at": "datetime64[us]",
    "instant": "datetime64[us, UTC]", "hour": "object", "span": "timedelta64[us]", "months": "object",
    "bytes": "object", "id": "object", "doc": "object", "list": "object",
}  # fmt: skip
ARROW = {
    "small": "int16[pyarrow]", "number": "int32[pyarrow]", "big": "int64[pyarrow]",
    "ratio": "double[pyarrow]", "real_": "float[pyarrow]", "yes": "bool[pyarrow]", "word": "string[pyarrow]",
    "price": "decimal128(10, 2)[pyarrow]", "exact": "decimal128(38, 22)[pyarrow]",
    "day": "date32[day][pyarrow]", "at": "timestamp[us][pyarrow]",
    "instant": "timestamp[us, tz=UTC][pyarrow]",
    "hour": "time64[us][pyarrow]", "span": "timedelta64[us]", "bytes": "binary[pyarrow]",
    "list": "list<item: int32>[pyarrow]",
}  # fmt: skip


@pytest.fixture(scope="module")
def every_type(postgres) -> Iterator[str]:
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("CREATE TYPE mood AS ENUM ('fine')")
        connection.execute(POSTGRES)
        # Enough rows that a connection of its own reads them.
        connection.execute("CREATE TABLE many AS SELECT t.* FROM every_type t, generate_series(1, 15000)")
        connection.execute("ANALYZE many")
        yield postgres.url
        connection.execute("DROP TABLE every_type, many; DROP TYPE mood")


def test_postgres_with_numpy_dtypes(connect, every_type) -> None:
    (outcome,) = connect(every_type).run([read("SELECT * FROM every_type")], {})

    frame = outcome.frame
    assert {name: str(frame[name].dtype) for name in NUMPY} == NUMPY
    row = frame.iloc[0].to_dict()
    assert row["big"] == 9007199254740993
    assert (str(row["price"]), str(row["exact"])) == ("12.30", "1.2345678901234567890123")
    assert row["months"] == pandas.DateOffset(months=1, days=-2, microseconds=0)
    assert row["span"] == pandas.Timedelta("2 days 03:04:05.5")
    assert row["hour"] == datetime.time(4, 5, 6)
    assert (row["bytes"], row["id"]) == (b"\x00\xff", UUID("6f0b7c1e-0000-4000-8000-000000000001"))
    assert (row["doc"], row["list"], row["words"]) == ({"a": [1, None]}, [1, None], ["a", "b"])
    assert row["prices"] == [Decimal("1.10")]
    assert (row["net"], row["mood"], row["period"]) == ("10.0.0.1/8", "fine", "[1,5)")
    assert frame.iloc[1].isna().all()


def test_postgres_with_arrow_dtypes(connect, every_type) -> None:
    (outcome,) = connect(every_type).run([read("SELECT * FROM every_type")], {}, Fetch(dtypes="arrow"))

    frame = outcome.frame
    assert {name: str(frame[name].dtype) for name in ARROW} == ARROW
    assert frame["price"].iloc[0] == Decimal("12.30")
    assert frame.iloc[1].isna().all()
    assert "12.30" in frame.to_string()


PLAIN = """small, number, big, ratio, real_, yes, word, code, fixed, price, exact, day, at, instant, hour,
    span, bytes"""


@pytest.mark.parametrize("dtypes", ["numpy", "arrow"])
@pytest.mark.parametrize("where", ["", " WHERE number = $1 OR $2 OR number IS NULL"])
def test_both_ways_from_postgres_agree(connect, every_type, dtypes, where) -> None:
    text = f"SELECT {PLAIN} FROM many{where}"
    pieces, uses = (
        ((text.partition("$1")[0], " OR ", " OR number IS NULL"), ("n", "no")) if where else ((), ())
    )
    call = Call(text, uses, Effect.READ, pieces, uses, ("many",))
    values, fetch = {"n": 2, "no": False}, Fetch(dtypes=dtypes)
    fresh, bound = connect(every_type), connect(every_type)
    bound.run([session("SET search_path TO public")], {})  # from now on the session itself has to read

    (direct,) = fresh.run([call], values, fetch)
    (streamed,) = bound.run([call], values, fetch)

    assert fresh._direct._connection is not None
    assert bound._direct._connection is None
    assert direct.rows == 30000
    assert_frame_equal(direct.frame, streamed.frame)


@pytest.mark.parametrize("in_transaction", [False, True])
def test_max_rows_stops_a_large_read(connect, every_type, in_transaction) -> None:
    database = connect(every_type)
    if in_transaction:
        database.run([session("BEGIN")], {})
    call = Call("SELECT * FROM many", (), Effect.READ, reads=("many",))

    (outcome,) = database.run([call], {}, Fetch(max_rows=25000))
    (after,) = database.run([read("SELECT count(*) AS n FROM many")], {})

    assert (outcome.rows, outcome.more, outcome.total) == (25000, True, 30000)
    assert after.frame["n"].tolist() == [30000]
    assert database.in_transaction == in_transaction


DUCKDB = """
SELECT 1::SMALLINT AS small, 2 AS number, 9007199254740993 AS big, 0.1::DOUBLE AS ratio, true AS yes,
    'ü' AS word, 12.30::DECIMAL(10, 2) AS price, DATE '2024-02-03' AS day,
    TIMESTAMP '2024-02-03 04:05:06.789' AS at,
    TIME '04:05:06' AS hour, INTERVAL '2 days 3 hours' AS span, INTERVAL '1 month' AS months,
    '\\x00\\xFF'::BLOB AS bytes, '6f0b7c1e-0000-4000-8000-000000000001'::UUID AS id,
    [1, NULL] AS list, {'a': [1]} AS structure, '101'::BIT AS bits, 5::HUGEINT AS huge, MAP {'k': 1} AS map
UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, NULL, NULL, NULL, NULL
"""


def test_duckdb(connect) -> None:
    database = connect("duckdb:///:memory:")

    (outcome,) = database.run([read(DUCKDB)], {})
    (arrow,) = database.run([read(DUCKDB)], {}, Fetch(dtypes="arrow"))

    row = outcome.frame.iloc[0].to_dict()
    assert (row["big"], str(row["price"]), row["yes"]) == (9007199254740993, "12.30", True)
    assert (row["months"], row["bytes"]) == (pandas.DateOffset(months=1, days=0, microseconds=0), b"\x00\xff")
    assert (row["id"], row["list"]) == (UUID("6f0b7c1e-0000-4000-8000-000000000001"), [1, None])
    assert (row["structure"], row["bits"], row["huge"], row["map"]) == ({"a": [1]}, "101", 5, {"k": 1})
    assert outcome.frame.iloc[1].isna().all()
    assert [str(t) for t in outcome.frame.dtypes.iloc[[0, 1, 2, 4, 7, 10]]] == [
        "Int16", "Int32", "Int64", "boolean", "datetime64[us]", "timedelta64[us]",
    ]  # fmt: skip
    assert str(arrow.frame["price"].dtype) == "decimal128(10, 2)[pyarrow]"
    assert arrow.frame.iloc[1].isna().all()


def test_sqlite_goes_by_the_values(connect) -> None:
    text = """SELECT * FROM (
        SELECT 1 AS whole, 1.5 AS ratio, 'x' AS word, 1 AS mixed, NULL AS empty, x'00ff' AS bytes, 2 AS both
        UNION ALL SELECT NULL, NULL, NULL, 'y', NULL, NULL, 2.5)"""

    (outcome,) = connect("sqlite://").run([read(text)], {})

    assert [str(t) for t in outcome.frame.dtypes[["whole", "ratio", "mixed", "empty", "bytes", "both"]]] == [
        "Int64", "float64", "object", "object", "object", "float64",
    ]  # fmt: skip
    assert outcome.frame["mixed"].tolist() == [1, "y"]
    assert outcome.frame["bytes"].iloc[0] == b"\x00\xff"


def test_sqlite_keeps_what_a_float_would_not_hold(connect) -> None:
    text = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 70000) "
    text += "SELECT CASE WHEN i > 69999 THEN 9007199254740993 WHEN i < 3 THEN 0.5 END AS v FROM n"

    (outcome,) = connect("sqlite://").run([read(text)], {})

    assert outcome.frame["v"].dropna().tolist() == [0.5, 0.5, 9007199254740993]
