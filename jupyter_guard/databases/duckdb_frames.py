"""Bring the rows of a DuckDB query into a DataFrame, by DuckDB's own fast conversion.

That conversion turns DECIMAL and HUGEINT (the type of `sum` over integers) into floats. Here
they come out exact again, as Decimal objects and as int64 or Int64, while a float holds
every digit of them; columns with longer values stay floats, and a note says so.
"""

from __future__ import annotations

import re
import warnings
from decimal import Decimal

import pandas
from duckdb import DuckDBPyConnection

_VECTOR = 2048  # rows that DuckDB hands on at once
_EXACT_INTEGER = 2**53
_EXACT_DECIMAL = 10**15  # 15 digits survive the way through a float
_DECIMAL = re.compile(r"DECIMAL\(\d+,(\d+)\)\Z")
_EXACT_SCALE = 22  # 10**22 is the last power of ten that a float holds exactly


def fetch(connection: DuckDBPyConnection, max_rows: int | None) -> tuple[pandas.DataFrame, bool, str]:
    """Return the rows of the statement that ran last, whether there are more, and a note."""
    kinds = [str(column[1]) for column in connection.description]
    with warnings.catch_warnings():
        # DuckDB calls pandas in a way that pandas 3.1 deprecates (timestamps with a zone).
        warnings.simplefilter("ignore", DeprecationWarning)
        fetched = connection.df() if max_rows is None else _first_rows(connection, max_rows)
    more = max_rows is not None and len(fetched) > max_rows
    if more:
        fetched = fetched.iloc[:max_rows]
    series: dict[int, pandas.Series] = {}
    rounded: list[str] = []
    for i, kind in enumerate(kinds):
        exact = _exact(fetched.iloc[:, i], kind)
        series[i] = fetched.iloc[:, i] if exact is None else exact
        if exact is None:
            rounded.append(str(fetched.columns[i]))
    built = pandas.DataFrame(series, index=fetched.index)
    built.columns = fetched.columns
    return built, more, _note(rounded)


def _first_rows(connection: DuckDBPyConnection, max_rows: int) -> pandas.DataFrame:
    """Return a little more than `max_rows` rows, if there are as many; DuckDB computes no further."""
    vectors = max_rows // _VECTOR + 1
    chunks = [connection.fetch_df_chunk(vectors)]
    count = len(chunks[0])
    # A filter leaves vectors half full, so one chunk need not be enough.
    while count <= max_rows and len(chunks[-1]):
        chunks.append(connection.fetch_df_chunk(vectors))
        count += len(chunks[-1])
    filled = [chunk for chunk in chunks if len(chunk)] or chunks[:1]
    return filled[0] if len(filled) == 1 else pandas.concat(filled, ignore_index=True)


def _exact(column: pandas.Series, kind: str) -> pandas.Series | None:
    """Return `column` with its exact values, or None where the floats have lost digits."""
    if kind == "HUGEINT":
        if not (column.abs().dropna() <= _EXACT_INTEGER).all():
            return None
        return column.astype("Int64" if column.hasnans else "int64")
    found = _DECIMAL.match(kind)
    if not found:
        return column
    scale = int(found[1])
    largest = column.abs().max()  # NaN where there is no value, and then every comparison is False
    if scale > _EXACT_SCALE or largest * 10.0**scale >= _EXACT_DECIMAL:
        return None
    exact = [None if value != value else Decimal(f"{value:.{scale}f}") for value in column]
    return pandas.Series(exact, index=column.index, dtype="object")


def _note(rounded: list[str]) -> str:
    if not rounded:
        return ""
    return (
        f"{', '.join(rounded)}: rounded to about 15 digits, because the values are longer; "
        "CAST to VARCHAR shows them whole."
    )
