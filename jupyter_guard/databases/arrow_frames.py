"""Build a DataFrame from Arrow columns without changing what they say.

NumPy dtypes: whole numbers stay whole (int64, Int64 where one is NULL), DECIMAL is exact (Decimal
objects), dates and timestamps are datetime64, intervals timedelta64 (DateOffset objects where
one counts months), and what NumPy has no type for are Python objects. Arrow dtypes keep Arrow's
own types. A column name that comes twice gets a number behind it.

A field's metadata under KIND says what Arrow's type alone does not: a text that is a "uuid", "json" or
"numeric", a decimal that is an "integer", a number that is to be "wide" in NumPy.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

import numpy
import pandas
import pyarrow
import pyarrow.compute

from .repeated import objects_of

KIND = b"guard.kind"
_DAY = 86_400_000_000_000  # nanoseconds


def field(name: str, type_: pyarrow.DataType, kind: str = "") -> pyarrow.Field:
    """Return a field whose metadata says its kind."""
    return pyarrow.field(name, type_, metadata={KIND: kind.encode()} if kind else None)


def frame_of(batches: list[pyarrow.RecordBatch], schema: pyarrow.Schema, dtypes: str) -> pandas.DataFrame:
    """Return the rows of `batches` as a DataFrame with "numpy" or "arrow" dtypes; empties the list."""
    table = pyarrow.Table.from_batches(batches, schema)
    rows, columns = table.num_rows, table.columns
    del table
    batches.clear()
    convert = _as_arrow if dtypes == "arrow" else _as_numpy
    converted: dict[int, Any] = {}
    for i in range(len(schema)):
        converted[i] = convert(columns[i], schema.field(i))
        columns[i] = None  # its memory is free before the next one is converted
    built = pandas.DataFrame(converted, index=pandas.RangeIndex(rows), copy=False)
    built.columns = pandas.Index(unique(schema.names))
    return built


def unique(names: Sequence[str]) -> list[str]:
    """Return `names`, with _1, _2, … behind those that were there already."""
    taken: dict[str, None] = {}
    for name in names:
        candidate, number = name, 0
        while candidate in taken:
            number += 1
            candidate = f"{name}_{number}"
        taken[candidate] = None
    return list(taken)


def _kind(field: pyarrow.Field) -> str:
    kind: bytes = (field.metadata or {}).get(KIND, b"")
    return kind.decode()


def _as_arrow(column: pyarrow.ChunkedArray, field: pyarrow.Field) -> Any:
    if pyarrow.types.is_null(field.type):
        column = column.cast(pyarrow.string())
    kind = _kind(field)
    if kind == "object":
        return _objects(column)
    if kind.startswith("numeric"):
        return _arrow_decimals(column, kind)
    if pyarrow.types.is_interval(field.type):  # pandas has no Arrow dtype for it
        return _intervals(column)
    return pandas.arrays.ArrowExtensionArray(column)


def _as_numpy(column: pyarrow.ChunkedArray, field: pyarrow.Field) -> Any:
    convert = _BY_KIND.get(_kind(field).partition(" ")[0])
    if convert is not None:
        return convert(column)
    kind = field.type
    for belongs, convert in _BY_TYPE:
        if belongs(kind):
            return convert(column)
    return _objects(column)


def _numbers(column: pyarrow.ChunkedArray) -> Any:
    """Return whole numbers and truth values: NumPy's own, or masked where one is NULL."""
    if not column.null_count:
        return column.to_numpy()
    name = str(column.type)
    missing = pyarrow.scalar(False if name == "bool" else 0, column.type)
    values = column.fill_null(missing).to_numpy()
    mask = column.is_null().to_numpy()
    masked = pandas.arrays.BooleanArray if name == "bool" else pandas.arrays.IntegerArray
    return masked(values, mask)


def _floats(column: pyarrow.ChunkedArray) -> Any:
    return column.to_numpy()  # NULL is NaN


def _texts(column: pyarrow.ChunkedArray) -> Any:
    # The dtype that this pandas gives to text by itself, also where every value is NULL.
    texts: Any = pandas.Series(["text"]).dtype
    if not isinstance(texts, pandas.StringDtype):  # before pandas 3
        return _object_array(column.to_pylist())
    return pandas.array(column.cast(pyarrow.large_string()), dtype=texts)


def _timestamps(column: pyarrow.ChunkedArray) -> Any:
    kind = column.type
    if pyarrow.types.is_date(kind):
        kind = pyarrow.timestamp("us")
        column = column.cast(kind)
    if kind.unit == "s":
        kind = pyarrow.timestamp("us", kind.tz)
        column = column.cast(kind)
    values = column.cast(pyarrow.timestamp(kind.unit)) if kind.tz else column
    naive: Any = pandas.Series(values.to_numpy(), dtype=f"datetime64[{kind.unit}]")
    return (naive.dt.tz_localize("UTC").dt.tz_convert(kind.tz) if kind.tz else naive).array


def _durations(column: pyarrow.ChunkedArray) -> Any:
    return pandas.array(column.cast(pyarrow.duration("us")).to_numpy(), dtype="timedelta64[us]")


def _intervals(column: pyarrow.ChunkedArray) -> Any:
    """Return intervals as timedelta64, or as DateOffset objects where one counts months."""
    values = column.to_pylist()
    if any(value is not None and value.months for value in values):
        return _object_array([None if v is None else _offset(v) for v in values])
    spans = [None if v is None else (v.days * _DAY + v.nanoseconds) // 1000 for v in values]
    return pandas.array(pyarrow.array(spans, pyarrow.duration("us")).to_numpy(False), dtype="timedelta64[us]")


def _offset(value: Any) -> pandas.DateOffset:
    return pandas.DateOffset(months=value.months, days=value.days, microseconds=value.nanoseconds // 1000)


def _decimals(column: pyarrow.ChunkedArray) -> Any:
    return objects_of(column, lambda array: array.to_numpy(zero_copy_only=False))  # Decimal objects


def _parsed_decimals(column: pyarrow.ChunkedArray) -> Any:
    """Return decimals that come as texts, each with the digits that it has; also NaN."""
    return objects_of(column, lambda array: [v if v is None else Decimal(v) for v in array.to_pylist()])


def _arrow_decimals(column: pyarrow.ChunkedArray, kind: str) -> Any:
    """Return decimals that come as texts with Arrow's type: of the digits declared, or as many as needed."""
    declared = kind.split()[1:]
    digits = [int(number) for number in declared] if declared else [38, _scale(column)]
    for decimal in (pyarrow.decimal128, pyarrow.decimal256):
        with contextlib.suppress(pyarrow.ArrowInvalid):
            return pandas.arrays.ArrowExtensionArray(column.cast(decimal(*digits)))
        digits[0] = 76
    return _parsed_decimals(column)  # NaN, infinity, and more than 76 digits


def _scale(column: pyarrow.ChunkedArray) -> int:
    """Return the most digits that stand behind a point."""
    point = pyarrow.compute.find_substring(column, ".")
    behind = pyarrow.compute.subtract(pyarrow.compute.utf8_length(column), point)
    most = pyarrow.compute.max(pyarrow.compute.if_else(pyarrow.compute.less(point, 0), 1, behind)).as_py()
    return min((most or 1) - 1, 38)


def _decimal_lists(column: pyarrow.ChunkedArray) -> Any:
    return _object_array([v and [None if n is None else Decimal(n) for n in v] for v in column.to_pylist()])


def _wide(column: pyarrow.ChunkedArray) -> Any:
    """Return numbers with 64 bits: sums and products of fewer would overflow without a word."""
    if pyarrow.types.is_floating(column.type):
        return column.cast(pyarrow.float64()).to_numpy()
    return _numbers(column.cast(pyarrow.int64()))


def _huge(column: pyarrow.ChunkedArray) -> Any:
    """Return integers of more than 64 bits as int64 or Int64 where they fit, else as Python's own."""
    try:
        return _numbers(column.cast(pyarrow.int64()))
    except pyarrow.ArrowInvalid:
        return _object_array([None if value is None else int(value) for value in column.to_pylist()])


def _objects(column: pyarrow.ChunkedArray) -> Any:
    return _object_array(
        column.to_pylist(maps_as_pydicts="lossy") if _nested(column.type) else column.to_pylist()
    )


def _nested(kind: pyarrow.DataType) -> bool:
    return bool(pyarrow.types.is_nested(kind))


def _parsed(column: pyarrow.ChunkedArray) -> Any:
    return _object_array([None if value is None else json.loads(value) for value in column.to_pylist()])


def _uuids(column: pyarrow.ChunkedArray) -> Any:
    return _object_array([None if value is None else UUID(value) for value in column.to_pylist()])


def _categories(column: pyarrow.ChunkedArray) -> Any:
    return column.unify_dictionaries().to_pandas().array


def _object_array(values: list[Any]) -> Any:
    array = numpy.empty(len(values), dtype=object)
    array[:] = values
    return array


_Convert = Callable[[pyarrow.ChunkedArray], Any]
_BY_KIND: dict[str, _Convert] = {
    "uuid": _uuids,
    "json": _parsed,
    "integer": _huge,
    "numeric": _parsed_decimals,
    "numbers": _decimal_lists,
    "object": _objects,
    "wide": _wide,
}
_T = pyarrow.types
_BY_TYPE: tuple[tuple[Callable[[pyarrow.DataType], bool], _Convert], ...] = (
    (_T.is_integer, _numbers),
    (_T.is_boolean, _numbers),
    (_T.is_floating, _floats),
    (_T.is_string, _texts),
    (_T.is_large_string, _texts),
    (_T.is_timestamp, _timestamps),
    (_T.is_date, _timestamps),
    (_T.is_decimal, _decimals),
    (_T.is_duration, _durations),
    (_T.is_interval, _intervals),
    (_T.is_dictionary, _categories),
)
