"""The cells of `jupyter guard log --cells`: which are asked for, and how they are shown."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from .cells import Run, runs
from .statements import BLOCKED, Filter, Record, statements

HEADINGS = ("When", "Environment", "Notebook", "Count", "State", "Seconds", "SQL", "Names", "Cell")
_NAMES = 40  # characters of names in a table


@dataclass(frozen=True)
class CellRun:
    """A cell that ran, with the statements that it sent or meant to send."""

    run: Run
    statements: tuple[Record, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as one JSON object; a statement by its number, as `log --json` has it."""
        return {**self.run.to_json(), "statements": [record.seq for record in self.statements]}


def cells(folder: Path, wanted: Filter) -> list[CellRun]:
    """Return the cells that are wanted, the oldest first; where SQL is asked for, those that have such."""
    found = [run for run in runs(folder, wanted.notebook) if run.at >= wanted.since]
    sent = _by_run(found, statements(folder, Filter(since=wanted.since)))
    asks_for_sql = Filter(blocked=wanted.blocked, connection=wanted.connection, table=wanted.table)
    listed = [CellRun(run, tuple(sent[run.session, run.seq])) for run in found]
    return [
        cell
        for cell in listed
        if wanted.environment in ("", cell.run.environment)
        and (asks_for_sql == Filter() or any(map(asks_for_sql.wants, cell.statements)))
    ]


def row(cell: CellRun, width: int) -> tuple[str, ...]:
    """Return the cell's line of a table; of its source there are `width` characters."""
    run, ending = cell.run, cell.run.ending
    when = datetime.fromtimestamp(run.at / 1_000_000).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    count = "" if ending.execution_count is None else f"[{ending.execution_count}]"
    seconds = "" if ending.seconds is None else f"{ending.seconds:.2f}"
    source = " ".join(run.source.split())
    return (
        when,
        run.environment,
        Path(run.notebook).name,
        count,
        ending.error or ending.state,
        seconds,
        _counted(cell.statements),
        _cut(_names(run), _NAMES),
        _cut(source or "(its source was pruned)", width),
    )


def _by_run(found: Sequence[Run], records: Sequence[Record]) -> dict[tuple[str, int], list[Record]]:
    """Return the statements of each run: those between its row and that of the next."""
    begun: dict[str, list[int]] = defaultdict(list)
    for run in found:
        begun[run.session].append(run.seq)
    sent: dict[tuple[str, int], list[Record]] = defaultdict(list)
    for record in records:
        rows = begun[record.session]
        place = bisect_right(rows, record.seq)
        if place:
            sent[record.session, rows[place - 1]].append(record)
    return sent


def _names(run: Run) -> str:
    e = run.ending
    told = [*(f"+{n}" for n in e.bound), *(f"={n}" for n in e.rebound), *(f"~{n}" for n in e.changed)]
    return " ".join([*told, *(f"-{n}" for n in e.deleted)])


def _counted(records: Sequence[Record]) -> str:
    blocked = sum(record.outcome.state == BLOCKED for record in records)
    return f"{len(records) or ''}" + (f" ({blocked} blocked)" if blocked else "")


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
