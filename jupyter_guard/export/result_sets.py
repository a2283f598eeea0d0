"""Say what a notebook does with the rows that JupySQL gave it, which are no DataFrame by themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from enum import Enum, auto

from .rewriting import Edit, applied, end, start
from .source import parse


class Rows(Enum):
    """What a query gives in the project."""

    TYPED = auto()  # a DataFrame as %%guarded_sql makes it
    FRAME = auto()  # the DataFrame that the notebook's own magic made
    TUPLES = auto()  # a list of tuples


class Mixed(Exception):
    """The rows are used in a way that neither a DataFrame nor a list of tuples can serve."""


def rows_for(name: str, trees: Iterable[ast.stmt], *, plain: bool) -> Rows:
    """Return what has to take the place of the result set `name`, or raise Mixed.

    `plain` says that its DataFrame is made of its rows, and not by the database.
    """
    wanted: set[Rows] = set()
    for tree in trees:
        for node, parent in _pairs(tree):
            if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
                wanted |= _asked_of(node, parent)
    if len(wanted) > 1 and plain:
        return Rows.TUPLES
    if len(wanted) > 1:
        raise Mixed(f"{name!r} is used as rows and as a DataFrame")
    return wanted.pop() if wanted else Rows.FRAME


def _pairs(tree: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    for parent in ast.walk(tree):
        yield from ((child, parent) for child in ast.iter_child_nodes(parent))


def _asked_of(node: ast.Name, parent: ast.AST) -> set[Rows]:
    """Return what one use of a result set needs."""
    match parent:
        case ast.Attribute(attr="DataFrame"):
            return {Rows.FRAME}
        case ast.Expr():
            return set()  # it is shown
        case ast.Call(func=ast.Name(id="len" | "print" | "display" | "bool")):
            return set()
        case ast.For() | ast.comprehension() if parent.iter is node:
            return {Rows.TUPLES}
        case ast.Call(func=ast.Name(id="list" | "tuple" | "dict" | "set" | "sorted" | "enumerate" | "zip")):
            return {Rows.TUPLES}
        case ast.Subscript() if parent.value is node and not _is_text(parent.slice):
            return {Rows.TUPLES}
        case ast.Attribute(attr="keys" | "dict" | "dicts"):
            return {Rows.TUPLES}
    raise Mixed(f"{node.id!r} is used as `{ast.unparse(parent)[:60]}`")


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def as_frame(name: str, text: str) -> str:
    """Return a statement with `name.DataFrame()` as a copy of the DataFrame `name`."""
    edits = [
        Edit(start(node), end(node), instead=f"{name}.copy()")
        for node in ast.walk(parse(text))
        if isinstance(node, ast.Call) and _makes_a_frame(node.func, name)
    ]
    return applied(text, edits)


def _makes_a_frame(called: ast.expr, name: str) -> bool:
    match called:
        case ast.Attribute(value=ast.Name(id=owner), attr="DataFrame"):
            return owner == name
    return False
