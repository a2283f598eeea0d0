"""Say after each cell which names came, went and changed, and what their values look like."""

from __future__ import annotations

import time
from collections.abc import Container, Iterable, Iterator, Mapping
from types import FunctionType, ModuleType
from typing import Any, NamedTuple

from .hints import PLAIN, SCALARS, Hint, hint_of, identity, type_name
from .names import Names

_SECONDS = 0.004  # of this thread, to look at names
# Of these at most and at least, for names that the cell does not speak of.
_ELSEWHERE, _LEAST = 0.002, 0.0005
_OTHERS = 200  # of these that one cell looks at


class Changes(NamedTuple):
    """What a cell did to the notebook's names."""

    bound: tuple[str, ...]
    rebound: tuple[str, ...]
    deleted: tuple[str, ...]
    changed: tuple[str, ...]  # in place: the source says so, or two hints
    hints: Mapping[str, Hint]  # of all of these that have a value


class Values:
    """The names of a notebook, and what each looked like when it was last looked at."""

    def __init__(self, variables: dict[str, Any], hidden: Container[str]) -> None:
        self._variables, self._hidden = variables, hidden
        self._before: dict[str, int] = {}
        self._seen: dict[str, tuple[int, Hint]] = {}  # identity and hint
        self._turn = 0  # whose turn it is among the names that no cell speaks of

    def begin(self) -> None:
        """Remember which object stands behind each name; the objects are not kept alive."""
        self._before = self._identities()

    def end(self, names: Names, seconds: float) -> Changes:
        """Return what changed in a cell with such a source; for large values there are so many seconds."""
        before, after = self._before, self._identities()
        moved = {n for n, known in after.items() if before.get(n) != known and self._is_told(n)}
        bound = moved - before.keys()
        # A new object may have the place of the old one, so the source counts, too.
        rebound = moved - bound | {n for n in names.bound if n in before and n in after and self._is_told(n)}
        deleted = {name for name in before if name not in after and self._is_told(name)}
        told = {n for n in names.changed if n in before and n in after and self._changes(n)}
        until = time.thread_time() + _SECONDS
        first = [*sorted(bound | rebound), *sorted(told), *self._spoken_of(names, after)]
        hints = self._look(dict.fromkeys(first), after, until, seconds)
        if seconds > _LEAST:
            elsewhere = min(until, time.thread_time() + min(_ELSEWHERE, seconds / 2))
            hints |= self._look(self._others(after, hints), after, elsewhere, 0)
        differs = {name for name, hint in hints.items() if self._differs(after[name], name, hint)}
        same = {after[name]: hints[name] for name in differs}
        others = {n: same[known] for n, known in after.items() if known in same} if same else {}
        hints |= {name: hint for name, hint in others.items() if self._is_told(name)}
        differs |= hints.keys() & others.keys()
        self._seen = {n: s for n, s in self._seen.items() if n in after}
        self._seen |= {name: (after[name], hint) for name, hint in hints.items()}
        changed = told | (differs - rebound)
        wanted = bound | rebound | changed
        return Changes(
            tuple(sorted(bound)),
            tuple(sorted(rebound)),
            tuple(sorted(deleted)),
            tuple(sorted(changed)),
            {name: hint for name, hint in sorted(hints.items()) if name in wanted},
        )

    def names_of(self, value: object) -> tuple[str, ...]:
        """Return the names that stand for an object."""
        here = identity(value)
        found = [n for n, known in self._identities().items() if known == here and self._is_told(n)]
        return tuple(sorted(found))

    def _differs(self, identity: int, name: str, hint: Hint) -> bool:
        known, before = self._seen.get(name, (0, hint))
        return known == identity and before.differs(hint)

    def _identities(self) -> dict[str, int]:
        found = self._variables.copy()  # another thread may add one
        return dict(zip(found, map(identity, found.values()), strict=True))

    def _is_told(self, name: str) -> bool:
        return not name.startswith("_") and name not in self._hidden

    def _changes(self, name: str) -> bool:
        return self._is_told(name) and not isinstance(self._variables.get(name), ModuleType)

    def _spoken_of(self, names: Names, after: Mapping[str, int]) -> Iterator[str]:
        """Yield the names in the source, and those in the notebook's functions that it speaks of."""
        todo, done = sorted(names.used & after.keys()), set[str]()
        while todo:
            name = todo.pop()
            if name in done:
                continue
            done.add(name)
            if self._is_told(name):
                yield name
            value = self._variables.get(name)
            if isinstance(value, FunctionType) and value.__globals__ is self._variables:
                todo += [inner for inner in value.__code__.co_names if inner in after]

    def _others(self, after: Mapping[str, int], hints: Mapping[str, Hint]) -> Iterator[str]:
        """Yield the names that are left over, in turn from cell to cell."""
        names = list(after)
        for _ in range(min(len(names), _OTHERS)):
            self._turn = (self._turn + 1) % len(names)
            name = names[self._turn]
            if name not in hints and type(self._variables.get(name)) not in PLAIN and self._is_told(name):
                yield name

    def _look(
        self, names: Iterable[str], after: Mapping[str, int], until: float, seconds: float
    ) -> dict[str, Hint]:
        found: dict[str, Hint] = {}
        by_identity: dict[int, Hint] = {}
        for name in names:
            if name not in after:
                continue
            value, began = self._variables.get(name), time.thread_time()
            if type(value) in SCALARS:
                found[name] = Hint(type_name(type(value)))
                continue
            if began >= until:
                break
            hint = by_identity.get(after[name]) or hint_of(value, min(seconds, until - began))
            seconds = max(0.0, seconds - (time.thread_time() - began))
            if hint is not None:
                found[name] = by_identity[after[name]] = hint
        return found
