"""What drivers of the DB-API can send, and what they say of the types that come back."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import pyarrow

from .mysql_values import mysql_value
from .sqlite_values import stored, stored_row

_INTEGER, _FLOAT, _TEXT, _BYTES = pyarrow.int64(), pyarrow.float64(), pyarrow.string(), pyarrow.binary()
_MOMENT, _DATE = pyarrow.timestamp("us"), pyarrow.date32()
# Numbers that the protocols have for types -> Arrow's type of their values.
MYSQL = {
    **dict.fromkeys((1, 2, 3, 8, 9, 13), _INTEGER),
    **dict.fromkeys((4, 5), _FLOAT),
    **dict.fromkeys((7, 12), _MOMENT),
    10: _DATE,
    11: pyarrow.duration("us"),
    245: _TEXT,  # JSON
}
_POSTGRES = {
    **dict.fromkeys((20, 21, 23, 26), _INTEGER),
    **dict.fromkeys((700, 701), _FLOAT),
    **dict.fromkeys((18, 19, 25, 1042, 1043), _TEXT),
    16: pyarrow.bool_(),
    17: _BYTES,
    1082: _DATE,
    1083: pyarrow.time64("us"),
    1114: _MOMENT,
    1184: pyarrow.timestamp("us", "UTC"),
}
_SMALL = {pyarrow.large_string(): _TEXT, pyarrow.large_binary(): _BYTES}
_NUMBERED = {"mysql": MYSQL, "postgres": _POSTGRES}
_PYTHON: dict[type, pyarrow.DataType] = {
    bool: pyarrow.bool_(),
    int: _INTEGER,
    float: _FLOAT,
    str: _TEXT,
    bytes: _BYTES,
    datetime.date: _DATE,
    datetime.datetime: _MOMENT,
}


def hints_of(description: Sequence[Sequence[Any]], dialect: str) -> list[pyarrow.DataType | None]:
    """Return the type that a driver says for each column, where it says one that is understood."""
    return [_hint(column[1], _NUMBERED.get(dialect, {})) for column in description]


def _hint(code: Any, numbered: Mapping[int, pyarrow.DataType]) -> pyarrow.DataType | None:
    if isinstance(code, pyarrow.DataType):  # of ADBC
        plain = not isinstance(code, pyarrow.BaseExtensionType) and not pyarrow.types.is_nested(code)
        return _SMALL.get(code, code) if plain else None
    if isinstance(code, type):  # of pyodbc
        return _PYTHON.get(code)
    return numbered.get(code) if isinstance(code, int) else None


def sendable(values: Mapping[str, object], dialect: str, driver: str) -> dict[str, object]:
    """Return values as the driver of that name takes them; StatementFailed for what it would send in part."""
    if dialect == "sqlite":
        return stored(values)
    return {name: _sendable(value, dialect, driver) for name, value in values.items()}


def sendable_rows(rows: Sequence[Sequence[object]], dialect: str) -> list[tuple[object, ...]]:
    """Return the rows of a frame in the same way."""
    if dialect == "mysql":
        return [tuple(map(mysql_value, row)) for row in rows]
    return list(map(stored_row if dialect == "sqlite" else tuple, rows))


def _sendable(value: object, dialect: str, driver: str) -> object:
    if dialect == "mysql":
        return mysql_value(value)
    if isinstance(value, dict) and dialect != "duckdb":
        return json.dumps(value, default=str)
    return str(value) if isinstance(value, UUID) and driver == "psycopg2" else value
