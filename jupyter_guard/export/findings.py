"""The remarks of an export as values, and the fates of cells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """How much a finding matters."""

    NOTE = 0
    WARNING = 1
    BLOCKER = 2  # the project is a draft until somebody decided
    SECRET = 3  # nothing is written


@dataclass(frozen=True)
class Finding:
    """A remark with a code."""

    code: str
    cell: int | None  # index of the cell; None for the notebook as a whole
    message: str
    remedy: str = ""
    level: Level = Level.NOTE


@dataclass(frozen=True)
class Decision:
    """What became of one cell, and why."""

    cell: int
    kind: str  # code, markdown or raw
    fate: str  # kept, in part, parameters, dropped, text
    code: str
    reason: str
    label: str = ""
    path: tuple[int, ...] = ()  # the cells on the way from a kept one to a result, from itself
