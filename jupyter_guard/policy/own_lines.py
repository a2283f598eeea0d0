"""Find the parts of a script that its client keeps for itself, outside of strings and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .knowledge import knowledge
from .lexers import RULES
from .lexing import Unreadable, nested_end, pattern_of


def own_lines(sql: str, dialect: str, wanted: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Yield what matches `wanted` where the database's lexer would stand outside of quotes and comments.

    What a match holds is skipped: to the client a quote within it ends with it. Where a quote or a comment is
    never closed, nothing behind it counts.
    """
    name = knowledge(dialect).dialect
    pattern, nested = pattern_of(name, otherwise=False), RULES[name].nested
    position, hit = 0, wanted.search(sql)
    while hit is not None:
        token = pattern.match(sql, position)
        kind = token.lastgroup if token else None
        if token is None or (kind in ("comment", "quoted", "stray") and token.start(kind) < hit.start()):
            if token is None or kind == "stray":
                return
            position = token.end()
            if kind == "comment" and nested and sql.startswith("/*", token.start(kind)):
                try:
                    position = nested_end(sql, token.start(kind))
                except Unreadable:
                    return
        elif token.end() <= hit.start() and token.end() > position:
            position = token.end()
        else:
            yield hit
            position = max(hit.end(), position + 1)
        if position > hit.start():
            hit = wanted.search(sql, position)
