"""The names of tables and columns, for completion: never asked on the user's own connection.

A short-lived read-only connection of the guard's own lists them in a thread, so that typing
does not wait for a slow server; until it has answered, the last known names are used.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from jupyter_guard.databases import Database, Table
    from jupyter_guard.policy.model import Connection

_FRESH = 60.0  # seconds; a table that somebody else made appears after that
_AFTER_FAILURE = 15.0  # seconds; a server that is away is not asked at each key
_PATIENCE = 0.8  # seconds that typing may wait for the first listing
_LONGEST = 5.0  # seconds that a cell waits for a listing that has its file open


class _Known(NamedTuple):
    tables: tuple[Table, ...]
    until: float


class Catalogs:
    """The tables that each connection of a kernel sees."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}  # by URL
        self._asking: dict[str, threading.Thread] = {}
        self._open = threading.Lock()  # held while a listing has a database open

    def tables(self, connection: Connection, kept: Database | None) -> tuple[Table, ...]:
        """Return what `connection` sees as far as it is known now; waits a moment, never longer.

        `kept` is the kernel's own database, which alone knows what is in memory.
        """
        key = connection.url  # its references unresolved: to ask a keyring may take time, too
        known = self._known.get(key)
        if known is not None and time.monotonic() < known.until:
            return known.tables
        thread = self._asking.get(key)
        if thread is None or not thread.is_alive():
            from jupyter_guard.policy.targets import target_of

            in_memory = target_of(connection.url).in_memory
            if in_memory and kept is None:
                return ()
            database = kept if in_memory else None
            thread = threading.Thread(target=self._ask, args=(connection, database), daemon=True)
            self._asking[key] = thread
            thread.start()
        thread.join(_PATIENCE if known is None else 0.05)
        found = self._known.get(key)
        return found.tables if found else ()

    def listed(self, connection: Connection, kept: Database | None) -> tuple[Table, ...]:
        """Ask what `connection` sees now, however long that takes; raises as the database does."""
        from jupyter_guard.policy.targets import target_of

        from .passing import judged_already

        in_memory = target_of(connection.url).in_memory
        if in_memory and kept is None:
            return ()
        with self._open, judged_already():
            tables = kept.catalog() if in_memory and kept is not None else _listed(connection)
        self._known[connection.url] = _Known(tables, time.monotonic() + _FRESH)
        return tables

    def forget(self) -> None:
        """List again at the next use: a cell may have made or dropped something."""
        self._known = {key: _Known(known.tables, 0.0) for key, known in self._known.items()}

    @contextlib.contextmanager
    def quiet(self) -> Iterator[None]:
        """Keep listings away while a cell runs: DuckDB opens a file in one mode at a time."""
        held = self._open.acquire(timeout=_LONGEST)
        try:
            yield
        finally:
            if held:
                self._open.release()

    def _ask(self, connection: Connection, kept: Database | None) -> None:
        from .passing import judged_already

        before = self._known.get(connection.url)
        try:
            with self._open, judged_already():
                tables = kept.catalog() if kept is not None else _listed(connection)
            self._known[connection.url] = _Known(tables, time.monotonic() + _FRESH)
        except Exception:  # noqa: BLE001  # no names is all that a completion can say about it
            tables = before.tables if before else ()
            self._known[connection.url] = _Known(tables, time.monotonic() + _AFTER_FAILURE)


def _listed(connection: Connection) -> tuple[Table, ...]:
    from jupyter_guard.databases import open_database
    from jupyter_guard.databases.secrets import resolve

    database = open_database(connection, resolve(connection.url), read_only=True)
    try:
        return database.catalog()
    finally:
        database.close()
