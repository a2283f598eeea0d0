"""What the checks look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .notebook import Cell, Notebook
from .parts import Part
from .witness import Witness


@dataclass(frozen=True)
class Evidence:
    """What the checks look at."""

    notebook: Notebook
    ran: bool  # the file tells which cells ran
    executed: tuple[Cell, ...]
    parts: tuple[Part, ...]  # of the executed cells, in the order of the project
    kept: tuple[Part, ...]
    dropped: tuple[Part, ...]
    failed: tuple[Part, ...]  # of the cells that failed
    unread: Mapping[int, str]  # cells that are no Python
    fates: Mapping[int, tuple[str, str]]  # cells that were dropped as a whole
    seen: Witness | None = None  # what the journal tells
