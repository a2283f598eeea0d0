"""Append rows to the journal of this session: in order, chained, and there when it returns."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from jupyter_guard.errors import JournalFailed
from jupyter_guard.policy.keeping import Keeping

from . import places, schema
from .anchor import Slot
from .chain import Head, link

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_INSERT = "INSERT INTO entries (seq, at, kind, body, hash) VALUES (?, ?, ?, ?, ?)"
# Of a process that was forked from the one that opened them. Closing these, even by garbage
# collection, could take a file away under the process that still writes it.
_of_the_parent: list[object] = []


class Place(NamedTuple):
    """Where a row was written."""

    session: str
    seq: int


class Writer:
    """The journal of one process, in a file that is made with the first row.

    Any thread may append. A forked process, and one whose file was taken away, begins a file
    of its own.
    """

    def __init__(
        self, folder: Path, keeping: Keeping, about: Mapping[str, Any], *, write_ahead: bool | None = None
    ) -> None:
        self.folder = folder
        self._keeping, self._about, self._write_ahead = keeping, about, write_ahead
        self._lock = threading.Lock()
        self._file: _File | None = None
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forked)

    @property
    def session(self) -> str:
        """The session that is being written, or '' before its first row."""
        return self._file.session if self._file else ""

    def append(self, *entries: tuple[str, Mapping[str, Any]]) -> tuple[Place, ...]:
        """Write rows (kind, body), all or none; raises JournalFailed with the reason.

        What returns here survives the death of the process, and with `power_safe` a power cut.
        """
        with self._lock:
            try:
                file = self._open()
                return tuple(Place(file.session, seq) for seq in file.append(entries))
            except (OSError, sqlite3.Error) as error:
                reason = getattr(error, "strerror", None) or str(error)
        raise JournalFailed(f"The journal in {self.folder} cannot be written: {reason}.")

    def close(self) -> None:
        """Let the file go; a later row would begin a new one."""
        with self._lock:
            self._let_go()

    def _open(self) -> _File:
        if self._file is not None and self._file.is_in_place():
            return self._file
        before = self._file.session if self._file else ""
        self._let_go()
        places.make_folder(self.folder)
        write_ahead = self._write_ahead
        if write_ahead is None:
            write_ahead = not places.on_network(self.folder)
        self._file = _File(self.folder, write_ahead=write_ahead, power_safe=self._keeping.power_safe)
        about = {"pid": os.getpid(), "after": before, "write_ahead": self._file.write_ahead}
        facts = {**self._about, **about}
        self._file.append([("session", facts)])
        return self._file

    def _let_go(self) -> None:
        if self._file is not None:
            self._file.close()
        self._file = None

    def _forked(self) -> None:
        # Another thread may have held the lock while it was copied.
        self._lock = threading.Lock()
        _of_the_parent.append(self._file)
        self._file = None


class _File:
    """The open file of one session."""

    def __init__(self, folder: Path, *, write_ahead: bool, power_safe: bool) -> None:
        self.session = places.new_session()
        self._path = places.file_of(folder, self.session)
        self._connection = schema.create(self._path, write_ahead=write_ahead, power_safe=power_safe)
        # One for all rows, of SQLite's own class: in a guarded kernel a new one would be judged each time.
        self._cursor = sqlite3.Cursor(self._connection)
        try:
            # Before the first row: a file with rows that the anchor does not know looks smuggled in.
            self._slot = Slot(folder / places.ANCHOR, self.session)
        except BaseException:
            self._connection.close()
            self._path.unlink(missing_ok=True)
            raise
        self.write_ahead = schema.has_wal(self._connection)  # not every file system can
        self._identity = os.stat(self._path).st_ino
        self._head = Head()

    def is_in_place(self) -> bool:
        """Say whether the file is still where readers look for it."""
        try:
            return os.stat(self._path).st_ino == self._identity
        except OSError:
            return False

    def append(self, entries: Sequence[tuple[str, Mapping[str, Any]]]) -> range:
        at, head, rows = time.time_ns() // 1000, self._head, []
        for kind, body in entries:
            text = _encode(body)
            seq = head.seq + 1
            head = Head(seq, link(head.hash, seq, at, kind, text))
            rows.append((seq, at, kind, text, head.hash))
        self._insert(rows)
        first, self._head = self._head.seq + 1, head
        self._slot.move(head)
        return range(first, head.seq + 1)

    def _insert(self, rows: Sequence[tuple[object, ...]]) -> None:
        if len(rows) == 1:
            self._cursor.execute(_INSERT, rows[0])
            return
        self._cursor.execute("BEGIN IMMEDIATE")
        try:
            self._cursor.executemany(_INSERT, rows)
            self._cursor.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self._cursor.execute("ROLLBACK")
            raise

    def close(self) -> None:
        """Let both files go."""
        self._slot.close()
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()
