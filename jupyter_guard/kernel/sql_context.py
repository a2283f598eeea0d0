"""Say what may stand at the cursor within SQL that is still being written; no database, no parser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

_TOKEN = re.compile(
    r"""
    (?P<comment> --[^\n]* | /\*.*?(?:\*/|\Z) )
  | (?P<text> '(?:[^']|'')*(?P<closed>')? )
  | (?P<quoted> "(?:[^"]|"")*(?:"|\Z) | `[^`]*(?:`|\Z) )
  | (?P<word> [^\W\d][\w$]* )
  | (?P<number> \d[\w.]* )
  | (?P<space> \s+ )
  | (?P<sign> :: | \{\{ | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_TABLE_WORDS = frozenset("from join into update table describe desc summarize".split())
KEYWORDS = tuple(
    """
    SELECT FROM WHERE GROUP ORDER BY HAVING LIMIT OFFSET DISTINCT JOIN LEFT RIGHT FULL INNER CROSS ON USING
    UNION ALL EXCEPT INTERSECT WITH AS AND OR NOT IN IS NULL BETWEEN LIKE EXISTS CASE WHEN THEN ELSE END
    CAST OVER PARTITION FILTER DESC ASC TRUE FALSE VALUES INSERT INTO UPDATE SET DELETE CREATE TABLE VIEW
    """.split()
)
_WORDS = frozenset(word.lower() for word in KEYWORDS) | {
    "natural",
    "lateral",
    "window",
    "qualify",
    "returning",
}
_OF_FROM = frozenset("as on and join left right full inner cross natural lateral using".split())


class Place(Enum):
    """What may stand somewhere in a statement."""

    NOTHING = "nothing"  # within a text or a comment
    VARIABLE = "variable"  # behind a colon
    MEMBER = "member"  # behind a dot
    TABLE = "table"
    EXPRESSION = "expression"


@dataclass(frozen=True)
class Context:
    """The cursor's place, and what the statement around it names."""

    place: Place
    prefix: str = ""  # what is written of the name already, with an opening quote
    qualifier: tuple[str, ...] = ()  # the names before the dot
    tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # alias or name -> the table's name
    # Common table expressions by name, and their columns as far as these are named.
    ctes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class _Token(NamedTuple):
    kind: str
    text: str
    end: int
    open: bool = False  # a text or a comment that goes on behind the cursor

    @property
    def name(self) -> str:
        return self.text.strip('"`').replace('""', '"') if self.kind == "quoted" else self.text

    @property
    def is_name(self) -> bool:
        return self.kind == "quoted" or (self.kind == "word" and self.text.lower() not in _WORDS)

    def says(self, *words: str) -> bool:
        """Say whether it is one of these words or signs."""
        return self.text.lower() in words and self.kind in ("word", "sign")


def context_at(sql: str, cursor: int) -> Context:
    """Return what may stand at `cursor`, an offset in `sql`."""
    before = list(_tokens(sql[:cursor]))
    if before and before[-1].open:
        return Context(Place.NOTHING)
    start = next((i for i in range(len(before), 0, -1) if before[i - 1].says(";")), 0)
    before = before[start:]
    after = list(_tokens(sql[cursor:]))
    stop = next((i for i, token in enumerate(after) if token.says(";")), len(after))
    prefix = ""
    if before and before[-1].kind in ("word", "quoted") and before[-1].end == cursor:
        prefix = before.pop().text
    around = [t for t in (*before, *after[:stop]) if t.kind not in ("space", "comment")]
    behind = before[-1] if before else None
    before = [t for t in before if t.kind not in ("space", "comment")]
    if behind is not None and behind.says(":"):
        return Context(Place.VARIABLE, prefix)
    if before and before[-1].says("{{"):
        return Context(Place.VARIABLE, prefix)
    if behind is not None and behind.kind == "number" and not prefix:
        return Context(Place.NOTHING)
    tables, ctes = _named(around)
    if behind is not None and behind.says("."):
        return Context(Place.MEMBER, prefix, _qualifier(before), tables, ctes)
    place = Place.TABLE if _wants_table(before) else Place.EXPRESSION
    return Context(place, prefix, (), tables, ctes)


def _tokens(sql: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(sql):
        kind = found.lastgroup if found.lastgroup != "closed" else "text"
        text, at_end = found[0], found.end() == len(sql)
        left_open = at_end and (
            (kind == "text" and not found["closed"])
            or (kind == "comment" and (text.startswith("--") or not text.endswith("*/")))
        )
        yield _Token(kind or "sign", text, found.end(), left_open)


def _qualifier(before: Sequence[_Token]) -> tuple[str, ...]:
    names: list[str] = []
    index = len(before)
    while index >= 2 and before[index - 1].says(".") and before[index - 2].kind in ("word", "quoted"):
        names.insert(0, before[index - 2].name)
        index -= 2
    return tuple(names)


def _wants_table(before: Sequence[_Token]) -> bool:
    """Say whether a table's name comes next: behind FROM, or behind a comma of its list."""
    if not before:
        return False
    if not before[-1].says(","):
        return before[-1].says(*_TABLE_WORDS)
    depth = 0
    for token in reversed(before):
        if token.says(")"):
            depth += 1
        elif token.says("("):
            if depth == 0:
                return False
            depth -= 1
        elif depth == 0 and token.kind == "word" and token.text.lower() in _WORDS - _OF_FROM:
            return token.says("from")
    return False


def _named(
    tokens: Sequence[_Token],
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return the tables of a statement by alias and by name, and its common table expressions."""
    tables: dict[str, tuple[str, ...]] = {}
    ctes: dict[str, tuple[str, ...]] = {}
    index = 0
    while index < len(tokens):
        token = tokens[index]
        follows = tokens[index + 1 : index + 3]
        if token.is_name and len(follows) == 2 and follows[0].says("as") and follows[1].says("("):
            ctes[token.name] = _selected(tokens[index + 3 :])
        listed = token.says(",") and _wants_table(tokens[: index + 1])
        index += 1
        if not listed and not token.says(*_TABLE_WORDS):
            continue
        name, index = _chain(tokens, index)
        if not name:
            continue
        alias = index + 1 if index < len(tokens) and tokens[index].says("as") else index
        tables[name[-1].lower()] = name
        if alias < len(tokens) and tokens[alias].is_name:
            tables[tokens[alias].name.lower()] = name
            index = alias + 1
    return tables, ctes


def _selected(tokens: Sequence[_Token]) -> tuple[str, ...]:
    """Return the names of the columns that the query in front of a closing bracket gives."""
    names: list[str] = []
    depth, last = 0, None
    for token in tokens:
        depth += token.says("(") - token.says(")")
        ends = not depth and token.says(",", "from")
        if (ends or depth < 0) and last is not None and last.is_name:
            names.append(last.name)
        if depth < 0 or (not depth and token.says("from")):
            break
        last = token
    return tuple(dict.fromkeys(names))


def _chain(tokens: Sequence[_Token], index: int) -> tuple[tuple[str, ...], int]:
    """Return the names of `a.b.c` that begin at `index`, and where they end."""
    names: list[str] = []
    while index < len(tokens) and tokens[index].is_name:
        names.append(tokens[index].name)
        index += 1
        if index + 1 >= len(tokens) or not tokens[index].says("."):
            break
        index += 1
    return tuple(names), index
