"""What a statement may do besides setting names, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from .sharing import Known

RANDOM = "<random numbers>"  # stands for the state of the random generators
APPEARANCE = "<how values look as texts>"  # stands for options such as pandas.options.display
ARGUMENTS = "<arguments>"  # stands for what a function is given
FIGURES = "<open figures>"  # stands for the figures that matplotlib holds open


class Act(Enum):
    """What reaches beyond the names of the program."""

    WRITE = auto()  # a file, a table, another machine
    FIGURE = auto()
    STATE = auto()  # how a library behaves from now on
    LOOKS = auto()  # how something looks on the screen
    DISPLAY = auto()
    UNKNOWN = auto()  # a call that may do anything, whose value nobody took


@dataclass(frozen=True)
class Effects:
    """What a statement does besides setting names."""

    changes: frozenset[str] = frozenset()  # names whose object it may change in place
    acts: frozenset[Act] = frozenset()
    aliases: tuple[frozenset[str], ...] = ()  # names that may share an object from now on
    reads: frozenset[str] = frozenset()  # of the states above
    # What is stored somewhere from now on: the names that it is stored in, and those that gave it.
    holds: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()


@dataclass(frozen=True)
class Notes(Known):
    """What the notebook itself says, with what its functions do."""

    does: Mapping[str, Effects] = field(default_factory=dict)  # a function -> what a call of it does
    wild: frozenset[str] = frozenset()  # names that methods of the notebook's classes change
    classes: frozenset[str] = frozenset()  # a call of one makes something new
    once: frozenset[str] = frozenset()  # names of what can be read through once only
