"""Turn the values of notebook variables into plain Python values that drivers can bind."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
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


def bound(names: Sequence[str], values: Mapping[str, object]) -> dict[str, object]:
    """Return the value of each of `names` in a form that drivers know.

    Raises StatementFailed for a value that no database has a type for.
    """
    return {name: _plain(name, values[name]) for name in names}


def _plain(name: str, value: object) -> object:
    if type(value) in _PLAIN or type(value) is datetime.datetime:
        return value
    if isinstance(value, (list, tuple, set, frozenset, range)):
        return [_plain(name, item) for item in value]
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
    if isinstance(value, (numpy.ndarray, pandas.Series, pandas.Index)):
        return [_plain(name, item) for item in value.tolist()]
    if isinstance(value, _PLAIN):
        return value  # a subclass, such as an IntEnum
    raise StatementFailed(
        f":{name} is of type {type(value).__name__}, which cannot be sent to a database. "
        "Bind a number, a text, a date or a list of those."
    )
