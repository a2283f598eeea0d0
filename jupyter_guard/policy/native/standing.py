"""Let common table expressions stand for the tables of a SQLite query, so that none has to be made.

A query compiles alike whether its tables are there or written before it. A statement that writes
needs a real table, so it does not compile that way, and is never taken for a query.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from functools import cache

from .columns import Columns, guessed

_BEGINS = re.compile(
    r"(?:[ \t\n\f\r]|--[^\n]*\n|/\*.*?\*/)*(?:(?P<with>WITH\b(?:\s+RECURSIVE\b)?)|SELECT\b|VALUES\b)",
    re.IGNORECASE | re.DOTALL,
)


def with_tables(sql: str) -> str | None:
    """Return a query behind expressions in place of its tables; None if the text begins as no query."""
    begins = _BEGINS.match(sql)
    if begins is None:
        return None
    _, tables = guessed(sql)
    standing = ", ".join(_expression(name, columns) for name, columns in tables.items() if _is_free(name))
    if not standing:
        return sql
    if begins["with"]:
        return f"{sql[: begins.end()]} {standing}, {sql[begins.end() :]}"
    return f"WITH {standing} {sql}"


def _expression(name: str, columns: Columns) -> str:
    named = [quoted(column) for column in columns] or ["rowid_"]
    return f"{quoted(name)} ({', '.join(named)}) AS (SELECT {', '.join(['0'] * len(named))})"


def _is_free(name: str) -> bool:
    """Say whether an expression of that name hides nothing that SQLite itself has."""
    return not name.startswith(("pragma_", "sqlite_")) and name not in _modules()


@cache
def _modules() -> frozenset[str]:
    """Return the names of tables that are there without being made, such as json_each."""
    with closing(sqlite3.Connection(":memory:")) as connection:
        rows = connection.execute("SELECT lower(name) FROM pragma_module_list").fetchall()
    return frozenset(name for (name,) in rows)


def quoted(name: str) -> str:
    """Return a name as SQLite takes it for nothing else."""
    return '"{}"'.format(name.replace('"', '""'))
