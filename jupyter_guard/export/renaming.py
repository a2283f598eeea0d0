"""Follow names of columns through methods of texts, as in `[c.lower() for c in table.columns]`."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence

_METHODS = frozenset(
    "lower upper strip lstrip rstrip title capitalize replace removeprefix removesuffix".split()
)

Rule = Sequence[tuple[str, tuple[str, ...]]]  # methods with what they are given, in their order


def rule_of(node: ast.expr) -> Rule | None:
    """Return how names are changed by a list of names, `.columns.str` or a function; None if not known."""
    match node:
        case ast.ListComp(elt=element, generators=[ast.comprehension(target=ast.Name(id=name), ifs=[])]):
            return _chain(element, name)
        case ast.Lambda(body=body, args=ast.arguments(args=[ast.arg(arg=name)])):
            return _chain(body, name)
        case ast.Attribute(value=ast.Name(id="str"), attr=method) if method in _METHODS:
            return ((method, ()),)
    return _chain(node, "")


def _chain(node: ast.expr, start: str) -> Rule | None:
    """Return the methods that are called one after the other, from the name `start` or from `.columns`."""
    match node:
        case ast.Name(id=name) if start and name == start:
            return ()
        case ast.Attribute(attr="columns") if not start:
            return ()
        case ast.Attribute(value=held, attr="str"):
            return _chain(held, start)
        case ast.Call(func=ast.Attribute(value=held, attr=method), args=args, keywords=keywords):
            plain = [a.value for a in args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            only = all(k.arg == "regex" and getattr(k.value, "value", True) is False for k in keywords)
            before = _chain(held, start)
            if method in _METHODS and len(plain) == len(args) and only and before is not None:
                return (*before, (method, tuple(plain)))
    return None


def applied(rule: Rule, names: Iterable[str]) -> Mapping[str, str]:
    """Return the new names, each with the old one."""
    found = {}
    for name in names:
        new = name
        for method, given in rule:
            new = getattr(new, method)(*given)
        if new != name:
            found[new] = name
    return found
