"""Whether statements can be recorded, and how the journal is kept."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter

from jupyter_guard.journal import places, schema
from jupyter_guard.policy import Policy

from .findings import FAIL, OK, WARN, Finding

_AREA = "journal"
_LOOKED_AT = 50  # of the newest sessions


def examine(policy: Policy) -> list[Finding]:
    """Return the state of this user's journal."""
    folder = places.journal_folder()
    existing = next(f for f in (folder, *folder.parents) if f.exists())
    if not os.access(existing, os.W_OK | os.X_OK):
        return [
            Finding(
                _AREA,
                FAIL,
                f"{existing} cannot be written, so prod sends nothing",
                f"Make it writable, or set JUPYTER_DATA_DIR: chmod u+rwx {existing}",
            )
        ]
    keeping = policy.journal
    found = [Finding(_AREA, OK, f"in {folder}; kept are {keeping.days} days and {keeping.megabytes} MB")]
    if not folder.is_dir():
        return [*found, Finding(_AREA, OK, "nothing is recorded yet")]
    modes: Counter[str] = Counter()
    damaged = 0
    for session in sorted(places.sessions(folder))[-_LOOKED_AT:]:
        try:
            connection = schema.open_to_read(places.file_of(folder, session))
            try:
                modes[str(connection.execute("PRAGMA journal_mode").fetchone()[0]).upper()] += 1
            finally:
                connection.close()
        except sqlite3.Error:
            damaged += 1
    said = ", ".join(f"{count} with {mode}" for mode, count in modes.items()) or "none"
    kind = (
        "on a file system of the network, so a rollback journal"
        if places.on_network(folder)
        else "local, so WAL"
    )
    found.append(Finding(_AREA, OK, f"{kind}; the newest sessions: {said}"))
    if damaged:
        found.append(
            Finding(
                _AREA, WARN, f"{damaged} sessions cannot be read", "Look closer: jupyter guard log --verify"
            )
        )
    return found
