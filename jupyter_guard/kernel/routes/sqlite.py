"""sqlite3: connections and cursors of our own, and SQLite's authorizer below them."""

from __future__ import annotations

import os
import sqlite3
import weakref
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote

from jupyter_guard.errors import StatementBlocked
from jupyter_guard.kernel.locks.sqlite import FileLock, Lifted
from jupyter_guard.kernel.passing import is_judged
from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

from .patching import below

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "sqlite3"
# What the authorizer is asked about -> its effect. All else reads, or touches temporary tables only.
_ACTIONS = {
    sqlite3.SQLITE_INSERT: Effect.WRITE,
    sqlite3.SQLITE_UPDATE: Effect.WRITE,
    sqlite3.SQLITE_DELETE: Effect.WRITE,
    sqlite3.SQLITE_CREATE_INDEX: Effect.SCHEMA,
    sqlite3.SQLITE_CREATE_TABLE: Effect.SCHEMA,
    sqlite3.SQLITE_CREATE_TRIGGER: Effect.SCHEMA,
    sqlite3.SQLITE_CREATE_VIEW: Effect.SCHEMA,
    sqlite3.SQLITE_CREATE_VTABLE: Effect.SCHEMA,
    sqlite3.SQLITE_DROP_INDEX: Effect.SCHEMA,
    sqlite3.SQLITE_DROP_TABLE: Effect.SCHEMA,
    sqlite3.SQLITE_DROP_TRIGGER: Effect.SCHEMA,
    sqlite3.SQLITE_DROP_VIEW: Effect.SCHEMA,
    sqlite3.SQLITE_DROP_VTABLE: Effect.SCHEMA,
    sqlite3.SQLITE_ALTER_TABLE: Effect.SCHEMA,
    sqlite3.SQLITE_REINDEX: Effect.SCHEMA,
    sqlite3.SQLITE_ANALYZE: Effect.WRITE,
}
# Table functions declare themselves there; a table that is really made is asked about by its own action.
_SCHEMA_TABLES = ("sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_temp_schema")
_CONNECT_FACTORY = 5  # its place among the arguments of sqlite3.connect

_NOTHING = nullcontext()
Authorizer = Callable[[int, str | None, str | None, str | None, str | None], int]


class Session:
    """What the guard knows about one connection: the files behind it, and a refusal not yet told."""

    def __init__(self, gate: Gate, path: str, *, uri: bool) -> None:
        self.gate = gate
        self.reads = gate.reads("sqlite")
        self.targets = [_target(path, uri=uri)]
        self.authorizer: Authorizer | None = None  # the user's own
        self.blocked: StatementBlocked | None = None  # what SQLite was told to refuse
        self.unclear = False  # a file was attached whose name was bound
        self.lock: FileLock | None = None

    def opened(self, connection: GuardedConnection) -> None:
        """Lock a connection that was just opened."""
        mine = weakref.ref(connection)

        def send(text: str) -> None:
            live = mine()
            if live is not None:
                _execute(_new_cursor(live), text)

        self.lock = FileLock(self.gate, lambda: self.targets, send)
        if not is_judged():
            self.lock.settle()

    def check(self, text: str, connection: sqlite3.Connection) -> AbstractContextManager[Any]:
        self.blocked = None
        again = self.unclear or len(self.targets) > 1
        if self.unclear:
            self._look_up(connection)
        sent = self.gate.check(text, "sqlite", lambda: self.targets, ROUTE)
        if self.lock is not None and not is_judged():
            self.lock.settle(again=again)
            if sent is not None and sent.unlocked:
                return Lifted(self.lock, sent)
        return sent or _NOTHING

    def authorize(
        self, action: int, one: str | None, two: str | None, database: str | None, inner: str | None
    ) -> int:
        """Answer SQLite, which asks when it prepares a statement: the last word, whoever sent it."""
        if action == sqlite3.SQLITE_ATTACH:
            self.unclear = self.unclear or one is None
            self.targets.append(Target("sqlite", ("?",)) if one is None else _target(one, uri=True))
        if self.lock is not None and self.lock.refuses(action, one, two):
            return sqlite3.SQLITE_DENY
        effect = _ACTIONS.get(action)
        if (
            effect is not None
            and database != "temp"
            and one not in _SCHEMA_TABLES
            and not self._may(effect, one)
        ):
            return sqlite3.SQLITE_DENY
        return self.authorizer(action, one, two, database, inner) if self.authorizer else sqlite3.SQLITE_OK

    def tell(self) -> None:
        """Raise the refusal in place of SQLite's own words for it."""
        if self.blocked is not None:
            blocked, self.blocked = self.blocked, None
            raise blocked

    def _may(self, effect: Effect, table: str | None) -> bool:
        if self.lock is not None and self.lock.lifted is not None:
            return effect <= self.lock.lifted
        try:
            if not self.gate.allows(effect, self.targets):
                what = f"{effect.name} {table or ''}".strip()
                writes = (table,) if table else ()
                self.gate.check_effect(effect, what, "sqlite", lambda: self.targets, ROUTE, writes=writes)
        except StatementBlocked as blocked:
            self.blocked = blocked
            return False
        except Exception:  # noqa: BLE001  # a failing guard lets nothing through
            return False
        return True

    def _look_up(self, connection: sqlite3.Connection) -> None:
        rows = _execute(_new_cursor(connection, GuardedCursor), "PRAGMA database_list").fetchall()
        self.targets[1:] = [_target(row[2], uri=False) for row in rows if row[1] not in ("main", "temp")]
        self.unclear = False


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
        self._guard_session = Session(self._guard_gate, _path(database), uri=bool(uri))
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
        with sent or _NOTHING:
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
    from sqlite3 import dbapi2

    from .auditing import on_audit

    original = sqlite3.connect

    def connect(*args: Any, **kwargs: Any) -> Any:
        given = args[_CONNECT_FACTORY] if len(args) > _CONNECT_FACTORY else kwargs.get("factory")
        factory = guarded_class(given or sqlite3.Connection, gate)
        if len(args) > _CONNECT_FACTORY:
            args = (*args[:_CONNECT_FACTORY], factory, *args[_CONNECT_FACTORY + 1 :])
        else:
            kwargs["factory"] = factory
        return original(*args, **kwargs)

    connect.__doc__, connect.__name__ = original.__doc__, original.__name__
    sqlite3.connect = dbapi2.connect = connect
    watch = _Strangers(gate)
    on_audit("sqlite3.connect", watch.opening)
    on_audit("sqlite3.connect/handle", watch.opened)


class _Strangers:
    """Connections that came by another way than `connect`: refused where a write would be."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._path = ""

    def opening(self, args: tuple[Any, ...]) -> None:
        self._path = _path(args[0])

    def opened(self, args: tuple[Any, ...]) -> None:
        if isinstance(args[0], GuardedConnection):
            return
        targets = [_target(self._path, uri=self._path.startswith("file:"))]
        cause = "it was not opened by sqlite3.connect, so its statements would not be seen"
        self._gate.check_effect(
            Effect.UNKNOWN, f"a connection to {self._path}", "sqlite", lambda: targets, ROUTE, cause=cause
        )


@lru_cache(maxsize=256)
def guarded_class(base: Any, gate: Gate) -> Any:
    """Return a guarded class in place of `base`, which may be a user's own."""
    made = below(base, sqlite3.Connection, GuardedConnection) if isinstance(base, type) else base
    if made is GuardedConnection or (isinstance(made, type) and "_guard_gate" not in vars(made)):
        made = type(made.__name__, (made,), {"_guard_gate": gate, "__module__": made.__module__})
    return made


def _path(database: Any) -> str:
    return database.decode() if isinstance(database, bytes) else str(database)


def _target(path: str, *, uri: bool) -> Target:
    if uri and path.startswith("file:"):
        rest, _, query = path.removeprefix("file:").partition("?")
        if parse_qs(query).get("mode") == ["memory"]:
            return Target("sqlite")
        path = unquote(rest.removeprefix("//") if rest.startswith("//") else rest)
    return Target("sqlite", path="" if path in ("", ":memory:") else os.path.abspath(path))
