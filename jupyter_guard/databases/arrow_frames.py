"""Build a DataFrame from Arrow columns without changing what they say.

NumPy dtypes: whole numbers stay whole (int64, Int64 where one is NULL), DECIMAL is exact (Decimal
objects), dates and timestamps are datetime64, intervals timedelta64 (DateOffset objects where
one counts months), and what NumPy has no type for are Python objects. Arrow dtypes keep Arrow's
own types. A column name that comes twice gets a number behind it.

A field's metadata under KIND says what Arrow's type alone does not: a text that is a "uuid", "json" or
"numeric", a decimal that is an "integer", a number that is to be "wide" in NumPy.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

import numpy
import pandas
import pyarrow

from jupyter_guard.errors import StatementFailed

from . import decimals, moments
from .repeated import objects_of

KIND = b"guard.kind"


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


def kind_of(field: pyarrow.Field) -> str:
    """Return what a field's metadata says of its values, or nothing."""
    kind: bytes = (field.metadata or {}).get(KIND, b"")
    return kind.decode()


def _as_arrow(column: pyarrow.ChunkedArray, field: pyarrow.Field) -> Any:
    if pyarrow.types.is_null(field.type):
        column = column.cast(pyarrow.string())
    kind = kind_of(field)
    if kind == "object":
        return _objects(column)
    if kind.startswith("numeric") or (kind == "integer" and pyarrow.types.is_string(field.type)):
        return decimals.arrow_decimals(column, kind)
    if kind == "numbers":
        return decimals.arrow_lists(column)
    if pyarrow.types.is_interval(field.type):  # pandas has no Arrow dtype for it
        return moments.intervals(column)
    if pyarrow.types.is_union(field.type):  # its NULLs are none to pandas
        return _objects(column)
    if moments.is_moment(field.type):
        texts = moments.as_texts(column)
        if texts is None and moments.is_far(column):  # Arrow's would fail when they are shown
            return moments.timestamps(column)
        column = column if texts is None else texts
    return pandas.arrays.ArrowExtensionArray(column)


def _as_numpy(column: pyarrow.ChunkedArray, field: pyarrow.Field) -> Any:
    convert = _BY_KIND.get(kind_of(field).partition(" ")[0])
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
    # Arrow's memory may not be written, and cumsum() of a masked array does.
    values = numpy.array(column.fill_null(missing).to_numpy())
    mask = numpy.array(column.is_null().to_numpy())
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


def _moments(column: pyarrow.ChunkedArray) -> Any:
    texts = moments.as_texts(column)
    if texts is not None:
        return _texts(texts)
    return _objects(column) if pyarrow.types.is_time(column.type) else moments.timestamps(column)


def _decimals(column: pyarrow.ChunkedArray) -> Any:
    return objects_of(column, lambda array: array.to_numpy(zero_copy_only=False))  # Decimal objects


def _decimal_lists(column: pyarrow.ChunkedArray) -> Any:
    return _object_array(_each(column.to_pylist(), Decimal))


def _each(value: Any, convert: Callable[[Any], Any]) -> Any:
    """Return lists within lists with `convert` of each value that is not NULL."""
    if isinstance(value, list):
        return [_each(item, convert) for item in value]
    return None if value is None else convert(value)


def _wide(column: pyarrow.ChunkedArray) -> Any:
    """Return numbers with 64 bits: sums and products of fewer would overflow without a word."""
    if pyarrow.types.is_floating(column.type):
        return column.cast(pyarrow.float64()).to_numpy()
    return _numbers(column.cast(pyarrow.int64()))


def _huge(column: pyarrow.ChunkedArray) -> Any:
    """Return integers of more than 64 bits as int64 or Int64 where they fit, else as Python's own."""
    try:
        return _numbers(column.cast(pyarrow.int64()))
    except (pyarrow.ArrowInvalid, pyarrow.ArrowNotImplementedError):
        return _object_array(_each(column.to_pylist(), int))


def _objects(column: pyarrow.ChunkedArray) -> Any:
    if not _nested(column.type):
        return _object_array(column.to_pylist())
    try:
        return _object_array(column.to_pylist(maps_as_pydicts="lossy"))
    except TypeError:  # a list or a structure is no key
        return _object_array(column.to_pylist())
    except (OverflowError, ValueError):
        raise StatementFailed(
            "A list or a structure of the result holds a date that Python has not; cast it to text."
        ) from None


def _nested(kind: pyarrow.DataType) -> bool:
    return bool(pyarrow.types.is_nested(kind))


def _parsed(column: pyarrow.ChunkedArray) -> Any:
    return _object_array(_each(column.to_pylist(), json.loads))


def _uuids(column: pyarrow.ChunkedArray) -> Any:
    return _object_array(_each(column.to_pylist(), UUID))


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
    "numeric": decimals.parsed,
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
    (moments.is_moment, _moments),
    (_T.is_decimal, _decimals),
    (_T.is_duration, moments.durations),
    (_T.is_interval, moments.intervals),
    (_T.is_dictionary, _categories),
)
