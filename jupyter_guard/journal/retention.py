"""Keep the journal to its age and size; what is taken out is marked, so that it is not missed."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from jupyter_guard.policy.keeping import Keeping

from . import anchor, places, schema
from .chain import Head

_DAY = 86_400_000_000  # microseconds
_SIDE_FILES = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True)
class Pruned:
    """What was taken out."""

    rows: int
    files: int


def prune(folder: Path, keeping: Keeping, now: int | None = None) -> Pruned:
    """Take out rows that are too old and then, oldest first, what is too much."""
    now = time.time_ns() // 1000 if now is None else now
    rows = files = 0
    for session in list(places.sessions(folder)):
        taken, gone = _prune_before(folder, session, now - keeping.days * _DAY)
        rows, files = rows + taken, files + gone
    limit = keeping.megabytes * 1_000_000
    for session in list(places.sessions(folder)):
        # A session that alone is too large loses its older half, again and again.
        while size_of(folder) > limit:
            taken, gone = _prune_half(folder, session)
            rows, files = rows + taken, files + gone
            if not taken or gone:
                break
    return Pruned(rows, files)


def size_of(folder: Path) -> int:
    """Return the bytes of all files of the journal."""
    total = 0
    for file in places.files(folder):
        with contextlib.suppress(OSError):
            total += file.stat().st_size
    return total


def _prune_before(folder: Path, session: str, at: int) -> tuple[int, int]:
    return _prune(folder, session, "SELECT max(seq) FROM entries WHERE at < ?", at)


def _prune_half(folder: Path, session: str) -> tuple[int, int]:
    # Of an ended session everything goes; of a living one never the last row.
    ended = _is_ended(folder, session)
    part = "max(seq)" if ended else "nullif((min(seq) + max(seq)) / 2, max(seq))"
    return _prune(folder, session, f"SELECT {part} FROM entries WHERE ? IS NOT NULL", 0)  # noqa: S608  # our own words


def _prune(folder: Path, session: str, query: str, value: int) -> tuple[int, int]:
    """Take out the rows up to the one that `query` finds, and the file with the last of them."""
    file = places.file_of(folder, session)
    try:
        with closing(schema.open_to_prune(file)) as connection:
            if not 0 < schema.version_of(connection) <= schema.VERSION:
                return 0, 0
            taken = _take_out(connection, folder, session, query, value)
            empty = connection.execute("SELECT count(*) FROM entries").fetchone()[0] == 0
    except (OSError, sqlite3.Error):
        return 0, 0  # it is gone, or another process prunes it
    if not (taken and empty and _is_ended(folder, session)):
        return taken, 0
    for suffix in _SIDE_FILES:
        Path(f"{file}{suffix}").unlink(missing_ok=True)
    return taken, 1


def _take_out(connection: sqlite3.Connection, folder: Path, session: str, query: str, value: int) -> int:
    connection.execute("BEGIN IMMEDIATE")
    try:
        seq = connection.execute(query, (value,)).fetchone()[0]
        found = connection.execute("SELECT seq, hash FROM entries WHERE seq = ?", (seq,)).fetchone()
        taken = 0
        # The mark first: rows that are gone without one would look stolen.
        if found and anchor.mark_pruned(folder / places.ANCHOR, session, Head(*found)):
            taken = connection.execute("DELETE FROM entries WHERE seq <= ?", (seq,)).rowcount
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    if taken:
        connection.execute("PRAGMA incremental_vacuum").fetchall()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return taken


def _is_ended(folder: Path, session: str) -> bool:
    """Say whether no process has the file open; it then becomes one plain file without a WAL."""
    try:
        with closing(schema.open_to_prune(places.file_of(folder, session))) as connection:
            connection.execute("PRAGMA busy_timeout = 0")
            mode: str = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    except sqlite3.Error:
        return False
    return mode.upper() == "DELETE"
