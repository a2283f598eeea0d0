"""Describe a result column by column, in place of its rows."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas


def profile(frame: pandas.DataFrame) -> pandas.DataFrame:
    """Return one row per column of `frame`; its top is the most frequent value, where one is."""
    import pandas

    described = [_describe(frame.iloc[:, i]) for i in range(frame.shape[1])]
    names = ["dtype", "nulls", "distinct", "min", "mean", "max", "top"]
    index = pandas.Index(frame.columns, name="column")
    return pandas.DataFrame(described, columns=names, index=index, dtype=object).astype(
        {"nulls": "int64", "distinct": "int64"}
    )


def _describe(column: pandas.Series) -> tuple[object, ...]:
    values = column.dropna()
    try:
        counts = values.value_counts()
    except TypeError:  # lists and dicts have no hash
        counts = values.map(repr).value_counts()
    try:
        least, greatest = (values.min(), values.max()) if len(values) else (None, None)
    except (TypeError, ValueError):  # values of several types, and arrays, have no order
        least = greatest = None
    top = counts.index[0] if 0 < len(counts) < len(values) else None  # where each comes once, none does most
    return str(column.dtype), int(column.isna().sum()), len(counts), least, _mean(values), greatest, top


def _mean(values: pandas.Series) -> object:
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    if not len(values) or is_bool_dtype(values.dtype):
        return None
    if is_numeric_dtype(values.dtype):
        return values.mean()
    if not all(isinstance(value, Decimal) for value in values):
        return None
    return float(sum(values, Decimal()) / len(values))
