"""Say in which order the cells of a notebook ran, as far as its counts tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from . import slicing
from .notebook import Cell
from .parts import Part, parts_of
from .queries import Catalog

NEVER_RAN = "JG204"


def by_counts(executed: Sequence[Cell], catalog: Catalog) -> tuple[tuple[Part, ...], dict[int, str]]:
    """Return the parts in the order of their counts, or as they stand where that means the same.

    The counts tell the last run of each cell only. Where they leave names undefined that
    are defined in the order of the notebook, cells were run again, and that order is right.
    """
    by_count, unread = parts_of(slicing.in_execution_order(executed), catalog)
    by_place = tuple(sorted(by_count, key=lambda part: part.cell.index))
    if by_count == by_place or slicing.chains(by_count) == slicing.chains(by_place):
        return by_place, unread
    if len(slicing.unresolved(by_place)) < len(slicing.unresolved(by_count)):
        return by_place, unread
    return by_count, unread


def imports_that_never_ran(
    code: Sequence[Cell], fates: dict[int, tuple[str, str]], read: Sequence[Part], catalog: Catalog
) -> Iterator[Part]:
    """Yield imports of cells without a count, where nothing else brings a name that is used.

    An import does nothing else, so the cell did run: somebody cleared its count.
    """
    missing = {name for _, name in slicing.unresolved(read)}
    never = [cell for cell in code if _code(fates, cell) == NEVER_RAN]
    parts, _ = parts_of(never, catalog) if missing else ((), {})
    for part in parts:
        if part.is_import and part.names.sets & missing:
            fates.pop(part.cell.index, None)
            yield part


def _code(fates: Mapping[int, tuple[str, str]], cell: Cell) -> str:
    return fates.get(cell.index, ("",))[0]
