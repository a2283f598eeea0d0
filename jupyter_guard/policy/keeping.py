"""What guard.toml says about the journal: what is kept, how much of it, and how safely."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from jupyter_guard.errors import PolicyError

from .model import Tier


class Keeping(NamedTuple):
    """What the journal keeps. The defaults keep everything but the literals of prod."""

    cells: bool = True  # the execution log; statements are always recorded
    literals: str = "not-prod"  # whose literals are kept: "all", "not-prod" or "none"
    days: int = 90
    megabytes: int = 256
    power_safe: bool = False  # wait for the disk with each row, not only for the operating system
    fixed: bool = False  # no file below this one may change any of it

    def masks(self, tier: Tier) -> bool:
        """Say whether the literals of a statement in that tier are left out."""
        return self.literals == "none" or (self.literals == "not-prod" and tier is Tier.PROD)


_LITERALS = ("none", "not-prod", "all")  # the fewer are kept, the stricter
_WANTED = {
    "cells": (bool, "true or false"),
    "literals": (str, '"all", "not-prod" or "none"'),
    "days": (int, "a whole number of days, 1 or more"),
    "megabytes": (int, "a whole number of megabytes, 1 or more"),
    "power_safe": (bool, "true or false"),
    "fixed": (bool, "true or false"),
}
# A record that is shorter, or tells more than it should, is looser: (outer, wanted) -> is it?
_LOOSENS: dict[str, Callable[[Keeping, Keeping], bool]] = {
    "cells": lambda outer, wanted: outer.cells and not wanted.cells,
    "literals": lambda outer, wanted: _LITERALS.index(wanted.literals) > _LITERALS.index(outer.literals),
    "days": lambda outer, wanted: wanted.days < outer.days,
    "megabytes": lambda outer, wanted: wanted.megabytes < outer.megabytes,
    "power_safe": lambda outer, wanted: outer.power_safe and not wanted.power_safe,
}


def lay_over(
    outer: Keeping, file: Path, table: Mapping[str, Any], *, trusted: bool
) -> tuple[Keeping, list[str]]:
    """Return `outer` with what `file` says in [journal], and its keys that wait for trust.

    Raises PolicyError for a key or a value that is not known. Where an outer file said
    `fixed`, nothing changes.
    """
    for key, value in table.items():
        _check(file, key, value)
    if outer.fixed:
        return outer, []
    wanted = outer._replace(**table)
    waiting = [] if trusted else [key for key in table if key in _LOOSENS and _LOOSENS[key](outer, wanted)]
    kept = {key: getattr(outer, key) for key in waiting}
    return wanted._replace(**kept), [f"journal.{key}" for key in waiting]


def _check(file: Path, key: str, value: object) -> None:
    if key not in _WANTED:
        known = ", ".join(Keeping._fields)
        raise PolicyError(f"{file}: the key journal.{key} is not known. Known are {known}.")
    kind, wanted = _WANTED[key]
    fits = type(value) is kind and (key != "literals" or value in _LITERALS)
    if not fits or (type(value) is int and value < 1):
        raise PolicyError(f"{file}: journal.{key} = {value!r} has to be {wanted}.")
