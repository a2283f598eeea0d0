"""Leave out of a SQL text what may be data: its literals and its comments."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from .grammar import grammar
from .knowledge import knowledge
from .lexing import Piece, Unreadable, cut

TEXT, NUMBER, COMMENT = "'…'", "…", "/*…*/"
# A number stands at the start of a word: t1, $1 and @1 are names.
_NUMBER = re.compile(r"(?<![\w$@#])\d[\w.]*(?:(?<=[eE])[+-]\d+)?")

# There a name in double quotes is read as a text when nothing has that name, or by a setting.
_EITHER = frozenset({"sqlite", "tsql"})


@lru_cache(maxsize=512)  # a cell that is run again is masked again
def mask(sql: str, dialect: str) -> str:
    """Return `sql` with '…' for each text, … for each number and nothing in its comments.

    Names stay. Of a text that nobody can read with certainty, only the length is left.
    """
    try:
        known = knowledge(dialect)
        pieces = cut(sql, known.dialect)
    except Unreadable:
        return f"(a text of {len(sql)} characters that cannot be read with certainty)"
    marks = _name_marks(known.grammar)
    parts, position = [], 0
    for piece in pieces:
        parts += [_between(sql[position : piece.span.start]), _masked(piece, marks)]
        position = piece.span.end
    return "".join((*parts, _between(sql[position:])))


def _masked(piece: Piece, marks: frozenset[str]) -> str:
    parts, position = [], 0
    ranges = [*((r, False) for r in piece.quoted), *((r, True) for r in piece.comments)]
    for (start, end), comment in sorted(ranges):
        text = piece.text[start:end]
        left = COMMENT if comment else text if text[0] in marks else TEXT
        parts += [_NUMBER.sub(NUMBER, piece.bare[position:start]), left]
        position = end
    return "".join((*parts, _NUMBER.sub(NUMBER, piece.bare[position:])))


@cache
def _name_marks(name: str) -> frozenset[str]:
    """Return the quotes that hold a name and no text."""
    tokenizer = grammar(name).tokenizer_class
    marks = (mark if isinstance(mark, str) else mark[0] for mark in tokenizer.IDENTIFIERS)
    return frozenset(marks) - ({'"'} if name in _EITHER else set())


def _between(gap: str) -> str:
    """Return what stands between statements; more than a semicolon is a comment."""
    if not gap.strip("; \t\r\n\f\v"):
        return gap
    return (";" if gap.lstrip().startswith(";") else "") + f"\n{COMMENT}\n"
