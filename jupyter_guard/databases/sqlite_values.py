"""Write values as SQLite's own functions do: it knows numbers, texts, bytes and NULL."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from jupyter_guard.errors import StatementFailed

from .values import bound

_WHOLE = 2**63  # numbers from here on are floats, as SQLite itself reads them


def _number(value: Decimal) -> int | float:
    whole = value.is_finite() and abs(value) < _WHOLE and value == value.to_integral_value()
    return int(value) if whole else float(value)


_STORED: dict[type, Callable[..., object]] = {
    Decimal: _number,
    dict: lambda value: json.dumps(value, default=str),
    datetime.date: datetime.date.isoformat,
    datetime.datetime: lambda value: value.isoformat(" "),
    datetime.time: datetime.time.isoformat,
    UUID: str,
}


def stored(values: Mapping[str, object]) -> dict[str, object]:
    """Return values as they are stored."""
    return {name: _stored(value) for name, value in values.items()}


def stored_row(row: Sequence[object]) -> tuple[object, ...]:
    """Return the values of a row as they are stored."""
    return tuple(map(_stored, row))


def _stored(value: object) -> object:
    convert = _STORED.get(type(value))
    return value if convert is None else convert(value)


def as_json(name: str, values: Sequence[object]) -> str:
    """Return a list as one text, NaN as NULL; StatementFailed where JSON has no form for a value."""
    plain: Any = bound([name], {name: list(values)})[name]
    try:
        return json.dumps([None if value != value else _stored(value) for value in plain], allow_nan=False)
    except (TypeError, ValueError):
        raise StatementFailed(
            f":{name} holds more than numbers, texts and dates, which SQLite does not take as one list. "
            f"Read it as a table, as a DataFrame with one column."
        ) from None
