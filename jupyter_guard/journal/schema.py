"""The SQLite file of one session: how it is laid out, made and opened.

A file stays in the version it was written in, because its rows are chained as they are;
what a newer version says in another way is brought up to date while it is read.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

VERSION = 2
PATIENCE = 2.0  # seconds to wait for another process that has the file
_APPLICATION = 0x4A475544  # "JGUD": tells the file from any other SQLite file
_ROOM = 512  # pages of a WAL whose rows survive a power cut
_TABLE = """
CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    hash BLOB NOT NULL
)
"""
# Version -> what turns a row's body (kind, body) into one of the version after it.
Step = Callable[[str, dict[str, Any]], dict[str, Any]]


def _from_1(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    """Version 1 knew no fingerprints, nothing of what was shown, and no parameters."""
    new: Mapping[str, dict[str, Any]] = {
        "cell": {"parameters": []},
        "cell-end": {"values": {}, "shown": [], "files": {}},
        "packages": {"prefix": ""},
    }
    return {**new.get(kind, {}), **body}


STEPS: Mapping[int, Step] = {1: _from_1}


def create(file: Path, *, write_ahead: bool, power_safe: bool) -> sqlite3.Connection:
    """Make the file of a new session, for its owner alone, and open it for writing."""
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        connection = _connect(file, "rw")
        _lay_out(connection, write_ahead=write_ahead, power_safe=power_safe)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    return connection


def _lay_out(connection: sqlite3.Connection, *, write_ahead: bool, power_safe: bool) -> None:
    try:
        # So that a pruned file can become shorter; has to come before everything else.
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        mode = "WAL" if write_ahead else "TRUNCATE"
        found = connection.execute(f"PRAGMA journal_mode = {mode}").fetchone()[0]
        if found.upper() != mode:
            connection.execute("PRAGMA journal_mode = TRUNCATE")
        if power_safe and found.upper() == "WAL":
            _make_room(connection)
        # NORMAL with WAL loses nothing when the process dies, FULL nothing when the power goes.
        # Without WAL, anything less than FULL could leave a broken file behind.
        safe = power_safe or found.upper() != "WAL"
        connection.execute(f"PRAGMA synchronous = {'FULL' if safe else 'NORMAL'}")
        connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute(_TABLE)
    except BaseException:
        connection.close()
        raise


def _make_room(connection: sqlite3.Connection) -> None:
    """Give the WAL its full length now: a row that makes a file longer costs the disk more than one sync."""
    connection.execute("PRAGMA synchronous = OFF")  # until there is a row
    for number in range(_ROOM):
        connection.execute(f"PRAGMA user_version = {number}")  # a page of the WAL each
    connection.execute("PRAGMA wal_checkpoint(RESTART)").fetchall()
    connection.execute(f"PRAGMA wal_autocheckpoint = {_ROOM // 2}")


def open_to_read(file: Path) -> sqlite3.Connection:
    """Open the file of a session that may still be written to."""
    return _connect(file, "ro")


def open_to_prune(file: Path) -> sqlite3.Connection:
    """Open the file of a session to take rows out of it."""
    return _connect(file, "rw")


def is_blank(connection: sqlite3.Connection) -> bool:
    """Say whether nothing was laid out in an open file yet."""
    return not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def has_wal(connection: sqlite3.Connection) -> bool:
    """Say whether an open file has a WAL, and no rollback journal."""
    return str(connection.execute("PRAGMA journal_mode").fetchone()[0]).upper() == "WAL"


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version of an open file, or 0 for one that is not of a journal."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != _APPLICATION:
        return 0
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def upgrade(
    kind: str, body: dict[str, Any], version: int, steps: Mapping[int, Step] = STEPS
) -> dict[str, Any]:
    """Return a row's body as the newest version says it."""
    while version in steps:
        body = steps[version](kind, body)
        version += 1
    return body


def _connect(file: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"file:{quote(str(file.absolute()))}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=PATIENCE,
        check_same_thread=False,  # the writer has a lock of its own
    )
