"""Ask SQLite's own compiler what a statement would do, on an empty database in memory."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

from jupyter_guard.policy.model import Effect

from .opinion import Opinion

_READS = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE})
_MISSING_TABLE = re.compile(r"no such table: (?:main\.)?(?P<name>.+)\Z", re.DOTALL)
_MISSING_COLUMN = re.compile(r"no such column: (?:(?P<table>[^.]+)\.)?(?P<name>[^.]+)\Z", re.DOTALL)
_MISSING_USING = re.compile(r"cannot join using column (?P<name>.+) - column not present", re.DOTALL)
_TRIES = 60  # tables and columns that are made up, one by one, until the text compiles


def ask(sql: str) -> Opinion | None:
    """Return what a statement would do; None if SQLite refuses it for any other reason than names."""
    with closing(sqlite3.connect(":memory:")) as connection:
        tables: dict[str, list[str]] = {}
        for _ in range(_TRIES):
            actions: list[tuple[int, str]] = []
            try:
                _compile(connection, sql, actions)
            except sqlite3.Error as error:
                if not _made_up(connection, str(error), tables):
                    return None
                continue
            except (ValueError, UnicodeError, sqlite3.Warning):
                return None  # NUL, a lone surrogate, two statements
            return _opinion(actions, tuple(tables))
    return None


def _compile(connection: sqlite3.Connection, sql: str, actions: list[tuple[int, str]]) -> None:
    def authorize(action: int, first: str | None, second: str | None, *_: object) -> int:
        actions.append((action, second or first or ""))
        return sqlite3.SQLITE_OK

    connection.set_authorizer(authorize)
    try:
        connection.execute(f"EXPLAIN {sql}").close()  # compiles it, and runs nothing of it
    finally:
        connection.set_authorizer(None)


def _made_up(connection: sqlite3.Connection, message: str, tables: dict[str, list[str]]) -> bool:
    """Make the table or the column that is missing; say whether that was the trouble."""
    if found := _MISSING_TABLE.match(message):
        tables[found["name"]] = ["rowid_"]
    elif (found := _MISSING_COLUMN.match(message)) and tables:
        named = [name for name in tables if name.lower() == (found["table"] or "").lower()]
        for table in named or (list(tables)[:1] if not found["table"] else list(tables)):
            if found["name"] in tables[table]:
                return False
            tables[table].append(found["name"])
    elif found := _MISSING_USING.match(message):
        lacking = [columns for columns in tables.values() if found["name"] not in columns]
        for columns in lacking:
            columns.append(found["name"])
        if not lacking:
            return False
    else:
        return False
    for name, columns in tables.items():
        quoted = '"{}"'.format(name.replace('"', '""'))
        listed = ", ".join('"{}"'.format(c.replace('"', '""')) for c in columns)
        try:
            connection.execute(f"DROP TABLE IF EXISTS {quoted}")
            connection.execute(f"CREATE TABLE {quoted} ({listed})")
        except sqlite3.Error:
            return False
    return True


def _opinion(actions: list[tuple[int, str]], tables: tuple[str, ...]) -> Opinion:
    functions = [("", name.lower()) for action, name in actions if action == sqlite3.SQLITE_FUNCTION]
    others = {action for action, _ in actions} - _READS - {sqlite3.SQLITE_FUNCTION}
    effect = Effect.UNKNOWN if others else Effect.READ
    cause = "SQLite would do more than read" if others else ""
    return Opinion(effect, cause, tuple(dict.fromkeys(functions)), tables=tables)
