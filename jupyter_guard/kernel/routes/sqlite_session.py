"""What the guard knows about one connection of sqlite3: its files, its lock, and what SQLite asks."""

from __future__ import annotations

import os
import sqlite3
import weakref
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote

from jupyter_guard.errors import StatementBlocked
from jupyter_guard.kernel.locks.sqlite import FileLock, Lifted
from jupyter_guard.kernel.passing import is_judged
from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "sqlite3"
NOTHING = nullcontext()
_new_cursor, _execute = sqlite3.Connection.cursor, sqlite3.Cursor.execute  # SQLite's own: nothing is judged
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

Authorizer = Callable[[int, str | None, str | None, str | None, str | None], int]


class Session:
    """What the guard knows about one connection: the files behind it, and a refusal not yet told."""

    def __init__(self, gate: Gate, path: str, *, uri: bool) -> None:
        self.gate = gate
        self.reads = gate.reads("sqlite")
        self.targets = [target(path, uri=uri)]
        self.authorizer: Authorizer | None = None  # the user's own
        self.blocked: StatementBlocked | None = None  # what SQLite was told to refuse
        self.unclear = False  # a file was attached whose name was bound
        self.lock: FileLock | None = None

    def opened(self, connection: sqlite3.Connection) -> None:
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
        return sent or NOTHING

    def authorize(
        self, action: int, one: str | None, two: str | None, database: str | None, inner: str | None
    ) -> int:
        """Answer SQLite, which asks when it prepares a statement: the last word, whoever sent it."""
        if action == sqlite3.SQLITE_ATTACH:
            self.unclear = self.unclear or one is None
            self.targets.append(Target("sqlite", ("?",)) if one is None else target(one, uri=True))
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
        rows = _execute(_new_cursor(connection), "PRAGMA database_list").fetchall()
        self.targets[1:] = [target(row[2], uri=False) for row in rows if row[1] not in ("main", "temp")]
        self.unclear = False


def path_of(database: Any) -> str:
    """Return the path that `connect` was given."""
    return database.decode() if isinstance(database, bytes) else str(database)


def target(path: str, *, uri: bool) -> Target:
    """Return the target behind a path."""
    if uri and path.startswith("file:"):
        rest, _, query = path.removeprefix("file:").partition("?")
        if parse_qs(query).get("mode") == ["memory"]:
            return Target("sqlite")
        path = unquote("/" + rest[2:].partition("/")[2] if rest.startswith("//") else rest)  # behind a host
    return Target("sqlite", path="" if path in ("", ":memory:") else os.path.abspath(path))
