"""What a walk over a parsed statement finds: what it does, and which tables it reads and writes."""

from __future__ import annotations

from dataclasses import dataclass, field

from .calls import Calls
from .knowledge import Knowledge
from .model import READ, Effect


@dataclass
class Walk:
    """What a walk has found so far."""

    knowledge: Knowledge
    calls: Calls
    effect: Effect = READ
    cause: str = ""
    function: str = ""
    reads: list[tuple[int, str]] = field(default_factory=list)  # (offset, name)
    writes: list[tuple[int, str]] = field(default_factory=list)
    targets: set[int] = field(default_factory=set)  # identities of nodes that are written
    aliases: dict[str, str] = field(default_factory=dict)
    columns_of: list[str] = field(default_factory=list)  # names that column lists belong to

    def note(self, effect: Effect, cause: str, function: str = "") -> None:
        """Remember the strongest."""
        if effect > self.effect:
            self.effect, self.cause, self.function = effect, cause, function


def tables(found: Walk) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the tables read and written, in order of appearance, each once."""
    reads = dict.fromkeys(name for _, name in sorted(found.reads, key=_first))
    resolved = (found.aliases.get(name.lower(), name) for _, name in sorted(found.writes, key=_first))
    return tuple(reads), tuple(dict.fromkeys(resolved))


def _first(entry: tuple[int, str]) -> int:
    return entry[0]
