"""Say which names may stand for the same object: a change of the one is a change of the other."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .side_effects import builtins, dotted, listed, methods


@dataclass(frozen=True)
class Known:
    """What the notebook itself says of the names in a statement."""

    modules: Mapping[str, str] = field(default_factory=dict)  # name -> module or module.attribute
    # A function of the notebook -> the names whose objects it may return, besides what it is given.
    functions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()  # names that only ever hold numbers and texts


def roots(node: ast.AST | None, known: Known) -> frozenset[str]:
    """Return the names whose object the value of `node` may be, or may hold."""
    match node:
        case ast.Name():
            held = node.id in known.modules or node.id in known.functions or node.id in known.plain
            return frozenset() if held else frozenset({node.id})
        case ast.Attribute() | ast.Subscript() | ast.Starred() | ast.NamedExpr() | ast.Await():
            return roots(node.value, known)
        case ast.Tuple() | ast.List() | ast.Set():
            return union(node.elts, known)
        case ast.Dict():
            return union(node.values, known)
        case ast.IfExp():
            return roots(node.body, known) | roots(node.orelse, known)
        case ast.BoolOp():
            return union(node.values, known)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            return union([g.iter for g in node.generators], known)
        case ast.Lambda():
            return frozenset(n.id for n in ast.walk(node.body) if isinstance(n, ast.Name)) - {
                a.arg for a in node.args.args
            }
        case ast.Call():
            return _roots_of_call(node, known)
    return frozenset()


def _roots_of_call(node: ast.Call, known: Known) -> frozenset[str]:
    inside = union([*node.args, *(k.value for k in node.keywords)], known)
    if isinstance(node.func, ast.Name):
        if node.func.id in builtins("view"):
            return inside
        if node.func.id in builtins("pure"):
            return frozenset()
        return inside | known.functions.get(node.func.id, frozenset())
    full = dotted(node.func, known.modules)
    if full:
        return frozenset() if listed("pure", full) else inside
    if isinstance(node.func, ast.Attribute):
        base = roots(node.func.value, known)
        method = node.func.attr
        if method in methods("view"):
            return base
        if method in methods("pure") or method in methods("writes"):
            return frozenset()
        return base | inside
    return inside


def union(nodes: Iterable[ast.AST | None], known: Known) -> frozenset[str]:
    """Return the names whose objects any of `nodes` may be, or may hold."""
    return frozenset().union(*(roots(node, known) for node in nodes))
