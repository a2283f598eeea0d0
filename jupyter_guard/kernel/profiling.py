"""Describe a result column by column, in place of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas


def profile(frame: pandas.DataFrame) -> pandas.DataFrame:
    """Return one row per column of `frame`: dtype, NULLs, distinct values, least and greatest."""
    import pandas

    described = [_describe(frame.iloc[:, i]) for i in range(frame.shape[1])]
    names = ["dtype", "nulls", "distinct", "min", "max"]
    index = pandas.Index(frame.columns, name="column")
    return pandas.DataFrame(described, columns=names, index=index).astype(
        {"nulls": "int64", "distinct": "int64"}
    )


def _describe(column: pandas.Series) -> tuple[object, int, int, object, object]:
    values = column.dropna()
    try:
        distinct = values.nunique()
    except TypeError:  # lists and dicts have no hash
        distinct = values.map(repr).nunique()
    try:
        least, greatest = (values.min(), values.max()) if len(values) else (None, None)
    except (TypeError, ValueError):  # values of several types, and arrays, have no order
        least = greatest = None
    return str(column.dtype), int(column.isna().sum()), int(distinct), least, greatest
