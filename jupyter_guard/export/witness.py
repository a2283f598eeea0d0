"""Say from the journal which versions of which cells ran, and in which order, where it saw that."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jupyter_guard.journal import cells as journal
from jupyter_guard.journal.cells import Fingerprint, Run

from .notebook import Cell, Failure, Notebook

# What the journal calls the types of numbers and texts.
_PLAIN = frozenset({"int", "float", "complex", "bool", "str", "bytes", "NoneType"})
EDITED, DELETED = "edited", "deleted"


@dataclass(frozen=True)
class Witness:
    """What the journal tells of the session that the file was saved in."""

    notebook: Notebook  # with the cells that ran and were deleted at its end
    order: tuple[Cell, ...]  # each run that ended well, with the source that ran, in its order
    lost: tuple[str, ...] = ()  # labels of cells whose source the journal does not have
    session: str = ""


def witness(notebook: Notebook, folder: Path) -> Witness | None:
    """Return what the journal in `folder` saw of `notebook`; None where that is another session."""
    path = str(notebook.path.resolve())
    try:
        runs = [run for run in journal.runs(folder, notebook.path.name) if _same(run.notebook, path)]
    except (OSError, ValueError, sqlite3.Error):
        return None
    sessions = dict.fromkeys(run.session for run in reversed(runs))
    for session in sessions:
        own = [run for run in runs if run.session == session]
        if _saved_in(notebook, own):
            return replace(_told(notebook, own), session=session)
    return None


def _same(path: str, wanted: str) -> bool:
    return bool(path) and str(Path(path).resolve()) == wanted


def _saved_in(notebook: Notebook, runs: Sequence[Run]) -> bool:
    """Return whether the counts in the file are those of a session."""
    seen = {(run.cell, run.ending.execution_count) for run in runs}
    counted = [cell for cell in notebook.cells if cell.kind == "code" and cell.count is not None]
    return bool(counted) and all(any((key, c.count) in seen for key in _keys(c)) for c in counted)


def _keys(cell: Cell) -> tuple[str, ...]:
    """Return what the journal calls a cell: its id, or its version where the kernel was told no id."""
    return (cell.id, _version(cell.source)) if cell.id else (_version(cell.source),)


def _version(source: str) -> str:
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()


def _told(notebook: Notebook, runs: Sequence[Run]) -> Witness:
    present = {key: cell for cell in notebook.cells if cell.kind == "code" for key in _keys(cell)}
    gone: dict[str, Cell] = {}
    order: list[Cell] = []
    lost: list[str] = []
    latest: dict[str, Fingerprint] = {}
    for run in runs:
        same = _same_content(run, latest)
        latest |= run.ending.values
        cell = present.get(run.cell)
        if cell is None:
            index = len(notebook.cells) + len(gone)
            cell = gone.setdefault(run.cell, Cell(index, "code", "", run.cell, former=DELETED))
        if run.ending.state != journal.OK:
            continue
        ran = _as_it_ran(cell, run, same)
        if ran is None:
            lost.append(replace(cell, count=run.ending.execution_count).label)
        elif ran.source.strip():
            order.append(ran)
    last = {present[run.cell].index: run for run in runs if run.cell in present}
    cells = [_judged(cell, last.get(cell.index), order) for cell in notebook.cells]
    cells += [replace(cell, source=_last_source(cell, order), count=0) for cell in gone.values()]
    return Witness(replace(notebook, cells=tuple(cells)), tuple(order), tuple(dict.fromkeys(lost)))


def _same_content(run: Run, before: Mapping[str, Fingerprint]) -> frozenset[str]:
    """Return the names of which a run may have changed the object, and did not change the content."""
    new = {*run.ending.bound, *run.ending.rebound, *run.ending.deleted}
    values = ((name, value) for name, value in run.ending.values.items() if name not in new)
    return frozenset(name for name, value in values if name in before and _alike(before[name], value))


def _alike(before: Fingerprint, after: Fingerprint) -> bool:
    """Return whether two fingerprints tell that all of the content is the same."""
    if (before.type, before.shape, before.dtypes) != (after.type, after.shape, after.dtypes):
        return False
    hinted = before.full and after.full and before.hint != "" and before.hint == after.hint
    return hinted or (before.witness != "" and before.witness == after.witness)


def _as_it_ran(cell: Cell, run: Run, same: frozenset[str]) -> Cell | None:
    """Return a cell with the source of a run; None where nobody has kept it."""
    current = _version(cell.source) == run.version
    source = cell.source if current else run.source
    if not current and _version(source) != run.version:
        return None  # secrets, or literals, were taken out of it
    former = cell.former or ("" if current else EDITED)
    shows = cell.shows if run.ending.execution_count == cell.count else frozenset[str]()
    return replace(
        cell,
        source=source,
        count=run.ending.execution_count,
        failure=None,
        shows=shows,
        former=former,
        environment=run.environment,
        same=same,
        plain=frozenset(name for name, value in run.ending.values.items() if value.type in _PLAIN),
    )


def _judged(cell: Cell, last: Run | None, order: Sequence[Cell]) -> Cell:
    """Return a cell of the file with what its runs say: it ran well, it failed, or it never ran."""
    if cell.kind != "code":
        return cell
    well = [ran for ran in order if ran.index == cell.index]
    if well:
        return replace(cell, count=well[-1].count, failure=None)
    if last is not None and last.ending.state == journal.ERROR:
        return replace(cell, failure=cell.failure or Failure(last.ending.error or "an error"))
    return replace(cell, count=None, failure=None)


def _last_source(cell: Cell, order: Sequence[Cell]) -> str:
    return next((ran.source for ran in reversed(order) if ran.index == cell.index), "")


def environments(cells: Sequence[Cell]) -> Mapping[str, Cell]:
    """Return the environments in which `cells` ran, each with the first cell that did."""
    found: dict[str, Cell] = {}
    for cell in cells:
        if cell.environment:
            found.setdefault(cell.environment, cell)
    return found
