"""Build a DataFrame from the rows of a driver without changing what they say.

Whole numbers stay whole (int64, Int64 where one is NULL), DECIMAL and NUMERIC are exact
(Decimal objects), dates and timestamps are datetime64, those with a zone in UTC, and a
column name that comes twice gets a number behind it, as DuckDB does.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

import numpy
import pandas

_EXACT = 2**53  # whole numbers up to here are exact as a float


def frame(names: Sequence[str], kinds: Sequence[str], rows: Sequence[Sequence[object]]) -> pandas.DataFrame:
    """Return `rows` as a DataFrame; a kind is a key of KINDS, or "" to go by the values."""
    columns = [[row[i] for row in rows] for i in range(len(names))]
    series = {
        i: KINDS.get(kind or _kind_of(values), _objects)(values)
        for i, (kind, values) in enumerate(zip(kinds, columns, strict=True))
    }
    built = pandas.DataFrame(series, index=pandas.RangeIndex(len(rows)))
    built.columns = pandas.Index(unique(names))
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


def whole_numbers(values: Sequence[object]) -> pandas.Series:
    """Return integers as int64, with NULLs as Int64, and beyond 64 bits as Python's own."""
    dtype = "Int64" if None in values else "int64"
    try:
        return pandas.Series(values, dtype=dtype)
    except OverflowError:
        return _objects(values)


def _kind_of(values: Sequence[object]) -> str:
    types = {type(value) for value in values if value is not None}
    if types == {int, float}:
        # SQLite keeps 1.0 as 1 in a column of numbers; both are the same as a float.
        small = all(abs(value) <= _EXACT for value in values if isinstance(value, int))
        return "float" if small else "object"
    return _BY_VALUE.get(next(iter(types)), "object") if len(types) == 1 else "object"


def _floats(values: Sequence[object]) -> pandas.Series:
    return pandas.Series(values, dtype="float64")


def _booleans(values: Sequence[object]) -> pandas.Series:
    return pandas.Series(values, dtype="boolean" if None in values else "bool")


def _texts(values: Sequence[object]) -> pandas.Series:
    # The dtype that this pandas gives to text by itself, also where every value is NULL.
    return pandas.Series(values, dtype=pandas.Series(["text"]).dtype)


def _timestamps(values: Sequence[object]) -> pandas.Series:
    return pandas.Series(numpy.array(values, dtype="datetime64[us]"))


def _instants(values: Sequence[object]) -> pandas.Series:
    plain = [
        value.astimezone(datetime.UTC).replace(tzinfo=None) if isinstance(value, datetime.datetime) else None
        for value in values
    ]
    localized: pandas.Series = _timestamps(plain).dt.tz_localize("UTC")
    return localized


def _durations(values: Sequence[object]) -> pandas.Series:
    return pandas.Series(numpy.array(values, dtype="timedelta64[us]"))


def _objects(values: Sequence[object]) -> pandas.Series:
    return pandas.Series(values, dtype="object")


KINDS: dict[str, Callable[[Sequence[object]], pandas.Series]] = {
    "int": whole_numbers,
    "float": _floats,
    "bool": _booleans,
    "text": _texts,
    "timestamp": _timestamps,
    "instant": _instants,
    "duration": _durations,
    "object": _objects,
}
_BY_VALUE = {int: "int", float: "float", bool: "bool", str: "text"}
