"""Say what was meant where a database does not know what was written."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from jupyter_guard.databases.frame_kinds import is_frame

if TYPE_CHECKING:
    from jupyter_guard.databases import Table

_COLUMN = re.compile(
    r"no such column: (?P<sqlite>[\w.]+)|column \"?(?P<postgres>[\w.]+)\"? does not exist"
    r"|Referenced column \"(?P<duckdb>\w+)\" not found|Unknown column '(?P<mysql>[\w.]+)'"
)
_TABLE = re.compile(
    r"no such table: (?P<sqlite>[\w.]+)|relation \"(?P<postgres>[\w.]+)\" does not exist"
    r"|Table with name (?P<duckdb>\w+) does not exist|Table '(?P<mysql>[\w.]+)' doesn't exist"
)
_SAID = re.compile(
    r"did you mean|candidate|perhaps you meant", re.IGNORECASE
)  # the database itself knows better


def nearest(
    message: str,
    reads: Sequence[str],
    tables: Sequence[Table],
    variables: Mapping[str, object],
    saved: Container[str] = (),
) -> str:
    """Return a sentence with the nearest known name, or '' where `message` is about something else.

    `reads` are the tables of the statement.
    """
    missing = _TABLE.search(message)
    name = str(missing[missing.lastgroup or 0]) if missing else ""
    if name in saved:
        return f"{name} is a saved query: --with {name}."
    if name in variables and is_frame(variables[name]):
        return f"The DataFrame {name} is read as :{name}."
    if type(variables.get(name)).__name__ == "DuckDBPyRelation":
        return f"{name} is a relation of DuckDB: fetch it first, {name} = {name}.df()."
    if _SAID.search(message):
        return ""
    if found := _COLUMN.search(message):
        wanted = {name.rpartition(".")[2].strip('"`').lower() for name in reads}
        of = [table for table in tables if table.name.lower() in wanted] or tables
        known = {column.name: table.name for table in of for column in table.columns}
    elif found := missing:
        known = {table.name: "" for table in tables}
    else:
        return ""
    written = str(found[found.lastgroup or 0]).rpartition(".")[2]
    by_lower = {name.lower(): name for name in known}
    near = get_close_matches(written.lower(), by_lower, n=1)
    if not near:
        return ""
    name = by_lower[near[0]]
    return f"Did you mean {name}" + (f" of {known[name]}?" if known[name] else "?")
