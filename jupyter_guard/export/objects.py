"""Say which names stand for one object at each moment of a program: a name may stand for several in turn."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .pieces import Kind

if TYPE_CHECKING:
    from .parts import Part

_Held = tuple[str, int]  # a name, and how often it was bound anew before
_BIND = (ast.Assign, ast.AnnAssign, ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)


class Objects:
    """The objects of a program, seen from its end: `step_back` goes to the moment before a part."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._times: dict[str, int] = {}  # how often a name was bound anew up to now
        self._parent: dict[_Held, _Held] = {}
        self._live: dict[str, _Held] = {}  # name that is needed -> its object
        self._needed: dict[_Held, set[str]] = {}
        for part in parts:
            before = [(value, self._held(value)) for _, value in part.effects.holds]
            for name in bound_anew(part):
                self._times[name] = self._times.get(name, 0) + 1
            for (stored, _), (_, values) in zip(part.effects.holds, before, strict=True):
                self._join([*self._held(stored), *values])

    def step_back(self, part: Part) -> None:
        """Go to the moment before `part`."""
        for name in bound_anew(part):
            self._times[name] -= 1

    def need(self, name: str) -> None:
        """Note that what `name` stands for at this moment is needed later."""
        self.forget(name)
        found = self._root((name, self._times.get(name, 0)))
        self._live[name] = found
        self._needed.setdefault(found, set()).add(name)

    def forget(self, name: str) -> None:
        """Note that what `name` stood for is not needed before this moment."""
        found = self._live.pop(name, None)
        if found is not None:
            self._needed[found].discard(name)

    def needed_as(self, name: str) -> list[str]:
        """Return the names that are needed and may stand for the object of `name` at this moment."""
        return sorted(self._needed.get(self._root((name, self._times.get(name, 0))), ()))

    def _held(self, names: frozenset[str]) -> list[_Held]:
        return [(name, self._times.get(name, 0)) for name in sorted(names)]

    def _root(self, held: _Held) -> _Held:
        path = [held]
        while (above := self._parent.get(path[-1], path[-1])) != path[-1]:
            path.append(above)
        for passed in path:
            self._parent[passed] = path[-1]
        return path[-1]

    def _join(self, held: Sequence[_Held]) -> None:
        first = self._root(held[0]) if held else None
        for other in held[1:]:
            if first is not None:
                self._parent[self._root(other)] = first


def bound_anew(part: Part) -> Iterator[str]:
    """Yield the names that stand for another object behind `part`, whatever happened before."""
    tree = part.piece.tree
    if part.piece.kind is Kind.QUERY or isinstance(tree, _BIND):
        yield from sorted(part.names.surely)
