"""Make a table of Arrow of a pandas DataFrame, and say which column holds what no table can."""

from __future__ import annotations

import datetime
from typing import Any

import pyarrow
from pandas.api.types import is_object_dtype

from .arrow_frames import field
from .unifying import array_of

_T = pyarrow.types


def pandas_table(frame: Any) -> pyarrow.Table:
    """Return the columns of `frame`; ValueError names the one that is of no type, or of several."""
    try:
        rows = pyarrow.Table.from_pandas(frame, preserve_index=False)
    except (pyarrow.ArrowException, TypeError, OverflowError) as error:
        raise ValueError(_cause(frame) or str(error.args[-1] if error.args else error)) from None
    for index, column in enumerate(rows.schema):
        if str(column.type) == "extension<arrow.uuid>":
            texts = [None if value is None else str(value) for value in rows.column(index).to_pylist()]
            rows = rows.set_column(index, field(column.name, pyarrow.string(), "uuid"), pyarrow.array(texts))
        elif is_object_dtype(frame.dtypes.iloc[index]) and (
            _T.is_date(column.type) or _T.is_binary(column.type)
        ):
            rows = _checked(rows, index, frame.iloc[:, index])
    return rows


def _checked(rows: pyarrow.Table, index: int, values: Any) -> pyarrow.Table:
    """Return `rows` with the hours of moments among dates, which Arrow cuts off."""
    found = _types(values)
    if datetime.datetime in found or any(issubclass(kind, datetime.datetime) for kind in found):
        if datetime.date in found:
            array = array_of(values.astype(object).where(values.notna(), None).tolist())
            return rows.set_column(index, rows.schema.names[index], array)
    elif str in found and len(found) > 1:  # texts among bytes, which Arrow takes for bytes
        raise ValueError(_several(values, found))
    return rows


def _cause(frame: Any) -> str:
    """Return which column cannot be one of a table, or nothing where that is not known."""
    for index, dtype in enumerate(frame.dtypes):
        values = frame.iloc[:, index]
        if not is_object_dtype(dtype):
            continue
        try:
            pyarrow.array(values, from_pandas=True)
        except OverflowError:
            return f"its column {values.name!r} holds a whole number of more than 64 bits. Convert it."
        except pyarrow.ArrowException:
            return _several(values, _types(values))
    return ""


def _several(values: Any, found: set[type]) -> str:
    names = " and ".join(sorted(kind.__name__ for kind in found))
    return (
        f"its column {values.name!r} holds values of type {names}, and a table has one type that it knows. "
        "Convert it, such as by .astype(str), or leave it out."
    )


def _types(values: Any) -> set[type]:
    return set(map(type, values.dropna()))
