"""Sort the parts of the cells that ran into kept and left out, and say of every cell what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from . import slicing
from .fates import LEFT_OVER, PART_RULES, code_of
from .findings import Decision
from .notebook import Cell
from .parameters import TAGS
from .parts import Part
from .slicing import Need

# Where several rules leave out parts of one cell, the one that says most comes first.
_WEIGHT = ("JG205", "JG209", "JG208", "JG206", "JG207")
_LONGEST = 8  # cells of a path that are named; those between its ends are counted


@dataclass
class Sorted:
    """The parts of the cells that ran, by what becomes of them."""

    kept: list[Part] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)  # of the kept parts, by their positions among `kept`
    dropped: list[tuple[Part, str, str]] = field(default_factory=list)  # part, code, reason


def sorted_parts(parts: Sequence[Part], *, all_cells: bool) -> Sorted:
    """Return which of `parts` a result depends on, and why the others are left out."""
    found = Sorted()
    candidates: list[Part] = []
    for part in parts:
        fate = next(((code_of(r), why) for r in PART_RULES if (why := r(part))), None)
        if fate is None:
            candidates.append(part)
        else:
            found.dropped.append((part, *fate))
    needs = slicing.everything(candidates) if all_cells else slicing.backward(candidates)
    places = {i: place for place, i in enumerate(sorted(needs))}
    for i, part in enumerate(candidates):
        if i in needs:
            found.kept.append(part)
            found.needs.append(needs[i].moved(places))
        else:
            rule = next(rule for rule in LEFT_OVER if rule(part))
            found.dropped.append((part, code_of(rule), rule(part)))
    return found


def decision(
    cell: Cell, fates: Mapping[int, tuple[str, str]], unread: Mapping[int, str], found: Sorted
) -> Decision:
    """Return what became of `cell`."""
    if cell.kind != "code":
        return Decision(cell.index, cell.kind, "text", "", "it is text", cell.label)
    if cell.index in fates:
        return Decision(cell.index, "code", "dropped", *fates[cell.index], cell.label)
    if cell.index in unread:
        why = f"it is no Python: {unread[cell.index]}"
        return Decision(cell.index, "code", "dropped", "JG106", why, cell.label)
    kept = [i for i, part in enumerate(found.kept) if part.cell.index == cell.index]
    gone = [(part, code, why) for part, code, why in found.dropped if part.cell.index == cell.index]
    if kept:
        return _kept(cell, kept, gone, found)
    if not gone:
        return Decision(cell.index, "code", "dropped", "JG201", "it is empty", cell.label)
    reasons = list(dict.fromkeys((code, why) for _, code, why in gone))
    code, why = min(reasons, key=lambda r: _WEIGHT.index(r[0]) if r[0] in _WEIGHT else 0)
    return Decision(cell.index, "code", "dropped", code, why, cell.label)


def _kept(cell: Cell, kept: Sequence[int], gone: Sequence[tuple[Part, str, str]], found: Sorted) -> Decision:
    path = _path(kept, found)
    cells = tuple(dict.fromkeys(found.kept[i].cell.index for i in path))
    if cell.tags & TAGS:
        why = "its values are options of the command"
        return Decision(cell.index, "code", "parameters", "JG002", why, cell.label, cells)
    why = _told(path, found)
    if not gone:
        return Decision(cell.index, "code", "kept", "JG001", why, cell.label, cells)
    lines = "; ".join(f"line {part.piece.line}: {why}" for part, _, why in gone)
    return Decision(cell.index, "code", "in part", "JG001", f"{why}; left out: {lines}", cell.label, cells)


def _path(kept: Sequence[int], found: Sorted) -> list[int]:
    """Return the way from a cell to a result: the last part of each cell on it, by their positions.

    It begins at the part of the cell that says most: a result, then what other cells need, then the rest.
    """

    def weight(i: int) -> tuple[bool, bool]:
        user = found.needs[i].user
        own = user is not None and found.kept[user].cell is found.kept[i].cell
        return not found.needs[i].is_result, own

    path = [min(kept, key=weight)]
    while (user := found.needs[path[-1]].user) is not None:
        if found.kept[user].cell is found.kept[path[-1]].cell:
            path.pop()
        path.append(user)
    return path


def _told(path: Sequence[int], found: Sorted) -> str:
    """Return a path in words, as in: cell 5 needs 'rows' → cell 8 needs 'sums' → it writes 'sums.csv'."""
    words = [found.needs[i].reason for i in path]
    if len(words) > _LONGEST:
        half = _LONGEST // 2
        words[half:-half] = [f"{len(words) - _LONGEST} more"]
    return " → ".join(words)
