"""Take secrets out of a cell's source: by the names that Python gives them, and by how they look.

What is written in Python is read as Python, so that `password = ("a" "b")` and `auth=("me", "b")`
are found as well as `{"token": "b"}`. In comments, in texts and in lines for the shell, and in cells
of another language, a name like password beside a word is enough.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from .named_secrets import secret_texts
from .secret_patterns import HINTS_OF_CELLS
from .secrets import Known, conceal, conceal_prose, may_hold_secret

_MAGIC = re.compile(r"^([ \t]*)([%!?].*)$|=[ \t]*([%!].*)$", re.MULTILINE)
_CELL_MAGIC = re.compile(r"\s*%%(\w+)")
_PYTHON = frozenset("capture debug prun python python3 time timeit lprun memit mprun".split())


def conceal_source(source: str, known: Known = ()) -> str:
    """Return a cell's source with each secret replaced by <secret: kind>."""
    if not may_hold_secret(source, HINTS_OF_CELLS):
        return conceal(source, known)
    magic = _CELL_MAGIC.match(source)
    if magic and magic[1] not in _PYTHON:
        return conceal(conceal_prose(source), known)
    text = _without_magics(source)
    try:
        found = sorted({*_named(ast.parse(text), source), *_loose(text, source)})
    except (SyntaxError, ValueError, RecursionError, MemoryError, tokenize.TokenError):
        return conceal(conceal_prose(source), known)
    parts, position = [], 0
    for start, end, new in found:
        if start >= position:
            parts += [source[position:start], new]
            position = end
    return conceal("".join((*parts, source[position:])), known)


def _without_magics(source: str) -> str:
    """Return the source with a 0 in place of each line that is not Python, as long as it was."""

    def blank(found: re.Match[str]) -> str:
        start = found.start(2) if found[2] is not None else found.start(3)
        kept = found.group()[: start - found.start()]
        return kept + "0" + " " * (len(found.group()) - len(kept) - 1)

    return _MAGIC.sub(blank, source)


def _named(tree: ast.AST, source: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each text stands that has the name of a secret."""
    starts = _starts(source)
    for text in secret_texts(tree):
        if text.end_lineno is not None and text.end_col_offset is not None:
            start = _place(source, starts, text.lineno, text.col_offset)
            end = _place(source, starts, text.end_lineno, text.end_col_offset)
            yield start, end, "'<secret: named-text>'"


def _loose(text: str, source: str) -> Iterator[tuple[int, int, str]]:
    """Yield what comments, texts and lines of magics say about secrets."""
    starts = _starts(source)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in (tokenize.COMMENT, tokenize.STRING):
            start, end = (starts[row - 1] + column for row, column in (token.start, token.end))
            if (new := conceal_prose(source[start:end])) != source[start:end]:
                yield start, end, new
    for found in _MAGIC.finditer(source):
        start, end = found.span(2) if found[2] is not None else found.span(3)
        if (new := conceal_prose(source[start:end])) != source[start:end]:
            yield start, end, new


def _starts(source: str) -> list[int]:
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def _place(source: str, starts: list[int], line: int, column: int) -> int:
    """Return the character at a line and a column, which the parser counts in bytes."""
    start, end = starts[line - 1], starts[line] if line < len(starts) else len(source)
    return start + len(source[start:end].encode("utf-8", "surrogatepass")[:column].decode("utf-8", "ignore"))
