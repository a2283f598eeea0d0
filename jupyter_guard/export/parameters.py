"""Find the values that whoever runs the project may choose: those of the cells tagged `parameters`."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .notebook import Cell
from .parts import Part

# papermill puts a cell with the second tag below the first one: the values that the run was given.
TAGS = frozenset({"parameters", "injected-parameters"})


@dataclass(frozen=True)
class Parameter:
    """A value that whoever runs the project may choose."""

    name: str
    value: str | int | float | bool | None
    cell: Cell


def parameters_of(kept: Sequence[Part]) -> tuple[tuple[Parameter, ...], frozenset[int]]:
    """Return the plain values that cells with such a tag set, and which of the parts do so.

    A value that something else reads or sets before is no parameter; a later such cell overrides it.
    """
    found: dict[str, Parameter] = {}
    setters: set[int] = set()
    used: set[str] = set()
    for i, part in enumerate(kept):
        target, value = _simple_assignment(part.piece.tree)
        literal = _literal(value) if part.cell.tags & TAGS and target not in used else _NO_LITERAL
        if target and not isinstance(literal, _NoLiteral):
            first = found.get(target)
            found[target] = replace(first, value=literal) if first else Parameter(target, literal, part.cell)
            setters.add(i)
        else:
            used |= part.names.sets | part.names.reads
    return tuple(found.values()), frozenset(setters)


def _simple_assignment(tree: ast.stmt | None) -> tuple[str, ast.expr | None]:
    if isinstance(tree, ast.Assign) and len(tree.targets) == 1 and isinstance(tree.targets[0], ast.Name):
        return tree.targets[0].id, tree.value
    if isinstance(tree, ast.AnnAssign) and isinstance(tree.target, ast.Name):
        return tree.target.id, tree.value
    return "", None


class _NoLiteral:
    """Stands for a value that is not written out."""


_NO_LITERAL = _NoLiteral()


def _literal(node: ast.expr | None) -> str | int | float | bool | _NoLiteral | None:
    try:
        value = ast.literal_eval(node) if node is not None else _NO_LITERAL
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return _NO_LITERAL
    return value if value is None or isinstance(value, (str, int, float, bool)) else _NO_LITERAL
