"""Say after each cell which names came, went and changed, and what their values look like."""

from __future__ import annotations

import time
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Any

from .hints import PLAIN, SCALARS, Hint, hint_of, type_name
from .names import Names

_SECONDS = 0.005  # of this thread, for all hints of a cell
_ELSEWHERE = 0.0005  # for names that the cell does not speak of


@dataclass(frozen=True)
class Changes:
    """What a cell did to the notebook's names."""

    bound: tuple[str, ...]
    rebound: tuple[str, ...]
    deleted: tuple[str, ...]
    changed: tuple[str, ...]  # in place: the source says so, or two hints
    hints: Mapping[str, Hint]  # of all of these that have a value


class Values:
    """The names of a notebook, and what each looked like when it was last looked at."""

    def __init__(self, variables: Mapping[str, Any], hidden: Container[str]) -> None:
        self._variables, self._hidden = variables, hidden
        self._before: dict[str, int] = {}
        self._seen: dict[str, tuple[int, Hint]] = {}  # identity and hint
        self._turn = 0  # whose turn it is among the names that no cell speaks of

    def begin(self) -> None:
        """Remember which object stands behind each name; the objects are not kept alive."""
        self._before = self._identities()

    def end(self, names: Names) -> Changes:
        """Return what changed in a cell with such a source."""
        before, after = self._before, self._identities()
        bound = after.keys() - before.keys()
        # A new object may have the place of the old one, so the source counts, too.
        rebound = {n for n in after if n in before and (before[n] != after[n] or n in names.bound)}
        told = {n for n in names.changed & before.keys() & after.keys() if not self._is_module(n)}
        until = time.thread_time() + _SECONDS
        first = [*sorted(bound | rebound), *sorted(told), *self._spoken_of(names, after)]
        hints = self._look(dict.fromkeys(first), after, until)
        elsewhere = min(until, time.thread_time() + _ELSEWHERE)
        hints |= self._look(self._others(after, hints), after, elsewhere)
        seen = {name: self._seen[name] for name in hints.keys() & self._seen.keys()}
        differs = {n for n, (known, hint) in seen.items() if known == after[n] and hint.differs(hints[n])}
        self._seen = {n: s for n, s in self._seen.items() if n in after}
        self._seen |= {name: (after[name], hint) for name, hint in hints.items()}
        changed = told | (differs - rebound)
        wanted = bound | rebound | changed
        return Changes(
            tuple(sorted(bound)),
            tuple(sorted(rebound)),
            tuple(sorted(before.keys() - after.keys())),
            tuple(sorted(changed)),
            {name: hint for name, hint in sorted(hints.items()) if name in wanted},
        )

    def names_of(self, value: object) -> tuple[str, ...]:
        """Return the names that stand for an object."""
        return tuple(sorted(n for n, known in self._identities().items() if known == id(value)))

    def _identities(self) -> dict[str, int]:
        found = list(self._variables.items())
        return {n: id(value) for n, value in found if not n.startswith("_") and n not in self._hidden}

    def _is_module(self, name: str) -> bool:
        return isinstance(self._variables.get(name), ModuleType)

    def _spoken_of(self, names: Names, after: Mapping[str, int]) -> Iterator[str]:
        """Yield the names in the source, and those in the notebook's functions that it speaks of."""
        todo, done = sorted(names.used & after.keys()), set[str]()
        while todo:
            name = todo.pop()
            if name in done:
                continue
            done.add(name)
            yield name
            value = self._variables.get(name)
            if isinstance(value, FunctionType) and value.__globals__ is self._variables:
                todo += [inner for inner in value.__code__.co_names if inner in after]

    def _others(self, after: Mapping[str, int], hints: Mapping[str, Hint]) -> Iterator[str]:
        """Yield the names that are left over, in turn from cell to cell."""
        left = [n for n in after if n not in hints and type(self._variables.get(n)) not in PLAIN]
        for step in range(len(left)):
            yield left[(self._turn + step) % len(left)]
            self._turn += 1

    def _look(self, names: Iterable[str], after: Mapping[str, int], until: float) -> dict[str, Hint]:
        found: dict[str, Hint] = {}
        by_identity: dict[int, Hint] = {}
        for name in names:
            if name not in after:
                continue
            left, value = until - time.thread_time(), self._variables.get(name)
            if type(value) in SCALARS:
                found[name] = Hint(type_name(type(value)))
                continue
            if left <= 0:
                break
            hint = by_identity.get(after[name]) or hint_of(value, left)
            if hint is not None:
                found[name] = by_identity[after[name]] = hint
        return found
