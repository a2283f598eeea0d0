"""Look for what could make the project another program than the notebook was: one function each.

The docstring of a check is its documentation; `docs/rules.md` is made from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jupyter_guard.policy import Effect

from . import slicing
from .evidence import Evidence
from .extensions import SETS_UP
from .findings import Finding, Level
from .former import another_version, ends_before, ran_again, several_environments
from .notebook import Cell
from .parts import Part
from .pieces import Kind
from .repeating import asks_somebody, rests_on_chance, rests_on_the_clock, top_level_await
from .result_sets import Rows


def nothing_ran(evidence: Evidence) -> Iterator[Finding]:
    """JG101: the file does not say which cells ran.

    Its outputs and execution counts were cleared, or it was never run. The cells are
    taken in the order in which they stand; nobody has seen that this works.
    """
    if not evidence.ran:
        yield Finding(
            "JG101",
            None,
            "The file does not say which cells ran; all are taken, as they stand.",
            "Run all cells, save, and export again.",
            Level.WARNING,
        )


def another_order(evidence: Evidence) -> Iterator[Finding]:
    """JG102: the cells did not run in the order in which they stand.

    The project follows the execution counts where the order makes a difference, since
    that is what was seen. A count tells only the last run of a cell, so a cell that was
    run again may have been seen at an earlier place.
    """
    counts = [part.cell.count or 0 for part in evidence.parts] if evidence.seen else []
    counts = counts or [cell.count for cell in evidence.executed if cell.count is not None]
    places = [part.cell.index for part in evidence.parts]
    if places == sorted(places) if evidence.seen else counts == sorted(counts):
        return
    places = list(dict.fromkeys(part.cell.index for part in evidence.parts))
    as_it_stands = places == sorted(places)
    yield Finding(
        "JG102",
        None,
        "The cells ran in another order than they stand in; "
        + (
            "it makes no difference, or leaves names undefined, so they are taken as they stand."
            if as_it_stands
            else "the project follows the order in which they ran."
        ),
        "Restart the kernel, run all cells, look whether the results are the same, and export again.",
        Level.NOTE if as_it_stands else Level.WARNING,
    )


def runs_unseen(evidence: Evidence) -> Iterator[Finding]:
    """JG103: something ran that the file does not hold.

    The execution counts have gaps: cells were run again, edited after they ran, or deleted.
    """
    counts = sorted(cell.count for cell in evidence.notebook.cells if cell.count is not None)
    if not counts or evidence.seen is not None:
        return
    unseen = counts[-1] - counts[0] + 1 - len(set(counts))
    if unseen or len(set(counts)) < len(counts):
        yield Finding(
            "JG103",
            None,
            f"{max(unseen, 1)} run(s) of cells left no trace in the file.",
            "Restart the kernel, run all cells, and export again.",
        )


def not_defined(evidence: Evidence) -> Iterator[Finding]:
    """JG104: a name is used that no kept cell defines before.

    It came from a cell that was deleted, edited, dropped or run by hand. The project
    would stop there.
    """
    seen: set[str] = set()
    for part, name in slicing.unresolved(evidence.kept):
        if name not in seen:
            seen.add(name)
            where = _origin(evidence, name)
            yield Finding(
                "JG104",
                part.cell.index,
                f"{name!r} is used in {part.cell.label}, and no kept cell above it defines it{where}.",
                f"Define {name!r} in a cell that runs without an error, run all cells, and export again.",
                Level.BLOCKER,
            )


def _origin(evidence: Evidence, name: str) -> str:
    for part in (*evidence.dropped, *evidence.failed, *evidence.parts):
        if name in part.names.sets:
            if part.query is not None and part.query.problem == "":
                return f": {part.cell.label} did, by SQL that is {part.query.effect.name}"
            return f": {part.cell.label} does"
    return ""


def changed_by_a_failed_cell(evidence: Evidence) -> Iterator[Finding]:
    """JG105: a cell failed after it had changed what a kept cell uses.

    The results that were seen rest on half a cell, which the project does not have.
    """
    for part in evidence.failed:
        failure = part.cell.failure
        if failure is None or part.last or (failure.line is not None and part.piece.line >= failure.line):
            continue  # it is what failed, or stands below it
        touched = part.names.sets | (part.effects.changes if not part.displays else frozenset())
        users = [
            p for p in evidence.kept if _after(p.cell, part.cell) and touched & (p.names.reads | p.names.late)
        ]
        if users:
            name = sorted(touched & (users[0].names.reads | users[0].names.late))[0]
            yield Finding(
                "JG105",
                part.cell.index,
                f"{part.cell.label} failed after it had changed {name!r}, which {users[0].cell.label} uses.",
                "Mend or delete the failing cell, run all cells, and export again.",
                Level.BLOCKER,
            )
            return


def _after(one: Cell, other: Cell) -> bool:
    if one.count is None or other.count is None:
        return one.index > other.index
    return one.count > other.count


def not_python(evidence: Evidence) -> Iterator[Finding]:
    """JG106: a cell is no Python.

    It is left out. Perhaps it is written for Python 2, or for another kernel.
    """
    for index, why in evidence.unread.items():
        yield Finding(
            "JG106",
            index,
            f"cell {index + 1} is no Python as this version reads it: {why}.",
            "Rewrite the cell, or tag it 'drop'.",
            Level.BLOCKER,
        )


def not_translated(evidence: Evidence) -> Iterator[Finding]:
    """JG107: a magic or a shell line that plain Python cannot say.

    IPython, or the shell of the machine, does it in the project as it did in the notebook: nothing is
    lost, but nobody has judged what it does, and the project needs IPython, or the programs.
    """
    for part in evidence.kept:
        if part.piece.kind is Kind.OPAQUE and part.piece.reason != SETS_UP:
            yield Finding(
                "JG107",
                part.cell.index,
                f"{part.cell.label}, line {part.piece.line}: {part.piece.text!r}: {part.piece.reason}.",
                "Say it in Python, or tag the cell 'drop' if the results do not need it.",
                Level.BLOCKER,
            )


def query_not_usable(evidence: Evidence) -> Iterator[Finding]:
    """JG108: a SQL cell that cannot become a .sql file.

    Its connection is not in guard.toml, it holds several statements, or it reads a DataFrame as a table of
    another database than DuckDB.
    """
    for part in evidence.kept:
        if part.query is not None and part.query.problem:
            yield Finding(
                "JG108", part.cell.index, f"{part.cell.label}: {part.query.problem}", "", Level.BLOCKER
            )


def reads_what_was_not_made(evidence: Evidence) -> Iterator[Finding]:
    """JG111: a kept cell reads a table that a dropped statement made or changed.

    In the project that table is as others left it, so the results may differ.
    """
    dropped = {id(part) for part in evidence.dropped}
    changed: dict[str, Part] = {}
    for part in evidence.parts:
        sent = part.query or part.driven
        if sent is None:
            continue
        if id(part) in dropped:
            lasts = sent.effect > Effect.SESSION and (part.query is None or part.query.lasts)
            changed |= dict.fromkeys(sent.writes if lasts else (), part)
            continue
        for table in sorted(changed.keys() & set(sent.tables)):
            yield Finding(
                "JG111",
                part.cell.index,
                f"{part.cell.label} reads {table}, which {changed[table].cell.label} changed by SQL.",
                "Bring the table about outside of the project, or read what it was made from.",
                Level.BLOCKER,
            )


def session_is_lost(evidence: Evidence) -> Iterator[Finding]:
    """JG114: a statement changes the session, which the project does not keep.

    Each query of the project has a connection of its own, so a SET or a temporary table
    is gone with the statement that made it.
    """
    for part in evidence.kept:
        if part.query is not None and part.query.effect is Effect.SESSION and part.query.rows is Rows.TYPED:
            yield Finding(
                "JG114",
                part.cell.index,
                f"{part.cell.label} changes the session; later queries have another.",
                "Say it in the query that needs it, such as by WITH in place of a temporary table.",
                Level.BLOCKER,
            )


CHECKS: tuple[Callable[[Evidence], Iterator[Finding]], ...] = (
    nothing_ran,
    another_order,
    runs_unseen,
    not_defined,
    changed_by_a_failed_cell,
    another_version,
    ran_again,
    ends_before,
    several_environments,
    not_python,
    not_translated,
    query_not_usable,
    reads_what_was_not_made,
    session_is_lost,
    rests_on_chance,
    rests_on_the_clock,
    asks_somebody,
    top_level_await,
)
