"""Say what was meant where a database does not know what was written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from jupyter_guard.policy.pasted import advice

if TYPE_CHECKING:
    from jupyter_guard.databases import Table

    from .judging import Judged

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
_VARIABLE = re.compile(r"\{(\w+)\}|%\((\w+)\)s|\$(?!\d)(\w+)|@(\w+)")  # as other magics write it
_UNREADABLE = re.compile("syntax error|unrecognized token", re.IGNORECASE)


def foreign(message: str, at: int, judged: Judged, variables: Mapping[str, object]) -> str:
    """Return a sentence about what a document or another magic left in the statement `at`, or ''."""
    text = judged.verdicts[at].statement.text if at < len(judged.verdicts) else ""
    if pasted := advice(text):
        return pasted
    if not _UNREADABLE.search(message):
        return ""
    names = [name for found in _VARIABLE.findall(text) for name in found if name in variables]
    return f"A variable is bound as :{names[0]} here." if names else ""


def nearest(message: str, reads: Sequence[str], tables: Sequence[Table]) -> str:
    """Return a sentence with the nearest known name, or '' where `message` is about something else.

    `reads` are the tables of the statement.
    """
    if _SAID.search(message):
        return ""
    if found := _COLUMN.search(message):
        wanted = {name.rpartition(".")[2].strip('"`').lower() for name in reads}
        of = [table for table in tables if table.name.lower() in wanted] or tables
        known = {column.name: table.name for table in of for column in table.columns}
    elif found := _TABLE.search(message):
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
