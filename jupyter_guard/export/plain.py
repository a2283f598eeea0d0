"""Say which names only ever hold numbers and texts: nobody can change such a value in place."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from .pieces import Kind

if TYPE_CHECKING:
    from .notebook import Cell
    from .parts import Part

# Of these the value is a number or a text whatever they are given; of those, if all they are given is.
_ALWAYS = frozenset("len int float str bool repr hash ord chr hex bin oct ascii format id complex".split())
_OF_SUCH = frozenset("abs round pow min max divmod sum".split())
_METHODS_OF_TEXTS = frozenset(
    """
    capitalize casefold center count encode endswith find format index isalnum isalpha isdigit islower isupper
    join ljust lower lstrip replace rfind rjust rstrip startswith strip swapcase title upper zfill
    """.split()
)
_SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr)
_MAY_SET_ANYTHING = frozenset({"exec", "eval", "globals", "locals", "vars"})
_OTHER_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_Given = tuple[str, ast.expr | None]


def plain_names(parts: Sequence[Part]) -> frozenset[str]:
    """Return the names that hold numbers and texts from the first part to the last."""
    given: dict[str, list[ast.expr | None]] = defaultdict(list)
    for part in parts:
        for name, value in _told(part):
            given[name].append(value)
    found = given.keys() - _unsure(parts)
    while bad := {n for n in found if not all(_is_plain(v, found) for v in given[n])}:
        found -= bad
    return frozenset(found)


def plain_before(parts: Sequence[Part], always: frozenset[str]) -> Iterator[frozenset[str]]:
    """Yield for each part the names that hold a number or a text when it runs.

    `always` are those that do from the first part to the last.
    """
    unsure = _unsure(parts)
    twice = _set_twice(parts)
    now: set[str] = set(always)
    for part in parts:
        inside = frozenset() if isinstance(part.piece.tree, _SIMPLE) else part.names.sets - always
        yield frozenset(now - inside)
        told = dict(_told(part)) if isinstance(part.piece.tree, _SIMPLE) else {}
        after = {n for n, value in told.items() if _is_plain(value, now)}
        after |= {n for n in part.names.sets & part.cell.plain if (part.cell, n) not in twice}
        now -= part.names.sets | part.names.deletes
        now |= (after & part.names.sets) - unsure
        if part.names.reads & _MAY_SET_ANYTHING or part.runs_a_file:
            now = set()
        now |= always


def _told(part: Part) -> Iterator[_Given]:
    """Yield what a part gives the names that it sets."""
    tree = part.piece.tree if part.piece.kind is Kind.CODE else None
    told = list(_given(tree)) if tree is not None else []
    yield from told
    yield from ((name, None) for name in part.names.sets - {name for name, _ in told})


def _unsure(parts: Iterable[Part]) -> frozenset[str]:
    """Return the names that functions, IPython or the shell may set."""
    found: set[str] = set()
    for part in parts:
        found |= part.names.globals | (part.names.mentions if part.piece.kind is Kind.OPAQUE else set())
    return frozenset(found)


def _set_twice(parts: Sequence[Part]) -> frozenset[tuple[Cell, str]]:
    """Return what a run of a cell sets more than once, or may: its end does not tell what it was before."""
    seen: set[tuple[Cell, str]] = set()
    twice: set[tuple[Cell, str]] = set()
    for part in parts:
        for name in part.names.sets:
            if (part.cell, name) in seen or not isinstance(part.piece.tree, _SIMPLE):
                twice.add((part.cell, name))
            seen.add((part.cell, name))
    return frozenset(twice)


def _given(tree: ast.AST) -> Iterator[_Given]:
    """Yield what a statement gives each name; None for what the code does not tell."""
    match tree:
        case ast.Assign():
            for target in tree.targets:
                yield from _pairs(target, tree.value)
        case ast.AnnAssign(target=ast.Name(id=name)) if tree.value is not None:
            yield name, tree.value
        case ast.AugAssign(target=ast.Name(id=name)):
            yield name, ast.BinOp(ast.Name(name, ast.Load()), tree.op, tree.value)
        case ast.NamedExpr(target=ast.Name(id=name)):
            yield name, tree.value
        case ast.For(target=ast.Name(id=name), iter=ast.Call(func=ast.Name(id="range"))):
            yield name, ast.Constant(0)
        case ast.Name(ctx=ast.Store(), id=name) | ast.ExceptHandler(name=str(name)):
            yield name, None
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, _OTHER_SCOPES):
            continue
        known = isinstance(child, (ast.Name, ast.Tuple, ast.List)) and child in _targets(tree)
        if not known:
            yield from _given(child)


def _targets(tree: ast.AST) -> list[ast.expr]:
    """Return the targets whose values `_given` tells itself."""
    match tree:
        case ast.Assign():
            return tree.targets
        case ast.AnnAssign() | ast.AugAssign() | ast.NamedExpr():
            return [tree.target]
        case ast.For(target=ast.Name(), iter=ast.Call(func=ast.Name(id="range"))):
            return [tree.target]
    return []


def _pairs(target: ast.expr, value: ast.expr | None) -> Iterator[_Given]:
    match target:
        case ast.Name(id=name):
            yield name, value
        case ast.Tuple() | ast.List():
            told = value.elts if isinstance(value, (ast.Tuple, ast.List)) else []
            paired = len(told) == len(target.elts)
            for i, inner in enumerate(target.elts):
                yield from _pairs(inner, told[i] if paired else None)
        case ast.Starred():
            yield from _pairs(target.value, None)


def _is_plain(node: ast.expr | None, plain: set[str]) -> bool:
    """Return whether the value of an expression is a number or a text, if those of the names `plain` are."""
    match node:
        case ast.Constant() | ast.JoinedStr():
            return True
        case ast.Name():
            return node.id in plain
        case ast.UnaryOp():
            return _is_plain(node.operand, plain)
        case ast.BinOp():
            return _is_plain(node.left, plain) and _is_plain(node.right, plain)
        case ast.BoolOp() | ast.Tuple():
            inner = node.values if isinstance(node, ast.BoolOp) else node.elts
            return all(_is_plain(value, plain) for value in inner)
        case ast.Compare():
            return all(_is_plain(value, plain) for value in (node.left, *node.comparators))
        case ast.IfExp():
            return _is_plain(node.body, plain) and _is_plain(node.orelse, plain)
        case ast.Call(func=ast.Name(id=name)):
            return name in _ALWAYS or (name in _OF_SUCH and all(_is_plain(a, plain) for a in node.args))
        case ast.Call(func=ast.Attribute(attr=method, value=base)):
            return method in _METHODS_OF_TEXTS and _is_plain(base, plain)
    return False
