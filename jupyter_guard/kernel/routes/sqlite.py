"""sqlite3: connections and cursors of our own, and SQLite's authorizer below them."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

from .patching import below
from .sqlite_session import NOTHING, ROUTE, Session, path_of, target

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

_CONNECT_FACTORY = 5  # its place among the arguments of sqlite3.connect
_CONNECTION = sqlite3.Connection  # SQLite's own, before it is replaced below

# Called by these names and not by super(), because a read may cost three times SQLite's own price at most.
_new_cursor = sqlite3.Connection.cursor
_execute, _executemany = sqlite3.Cursor.execute, sqlite3.Cursor.executemany


class GuardedCursor(sqlite3.Cursor):
    """Shows the gate what it is about to run."""

    def execute(self, sql: str, /, *args: Any) -> Any:
        session: Session = self.connection._guard_session  # type: ignore[attr-defined]  # of our class below
        try:
            if sql in session.reads:
                return _execute(self, sql, *args)
            with session.check(sql, self.connection):
                return _execute(self, sql, *args)
        except sqlite3.DatabaseError:
            session.tell()
            raise

    def executemany(self, sql: str, /, *args: Any) -> Any:
        session: Session = self.connection._guard_session  # type: ignore[attr-defined]  # of our class below
        try:
            with session.check(sql, self.connection):
                return _executemany(self, sql, *args)
        except sqlite3.DatabaseError:
            session.tell()
            raise

    def executescript(self, sql_script: str, /) -> Any:
        session: Session = self.connection._guard_session  # type: ignore[attr-defined]  # of our class below
        try:
            with session.check(sql_script, self.connection):
                return super().executescript(sql_script)
        except sqlite3.DatabaseError:
            session.tell()
            raise


class GuardedConnection(sqlite3.Connection):
    """Hands out guarded cursors; stands below a user's own class, so it sees what that class sends."""

    _guard_gate: Gate
    _guard_session: Session

    def __init__(self, database: Any, *args: Any, **kwargs: Any) -> None:
        uri = kwargs.get("uri", args[6] if len(args) > 6 else False)
        self._guard_session = Session(self._guard_gate, path_of(database), uri=bool(uri))
        super().__init__(database, *args, **kwargs)
        super().set_authorizer(self._guard_session.authorize)
        self._guard_session.opened(self)

    def cursor(self, factory: Any = GuardedCursor, /) -> Any:
        if factory is not GuardedCursor and isinstance(factory, type):
            factory = below(factory, sqlite3.Cursor, GuardedCursor)
        return super().cursor(factory)

    # SQLite's own do not ask for a cursor of ours.
    def execute(self, sql: str, /, *args: Any) -> Any:
        return _new_cursor(self, GuardedCursor).execute(sql, *args)

    def executemany(self, sql: str, /, *args: Any) -> Any:
        return _new_cursor(self, GuardedCursor).executemany(sql, *args)

    def executescript(self, sql_script: str, /) -> Any:
        return _new_cursor(self, GuardedCursor).executescript(sql_script)

    def set_authorizer(self, authorizer_callback: Any) -> None:
        # Not SQLite's own: both are asked. Setting it anew makes SQLite ask about prepared statements again.
        self._guard_session.authorizer = authorizer_callback
        super().set_authorizer(self._guard_session.authorize)

    def backup(self, target: sqlite3.Connection, **kwargs: Any) -> None:
        session = getattr(target, "_guard_session", None)
        targets = session.targets[:1] if session else [Target("sqlite", ("?",))]
        what = "backup() replaces the whole target"
        sent = self._guard_gate.check_effect(Effect.SCHEMA, what, "sqlite", lambda: targets, ROUTE)
        with sent or NOTHING:
            super().backup(target, **kwargs)

    def blobopen(self, table: str, column: str, row: int, /, **kwargs: Any) -> Any:
        if not kwargs.get("readonly"):
            what = f"blobopen() of {table}.{column} for writing"
            targets = self._guard_session.targets
            self._guard_gate.check_effect(
                Effect.WRITE, what, "sqlite", lambda: targets, ROUTE, writes=(table,)
            )
        return super().blobopen(table, column, row, **kwargs)


def install(gate: Gate) -> None:
    """Guard connections from now on, by whatever name they are opened."""
    from .auditing import on_audit

    # The module in C, too: whoever imports sqlite3 anew takes all of its names from there.
    low: Any = sys.modules["_sqlite3"]
    names: list[Any] = [sys.modules[name] for name in ("sqlite3.dbapi2", "sqlite3") if name in sys.modules]
    original = low.connect
    if not hasattr(original, "_guard_gate"):
        low.connect, low.Connection = (
            _guarded_connect(gate, original),
            guarded_class(_CONNECTION, gate),
        )
        watch = _Strangers(gate)
        on_audit("sqlite3.connect", watch.opening)
        on_audit("sqlite3.connect/handle", watch.opened)
    for module in names:
        module.connect, module.Connection = low.connect, low.Connection


def _guarded_connect(gate: Gate, original: Callable[..., Any]) -> Callable[..., Any]:
    def connect(*args: Any, **kwargs: Any) -> Any:
        given = args[_CONNECT_FACTORY] if len(args) > _CONNECT_FACTORY else kwargs.get("factory")
        factory = guarded_class(given or _CONNECTION, gate)
        if len(args) > _CONNECT_FACTORY:
            args = (*args[:_CONNECT_FACTORY], factory, *args[_CONNECT_FACTORY + 1 :])
        else:
            kwargs["factory"] = factory
        return original(*args, **kwargs)

    connect.__doc__, connect.__name__ = original.__doc__, original.__name__
    connect._guard_gate = gate  # type: ignore[attr-defined]  # says that it is ours
    return connect


class _Strangers:
    """Connections that came by another way than `connect`: refused where a write would be."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._path = ""

    def opening(self, args: tuple[Any, ...]) -> None:
        self._path = path_of(args[0])

    def opened(self, args: tuple[Any, ...]) -> None:
        if isinstance(args[0], GuardedConnection):
            return
        targets = [target(self._path, uri=self._path.startswith("file:"))]
        cause = "it was not opened by sqlite3.connect, so its statements would not be seen"
        self._gate.check_effect(
            Effect.UNKNOWN, f"a connection to {self._path}", "sqlite", lambda: targets, ROUTE, cause=cause
        )


@lru_cache(maxsize=256)
def guarded_class(base: Any, gate: Gate) -> Any:
    """Return a guarded class in place of `base`, which may be a user's own."""
    made = below(base, _CONNECTION, GuardedConnection) if isinstance(base, type) else base
    if made is GuardedConnection or (isinstance(made, type) and not hasattr(made, "_guard_gate")):
        made = type(made.__name__, (made,), {"_guard_gate": gate, "__module__": made.__module__})
    return made
