"""DuckDB's own lock on a connection: a file opened read-only, or READ ONLY transactions.

The first holds for the whole database, once and for all of this process. What is open for writing
already, such as a connection from before the tag was raised, gets the second from its next use on.
External access stays on, because without it no DataFrame and no local file can be read.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import weakref
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import duckdb

from jupyter_guard.kernel.passing import is_judged, judged_already
from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

if TYPE_CHECKING:
    from types import TracebackType

    from jupyter_guard.kernel.gate import Gate
    from jupyter_guard.kernel.sent import Sent

_OTHER_MODE = "different configuration"
_BEGIN = "BEGIN TRANSACTION READ ONLY"
_USERS_OWN = re.compile(r"(?:\A|;)\s*(?:begin|start\s+transaction)\b", re.IGNORECASE)
_OPEN_ALREADY = "a transaction of your own is open for writing; COMMIT or ROLLBACK ends it"
_NOT_YET = "open for writing, and locked by its next statement"
_NUMBER = "SELECT txid_current()"  # the same again within one transaction
_WRITABLE = "SELECT 1 FROM duckdb_databases() WHERE NOT internal AND NOT readonly AND path IS NOT NULL"


class OpenedLock:
    """The lock on one connection of DuckDB."""

    role = None
    weak = ""

    def __init__(
        self, gate: Gate, connection: Any, targets: Callable[[Any], Iterable[Target]], run: Callable[..., Any]
    ) -> None:
        self._gate, self._targets_of, self._run = gate, targets, run
        self._connection = weakref.ref(connection)
        self._settled: object = None  # policy and tag under which the next two were found
        self._wanted = False
        self._writable = True  # whether a transaction is needed, since some file is open for writing
        self._begun = False  # a READ ONLY transaction of the guard's
        self.busy = False  # a statement is on its way, and what DuckDB makes of it comes by here again
        self._lost = self._said = False
        gate.lock_made(self)

    @property
    def targets(self) -> tuple[Target, ...]:
        """Where the connection leads to."""
        connection = self._connection()
        try:
            return () if connection is None else tuple(self._targets_of(connection))
        except duckdb.Error:  # it was closed
            return ()

    @property
    def wanted(self) -> bool:
        """Whether the environment in force wants DuckDB itself to refuse writes."""
        return self._gate.wants_lock(lambda: self.targets)

    @property
    def held(self) -> bool:
        """Whether DuckDB refuses writes now, as far as is known."""
        return not self._lost and (self._begun or not self._writable)

    @property
    def missing(self) -> str:
        """Why it does not hold, although it should."""
        return "" if self.held or not self.wanted else _OPEN_ALREADY if self._lost else _NOT_YET

    def settle(self) -> None:
        """Do nothing: a result may be under way, which another statement would end."""

    def look(self, *, again: bool) -> None:
        """Find out whether a lock is wanted and of which kind; `again` where files may have been attached."""
        glance = self._gate.glance()
        if self._settled is glance and not again:
            return
        self._wanted = self.wanted
        self._writable = not self._wanted or bool(self._ask(_WRITABLE))  # not known where nobody needs it
        self._settled = glance

    def passage(self, text: str, sent: Sent | None) -> Renewed | Sent | None:
        """Lock a connection for the statement that comes, or free it for one that is unlocked."""
        if self.busy:
            return sent
        self.look(again=sent is not None and sent.effect > Effect.READ)
        if not (self._wanted and self._writable):
            self.release()
            return sent
        if sent is not None and sent.unlocked:
            self.release()
            return Renewed(self, sent)
        self.begin(users_own=bool(_USERS_OWN.search(text)))
        return Renewed(self, sent)

    def begin(self, *, users_own: bool = False) -> None:
        """Begin a READ ONLY transaction in place of the last one, unless the user begins one now."""
        ours_ended = self.release()
        self._lost = users_own or (not ours_ended and self._is_inside())
        if self._lost and not users_own:
            self._say()
        elif not users_own:
            self._run(self._connection(), _BEGIN)
            self._begun = True

    def release(self) -> bool:
        """End the guard's own transaction; return whether there was one, so that none is open now."""
        if not self._begun:
            return False
        self._begun = False
        # What a session may do, ATTACH and temporary tables, is to stay. It fails after an error.
        for text in ("COMMIT", "ROLLBACK"):
            try:
                self._run(self._connection(), text)
            except duckdb.Error:  # or the user's own COMMIT or ROLLBACK ended it
                continue
            return True
        return False

    def _is_inside(self) -> bool:
        """Whether a transaction is open; to try to begin one would spoil it."""
        try:
            one, other = (self._run(self._connection(), _NUMBER).fetchall() for _ in range(2))
        except duckdb.Error:  # it is open and takes no more statements
            return True
        return bool(one == other)

    def _ask(self, text: str) -> Any:
        connection: Any = self._connection()
        with judged_already():
            beside = connection.cursor()  # does not disturb a result that is being fetched
            try:
                return self._run(beside, text).fetchone()
            finally:
                beside.close()

    def _say(self) -> None:
        if not self._said:
            self._said = True
            where = ", ".join(self._gate.names(self.targets))
            print(
                f"jupyter_guard: {where} is not locked by DuckDB itself ({_OPEN_ALREADY}); "
                "only the judgement of the text holds.",
                file=sys.stderr,
            )


class Renewed:
    """One statement on its way; an error in it would leave a transaction that takes no other one."""

    def __init__(self, lock: OpenedLock, sent: Sent | None) -> None:
        self._lock, self._sent = lock, sent
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> None:
        self._lock.busy = True
        if self._sent is not None:
            self._stack.enter_context(self._sent)
            if self._sent.unlocked:
                self._stack.enter_context(judged_already())  # what the driver makes of it was judged

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.busy = False
        self._stack.__exit__(kind, error, trace)
        if kind is not None or (self._sent is not None and self._sent.unlocked):
            self._lock.begin()


class OpenedLocks:
    """The locks on the connections that live."""

    def __init__(
        self, gate: Gate, target_of: Callable[[str], Target], targets: Callable[[Any], Iterable[Target]]
    ) -> None:
        self._gate, self._target_of, self._targets = gate, target_of, targets
        self._run = duckdb.DuckDBPyConnection.execute  # before it is guarded
        self._locks: WeakKeyDictionary[Any, OpenedLock] = WeakKeyDictionary()

    def connecting(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """Return a `connect` that opens read-only what is locked, if the caller said nothing else."""

        def connect(database: Any = ":memory:", *args: Any, **kwargs: Any) -> Any:
            target = self._target_of(str(database))
            asked = bool(args[0] if args else kwargs.get("read_only", False))
            if is_judged() or not target.path:
                return original(database, *args, **kwargs)
            if asked or args or not self._lockable(target, kwargs):
                return self._noted(original(database, *args, **kwargs))
            try:
                return self._noted(original(database, **{**kwargs, "read_only": True}))
            except duckdb.Error as error:
                if _OTHER_MODE not in str(error):
                    raise
            # This process has it open for writing: the one that comes now is the same database.
            return self._noted(original(database, **kwargs))

        return connect

    def passage(self, connection: Any, text: str, sent: Sent | None) -> Renewed | Sent | None:
        """Return what is entered around a text that may pass."""
        return sent if is_judged() else self.of(connection).passage(text, sent)

    def beginning(self, connection: Any, *args: Any, **kwargs: Any) -> None:
        """Make room for a transaction that the user begins by a method."""
        if not is_judged():
            self.of(connection).release()

    def of(self, connection: Any) -> OpenedLock:
        """Return the lock of a connection, which may be a cursor of another one."""
        lock = self._locks.get(connection)
        if lock is None:
            lock = self._locks[connection] = OpenedLock(self._gate, connection, self._targets, self._run)
        return lock

    def _noted(self, connection: Any) -> Any:
        self.of(connection).look(again=False)
        return connection

    def _lockable(self, target: Target, kwargs: dict[str, Any]) -> bool:
        config = kwargs.get("config") or {}
        targets: Iterable[Target] = (target,)
        return (
            os.path.exists(target.path)
            and "access_mode" not in config
            and not self._gate.unlocks_last
            and self._gate.wants_lock(lambda: targets)
        )
