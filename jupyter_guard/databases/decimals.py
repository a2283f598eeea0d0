"""Make exact numbers of the texts that PostgreSQL writes: Decimal objects, or Arrow's of enough digits."""

from __future__ import annotations

import contextlib
from decimal import Decimal
from typing import Any

import pandas
import pyarrow
import pyarrow.compute

from .repeated import objects_of


def decimal_of(precision: int, scale: int) -> pyarrow.DataType:
    """Return the type of decimals of so many digits, at most 76."""
    return (pyarrow.decimal128 if precision <= 38 else pyarrow.decimal256)(precision, scale)


def parsed(column: pyarrow.ChunkedArray) -> Any:
    """Return decimals that come as texts, each with the digits that it has; also NaN."""
    return objects_of(column, lambda array: [v if v is None else Decimal(v) for v in array.to_pylist()])


def arrow_decimals(column: pyarrow.ChunkedArray, kind: str) -> Any:
    """Return decimals that come as texts with Arrow's type: of the digits declared, or as many as needed."""
    declared = [int(number) for number in kind.split()[1:]]
    scale = declared[1] if declared else _scale(column)
    # With 18 digits a product with a number of 64 bits still has a type.
    for precision in declared[:1] or (18, 38, 76):
        with contextlib.suppress(pyarrow.ArrowInvalid):
            return pandas.arrays.ArrowExtensionArray(column.cast(decimal_of(precision, scale)))
    return parsed(column)  # NaN, infinity, and more than 76 digits


def arrow_lists(column: pyarrow.ChunkedArray) -> Any:
    """Return lists of decimals in the same way; of texts where one is no number or within more lists."""
    if pyarrow.types.is_string(column.type.value_type):
        kind = decimal_of(38, _scale(pyarrow.compute.list_flatten(column)))
        with contextlib.suppress(pyarrow.ArrowInvalid):
            column = column.cast(pyarrow.list_(kind))
    return pandas.arrays.ArrowExtensionArray(column)


def _scale(column: pyarrow.ChunkedArray) -> int:
    """Return the most digits that stand behind a point."""
    point = pyarrow.compute.find_substring(column, ".")
    behind = pyarrow.compute.subtract(pyarrow.compute.utf8_length(column), point)
    most = pyarrow.compute.max(pyarrow.compute.if_else(pyarrow.compute.less(point, 0), 1, behind)).as_py()
    return min((most or 1) - 1, 38)
