"""Say which cells and parts are left out whatever depends on them: one small rule each.

The first rule of a table that gives a reason decides. `docs/rules.md` is made from the docstrings.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from jupyter_guard.policy import Effect

from .acts import RANDOM
from .notebook import Cell
from .parts import Part
from .pieces import Kind
from .tags import says_drop

Rule = Callable[[Cell, bool], str]
PartRule = Callable[[Part], str]


def empty(cell: Cell, ran: bool) -> str:
    """JG201: the cell is empty.

    It holds no code, or comments only.
    """
    lines = [line.strip() for line in cell.source.splitlines()]
    return "it is empty" if all(not line or line.startswith("#") for line in lines) else ""


def tagged(cell: Cell, ran: bool) -> str:
    """JG202: a tag of the cell, or a directive in it, says that it is not for export.

    Tags: drop, skip, exclude, remove-cell, active-ipynb. Directives: `#|hide`, `#|eval: false`. The
    cell metadata `{"jupyter_guard": {"export": "drop"}}` says the same.
    """
    return says_drop(cell)


def failed(cell: Cell, ran: bool) -> str:
    """JG203: the cell failed when it last ran.

    An exception stopped it, so it is no step. What it had set before it failed is not
    there in the project; where something kept needs that, JG105 says so.
    """
    if cell.failure is not None:
        return f"it failed with {cell.failure.error}"
    return (
        "its tag 'raises-exception' says that it fails" if not ran and "raises-exception" in cell.tags else ""
    )


def never_ran(cell: Cell, ran: bool) -> str:
    """JG204: the cell never ran.

    The file has no execution count for it, so nobody saw what it does. Run it, and
    export again, if it belongs to the result.
    """
    return "it never ran" if ran and cell.count is None else ""


CELL_RULES: tuple[Rule, ...] = (empty, tagged, failed, never_ran)


def stronger_sql(part: Part) -> str:
    """JG205: the SQL is stronger than SESSION.

    A project that others run must not change data by the way. A change of data is
    reviewed as a change: keep the statement as a .sql file of its own.
    """
    sent = part.query or part.driven
    if sent is None or sent.effect <= Effect.SESSION:
        return ""
    if part.query is not None and (part.query.problem or not part.query.lasts):
        return ""
    tables = f" to {', '.join(sent.tables)}" if sent.tables else ""
    if sent.effect is Effect.UNKNOWN:
        return f"its SQL{tables} is not understood, so it is no step of a project"
    return f"its SQL is {sent.effect.name}{tables}, which is no step of a project"


def requirement(part: Part) -> str:
    """JG206: it installs packages.

    The project lists what it needs in pyproject.toml, at the versions that were installed.
    """
    return part.piece.reason if part.piece.kind is Kind.REQUIREMENT else ""


def inert(part: Part) -> str:
    """JG207: a magic that changes nothing that a program could see.

    `%matplotlib inline`, `%timeit`, `%load_ext`, `!ls` and their like.
    """
    return part.piece.reason if part.piece.kind is Kind.INERT else ""


def ends_the_kernel(part: Part) -> str:
    """JG210: it ends the kernel.

    `exit` and `quit` are for who types; the program ends when it is done.
    """
    value = part.piece.tree.value if isinstance(part.piece.tree, ast.Expr) else None
    called = value.func if isinstance(value, ast.Call) else value
    return "it ends the kernel" if isinstance(called, ast.Name) and called.id in ("exit", "quit") else ""


PART_RULES: tuple[PartRule, ...] = (stronger_sql, requirement, inert, ends_the_kernel)


def display_only(part: Part) -> str:
    """JG208: it only shows something.

    Its value or its text went to the screen; nothing that is kept depends on it.
    """
    return "it only shows something" if part.displays and not part.effects.changes - {RANDOM} else ""


def not_needed(part: Part) -> str:
    """JG209: no result depends on it.

    What it sets or changes is not used for any file, figure or table of the notebook.
    `--all` keeps such cells.
    """
    return "nothing that is kept uses it" if part.is_import else "no result depends on it"


LEFT_OVER: tuple[PartRule, ...] = (display_only, not_needed)


def code_of(rule: Callable[..., object]) -> str:
    """Return the code that the docstring of a rule or a check begins with."""
    return (rule.__doc__ or "").partition(":")[0].strip()
