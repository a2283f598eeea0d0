"""Keep the journal to its age and size; what is taken out is marked, so that it is not missed."""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from jupyter_guard.policy.keeping import Keeping

from . import anchor, places, schema
from .chain import Head

_DAY = 86_400_000_000  # microseconds
_SIDE_FILES = ("", "-wal", "-shm", "-journal")
_BEGIN, _LEAVE = 0.9, 0.8  # of the size that is kept: where pruning begins, and what it leaves
_WAL = 4_200_000  # bytes that one grows to before SQLite folds it in
_ROUNDS = 8  # as what a row takes is only about known
_PARTS = 16  # of a session, whose age is looked at
_ENDS = """
WITH RECURSIVE
    reach(first, last) AS (SELECT min(seq), max(seq) FROM entries),
    part(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM part WHERE number < :parts)
SELECT at FROM part, reach JOIN entries ON seq = first + (last - first) * number / :parts
"""


class Pruned(NamedTuple):
    """What was taken out."""

    rows: int
    files: int


def prune(folder: Path, keeping: Keeping, now: int | None = None) -> Pruned:
    """Take out rows that are too old and then, the oldest of all sessions first, what is too much.

    Whoever prunes often enough stays below the size that is kept: it begins before that is reached.
    """
    now = time.time_ns() // 1000 if now is None else now
    oldest = now - keeping.days * _DAY
    pruned = _prune_all(folder, [s for s in places.sessions(folder) if _may_be_older(s, oldest)], oldest)
    limit = keeping.megabytes * 1_000_000
    if size_of(folder) <= _BEGIN * limit and _too_much(folder, limit, _BEGIN) <= 0:
        return pruned
    _fold(folder)
    for _ in range(_ROUNDS):
        too_much = _too_much(folder, limit, _LEAVE)
        more = _prune_all(folder, places.sessions(folder), _cut(folder, too_much)) if too_much > 0 else None
        if not more or not more.rows:
            break
        pruned = Pruned(pruned.rows + more.rows, pruned.files + more.files)
    return pruned


def size_of(folder: Path) -> int:
    """Return the bytes of all files of the journal."""
    return sum(_sizes(places.files(folder)))


def _sizes(files: Iterable[Path]) -> Iterator[int]:
    for file in files:
        with contextlib.suppress(OSError):  # it is gone by now
            yield file.stat().st_size


def _too_much(folder: Path, limit: int, part: float) -> float:
    """Return by how many bytes the rows exceed that part of their room; WALs have a room of their own."""
    in_wals = list(_sizes(folder.glob("*-wal")))
    room = max(limit - len(in_wals) * _WAL, limit / 2)
    return size_of(folder) - sum(in_wals) - part * room


def _may_be_older(session: str, at: int) -> bool:
    """Say whether a session can have rows from before a moment: its name says when it began."""
    began = time.strftime("%Y%m%dT%H%M%S", time.gmtime(at // 1_000_000))
    return session[: len(began)] <= began


def _cut(folder: Path, size: float) -> int:
    """Return the moment before which about so many bytes of all sessions were written."""
    sessions = list(places.sessions(folder))
    found = sorted(portion for session in sessions for portion in _portions(folder, session))
    reached = itertools.accumulate(portion for _, portion in found)
    ends = [at for (at, _), written in zip(found, reached, strict=True) if written >= size]
    return 1 + (ends[0] if ends else max((at for at, _ in found), default=-1))


def _portions(folder: Path, session: str) -> list[tuple[int, int]]:
    """Return when parts of a session that are about alike ended, and the bytes of each."""
    file = places.file_of(folder, session)
    try:
        with closing(schema.open_to_read(file)) as connection:
            ends = connection.execute(_ENDS, {"parts": _PARTS}).fetchall()
            size = file.stat().st_size
    except (OSError, sqlite3.Error):
        return []
    return [(at, size // len(ends)) for (at,) in ends]


def _fold(folder: Path) -> None:
    """Empty the WALs: those of kernels that were killed, and those of living ones for now."""
    for session in list(places.sessions(folder)):
        file = places.file_of(folder, session)
        if Path(f"{file}-wal").exists() and not _is_ended(folder, session):
            with contextlib.suppress(sqlite3.Error), closing(schema.open_to_prune(file)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _prune_all(folder: Path, sessions: Iterable[str], at: int) -> Pruned:
    """Take out of these sessions what was written before a moment."""
    found = [_prune(folder, session, at) for session in list(sessions)]
    return Pruned(sum(rows for rows, _ in found), sum(files for _, files in found))


def _prune(folder: Path, session: str, at: int) -> tuple[int, int]:
    """Take out the rows from before a moment, and the file with the last of them; return how many of both."""
    file = places.file_of(folder, session)
    try:
        with closing(schema.open_to_prune(file)) as connection:
            if not 0 < schema.version_of(connection) <= schema.VERSION:
                return 0, 0
            taken = _take_out(connection, folder, session, at)
            empty = connection.execute("SELECT count(*) FROM entries").fetchone()[0] == 0
    except (OSError, sqlite3.Error):
        return 0, 0  # it is gone, or another process prunes it
    if not (taken and empty and _is_ended(folder, session)):
        return taken, 0
    for suffix in _SIDE_FILES:
        Path(f"{file}{suffix}").unlink(missing_ok=True)
    return taken, 1


def _take_out(connection: sqlite3.Connection, folder: Path, session: str, at: int) -> int:
    connection.execute("BEGIN IMMEDIATE")
    try:
        seq = connection.execute("SELECT max(seq) FROM entries WHERE at < ?", (at,)).fetchone()[0]
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
        # It takes a step for each page: `execute` would stop after the first.
        connection.executescript("PRAGMA incremental_vacuum")
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
