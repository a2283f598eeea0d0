"""DuckDB's own lock on a connection: a file is opened read-only, once, for all of this process.

A file that is open for writing cannot be locked later: to detach it loses results that are being
fetched. External access stays on, because without it no DataFrame and no local file can be read.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import duckdb

from jupyter_guard.kernel.passing import is_judged
from jupyter_guard.policy.targets import Target

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate
    from jupyter_guard.kernel.sent import Sent

_OTHER_MODE = "different configuration"
_OPENED_BEFORE = "it was opened for writing before; close it and connect again"


class OpenedLock:
    """The lock on one connection of DuckDB."""

    def __init__(self, gate: Gate, target: Target, *, held: bool) -> None:
        self._gate, self._target = gate, target
        self.held = held
        self._said = held
        self.weak = ""
        self.role = None
        gate.lock_made(self)

    @property
    def targets(self) -> tuple[Target, ...]:
        """Where the connection leads to."""
        return (self._target,)

    @property
    def wanted(self) -> bool:
        """Whether the environment in force wants DuckDB itself to refuse writes."""
        return self._gate.wants_lock(lambda: self.targets)

    @property
    def missing(self) -> str:
        """Why it does not hold, although it should."""
        return "" if self.held or not self.wanted else _OPENED_BEFORE

    def settle(self) -> None:
        """Do nothing: what is open cannot be locked."""

    def look(self) -> None:
        """Say once that it is missing."""
        if not self._said and self.missing:
            self._said = True
            where = ", ".join(self._gate.names(self.targets))
            print(
                f"jupyter_guard: {where} is not locked by DuckDB itself ({_OPENED_BEFORE}); "
                "only the judgement of the text holds.",
                file=sys.stderr,
            )


class OpenedLocks:
    """The locks on the connections that live."""

    def __init__(self, gate: Gate, target_of: Callable[[str], Target]) -> None:
        self._gate, self._target_of = gate, target_of
        self._locks: WeakKeyDictionary[Any, OpenedLock] = WeakKeyDictionary()

    def connecting(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """Return a `connect` that opens read-only what is locked, if the caller said nothing else."""

        def connect(database: Any = ":memory:", *args: Any, **kwargs: Any) -> Any:
            target = self._target_of(str(database))
            asked = bool(args[0] if args else kwargs.get("read_only", False))
            if not target.path or is_judged():
                return original(database, *args, **kwargs)
            if asked or not self._lockable(target, kwargs) or len(args) > 0:
                return self._note(original(database, *args, **kwargs), target, held=asked)
            try:
                connection = original(database, **{**kwargs, "read_only": True})
            except duckdb.Error as error:
                if _OTHER_MODE not in str(error):
                    raise
                # This process has it open for writing: the one that comes now is the same database.
                return self._note(original(database, **kwargs), target, held=False)
            return self._note(connection, target, held=True)

        return connect

    def passage(self, connection: Any, sent: Sent | None) -> Sent | None:
        """Say where the lock of `connection` is missing; an unlock has nothing here that it could lift."""
        lock = None if sent is None else self._locks.get(connection)
        if lock is not None and not is_judged():
            lock.look()
        return sent

    def _lockable(self, target: Target, kwargs: dict[str, Any]) -> bool:
        config = kwargs.get("config") or {}
        targets: Iterable[Target] = (target,)
        return (
            os.path.exists(target.path)
            and "access_mode" not in config
            and not self._gate.unlocks_last
            and self._gate.wants_lock(lambda: targets)
        )

    def _note(self, connection: Any, target: Target, *, held: bool) -> Any:
        self._locks[connection] = OpenedLock(self._gate, target, held=held)
        return connection
