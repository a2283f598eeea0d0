"""Make one Python object of values that are alike, where a column repeats its values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy
import pyarrow
import pyarrow.compute

_FEW = 4096  # rows that are not worth a look
_EVERY = 16  # row of a sample
_DOUBLES = 0.1  # of the values in a sample, where each comes about three times in the whole


def objects_of(column: pyarrow.ChunkedArray, make: Callable[[pyarrow.Array], Any]) -> Any:
    """Return an array of the objects that `make` gives for an Arrow array, of values that cannot be changed.

    To make a Decimal takes as long as to look up twenty values.
    """
    if not _repeats(column):
        values = numpy.empty(len(column), dtype=object)
        begin = 0
        for chunk in column.chunks:
            values[begin : begin + len(chunk)] = make(chunk)
            begin += len(chunk)
        return values
    encoded = column.combine_chunks().dictionary_encode()
    alike = numpy.empty(len(encoded.dictionary) + 1, dtype=object)
    alike[:-1] = make(encoded.dictionary)
    alike[-1] = None
    return alike.take(encoded.indices.fill_null(len(alike) - 1).to_numpy())


def _repeats(column: pyarrow.ChunkedArray) -> bool:
    """Say whether a value comes three times or more on average, as far as a sample tells."""
    rows = len(column)
    if rows < _FEW:
        return False
    sample = column.take(pyarrow.array(numpy.arange(0, rows, _EVERY)))
    values: int = pyarrow.compute.count(sample).as_py()
    doubles: int = values - pyarrow.compute.count_distinct(sample).as_py()
    return doubles > values * _DOUBLES
