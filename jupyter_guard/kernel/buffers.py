"""Where the content of a frame or an array lies in memory, without a copy of it."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from typing import Any

# Whose values have a shape and dtypes.
LIBRARIES = frozenset({"numpy", "pandas", "pyarrow", "polars", "geopandas", "scipy", "xarray"})

_NAMES = 1_000  # of columns that are quicker to hash than to look for


def buffers_of(value: Any) -> list[Any] | None:
    """Return where the content of a value of a library lies in memory; None for any other value."""
    numpy, pandas, arrow, polars = map(sys.modules.get, ("numpy", "pandas", "pyarrow", "polars"))
    if numpy and isinstance(value, numpy.ndarray):
        return list(_of_array(value))
    if pandas and isinstance(value, pandas.DataFrame):
        parts = [value.index, *_arrays_of_frame(value)]
        return [*_of_names(value.columns), *(buffer for part in parts for buffer in _of_column(part))]
    if pandas and isinstance(value, (pandas.Series, pandas.Index)):
        parts = [value] if isinstance(value, pandas.Index) else [value.index, value.array]
        return [buffer for part in parts for buffer in _of_column(part)]
    if arrow and isinstance(value, (arrow.Table, arrow.ChunkedArray, arrow.Array)):
        columns = value.columns if isinstance(value, arrow.Table) else [value]
        return [buffer for column in columns for buffer in _of_arrow(column)]
    if polars and isinstance(value, (polars.DataFrame, polars.Series)):
        frame = value if isinstance(value, polars.DataFrame) else value.to_frame()
        table = frame.to_arrow(compat_level=polars.CompatLevel.newest())  # as it lies there, without a copy
        return [buffer for column in table.columns for buffer in _of_arrow(column)]
    return None


def dtypes_of(value: Any) -> Any:
    """Return the dtypes of a value that has a shape, column by column."""
    # Asked of its type: a frame of pandas looks for such a name among its columns.
    if hasattr(type(value), "schema") and (types := getattr(value.schema, "types", None)) is not None:
        return types  # of Arrow
    if len(value.shape) < 2:  # a table has two
        return [getattr(value, "dtype", "")]
    quick = getattr(getattr(value, "_mgr", None), "get_dtypes", None)  # of pandas, without a Series around it
    return quick() if quick else getattr(value, "dtypes", [getattr(value, "dtype", "")])


def _arrays_of_frame(frame: Any) -> list[Any]:
    # A frame keeps its columns in few blocks; to ask for each of a thousand takes too long.
    arrays = getattr(getattr(frame, "_mgr", None), "arrays", None)
    return list(arrays) if arrays is not None else [frame.iloc[:, i].array for i in range(frame.shape[1])]


def _of_names(columns: Any) -> Iterator[Any]:
    if len(columns) < _NAMES and type(columns).__name__ == "Index":
        yield hash(tuple(columns.tolist()))
    else:
        yield from _of_column(columns)


def _of_column(column: Any) -> Iterator[Any]:
    """Yield the buffers of a pandas array or index."""
    if type(column).__name__ == "RangeIndex":
        yield from (column.start, column.stop, column.step)
        return
    if type(column).__name__ == "MultiIndex":
        for part in (*column.codes, *column.levels):
            yield from _of_column(part)
        return
    values = getattr(column, "array", column)  # of an index
    parts = {
        name: getattr(values, name, None) for name in ("_pa_array", "_codes", "_mask", "_data", "_ndarray")
    }
    if parts["_pa_array"] is not None:
        yield from _of_arrow(parts["_pa_array"])
    elif parts["_codes"] is not None:
        yield from _of_array(parts["_codes"])
        yield from _of_column(values.categories)
    elif parts["_mask"] is not None:
        yield from _of_array(parts["_data"])
        yield from _of_array(parts["_mask"])
    else:
        yield from _of_array(values if parts["_ndarray"] is None else parts["_ndarray"])


def _of_array(values: Any) -> Iterator[Any]:
    if isinstance(values, sys.modules["numpy"].memmap):
        return  # what lies in a file is read when the user reads it
    if not values.dtype.hasobject:
        yield values.T if values.flags.f_contiguous else values
    elif values.dtype.kind == "O" and (values.flags.c_contiguous or values.flags.f_contiguous):
        # Which objects stand there; what is in them is not looked at.
        place = values.__array_interface__["data"][0]
        yield sys.modules["numpy"].frombuffer((ctypes.c_uint8 * values.nbytes).from_address(place), "u1")


def _of_arrow(column: Any) -> Iterator[Any]:
    numpy = sys.modules["numpy"]
    for whole in getattr(column, "chunks", [column]):
        # A few rows of a large array hold on to all of it.
        is_part = whole.nbytes * 4 < sum(buffer.size for buffer in whole.buffers() if buffer is not None)
        chunk = whole.take(numpy.arange(len(whole))) if is_part else whole
        yield from (chunk.offset, len(chunk))
        for buffer in chunk.buffers():
            if buffer is not None:
                yield numpy.frombuffer(buffer, "u1")
