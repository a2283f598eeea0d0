"""The table of docs/routes.md, as the scenarios showed it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

HEAD = """\
# The routes by which SQL leaves a kernel

Made by the test suite (`GUARD_ROUTES_DOC=docs/routes.md pytest tests/routes`): each way was tried in
a real kernel on a real database. *Stopped*: unguarded it wrote, under prod it did not, seen from
outside. *Reads pass*: a query by the same way gave its result. A way with a * is not seen by the
guard: the lock that it put on the database refused it.

| route | version | database | tried | stopped | reads pass |
|---|---|---|---|---|---|
"""
OUTSIDE = Path(__file__).with_name("outside.md")  # what no scenario can show


@dataclass(frozen=True)
class Row:
    """What one scenario showed."""

    route: str
    version: str
    database: str
    name: str
    stopped: bool
    read: bool


def write_table(file: Path, rows: Iterable[Row]) -> None:
    """Write the document, whatever the scenarios showed."""
    lines = []
    ordered = sorted(rows, key=lambda row: (row.route.lower(), row.database, row.version))
    for (route, number, database), group in groupby(ordered, key=lambda r: (r.route, r.version, r.database)):
        tried = list(group)
        stopped, read = (sum(getattr(row, what) for row in tried) for what in ("stopped", "read"))
        names, count = ", ".join(row.name for row in tried), len(tried)
        lines.append(
            f"| {route} | {number} | {database} | {names} | {stopped} of {count} | {read} of {count} |"
        )
    file.write_text(HEAD + "\n".join(lines) + "\n\n" + OUTSIDE.read_text(encoding="utf-8"))
