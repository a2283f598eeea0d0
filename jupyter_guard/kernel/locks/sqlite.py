"""SQLite's own locks on a connection: `query_only`, and what its authorizer answers beside the tables.

Not `mode=ro`: a connection lives longer than a tag, and what was opened read-only stays so.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from jupyter_guard.kernel.passing import judged_already
from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

if TYPE_CHECKING:
    from types import TracebackType

    from jupyter_guard.kernel.gate import Gate
    from jupyter_guard.kernel.sent import Sent

# These may be given a value: they change nothing that outlives the connection.
_HARMLESS = frozenset(
    "analysis_limit automatic_index busy_timeout cache_size cache_spill case_sensitive_like cell_size_check "
    "defer_foreign_keys foreign_key_check foreign_key_list foreign_keys full_column_names function_list "
    "hard_heap_limit ignore_check_constraints index_info index_list index_xinfo integrity_check mmap_size "
    "quick_check read_uncommitted recursive_triggers reverse_unordered_selects short_column_names "
    "soft_heap_limit table_info table_list table_xinfo temp_store threads trusted_schema".split()
)
_WRITES_WITHOUT_VALUE = frozenset({"incremental_vacuum", "wal_checkpoint"})


class FileLock:
    """The lock on one connection of sqlite3."""

    def __init__(self, gate: Gate, targets: Callable[[], list[Target]], send: Callable[[str], Any]) -> None:
        self._gate, self._targets, self._send = gate, targets, send
        self._settled: object = None
        self._own = False  # a statement of the guard's own is being prepared
        self.held = False
        self.lifted: Effect | None = None  # what an unlock lets the statement at hand do
        self.missing = self.weak = ""
        self.role = None
        gate.lock_made(self)

    @property
    def targets(self) -> tuple[Target, ...]:
        """Where the connection leads to."""
        return tuple(self._targets())

    @property
    def wanted(self) -> bool:
        """Whether the environment in force wants SQLite itself to refuse writes."""
        return self._gate.wants_lock(self._targets)

    def settle(self, *, again: bool = False) -> None:
        """Set the lock, or take it back, as policy and tag want it."""
        glance = self._gate.glance()
        if self._settled is glance and not again:
            return
        wanted = self.wanted
        if wanted != self.held:
            self._switch(wanted)
        self._settled = glance

    def lift(self, effect: Effect) -> None:
        """Let the statement at hand do so much."""
        self.lifted = effect
        if self.held:
            self._pragma(on=False)

    def put_back(self) -> None:
        """End what `lift` began."""
        self.lifted = None
        if self.held:
            self._pragma(on=True)

    def refuses(self, action: int, one: str | None, two: str | None) -> bool:
        """Say whether SQLite must not do what no table is named for."""
        if self._own or not self.held:
            return False
        if action == sqlite3.SQLITE_PRAGMA:
            name = (one or "").lower()
            return name in _WRITES_WITHOUT_VALUE or (two is not None and name not in _HARMLESS)
        # An attached file that is not there would be made; VACUUM attaches the file that it writes.
        return action == sqlite3.SQLITE_ATTACH and bool(one) and not _is_there(str(one))

    def _switch(self, wanted: bool) -> None:
        try:
            self._pragma(on=wanted)
        except sqlite3.Error as error:
            self.missing = str(error)
            return
        self.held, self.missing = wanted, ""

    def _pragma(self, *, on: bool) -> None:
        self._own = True
        try:
            self._send(f"PRAGMA query_only = {'ON' if on else 'OFF'}")
        finally:
            self._own = False


class Lifted:
    """One unlocked statement: SQLite's locks are lifted for it, and put back whatever happens."""

    def __init__(self, lock: FileLock, sent: Sent) -> None:
        self._lock, self._sent = lock, sent
        self._judged = judged_already()

    def __enter__(self) -> None:
        self._sent.__enter__()
        self._lock.lift(self._sent.effect)
        self._judged.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._judged.__exit__(kind, error, trace)
        self._lock.put_back()
        self._sent.__exit__(kind, error, trace)


def _is_there(path: str) -> bool:
    if path == ":memory:" or "mode=memory" in path:
        return True
    return os.path.exists(path.removeprefix("file:").partition("?")[0] if path.startswith("file:") else path)
