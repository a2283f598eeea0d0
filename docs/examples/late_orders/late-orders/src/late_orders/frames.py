"""Build a DataFrame from a driver's rows: whole numbers stay whole, decimals exact, dates are dates."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd


def frame(
    names: Sequence[str], kinds: Sequence[str], rows: Sequence[Sequence[object]]
) -> pd.DataFrame:
    """Return `rows` as a DataFrame; a kind of "" goes by the values of its column."""
    columns = [[row[i] for row in rows] for i in range(len(names))]
    series = {
        i: _series(kind or _kind_of(values), values)
        for i, (kind, values) in enumerate(zip(kinds, columns, strict=True))
    }
    built = pd.DataFrame(series, index=pd.RangeIndex(len(rows)))
    built.columns = pd.Index(_unique(names))
    return built


def _series(kind: str, values: list[Any]) -> pd.Series:
    missing = None in values
    if kind == "int":
        try:
            return pd.Series(values, dtype="Int64" if missing else "int64")
        except OverflowError:
            return pd.Series(values, dtype="object")
    if kind == "bool":
        return pd.Series(values, dtype="boolean" if missing else "bool")
    if kind == "text":
        return pd.Series(values, dtype=pd.Series(["text"]).dtype)
    if kind == "timestamp":
        return pd.Series(np.array(values, dtype="datetime64[us]"))
    if kind == "instant":
        plain = [
            v.astimezone(datetime.UTC).replace(tzinfo=None) if v else None
            for v in values
        ]
        return pd.Series(np.array(plain, dtype="datetime64[us]")).dt.tz_localize("UTC")
    if kind == "duration":
        return pd.Series(np.array(values, dtype="timedelta64[us]"))
    return pd.Series(values, dtype="float64" if kind == "float" else "object")


def _kind_of(values: Sequence[object]) -> str:
    types = {type(value) for value in values if value is not None}
    if types == {int, float}:
        exact = all(abs(value) <= 2**53 for value in values if isinstance(value, int))
        return "float" if exact else "object"
    known = {int: "int", float: "float", bool: "bool", str: "text"}
    return known.get(types.pop(), "object") if len(types) == 1 else "object"


def _unique(names: Sequence[str]) -> list[str]:
    taken: dict[str, None] = {}
    for name in names:
        candidate, number = name, 0
        while candidate in taken:
            number += 1
            candidate = f"{name}_{number}"
        taken[candidate] = None
    return list(taken)
