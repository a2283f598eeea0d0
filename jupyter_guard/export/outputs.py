"""Give the values that IPython keeps (`_`, `_3`, `Out[3]`) names of their own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .notebook import Cell
from .pieces import Kind, Piece
from .scopes import names_of
from .source import parse

_ASKS = re.compile(r"\bOut\s*\[|(?<!\w)_{1,3}(?!\w)|(?<!\w)_\d+(?!\w)")
_NO_VALUE = frozenset({"print", "display", "help", "exit", "quit"})
Cut = tuple[Cell, tuple[Piece, ...]]


def named(cells: Sequence[Cut]) -> list[Cut]:
    """Return `cells` with `Out[3]` as a variable that the cell sets which showed the value."""
    if not any(_ASKS.search(cell.source) for cell, _ in cells):
        return list(cells)
    taken = {name for tree in _trees(cells) for name in names_of([tree]).sets}
    showing = [(cell, pieces[-1]) for cell, pieces in cells if pieces and _shows_a_value(cell, pieces[-1])]
    wanted: set[int] = set()
    changed = []
    for cell, pieces in cells:
        asked = _Named(taken, [shown for shown, _ in showing if _before(shown, cell)])
        new = tuple(_asking(piece, asked) for piece in pieces)
        wanted |= asked.wanted
        changed.append((cell, new))
    return [
        (cell, (*pieces[:-1], _keeping(pieces[-1], cell)) if cell.index in wanted else pieces)
        for cell, pieces in changed
    ]


def _trees(cells: Sequence[Cut]) -> Iterator[ast.stmt]:
    yield from (p.tree for _, pieces in cells for p in pieces if p.kind is Kind.CODE and p.tree is not None)


def _shows_a_value(cell: Cell, last: Piece) -> bool:
    tree = last.tree
    if last.kind not in (Kind.CODE, Kind.OPAQUE) or not isinstance(tree, ast.Expr):
        return False
    if cell.source.rstrip().endswith(";"):
        return False
    if cell.shows:
        return bool(cell.shows & {"value", "figure"})  # some files hold a picture of the value
    called = tree.value.func if isinstance(tree.value, ast.Call) else None
    return not (isinstance(called, ast.Name) and called.id in _NO_VALUE)


def _before(shown: Cell, cell: Cell) -> bool:
    if shown.count is None or cell.count is None:
        return shown.index < cell.index
    return shown.count < cell.count


def _name(cell: Cell) -> str:
    return f"_{cell.count}" if cell.count is not None else f"_shown_{cell.index + 1}"


class _Named(ast.NodeTransformer):
    """Puts the names of values in the place of IPython's words for them."""

    def __init__(self, taken: set[str], before: Sequence[Cell]) -> None:
        self.taken = taken
        self.before = sorted(before, key=lambda cell: (cell.count or 0, cell.index))
        self.wanted: set[int] = set()
        self.changed = False

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        match node:
            case ast.Subscript(value=ast.Name(id="Out"), slice=ast.Constant(value=int(count))):
                return self._kept(next((c for c in self.before if c.count == count), None), node)
        return self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if not isinstance(node.ctx, ast.Load) or node.id in self.taken:
            return node
        if node.id in ("_", "__", "___"):
            at = len(self.before) - len(node.id)
            return self._kept(self.before[at] if at >= 0 else None, node)
        if re.fullmatch(r"_\d+", node.id):
            return self._kept(next((c for c in self.before if c.count == int(node.id[1:])), None), node)
        return node

    def _kept(self, cell: Cell | None, node: ast.AST) -> ast.AST:
        if cell is None:
            return node
        self.wanted.add(cell.index)
        self.changed = True
        return ast.Name(_name(cell), ast.Load())


def _asking(piece: Piece, asked: _Named) -> Piece:
    if piece.kind is not Kind.CODE or not _ASKS.search(piece.text):
        return piece
    asked.changed = False
    text = ast.unparse(ast.fix_missing_locations(asked.visit(parse(piece.text))))
    return replace(piece, text=text, tree=parse(text).body[0]) if asked.changed else piece


def _keeping(piece: Piece, cell: Cell) -> Piece:
    text = ast.unparse(parse(f"{_name(cell)} = ({piece.code or piece.text}\n)"))
    tree = parse(text).body[0]
    if piece.kind is Kind.OPAQUE:
        return replace(piece, code=text, tree=tree, result=_name(cell))
    return replace(piece, text=text, tree=tree)
