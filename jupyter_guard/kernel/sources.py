"""Leave out of a cell's source the SQL whose literals the journal must not keep."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator

from jupyter_guard.policy.masking import mask

_SQL_MAGIC = re.compile(r"\s*%%(?:guarded_)?sql\b[^\n]*\n")
_SQL = re.compile(
    r"[rbfuRBFU]*(?:'''|\"\"\"|'|\")\s*(?:--[^\n]*\n|/\*.*?\*/|\()*\s*(?:select|with|from|insert|update|delete|merge|"
    r"create|alter|drop|truncate|copy|call|exec|explain|values|replace|grant|set|where|and|or|on|having)\b",
    re.IGNORECASE | re.DOTALL,
)
_BEGIN, _END = getattr(tokenize, "FSTRING_START", -1), getattr(tokenize, "FSTRING_END", -1)


def without_literals(source: str, dialect: str) -> str:
    """Return a cell's source with its SQL masked; a text of Python that holds SQL becomes '<sql>'.

    What such a text said is in the journal as a statement. Of a cell that cannot be read, a
    magic of another language say, only the length is left.
    """
    if found := _SQL_MAGIC.match(source):
        return found.group() + mask(source[found.end() :], dialect)
    try:
        spans = [span for span in _texts(source) if _SQL.match(source[slice(*span)])]
    except (tokenize.TokenError, SyntaxError):
        return f"(a source of {len(source)} characters that cannot be read as Python)"
    parts, position = [], 0
    for start, end in spans:
        parts += [source[position:start], "'<sql>'"]
        position = end
    return "".join((*parts, source[position:]))


def _texts(source: str) -> Iterator[tuple[int, int]]:
    """Yield where each text stands, prefix and quotes included."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    depth, begun = 0, 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        first, last = (starts[row - 1] + column for row, column in (token.start, token.end))
        if token.type == _BEGIN:
            begun, depth = (begun if depth else first), depth + 1
        elif token.type == _END:
            depth -= 1
            if not depth:
                yield begun, last
        elif token.type == tokenize.STRING and not depth:
            yield first, last
