"""Have files found that a SQL text of DuckDB names: `FROM 'data/prices.csv'`, `read_csv('…')`."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

_LITERAL = re.compile(r"(?P<form>[fF]?)(?P<mark>\"\"\"|'''|\"|')(?P<text>.*)(?P=mark)", re.DOTALL)
_READS = re.compile(
    r"(?P<before>\b(?:FROM|JOIN)\s+|\b(?:read|scan)_\w+\s*\(\s*|\bparquet_\w+\s*\(\s*|\bsniff_csv\s*\(\s*)"
    r"(?P<mark>['\"])(?P<path>[^'\"{}\\\n]+)(?P=mark)",
    re.IGNORECASE,
)


def literals(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield the texts of a program, f-strings as a whole."""
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr | ast.Constant) and id(node) not in parts:
            yield node


def with_files(literal: str, data_file: str, is_there: Callable[[str], bool]) -> str:
    """Return the literal that calls `data_file` for each file in its SQL; '' if it names none.

    `literal` is one text as Python's source has it, plain or an f-string.
    """
    written = _LITERAL.fullmatch(literal)
    if written is None or not _READS.search(written["text"]):
        return ""
    mark, text = written["mark"], written["text"]
    if mark in re.sub(r"\\.", "", text):
        return ""  # several literals side by side
    inner = '"' if mark[0] == "'" else "'"  # before Python 3.12 the marks have to differ
    parts, position, found = [], 0, False
    for read in _READS.finditer(text):
        if is_there(read["path"]):
            before = text[position : read.start("path")]
            parts += [_plain(before, written["form"]), f"{{{data_file}({inner}{read['path']}{inner})}}"]
            position, found = read.end("path"), True
    parts.append(_plain(text[position:], written["form"]))
    return f"f{mark}{''.join(parts)}{mark}" if found else ""


def _plain(text: str, form: str) -> str:
    """Return a part of the text as an f-string has it."""
    return text if form else text.replace("{", "{{").replace("}", "}}")
