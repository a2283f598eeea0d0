"""Put the cells that `%macro` gave a name in the places where the name stands for them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from .magic_tables import SHOWS
from .magics import pieces_of
from .notebook import Cell
from .pieces import Kind, NotPython, Piece

_MACRO = re.compile(r"^\s*%macro\s+(?:-q\s+)?(?P<name>\w+)\s+(?P<cells>[\d\s-]+)$")
Cut = tuple[Cell, tuple[Piece, ...]]


def written_out(cells: Sequence[Cut]) -> list[Cut]:
    """Return `cells` without macros of IPython, each with what it stands for in the places that run it."""
    macros: dict[str, tuple[Piece, ...]] = {}
    sources: dict[int | None, str] = {cell.count: cell.source for cell, _ in cells if cell.count}
    if not any("%macro" in source for source in sources.values()):
        return list(cells)
    new: list[Cut] = []
    for cell, pieces in cells:
        new.append((cell, tuple(one for piece in pieces for one in _run(piece, cell, macros))))
        for piece in pieces:
            if found := _MACRO.match(piece.text):
                macros[found["name"]] = tuple(_held(found["cells"], sources))
    return new


def _run(piece: Piece, cell: Cell, macros: Mapping[str, tuple[Piece, ...]]) -> Iterator[Piece]:
    match piece.tree:
        case ast.Expr(value=ast.Name(id=name)) if name in macros and cell.source.strip() != name:
            yield replace(piece, kind=Kind.INERT, reason=SHOWS)  # IPython runs one that stands alone only
        case ast.Expr(value=ast.Name(id=name)) if name in macros:
            yield from (replace(inner, line=piece.line) for inner in macros[name])
        case _ if _MACRO.match(piece.text):
            yield replace(
                piece, kind=Kind.INERT, reason="it names cells, which are written out where they run"
            )
        case _:
            yield piece


def _held(numbers: str, sources: Mapping[int | None, str]) -> Iterator[Piece]:
    """Yield the pieces of the cells that a macro is made of, as in `3 5-7`."""
    for first, last in re.findall(r"(\d+)(?:-(\d+))?", numbers):
        for count in range(int(first), int(last or first) + 1):
            try:
                yield from pieces_of(sources.get(count, ""))
            except NotPython:
                continue
