"""Say what another magic, another database or a document left in a statement that failed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from jupyter_guard.databases.values import items_of
from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.pasted import advice

if TYPE_CHECKING:
    from .judging import Judged

_VARIABLE = re.compile(r"\{(\w+)\}|%\((\w+)\)s|\$(?!\d)(\w+)|@(\w+)")  # as other magics write it
_UNNAMED = re.compile(r"(?<![\w?:$@#%'])(?:\?|%s|\$\d+|: ?\d+\b|: \w|\{\w+[.\[(])")  # as drivers write it
_SYNTAX = re.compile(r"syntax error|unrecognized token|end of input", re.IGNORECASE)
_UNBOUND = re.compile(r"parameter|binding|column \"\w+\" does not exist", re.IGNORECASE)
_NO_TYPE = re.compile(r"data type of parameter :(\w+)")
_TAKES_NONE = re.compile(
    r"there is no parameter|parameters are not allowed|can't be prepared|syntax error at or near \"\$",
    re.IGNORECASE,
)
_NO_COLUMN = re.compile(r"column \"(\w+)\" (?:does not exist|not found)", re.IGNORECASE)
_NO_FUNCTION = re.compile(
    r"(?:function|name) (?:\w+\.)?(ifnull|nvl|isnull)\b.* does not exist", re.IGNORECASE
)
_QUOTED = re.compile(r"'%?:([^\W\d]\w*)%?'")
_ONE_VALUE = re.compile(r"[=<>]\s*:(\w+)")
_TYPES_DIFFER = re.compile(
    r"operator does not exist|for cast|explicit cast|Illegal parameter|'list' is not", re.IGNORECASE
)
# What other databases write, and what is written here.
_HABITS = (
    (re.compile(r"^\s*GO\s*;?\s*$", re.MULTILINE), "GO is a word of sqlcmd, not of SQL: leave it out."),
    (
        re.compile(r"\bselect\s+top\s*\(?\s*(\d+)", re.IGNORECASE),
        "TOP is T-SQL's: write LIMIT {} at the end.",
    ),
)
_BACKTICKS = re.compile(r"`([^`\n]+)`")


def foreign(message: str, at: int, judged: Judged, variables: Mapping[str, object]) -> str:
    """Return a sentence about what does not belong into the statement `at`, or ''."""
    text = judged.verdicts[at].statement.text if at < len(judged.verdicts) else ""
    if pasted := advice(text):
        return pasted
    if found := _NO_TYPE.search(message):
        return f"Say its type: CAST(:{found[1]} AS text)."
    reads = at < len(judged.calls) and judged.calls[at].effect in (Effect.READ, Effect.WRITE)
    if not reads and judged.parameters and _TAKES_NONE.search(message):
        return "A statement of this kind takes no bound values: write the value itself."
    if _TYPES_DIFFER.search(message):
        lists = [name for name in _ONE_VALUE.findall(text) if items_of(variables.get(name)) is not None]
        return f":{lists[0]} is a list, which stands behind IN: IN (:{lists[0]})." if lists else ""
    if (found := _NO_COLUMN.search(message)) and f'"{found[1]}"' in text:
        return f"\"{found[1]}\" in double quotes is a column; a text stands in single quotes: '{found[1]}'."
    if found := _NO_FUNCTION.search(message):
        return f"{found[1].upper()}() is COALESCE() here."
    is_syntax = _SYNTAX.search(message) is not None
    if not (is_syntax or _UNBOUND.search(message)):
        return ""
    names = [name for found in _VARIABLE.findall(text) for name in found if name in variables]
    if names:
        return f"A variable is bound as :{names[0]} here."
    if _UNNAMED.search(text):
        return "Here a value is bound by the name of its variable: :name."
    return _habit(text, at, judged) if is_syntax else ""


def _habit(text: str, at: int, judged: Judged) -> str:
    """Return what is written here in place of another database's word, or of a misspelt one."""
    for pattern, words in _HABITS:
        if found := pattern.search(text):
            return words.format(*found.groups())
    dialect = judged.connection.dialect
    if (found := _BACKTICKS.search(text)) and dialect in ("postgres", "redshift"):
        return f'A name is quoted by double quotes here: "{found[1]}".'
    from jupyter_guard.policy.spelling import meant

    instead = meant(judged.verdicts[at].statement, dialect)
    return f"Did you mean {instead}?" if instead else ""


def quoted_variables(judged: Judged, variables: Mapping[str, object]) -> list[str]:
    """Return a remark for each text in quotes that looks as if a variable were meant: ':city', '%:city%'."""
    found = [match for verdict in judged.verdicts for match in _QUOTED.finditer(verdict.statement.text)]
    meant = [match for match in found if match[1] in variables and not callable(variables[match[1]])]
    return [f"{match[0]} is a text as it stands; a variable is bound outside of quotes" for match in meant]
