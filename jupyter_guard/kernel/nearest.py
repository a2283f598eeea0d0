"""Say what was meant where a database does not know what was written."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from jupyter_guard.databases.frame_kinds import is_frame
from jupyter_guard.databases.values import items_of
from jupyter_guard.policy.model import Effect
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
_UNNAMED = re.compile(r"(?<![\w?:$@#%'])(?:\?|%s|\$\d+|: ?\d+\b|: \w|\{\w+[.\[(])")  # as drivers write it
_UNREADABLE = re.compile(
    r"syntax error|unrecognized token|end of input|parameter|binding|column \"\w+\" does not exist",
    re.IGNORECASE,
)
_NO_TYPE = re.compile(r"data type of parameter :(\w+)")
_TAKES_NONE = re.compile(
    r"there is no parameter|parameters are not allowed|can't be prepared|syntax error at or near \"\$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"'%?:([^\W\d]\w*)%?'")
_BATCH_WORD = re.compile(r"^\s*GO\s*;?\s*$", re.MULTILINE)
_ONE_VALUE = re.compile(r"[=<>]\s*:(\w+)")
_TYPES_DIFFER = re.compile(
    r"operator does not exist|for cast|explicit cast|Illegal parameter|'list' is not", re.IGNORECASE
)


def foreign(message: str, at: int, judged: Judged, variables: Mapping[str, object]) -> str:
    """Return a sentence about what a document or another magic left in the statement `at`, or ''."""
    text = judged.verdicts[at].statement.text if at < len(judged.verdicts) else ""
    if pasted := advice(text):
        return pasted
    if found := _NO_TYPE.search(message):
        return f"Say its type: CAST(:{found[1]} AS text)."
    reads = at < len(judged.calls) and judged.calls[at].effect in (Effect.READ, Effect.WRITE)
    if not reads and judged.parameters and _TAKES_NONE.search(message):
        return "A statement of this kind takes no bound values: write the value itself."
    if "adapt type 'dict'" in message:
        return "Bind the JSON of a dict: text = json.dumps(…), then CAST(:text AS jsonb)."
    if _TYPES_DIFFER.search(message):
        lists = [name for name in _ONE_VALUE.findall(text) if items_of(variables.get(name)) is not None]
        return f":{lists[0]} is a list, which stands behind IN: IN (:{lists[0]})." if lists else ""
    if not _UNREADABLE.search(message):
        return ""
    names = [name for found in _VARIABLE.findall(text) for name in found if name in variables]
    if names:
        return f"A variable is bound as :{names[0]} here."
    if _UNNAMED.search(text):
        return "Here a value is bound by the name of its variable: :name."
    return "GO is a word of sqlcmd, not of SQL: leave it out." if _BATCH_WORD.search(text) else ""


def quoted_variables(judged: Judged, variables: Mapping[str, object]) -> list[str]:
    """Return a remark for each text in quotes that looks as if a variable were meant: ':city', '%:city%'."""
    found = [match for verdict in judged.verdicts for match in _QUOTED.finditer(verdict.statement.text)]
    meant = [match for match in found if match[1] in variables and not callable(variables[match[1]])]
    return [f"{match[0]} is a text as it stands; a variable is bound outside of quotes" for match in meant]


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
