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
        texts = getattr(columns.array, "_pa_array", None)  # quicker to list without pandas around it
        yield hash(tuple(columns.tolist() if texts is None else texts.to_pylist()))
    else:
        yield from _of_column(columns)


def _of_column(column: Any) -> Iterator[Any]:
    """Yield the buffers of a pandas array or index, or of what a frame keeps."""
    if isinstance(column, sys.modules["numpy"].ndarray):
        yield from _of_array(column)
        return
    if type(column).__name__ == "RangeIndex":
        yield hash((column.start, column.stop, column.step))
        return
    if type(column).__name__ == "MultiIndex":
        for part in (*column.codes, *column.levels):
            yield from _of_column(part)
        return
    values = getattr(column, "array", column)  # of an index
    if (arrow := getattr(values, "_pa_array", None)) is not None:
        yield from _of_arrow(arrow)
    elif (codes := getattr(values, "_codes", None)) is not None:
        yield from _of_array(codes)
        yield from _of_column(values.categories)
    elif (mask := getattr(values, "_mask", None)) is not None:
        yield from _of_array(values._data)
        yield from _of_array(mask)
    else:
        plain = getattr(values, "_ndarray", None)
        yield from _of_array(values if plain is None else plain)


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
        chunk, buffers = whole, [buffer for buffer in whole.buffers() if buffer is not None]
        if whole.nbytes * 4 < sum(buffer.size for buffer in buffers):
            chunk = whole.take(numpy.arange(len(whole)))
            buffers = [buffer for buffer in chunk.buffers() if buffer is not None]
        yield hash((chunk.offset, len(chunk)))
        for buffer in buffers:
            yield numpy.frombuffer(buffer, "u1")
