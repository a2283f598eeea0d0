"""Decide what becomes of every cell: the whole analysis of a notebook as one value."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_guard.errors import NotExportable
from jupyter_guard.policy import Policy

from . import slicing
from .checks import CHECKS
from .evidence import Evidence
from .fates import CELL_RULES, LEFT_OVER, PART_RULES, code_of
from .findings import Decision, Finding
from .narrative import headings
from .notebook import Cell, Notebook
from .parts import Part, parts_of
from .pieces import Kind
from .queries import Catalog
from .witness import repeated, witness


@dataclass(frozen=True)
class Parameter:
    """A value that whoever runs the project may choose."""

    name: str
    value: str | int | float | bool | None
    cell: Cell


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


@dataclass
class _Sorted:
    """The parts of the cells that ran, by what becomes of them."""

    kept: list[Part] = field(default_factory=list)
    why: dict[int, str] = field(default_factory=dict)  # id of a kept part -> why it is there
    dropped: list[tuple[Part, str, str]] = field(default_factory=list)  # part, code, reason


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
    catalog = Catalog(policy, headings=headings(notebook.cells))
    read, unread = _as_seen(executed, catalog) if seen else _in_order(executed, catalog)
    read = (*_imports_that_never_ran(code, fates, read, catalog), *read)
    if not read and (unread or not executed):
        raise NotExportable(_nothing_left(notebook, unread))
    sorted_ = _sorted(read, all_cells)
    failed, _ = parts_of([c for c in code if c.failure and c.index not in unread], catalog)
    evidence = Evidence(
        notebook,
        ran,
        tuple(executed),
        tuple(read),
        tuple(sorted_.kept),
        tuple(p for p, *_ in sorted_.dropped),
        failed,
        unread,
        fates,
        seen,
    )
    findings = tuple(finding for check in CHECKS for finding in check(evidence))
    parameters = tuple(_parameters(sorted_.kept))
    names = {(p.name, p.cell.index) for p in parameters}
    kept = tuple(p for p in sorted_.kept if not _is_parameter(p, names))
    used = {part.cell.index for part in sorted_.kept}
    cells = (cell for cell in notebook.cells if not cell.former or cell.index in used)
    decisions = tuple(_decision(cell, fates, unread, sorted_) for cell in cells)
    wanted = tuple(
        dict.fromkeys(word for p in read if p.piece.kind is Kind.REQUIREMENT for word in p.piece.text.split())
    )
    shown = not any(part.leaves_something for part in sorted_.kept)
    return Plan(notebook, kept, parameters, decisions, findings, wanted, shown, all_cells, seen is not None)


def _fate(cell: Cell, ran: bool) -> tuple[str, str] | None:
    return next(((code_of(rule), reason) for rule in CELL_RULES if (reason := rule(cell, ran))), None)


def _nothing_left(notebook: Notebook, unread: dict[int, str]) -> str:
    if unread:
        index, why = next(iter(unread.items()))
        return f"{notebook.path} is not Python as this version reads it: cell {index + 1}: {why}."
    return f"{notebook.path} has no cell that ran without an error. Run it, save it, and export again."


def _as_seen(executed: Sequence[Cell], catalog: Catalog) -> tuple[tuple[Part, ...], dict[int, str]]:
    """Return the parts in the order that the journal saw, or as they stand where that means the same."""
    as_run, unread = parts_of(executed, catalog)
    as_it_stands = tuple(sorted(as_run, key=lambda part: part.cell.index))
    former = any(cell.former for cell in executed)
    if not former and not repeated(executed) and slicing.chains(as_it_stands) == slicing.chains(as_run):
        return as_it_stands, unread
    return as_run, unread


def _in_order(executed: Sequence[Cell], catalog: Catalog) -> tuple[tuple[Part, ...], dict[int, str]]:
    """Return the parts in the order in which they ran, or as they stand where that means the same.

    The counts tell the last run of each cell only. Where they leave names undefined that
    are defined in the order of the notebook, cells were run again, and that order is right.
    """
    by_place, unread = parts_of(executed, catalog)
    order = {c.index: i for i, c in enumerate(slicing.in_execution_order(executed))}
    by_count = tuple(sorted(by_place, key=lambda part: order[part.cell.index]))
    if by_count == by_place or slicing.chains(by_count) == slicing.chains(by_place):
        return by_place, unread
    if len(slicing.unresolved(by_place)) < len(slicing.unresolved(by_count)):
        return by_place, unread
    return by_count, unread


def _imports_that_never_ran(
    code: Sequence[Cell], fates: dict[int, tuple[str, str]], read: Sequence[Part], catalog: Catalog
) -> Iterator[Part]:
    """Yield imports of cells without a count, where nothing else brings a name that is used.

    An import does nothing else, so the cell did run: somebody cleared its count.
    """
    missing = {name for _, name in slicing.unresolved(read)}
    never = [cell for cell in code if fates.get(cell.index, ("",))[0] == "JG204"]
    parts, _ = parts_of(never, catalog) if missing else ((), {})
    for part in parts:
        if part.is_import and part.names.sets & missing:
            fates.pop(part.cell.index, None)
            yield part


def _sorted(parts: Sequence[Part], all_cells: bool) -> _Sorted:
    found = _Sorted()
    candidates: list[Part] = []
    for part in parts:
        fate = next(((code_of(r), why) for r in PART_RULES if (why := r(part))), None)
        if fate is None:
            candidates.append(part)
        else:
            found.dropped.append((part, *fate))
    slice_ = slicing.everything(candidates) if all_cells else slicing.backward(candidates)
    for i, part in enumerate(candidates):
        if i in slice_.needed:
            found.kept.append(part)
            found.why[id(part)] = slice_.needed[i]
        else:
            rule = next(rule for rule in LEFT_OVER if rule(part))
            found.dropped.append((part, code_of(rule), rule(part)))
    return found


def _parameters(kept: Sequence[Part]) -> Iterator[Parameter]:
    """Yield the plain values that a cell with the tag `parameters` sets, unless something came before."""
    touched: set[str] = set()
    for part in kept:
        tree = part.piece.tree
        target, value = _simple_assignment(tree)
        if "parameters" in part.cell.tags and target and target not in touched:
            literal = _literal(value)
            if not isinstance(literal, _NoLiteral):
                yield Parameter(target, literal, part.cell)
        touched |= part.names.sets | part.names.reads


def _simple_assignment(tree: ast.stmt | None) -> tuple[str, ast.expr | None]:
    if isinstance(tree, ast.Assign) and len(tree.targets) == 1 and isinstance(tree.targets[0], ast.Name):
        return tree.targets[0].id, tree.value
    if isinstance(tree, ast.AnnAssign) and isinstance(tree.target, ast.Name):
        return tree.target.id, tree.value
    return "", None


class _NoLiteral:
    """Stands for a value that is not written out."""


def _literal(node: ast.expr | None) -> str | int | float | bool | _NoLiteral | None:
    try:
        value = ast.literal_eval(node) if node is not None else _NoLiteral()
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return _NoLiteral()
    return value if isinstance(value, (str, int, float, bool)) else _NoLiteral()


def _is_parameter(part: Part, names: set[tuple[str, int]]) -> bool:
    target, _ = _simple_assignment(part.piece.tree)
    return (target, part.cell.index) in names and "parameters" in part.cell.tags


def _decision(
    cell: Cell, fates: dict[int, tuple[str, str]], unread: dict[int, str], sorted_: _Sorted
) -> Decision:
    if cell.kind != "code":
        return Decision(cell.index, cell.kind, "text", "", "it is text", cell.label)
    if cell.index in fates:
        code, reason = fates[cell.index]
        return Decision(cell.index, cell.kind, "dropped", code, reason, cell.label)
    if cell.index in unread:
        return Decision(
            cell.index, cell.kind, "dropped", "JG106", f"it is no Python: {unread[cell.index]}", cell.label
        )
    kept = [part for part in sorted_.kept if part.cell.index == cell.index]
    gone = [(part, code, why) for part, code, why in sorted_.dropped if part.cell.index == cell.index]
    lines = "; ".join(f"line {part.piece.line}: {why}" for part, _, why in gone)
    if kept and "parameters" in cell.tags:
        return Decision(
            cell.index, "code", "parameters", "JG002", "its values are options of the command", cell.label
        )
    if kept:
        why = _best([sorted_.why[id(part)] for part in kept], cell)
        return (
            Decision(cell.index, "code", "in part", "JG001", f"{why}; left out: {lines}", cell.label)
            if gone
            else Decision(cell.index, "code", "kept", "JG001", why, cell.label)
        )
    if not gone:
        return Decision(cell.index, "code", "dropped", "JG201", "it is empty", cell.label)
    reasons = list(dict.fromkeys((code, why) for _, code, why in gone))
    code, why = min(reasons, key=lambda r: _WEIGHT.index(r[0]) if r[0] in _WEIGHT else 0)
    return Decision(cell.index, "code", "dropped", code, why, cell.label)


_WEIGHT = ("JG205", "JG209", "JG208", "JG206", "JG207")


def _best(reasons: Sequence[str], cell: Cell) -> str:
    """Return the reason that says most: a result, then what other cells need, then the rest."""
    own = f"{cell.label} needs"
    return min(reasons, key=lambda reason: (not reason.startswith(("it writes", "it draws")), own in reason))
