"""Values that Arrow by itself reads as something else, or not at all."""

from __future__ import annotations

import datetime
from decimal import Decimal
from uuid import UUID

import pandas
import pytest

from jupyter_guard.databases.fetching import Meter, receive
from jupyter_guard.databases.model import Fetch
from jupyter_guard.databases.rows import by_value, typed
from tests.databases.words import read

UTC, NIGHT = datetime.UTC, datetime.datetime(2024, 1, 1, 5)  # noqa: DTZ001  # as a driver gives it
DAY = datetime.date(2024, 1, 1)


def _column(values, dtypes="numpy"):
    """Return what a driver's values become; the first comes by itself."""
    rows = iter([[(value,)] for value in values[:1]] + [[(value,) for value in values[1:]], []])
    batches = by_value(["v"], lambda _: next(rows))
    return receive(["v"], batches, Fetch(dtypes=dtypes), Meter(None)).frame["v"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([{"a": 1}, {"b": [None]}, None], [{"a": 1}, {"b": [None]}, None]),
        ([[1], {"a": 1}, "x"], [[1], {"a": 1}, "x"]),
        ([[1], [[2]], None], [[1], [[2]], None]),
        ([[], [DAY], None], [[], [DAY], None]),
        ([DAY, NIGHT], [pandas.Timestamp(DAY), pandas.Timestamp(NIGHT)]),
        ([datetime.time(1, tzinfo=UTC), None], ["01:00:00+00:00", None]),
        ([2**64 - 1, 0], [2**64 - 1, 0]),
        ([2**64 - 1, -1], [2**64 - 1, -1]),
        ([2**63, None], [2**63, None]),
        ([2**70, 1], [str(2**70), 1]),
        ([Decimal("1.50"), None, Decimal("Infinity")], [Decimal("1.50"), None, Decimal("Infinity")]),
        (["0000-00-00", DAY], ["0000-00-00", "2024-01-01"]),
        ([b"a", "a"], [b"a", "a"]),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_drivers_values_stay_what_they_are(values, expected, turned) -> None:
    found = _column(values[::-1] if turned else values)

    read_back = [None if not isinstance(v, list) and pandas.isna(v) is True else v for v in found.tolist()]
    assert read_back == (expected[::-1] if turned else expected)


def test_null_among_several_types_is_missing_in_arrow_too() -> None:
    found = _column([1, "a", None], "arrow")

    assert (found.tolist(), found.isna().tolist()) == ([1, "a", None], [False, False, True])


def test_batches_are_bounded_by_their_size() -> None:
    import pyarrow

    schema = pyarrow.schema([("v", pyarrow.string())])
    word = "x" * 100_000

    sizes = [(batch.num_rows, batch.nbytes) for batch in typed(((word,) for _ in range(2_000)), schema)]

    assert sum(rows for rows, _ in sizes) == 2_000
    assert max(size for _, size in sizes) < 100_000_000


DUCKDB = {
    "340282366920938463463374607431768211455::UHUGEINT": 2**128 - 1,
    "[340282366920938463463374607431768211455::UHUGEINT]": [2**128 - 1],
    "'-1234567890123456789012345678901234567890'::BIGNUM": -1234567890123456789012345678901234567890,
    "5::BIGNUM": 5,
    "['101'::BIT, NULL]": ["101", None],
    "{'b': MAP {'k': '01'::BIT}}": {"b": {"k": "01"}},
    "MAP {[1]: 'a'}": [([1], "a")],
    "['6f0b7c1e-0000-4000-8000-000000000001'::UUID]": [UUID("6f0b7c1e-0000-4000-8000-000000000001")],
    "5::VARIANT": 5,
    "{'a': [1, NULL], 'b': 'ü', 'c': 1.5::DOUBLE, 'd': true, 'e': -70000}::VARIANT": {
        "a": [1, None], "b": "ü", "c": 1.5, "d": True, "e": -70000,
    },
    "{'t': repeat('x', 100), 'd': DATE '2024-02-03', 'n': 1.10}::VARIANT": {
        "t": "x" * 100, "d": "2024-02-03", "n": "1.10",
    },
    "TIMESTAMP '2024-02-03 04:05:06.5'::VARIANT": "2024-02-03 04:05:06.500000",
}  # fmt: skip


@pytest.mark.parametrize("expression", DUCKDB)
def test_duckdb_means_what_it_would_write(connect, expression) -> None:
    text = f"SELECT {expression} AS v UNION ALL SELECT NULL"

    (outcome,) = connect("duckdb:///:memory:").run([read(text)], {})

    assert outcome.frame["v"].dropna().tolist() == [DUCKDB[expression]]


POSTGRES = {
    "ARRAY[[1, 2], [3, NULL]]": [[1, 2], [3, None]],
    "ARRAY[[1.10]]": [[Decimal("1.10")]],
    "ARRAY[[date '2024-01-01']]": [[DAY]],
    "ARRAY[['a']]": [["a"]],
    "ARRAY['{\"a\": [1]}'::jsonb, 'null', NULL]": [{"a": [1]}, None, None],
    "ARRAY['6f0b7c1e-0000-4000-8000-000000000001'::uuid]": [UUID("6f0b7c1e-0000-4000-8000-000000000001")],
    "ARRAY['\\x00ff'::bytea]": [b"\x00\xff"],
    "ARRAY['x'::name]": ["x"],
    "ARRAY['x'::char(3)]": ["x  "],
    "ARRAY[time '01:00']": [datetime.time(1)],
    "ARRAY[4294967295::oid]": [2**32 - 1],
}


@pytest.mark.parametrize("expression", POSTGRES)
def test_arrays_of_postgres(connect, postgres, expression) -> None:
    text = f"SELECT {expression} AS v UNION ALL SELECT NULL"

    (outcome,) = connect(postgres.url).run([read(text)], {})

    assert outcome.frame["v"].dropna().tolist() == [POSTGRES[expression]]


def test_arrays_of_several_dimensions_in_one_column(connect, postgres) -> None:
    text = "SELECT * FROM (VALUES (ARRAY[1]), (NULL), (ARRAY[[1, 2]])) AS t (v)"

    (outcome,) = connect(postgres.url).run([read(text)], {})

    assert outcome.frame["v"].tolist() == [[1], None, [[1, 2]]]


def test_decimals_of_arrow_calculate(connect, postgres) -> None:
    text = (
        "SELECT i * 1.5 AS n, ARRAY[1.5, 2.25] AS l, 1.5::numeric(40, 2) AS w FROM generate_series(1, 3) AS i"
    )

    (outcome,) = connect(postgres.url).run([read(text)], {}, Fetch(dtypes="arrow"))

    assert (outcome.frame["n"] * 2).tolist() == [3, 6, 9]
    assert [str(dtype) for dtype in outcome.frame.dtypes] == [
        "decimal128(18, 1)[pyarrow]", "list<item: decimal128(38, 2)>[pyarrow]", "decimal256(40, 2)[pyarrow]",
    ]  # fmt: skip


def test_whole_numbers_with_null_add_up(connect, items_url) -> None:
    (outcome,) = connect(items_url).run(
        [read("SELECT CASE WHEN id < 3 THEN id END AS i FROM items ORDER BY id")], {}
    )

    assert outcome.frame["i"].cumsum().dropna().tolist() == [1, 3]


def test_mariadbs_numbers_without_a_sign(connect, mariadb) -> None:
    text = "SELECT CASE WHEN seq = 1 THEN 18446744073709551615 END AS v FROM seq_1_to_2"

    (outcome,) = connect(mariadb.url).run([read(text)], {})

    assert (str(outcome.frame["v"].dtype), outcome.frame["v"].iloc[0]) == ("UInt64", 2**64 - 1)


def test_mariadb_says_types_without_rows(connect, mariadb) -> None:
    text = "SELECT 1 AS i, 1.5 AS d, 'x' AS s, CURRENT_DATE AS t, x'00' AS b LIMIT 0"

    frames = [
        connect(mariadb.url).run([read(text)], {}, Fetch(dtypes=d))[0].frame for d in ("numpy", "arrow")
    ]

    one = str(pandas.Series(["x"]).dtype)
    assert [str(dtype) for dtype in frames[0].dtypes] == ["int64", "object", one, "datetime64[us]", "object"]
    assert str(frames[1]["d"].dtype) == "decimal128(2, 1)[pyarrow]"


def test_a_select_named_as_duckdbs_own_answers_is_a_frame(connect) -> None:
    (outcome,) = connect("duckdb:///:memory:").run([read('SELECT 5 AS "Count" WHERE false')], {})

    assert list(outcome.frame.columns) == ["Count"]
