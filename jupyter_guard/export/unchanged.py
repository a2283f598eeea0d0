"""Take back the assumed changes of which the journal saw that they did not happen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .parts import Part


def without_assumed_changes(parts: Sequence[Part]) -> Iterator[Part]:
    """Yield `parts` without the changes that the values of their cells do not show.

    A call that nobody knows may change all that it is given. Where a run left the content of a name as it
    was, and only one statement of it may have changed that, the statement did not.
    """
    if not any(part.cell.same for part in parts):
        yield from parts
        return
    changers = Counter((part.cell, name) for part in parts for name in part.effects.changes)
    setters = {(part.cell, name) for part in parts for name in part.names.sets | part.names.deletes}
    for part in parts:
        spared = {
            name
            for name in part.effects.changes & part.cell.same
            if changers[part.cell, name] == 1 and (part.cell, name) not in setters
        }
        if spared:
            changes = part.effects.changes - spared
            yield replace(part, effects=replace(part.effects, changes=changes))
        else:
            yield part
