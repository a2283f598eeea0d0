"""Read `{{name}}`, as other SQL magics write a variable, as the bound value `:name`.

They paste the variable's text into the SQL. Here it is bound, which is the same wherever it
stands for a value; where it would splice text, it is refused with what to write instead.
"""

from __future__ import annotations

import re

from jupyter_guard.errors import UsageError

from .knowledge import knowledge
from .lexing import Piece, Unreadable, cut

_BRACES = re.compile(r"\{\{(?P<inside>.*?)\}\}|\{%.*?%\}", re.DOTALL)
_CLAUSE = re.compile(
    r"\b(select|distinct|from|join|into|table|update|view|schema|using|by|where|having|on|values|set|limit"
    r"|offset|when|then|else|returning|qualify)\b",
    re.IGNORECASE,
)
# In these clauses a list holds names; a value there would be a constant column, or order by nothing.
_OF_NAMES = frozenset("select distinct from join into table update view schema using by returning".split())
_TAKES_FROM = re.compile(r"\b(?:extract|substring|trim|overlay|position)\s*\Z", re.IGNORECASE)
_ARRAY = re.compile(r"""\{\{[\w\s.,+\-"{}]*\}""")
_BRACKETS = re.compile(r"\([^()]*\)")


def bind_braces(sql: str, dialect: str) -> str:
    """Return `sql` with `:name` in place of each `{{name}}` that stands for a value.

    Raises UsageError where it stands for anything else, such as a table or a part of a text.
    """
    if not _BRACES.search(sql):
        return sql
    try:
        pieces = cut(sql, knowledge(dialect).dialect)
    except Unreadable:
        return sql  # nothing of it is understood, which is said elsewhere
    parts, position = [], 0
    for piece in pieces:
        start = piece.span.start
        parts += [sql[position:start], _bound(piece)]
        position = start + len(piece.text)
    return "".join((*parts, sql[position:]))


def _bound(piece: Piece) -> str:
    text, parts, position = piece.text, [], 0
    for found in _BRACES.finditer(text):
        start, end = found.span()
        if any(begin <= start < stop for begin, stop in piece.comments):
            continue
        quoted = next(((b, s) for b, s in piece.quoted if b <= start < s), None)
        if quoted is not None and _is_array(text[quoted[0] + 1 : quoted[1] - 1]):
            continue
        if quoted is not None:
            # JupySQL's users write '{{city}}', because their magic pastes it; it is one value.
            if text[quoted[0]] != "'" or quoted != (start - 1, end + 1):
                raise UsageError(_within(found, text[quoted[0] : quoted[1]]))
            start, end = quoted
        name = (found["inside"] or "").strip()
        if not name.isidentifier():
            raise UsageError(
                f"{found[0]} is a template, and text is never pasted into SQL here. "
                "Compute the value in a cell of its own, and write :name for that variable."
            )
        before = piece.bare[:start]
        if _stands_for_a_name(before, text, end):
            raise UsageError(
                f"{found[0]} stands where a table or a column is named, and only values can be bound. "
                f"Write the name itself, or :{name} where the value itself is meant."
            )
        parts += [text[position:start], f":{name}"]
        position = end
    return "".join((*parts, text[position:]))


def _is_array(text: str) -> bool:
    """Say whether a text is an array of arrays as PostgreSQL writes it, such as {{1,2},{3,4}}."""
    depth = 0
    for position, character in enumerate(text):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if not depth and position < len(text) - 1:
            return False  # two of them, as in {{a}}, {{b}}
    return "," in text and _ARRAY.fullmatch(text) is not None


def _stands_for_a_name(before: str, text: str, end: int) -> bool:
    if re.search(r"[\w.]\Z", before) or re.match(r"[\w.]", text[end:]):
        return True
    level, folded = before, ""
    while folded != level:
        folded, level = level, _BRACKETS.sub(" ", level)
    outer, _, level = level.rpartition("(")
    clauses = [word.lower() for word in _CLAUSE.findall(level)]
    if not clauses or clauses[-1] not in _OF_NAMES or _TAKES_FROM.search(outer):
        return False
    return level.rstrip().endswith(",") or level.rstrip().lower().endswith(clauses[-1])


def _within(found: re.Match[str], literal: str) -> str:
    name = (found["inside"] or "").strip()
    if not name.isidentifier() or not literal.startswith("'"):
        return (
            f"{found[0]} stands within {literal}, where nothing can be bound; text is never pasted into SQL."
        )
    before, _, after = literal[1:-1].partition(found[0])
    pieces = [f"'{before}'" if before else "", f":{name}", f"'{after}'" if after else ""]
    written = " || ".join(filter(None, pieces))
    return (
        f"{found[0]} stands within a text, where nothing can be bound. Write {written} in place of {literal}."
    )
