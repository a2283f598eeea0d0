"""What `--to-parquet` keeps of the types of a result."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pyarrow
import pyarrow.parquet
import pytest

from jupyter_guard.databases import Fetch
from jupyter_guard.errors import StatementFailed
from tests.databases.words import read

LATER = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 70000) SELECT {} AS v FROM n"
)


def _written(connect, url, text, tmp_path) -> pyarrow.Table:
    path = tmp_path / "rows.parquet"
    connect(url).run([read(text)], {}, Fetch(parquet=path))
    return pyarrow.parquet.read_table(path)


@pytest.mark.parametrize(
    ("expression", "value", "kind"),
    [
        ("1.10::numeric(10, 2)", Decimal("1.10"), pyarrow.decimal128(10, 2)),
        ("1.10::numeric(40, 2)", Decimal("1.10"), pyarrow.decimal256(40, 2)),
        ("1.10::numeric", "1.10", pyarrow.string()),
        ("interval '1 month 2 days'", "1 months 2 days", pyarrow.string()),
        ("'{\"a\": 1}'::jsonb", '{"a": 1}', pyarrow.string()),
        ("date '2024-02-03'", datetime.date(2024, 2, 3), pyarrow.date32()),
    ],
)
def test_of_postgres(connect, postgres, tmp_path, expression, value, kind) -> None:
    rows = _written(connect, postgres.url, f"SELECT {expression} AS v", tmp_path)
    none = _written(connect, postgres.url, f"SELECT {expression} AS v WHERE false", tmp_path)

    assert (rows["v"].to_pylist(), rows.schema.types) == ([value], [kind])
    assert (none.num_rows, none.schema.types) == (0, [kind])


@pytest.mark.parametrize(
    ("later", "kind", "last"),
    [
        ("CASE WHEN i > 69999 THEN 5 END", pyarrow.int64(), 5),
        ("CASE WHEN i > 69999 THEN 'x' END", pyarrow.string(), "x"),
        ("CASE WHEN i > 69999 THEN 0.5 ELSE i END", pyarrow.float64(), 0.5),
    ],
)
def test_a_type_that_shows_late_is_the_one_of_all_rows(connect, tmp_path, later, kind, last) -> None:
    rows = _written(connect, "sqlite://", LATER.format(later), tmp_path)

    assert rows.schema.types == [kind]
    assert (rows.num_rows, rows["v"][69_999].as_py()) == (70_000, last)
    assert [file.name for file in tmp_path.iterdir()] == ["rows.parquet"]


@pytest.mark.parametrize("late", ["'x'", "x'00'", "9007199254740993.5 || ''"])
def test_values_of_several_types_are_one_clear_error(connect, tmp_path, late) -> None:
    with pytest.raises(StatementFailed, match="the column 'v' has values of several types") as caught:
        _written(connect, "sqlite://", LATER.format(f"CASE WHEN i > 69999 THEN {late} ELSE i END"), tmp_path)

    assert "CAST(… AS TEXT)" in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_infinity_is_one_clear_error(connect, tmp_path) -> None:
    with pytest.raises(StatementFailed, match=r"The column 'v' holds infinity or 24:00:00"):
        _written(connect, "duckdb:///:memory:", "SELECT DATE 'infinity' AS v", tmp_path)
