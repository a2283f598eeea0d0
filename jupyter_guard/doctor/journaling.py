"""Whether statements can be recorded, and how the journal is kept."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter

from jupyter_guard.journal import places, reader
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
    modes: Counter[bool] = Counter()
    damaged = 0
    for session in sorted(places.sessions(folder))[-_LOOKED_AT:]:
        try:
            modes.update(e.body["write_ahead"] for e in reader.session_entries(folder, session, ("session",)))
        except (OSError, sqlite3.Error, ValueError):
            damaged += 1
    found.append(Finding(_AREA, OK, f"{_kind(on_network=places.on_network(folder))}; {_said(modes)}"))
    if damaged:
        found.append(
            Finding(
                _AREA, WARN, f"{damaged} sessions cannot be read", "Look closer: jupyter guard log --verify"
            )
        )
    return found


def _kind(*, on_network: bool) -> str:
    if on_network:
        return "on a file system of the network, so with a rollback journal: a reader may hold a row up"
    return "on a local file system, so with a WAL where that can be"


def _said(modes: Counter[bool]) -> str:
    counted = ((modes[True], "a WAL"), (modes[False], "a rollback journal"))
    said = ", ".join(f"{count} with {name}" for count, name in counted if count)
    return f"of the newest sessions {said or 'none can tell'}"
