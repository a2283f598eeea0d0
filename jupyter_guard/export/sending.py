"""Find calls that change something elsewhere: outside production a project only records them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .locations import Locations
from .rewriting import Edit, applied, end, start
from .side_effects import dotted, listed, methods
from .source import parse

_VERBS = frozenset({"post", "put", "patch", "delete"})
_SESSIONS = frozenset({"requests.Session", "requests.session", "httpx.Client", "requests.sessions.Session"})


@dataclass(frozen=True)
class Outside:
    """Puts what lies outside the program into the hands of its configuration."""

    places: Locations
    send: str  # what the code calls it
    modules: Mapping[str, str]
    sessions: frozenset[str]

    def statement(self, text: str) -> str:
        """Return a statement of the program with its places and calls changed."""
        return recorded(self.places.moved(text), self.send, self.modules, self.sessions)

    def definition(self, text: str) -> str:
        """Return a function or class with its places and calls changed."""
        return recorded(self.places.moved_in_functions(text), self.send, self.modules, self.sessions)


def recorded(text: str, function: str, modules: Mapping[str, str], sessions: frozenset[str]) -> str:
    """Return `text` with its calls that send something elsewhere made by way of `function`."""
    edits: list[Edit] = []
    for node in sent(parse(text), modules, sessions):
        name = ast.get_source_segment(text, node.func) or ""
        places = sorted((n.lineno, n.col_offset) for n in _arguments(node))
        after = places[0] if places else None
        edits.append(
            Edit(
                start(node.func), after or end(node), instead=f"{function}({name}" + (", " if after else ")")
            )
        )
    return applied(text, edits)


def _arguments(node: ast.Call) -> Sequence[ast.expr | ast.keyword]:
    return [*node.args, *node.keywords]


def sent(tree: ast.AST, modules: Mapping[str, str], sessions: frozenset[str]) -> Iterator[ast.Call]:
    """Yield the calls of `tree` that change something elsewhere."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        full = dotted(node.func, modules)
        if full:
            if listed("sends", full):
                yield node
        elif isinstance(node.func, ast.Attribute):
            held = node.func.value
            session = isinstance(held, ast.Name) and held.id in sessions and node.func.attr in _VERBS
            if session or node.func.attr in methods("sends"):
                yield node


def sessions_of(trees: Iterable[ast.AST], modules: Mapping[str, str]) -> frozenset[str]:
    """Return the variables that hold a session of an HTTP library."""
    found = set()
    for tree in trees:
        for node in ast.walk(tree):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=func)):
                    if dotted(func, modules) in _SESSIONS:
                        found.add(name)
                case ast.withitem(context_expr=ast.Call(func=func), optional_vars=ast.Name(id=name)):
                    if dotted(func, modules) in _SESSIONS:
                        found.add(name)
    return frozenset(found)
