"""Keep what `x = !command` gives as IPython's list, where the notebook asks that for more than lines."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .notebook import Cell
from .pieces import Kind, Piece
from .source import parse

# What IPython's list of lines has, and Python's does not.
_MORE = frozenset({"s", "n", "l", "p", "nlstr", "spstr", "list", "grep", "fields"})
_TAKEN = re.compile(r"^\s*(\w+)\s*=\s*(?:!|%s[xc]\b)", re.MULTILINE)
_IMPORT = "from IPython.utils.text import SList"
Cut = tuple[Cell, tuple[Piece, ...]]


def kept(cells: Sequence[Cut]) -> list[Cut]:
    """Return `cells` with an SList where `x.s`, `x.grep(…)` and their like are asked of the lines."""
    taken = {name for cell, _ in cells for name in _TAKEN.findall(cell.source)}
    asked = (
        taken & {name for _, pieces in cells for piece in pieces for name in _asked(piece)}
        if taken
        else set()
    )
    if not asked:
        return list(cells)
    return [
        (cell, tuple(new for piece in pieces for new in _lines(piece, asked, cell.source.splitlines())))
        for cell, pieces in cells
    ]


def _asked(piece: Piece) -> Iterator[str]:
    for node in ast.walk(piece.tree) if piece.tree is not None else ():
        if isinstance(node, ast.Attribute) and node.attr in _MORE and isinstance(node.value, ast.Name):
            yield node.value.id


def _lines(piece: Piece, asked: set[str], source: Sequence[str]) -> Iterator[Piece]:
    """Yield the piece, or what makes an SList of its lines."""
    written = source[piece.line - 1] if piece.line <= len(source) else ""
    match piece.tree:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in asked and _TAKEN.match(written):
            text = f"{name} = SList({ast.unparse(value)})"
            yield Piece(Kind.CODE, piece.line, _IMPORT, parse(_IMPORT).body[0])
            piece = replace(piece, tree=parse(text).body[0])
            yield replace(piece, code=text) if piece.kind is Kind.OPAQUE else replace(piece, text=text)
        case _:
            yield piece
