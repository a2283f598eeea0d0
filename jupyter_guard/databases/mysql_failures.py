"""Read what MySQL and MariaDB say about a statement, and find the place that they mean."""

from __future__ import annotations

import re

from .failures import Failure

_NEAR = re.compile(r"near '(.*)' at line (\d+)\Z", re.DOTALL)
_NAMED = re.compile(r"Unknown column '([^']+)'|Table '([^']+)' doesn't exist|FUNCTION (\S+) does not exist")


def failure_of(error: Exception, text: str) -> Failure:
    """Return what the server says, with the place it means where it says one."""
    answer = str(error.args[-1]) if error.args else type(error).__name__
    near = _NEAR.search(answer)
    if near:
        return Failure(
            f"syntax error near {near[1].split()[0]!r}" if near[1].strip() else "syntax error at the end",
            _place(text, near[1], int(near[2])),
        )
    named = _NAMED.search(answer)
    if not named:
        return Failure(answer)
    word = next(filter(None, named.groups())).rpartition(".")[2]
    places = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text)]
    return Failure(answer, places[0] if len(places) == 1 else None)


def _place(text: str, rest: str, line: int) -> int | None:
    """Return where the server stopped reading: it quotes up to 80 characters of what is left."""
    lines = text.splitlines(keepends=True)
    start = sum(map(len, lines[: line - 1]))
    found = text.find(rest, start) if rest else len(text.rstrip())
    return found if found >= 0 else None
