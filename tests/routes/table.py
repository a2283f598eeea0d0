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
outside. *Reads pass*: a query by the same way gave its result.

| route | version | database | tried | stopped | reads pass |
|---|---|---|---|---|---|
"""
OUTSIDE = """
## Outside of the guard

The guard is a seat belt in Python; a read-only role of the database is the lock. Known to pass:

- methods of a driver that were taken from it before the guard was loaded, its C level
  (`conn.pgconn.exec_` of psycopg), and `ctypes`;
- other processes and what they run, unless they are database clients known by name; names that a
  shell puts together;
- drivers without a route here; `%guard` names the known ones that were imported;
- DuckDB's files: what `COPY … TO` or `write_parquet` makes from a database in memory;
- HTTP requests, object stores, mail.
"""


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
    file.write_text(HEAD + "\n".join(lines) + "\n" + OUTSIDE)
