"""Find the parts of a notebook that its results depend on: a backward slice over what was executed."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from .acts import APPEARANCE, FIGURES, RANDOM, Act
from .notebook import Cell
from .objects import Objects
from .parts import Part, late_names
from .pieces import Kind
from .rewriting import written_files
from .tags import says_keep

# Names that are there without anybody setting them.
BUILTINS = frozenset(dir(__import__("builtins"))) | {
    "__name__",
    "__file__",
    "__doc__",
    "get_ipython",
    "display",
    APPEARANCE,
    FIGURES,
    RANDOM,
}
# Functions of Python that may read any variable.
LOOKS_AT_SCOPES = frozenset({"exec", "eval", "globals", "locals", "vars", "dir"})
_ROUNDS = 10  # what is kept as it was shown may need more that was shown; JG125 tells what is left then


@dataclass(frozen=True)
class Need:
    """Why a program needs a part."""

    reason: str
    user: int | None = None  # the position of the part that needs it; None where it is a result itself
    is_result: bool = False

    def moved(self, places: Mapping[int, int]) -> Need:
        """Return the need with its user at another position."""
        return self if self.user is None else replace(self, user=places[self.user])


def in_execution_order(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Return `cells` by their execution counts; cells with equal counts stay as they stand."""
    return tuple(sorted(cells, key=lambda cell: cell.count or 0))


def everything(parts: Sequence[Part]) -> Mapping[int, Need]:
    """Keep every part that has something to say."""
    return {i: Need("every cell that ran was asked for") for i, p in enumerate(parts) if _can_be_kept(p)}


def backward(parts: Sequence[Part]) -> Mapping[int, Need]:
    """Return the parts that a result depends on, by their positions, each with what needs it.

    Results are the files that are written and the figures; without any, what the notebook
    shows; without that, every value that is left at the end.
    """
    results = {
        i: _result(p) for i, p in enumerate(parts) if (p.acts or says_keep(p.cell)) and _can_be_kept(p)
    }
    shown = not any(part.leaves_something for part in parts)
    if shown:
        shows = {i: "it shows a result" for i, p in enumerate(parts) if _shows(p) and _can_be_kept(p)}
        results = shows | results
    if not results:
        return everything(parts)
    needed = _closed(parts, results, shown, {})
    shows_last: dict[int, frozenset[str]] = {}
    for _ in range(_ROUNDS if not shown else 0):
        more = _shown_otherwise(parts, needed)
        if not more:
            break
        for i, names in more.items():
            shows_last[i] = shows_last.get(i, frozenset()) | names
        needed = _closed(parts, results, shown, shows_last)
    return needed


def _shown_otherwise(parts: Sequence[Part], needed: Mapping[int, Need]) -> dict[int, frozenset[str]]:
    """Return the parts that show what a program of `needed` has in another state, with the names of that."""
    own: set[str] = set()
    other: set[str] = set()  # the program has them, and not as they are at this place
    found: dict[str, int] = {}
    cleared = not any(part.cell.shows for part in parts)  # somebody took the outputs out of the file
    for i, part in enumerate(parts):
        touched = part.names.sets | part.effects.changes
        if i in needed:
            own |= part.names.sets
            other -= touched
            found = {name: place for name, place in found.items() if name not in touched}
            continue
        if _can_be_kept(part):
            changed = part.names.sets | part.alters
            other |= changed & own
            found = {name: place for name, place in found.items() if name not in changed}
        looks = part.last and part.displays and not part.effects.acts and not part.alters
        if part.shows_a_value or (cleared and looks):
            found |= dict.fromkeys(part.names.reads & other, i)
    return {i: frozenset(name for name, place in found.items() if place == i) for i in set(found.values())}


def _shows(part: Part) -> bool:
    """Return whether a part shows something: as its value, or by a call such as print."""
    return part.displays or (Act.DISPLAY in part.effects.acts and not part.is_definition)


def _can_be_kept(part: Part) -> bool:
    return part.piece.kind in (Kind.CODE, Kind.QUERY, Kind.OPAQUE)


def _result(part: Part) -> str:
    if said := says_keep(part.cell):
        return said
    if Act.WRITE in part.effects.acts:
        tree = part.piece.tree
        paths = sorted(path for path in written_files(iter([tree] if tree else [])) if "." in path)
        return f"it writes {', '.join(map(repr, paths))}" if paths else "it writes a result"
    return "it draws a figure" if Act.FIGURE in part.effects.acts else "it may do something outside"


@dataclass(frozen=True)
class _User:
    """The part that needs a name."""

    part: Part
    position: int | None  # None where it is left out: it only shows the value

    def says(self, what: str) -> str:
        """Return in words that it uses something."""
        return f"{self.part.cell.label} {'shows' if self.position is None else 'needs'} {what}"


def _closed(
    parts: Sequence[Part],
    results: Mapping[int, str],
    shown: bool,
    shows_last: Mapping[int, frozenset[str]],
) -> dict[int, Need]:
    """Walk back from the results, and the names that parts only show, and take along what they need."""
    needed: dict[int, Need] = {}
    live: dict[str, _User] = {}
    objects = Objects(parts)
    late = late_names(parts)
    everywhere = frozenset().union(*(p.names.sets for p in parts))
    for i in range(len(parts) - 1, -1, -1):
        part = parts[i]
        for name in shows_last.get(i, ()):
            live.setdefault(name, _User(part, None))
            objects.need(name)
        objects.step_back(part)
        if not _can_be_kept(part):
            continue
        need = Need(results[i], is_result=True) if i in results else _need(part, live, objects, shown)
        if need is None:
            continue
        needed[i] = need
        for name in part.names.surely - part.names.reads:
            live.pop(name, None)
            objects.forget(name)
        for name in _wanted(part, late) if not part.names.reads & LOOKS_AT_SCOPES else everywhere:
            live.setdefault(name, _User(part, i))
            objects.need(name)
    return needed


def _need(part: Part, live: Mapping[str, _User], objects: Objects, shown: bool) -> Need | None:
    """Return what needs `part`, if anything does."""
    acts = part.effects.acts
    if Act.STATE in acts or (Act.LOOKS in acts and shown):
        return Need("it sets how a library behaves")
    if part.piece.kind is Kind.OPAQUE and not part.piece.result:
        return Need("what it does is not known")
    if isinstance(part.piece.tree, ast.ImportFrom) and any(a.name == "*" for a in part.piece.tree.names):
        return Need("the names it brings are not known")
    for name in sorted((part.names.sets | part.names.globals | part.names.deletes) & live.keys()):
        return Need(live[name].says(repr(name)), live[name].position, live[name].position is None)
    if part.names.anything and live and not part.is_definition:
        return Need("the names it sets are not known")
    for name in sorted(part.effects.changes):
        for other in objects.needed_as(name):
            user = live[other]
            verb = user.says("").strip()
            reason = f"it changes {other!r}, which {verb}" if other[0] != "<" else f"{verb} {other[1:-1]}"
            return Need(reason, user.position, user.position is None)
    return None


def _wanted(part: Part, late: Mapping[str, frozenset[str]]) -> Iterable[str]:
    """Return the names that have to be right when `part` runs, through all functions it may call."""
    todo = list(part.names.reads | part.effects.reads | part.names.late | part.names.mentions)
    seen: set[str] = set()
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo.extend(late.get(name, ()))
    return seen


def unresolved(parts: Sequence[Part]) -> list[tuple[Part, str]]:
    """Return (part, name) for every name that is read before any part set it."""
    late = late_names(parts)
    there = set(BUILTINS)
    star = False
    lost: list[tuple[Part, str]] = []
    for part in parts:
        tree = part.piece.tree
        star = star or (isinstance(tree, ast.ImportFrom) and any(a.name == "*" for a in tree.names))
        star = star or part.runs_a_file or part.names.anything
        called = _called(part, late)
        missing = (called if not part.is_definition else part.names.reads) - there
        if not star:
            lost += [(part, name) for name in sorted(missing - part.names.surely)]
        there |= part.names.sets | part.names.globals
        if part.piece.kind is Kind.OPAQUE:
            there |= part.names.mentions  # it may well set them
        there -= part.names.deletes - part.names.surely - BUILTINS
    return lost


def _called(part: Part, late: Mapping[str, frozenset[str]]) -> frozenset[str]:
    found = set(part.names.reads)
    todo = list(part.names.reads)
    while todo:
        for name in late.get(todo.pop(), frozenset()) - found:
            found.add(name)
            todo.append(name)
    return frozenset(found)


def chains(parts: Sequence[Part]) -> frozenset[tuple[int, int, str, int, int]]:
    """Return which part gives each name that a part reads: the meaning of an order of cells."""
    giver: dict[str, tuple[int, int]] = {}
    late = late_names(parts)
    found = set()
    for part in parts:
        place = (part.cell.index, part.piece.line)
        for name in _called(part, late):
            if name in giver:
                found.add((*place, name, *giver[name]))
        for name in part.names.sets | part.effects.changes:
            giver[name] = place
    return frozenset(found)
