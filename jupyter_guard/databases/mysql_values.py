"""Turn values into those that MySQL and MariaDB know, and write them as these read them."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

from jupyter_guard.errors import StatementFailed

# What no setting of any server reads as something else than itself.
_PLAIN_TEXT = re.compile(r"[^\\\x00-\x1f\x7f]*\Z")


def mysql_value(value: object) -> object:
    """Return `value` as a driver of MySQL and MariaDB can send it.

    Raises StatementFailed for what these have no value for: a driver would leave a part of it away.
    """
    if isinstance(value, list):
        return [mysql_value(item) for item in value]
    convert = _SENT.get(type(value))
    return value if convert is None else convert(value)


def mysql_literal(value: object) -> str:
    """Return `value` as MySQL and MariaDB read it in every SQL mode."""
    value = mysql_value(value)
    if isinstance(value, list):
        return f"({', '.join(map(mysql_literal, value)) or 'NULL'})"
    if isinstance(value, str):
        if _PLAIN_TEXT.match(value):
            return "'" + value.replace("'", "''") + "'"
        return f"CONVERT(X'{value.encode().hex()}' USING utf8mb4)"
    write = _WRITTEN.get(type(value))
    if write is None:
        raise StatementFailed(f"A {type(value).__name__} cannot be sent to MySQL or MariaDB.")
    return write(value)


def _finite(value: float | Decimal) -> object:
    if value != value or value in (float("inf"), float("-inf")):
        raise StatementFailed(f"{value} cannot be sent to MySQL or MariaDB, which know no such number.")
    return value


def _fraction(value: float) -> str:
    written = repr(value)
    return written if "e" in written else f"{written}e0"  # without an exponent it would be a DECIMAL


def _span(value: datetime.timedelta) -> str:
    microseconds = value // datetime.timedelta(microseconds=1)
    seconds, rest = divmod(abs(microseconds), 10**6)
    sign = "-" if microseconds < 0 else ""
    return f"'{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:06}'"


def _moment(value: datetime.datetime) -> object:
    if value.tzinfo is not None:
        raise StatementFailed(
            "A time with a zone cannot be sent to MySQL or MariaDB, whose times have none; "
            "convert it first: .tz_convert(…).tz_localize(None)."
        )
    return value


_SENT: dict[type, Callable[..., object]] = {
    float: _finite,
    Decimal: _finite,
    UUID: str,
    dict: lambda value: json.dumps(value, default=str),
    datetime.datetime: _moment,
}
_WRITTEN: dict[type, Callable[..., str]] = {
    type(None): lambda value: "NULL",
    bool: lambda value: str(int(value)),
    int: str,
    float: _fraction,
    Decimal: lambda value: f"{value:f}",
    bytes: lambda value: f"X'{value.hex()}'",
    datetime.date: lambda value: f"'{value.isoformat()}'",
    datetime.datetime: lambda value: f"'{value.isoformat(' ')}'",
    datetime.time: lambda value: f"'{value.isoformat()}'",
    datetime.timedelta: _span,
}
