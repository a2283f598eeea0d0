"""The pieces that a cell is cut into: plain Python, SQL, requirements, and what only IPython can say."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What a piece of a cell is."""

    CODE = auto()
    QUERY = auto()  # SQL, whose result may get a name
    REQUIREMENT = auto()  # a package to install
    INERT = auto()  # changes nothing that a program could see
    OPAQUE = auto()  # does something that plain Python cannot say; IPython or the shell does it


@dataclass(frozen=True)
class Piece:
    """A statement of a cell, or what stands for one."""

    kind: Kind
    line: int  # of the cell, counted from 1
    text: str  # Python, SQL, requirement, or the line as it was written
    tree: ast.stmt | None = None
    result: str = ""  # the name that takes the rows of a query
    connection: str = ""
    condition: str = ""  # the variable without which a query is skipped
    reason: str = ""  # why it is inert or opaque
    code: str = ""  # what does the same, if it is opaque: a call of IPython or of the shell


class NotPython(Exception):
    """The cell is no Python that this version of Python can read."""


SHELL = "get_ipython"  # what IPython calls the function that gives its shell


def is_shell(node: ast.expr) -> bool:
    """Return whether `node` is `get_ipython()`."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == SHELL
