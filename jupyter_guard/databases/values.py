"""Turn the values of notebook variables into plain Python values that drivers can bind."""

from __future__ import annotations

import datetime
from collections import deque
from collections.abc import Iterator, KeysView, Mapping, Sequence, ValuesView
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any
from uuid import UUID

from jupyter_guard.errors import StatementFailed

_PLAIN = (
    type(None),
    bool,
    int,
    float,
    str,
    bytes,
    Decimal,
    UUID,
    datetime.date,
    datetime.time,
    datetime.timedelta,
    dict,
)
_BASES: tuple[type[Any], ...] = (int, float, str, bytes)
_SEQUENCES = (list, tuple, set, frozenset, range, deque, KeysView, ValuesView)


def items_of(value: Any) -> list[object] | None:
    """Return the values of a list, a set, an array or a column; None for anything else."""
    if isinstance(value, _SEQUENCES):
        return list(value)
    # None of these is imported for it: without them no variable is of their types.
    match type(value).__module__.partition(".")[0]:
        case "numpy" | "pandas":
            return _with_none(value) if getattr(value, "ndim", 0) == 1 else None
        case "polars":
            return list(value.to_list()) if hasattr(value, "to_list") else None
        case "pyarrow":
            is_column = hasattr(value, "to_pylist") and not hasattr(value, "column_names")
            return list(value.to_pylist()) if is_column else None
    return None


def _with_none(column: Any) -> list[object]:
    """Return the values of a column, with None for NaN where that is no number of it but a missing value."""
    if column.dtype.kind in "iufb":
        return list(column)
    return [None if isinstance(value, float) and value != value else value for value in column]


def bound(names: Sequence[str], values: Mapping[str, object]) -> dict[str, object]:
    """Return the value of each of `names` in a form that drivers know.

    Raises StatementFailed for a value that no database has a type for.
    """
    return {name: _plain(name, values[name]) for name in names}


def _plain(name: str, value: Any) -> object:
    if type(value) is str and not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise StatementFailed(f":{name} holds half of a character, which no database takes.") from None
    if type(value) in _PLAIN or type(value) is datetime.datetime:
        return value
    if type(value) in _SEQUENCES:
        return [_plain(name, item) for item in value]
    if isinstance(value, (bytearray, memoryview)):
        return bytes(value)
    import numpy
    import pandas

    if value is pandas.NA or value is pandas.NaT:
        return None
    if isinstance(value, numpy.datetime64):
        return _plain(name, pandas.Timestamp(value))
    if isinstance(value, numpy.timedelta64):
        return _plain(name, pandas.Timedelta(value))
    if isinstance(value, pandas.Timestamp):
        # Nanoseconds have no place in Python's datetime, nor in most databases.
        return value.to_pydatetime(warn=False)
    if isinstance(value, pandas.Timedelta):
        return value.floor("us").to_pytimedelta()
    if isinstance(value, numpy.generic):
        return value.item()
    if isinstance(value, numpy.ndarray):  # of several dimensions, too
        return [_plain(name, item) for item in value]
    if (items := items_of(value)) is not None:
        return [_plain(name, item) for item in items]
    if isinstance(value, Enum) and isinstance(value, int | str):
        return _plain(name, value.value)  # of an IntEnum or a StrEnum, which drivers take differently
    for base in _BASES:
        if isinstance(value, base):
            return base(value)  # drivers look for the type itself
    if isinstance(value, _PLAIN):
        return value
    raise StatementFailed(
        f":{name} is of type {type(value).__name__}, which cannot be sent to a database. {_way(name, value)}"
    )


def _way(name: str, value: object) -> str:
    """Say what can be bound in place of `value`."""
    if isinstance(value, Iterator):
        return f"It can be read only once: keep its values first, {name} = list({name})."
    if isinstance(value, Enum):
        return f"Bind its value: {name} = {name}.value."
    if isinstance(value, PurePath):
        return f"Bind its text: {name} = str({name})."
    return "Bind a number, a text, a date or a list of those."
