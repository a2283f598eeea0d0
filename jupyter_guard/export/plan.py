"""Decide what becomes of every cell: the whole analysis of a notebook as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_guard.errors import NotExportable
from jupyter_guard.policy import Policy

from .checks import CHECKS
from .decisions import decision, sorted_parts
from .evidence import Evidence
from .fates import CELL_RULES, code_of
from .findings import Decision, Finding
from .narrative import headings
from .notebook import Cell, Notebook
from .ordering import by_counts, imports_that_never_ran
from .parameters import Parameter, parameters_of
from .parts import Part, parts_of
from .pieces import Kind
from .queries import Catalog
from .witness import witness


@dataclass(frozen=True)
class Plan:
    """Which parts of a notebook a project is made of, and what is to be said about it."""

    notebook: Notebook
    parts: tuple[Part, ...]  # in the order in which they run
    parameters: tuple[Parameter, ...]
    decisions: tuple[Decision, ...]
    findings: tuple[Finding, ...]
    requirements: tuple[str, ...]  # of %pip lines
    shown: bool  # what the notebook shows is the result
    all_cells: bool = False
    witnessed: bool = False  # the journal told what ran, not the counts in the file
    urls: Mapping[str, str] = field(default_factory=dict)  # connections that the notebook itself names
    session: str = ""  # of the journal, where that told what ran


def plan(notebook: Notebook, policy: Policy, *, all_cells: bool = False, log: Path | None = None) -> Plan:
    """Return what a project made of `notebook` consists of; raise NotExportable where there is nothing.

    `log` is the folder of the journal; what it saw of the notebook counts, not the counts in the file.
    """
    seen = witness(notebook, log) if log is not None else None
    notebook = seen.notebook if seen is not None else notebook
    code = [cell for cell in notebook.cells if cell.kind == "code"]
    if not any(cell.source.strip() for cell in code):
        raise NotExportable(f"{notebook.path} has no code cell to export.")
    ran = any(cell.count is not None or cell.shows or cell.failure for cell in code)
    fates = {cell.index: fate for cell in code if (fate := _fate(cell, ran)) is not None}
    executed = [cell for cell in (seen.order if seen else code) if cell.index not in fates]
    catalog = Catalog(policy, headings=headings(notebook.cells), folder=notebook.path.resolve().parent)
    read, unread = parts_of(executed, catalog) if seen else by_counts(executed, catalog)
    read = (*imports_that_never_ran(code, fates, read, catalog), *read)
    if not read and (unread or not executed):
        raise NotExportable(_nothing_left(notebook, unread))
    found = sorted_parts(read, all_cells=all_cells)
    failed, _ = parts_of([c for c in code if c.failure and c.index not in unread], catalog)
    evidence = Evidence(
        notebook,
        ran,
        tuple(executed),
        tuple(read),
        tuple(found.kept),
        tuple(p for p, *_ in found.dropped),
        failed,
        unread,
        fates,
        seen,
    )
    findings = tuple(finding for check in CHECKS for finding in check(evidence))
    parameters, setters = parameters_of(found.kept)
    kept = tuple(part for i, part in enumerate(found.kept) if i not in setters)
    used = {part.cell.index for part in found.kept}
    cells = (cell for cell in notebook.cells if not cell.former or cell.index in used)
    decisions = tuple(decision(cell, fates, unread, found) for cell in cells)
    wanted = tuple(
        dict.fromkeys(word for p in read if p.piece.kind is Kind.REQUIREMENT for word in p.piece.text.split())
    )
    shown = not any(part.leaves_something for part in found.kept)
    return Plan(
        notebook,
        kept,
        parameters,
        decisions,
        findings,
        wanted,
        shown,
        all_cells,
        seen is not None,
        catalog.urls,
        seen.session if seen is not None else "",
    )


def _fate(cell: Cell, ran: bool) -> tuple[str, str] | None:
    return next(((code_of(rule), reason) for rule in CELL_RULES if (reason := rule(cell, ran))), None)


def _nothing_left(notebook: Notebook, unread: dict[int, str]) -> str:
    if unread:
        index, why = next(iter(unread.items()))
        return f"{notebook.path} is not Python as this version reads it: cell {index + 1}: {why}."
    return f"{notebook.path} has no cell that ran without an error. Run it, save it, and export again."
