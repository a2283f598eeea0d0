"""ADBC: database, connection and statement of its driver manager, through which every driver goes."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from adbc_driver_manager import _lib

from jupyter_guard.errors import PolicyError
from jupyter_guard.kernel.locks import POSTGRES, SQLITE, Lock, SilentWire, opened
from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target, dialect_of, target_of

from .attaching import attached_files

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "ADBC"
_EMBEDDED = ("sqlite", "duckdb")
_INGEST = "adbc.ingest.target_table"
_AUTOCOMMIT = "adbc.connection.autocommit"
_WORDS = {"postgres": POSTGRES, "sqlite": SQLITE}
_PLAIN = _lib.AdbcStatement  # the driver manager's own, before it is replaced below


class Wire(SilentWire):
    """One connection of a driver that begins a transaction as soon as the last one is over."""

    def inside(self) -> bool:
        return self.live.guard_target.dialect != "sqlite" and not self.autocommit()

    def autocommit(self) -> bool:
        return bool(self.live.guard_autocommit)

    def user(self) -> str:
        return str(self.live.guard_user)

    def send(self, text: str) -> None:
        for part in text.split("; "):  # a prepared statement is only one
            with _PLAIN(self.live) as statement:
                statement.set_sql_query(part)
                statement.execute_update()

    def ask(self, text: str) -> list[tuple[object, ...]]:
        import pyarrow

        with _PLAIN(self.live) as statement:
            statement.set_sql_query(text)
            stream, _ = statement.execute_query()
            rows = pyarrow.RecordBatchReader.from_stream(stream).read_all().to_pylist()
        return [tuple(row.values()) for row in rows]


class GuardedDatabase(_lib.AdbcDatabase):
    """Knows what it points at."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.guard_target, self.guard_user = _target(kwargs), _user(str(kwargs.get("uri", "")))


class GuardedConnection(_lib.AdbcConnection):
    """Knows its database, and has the engine's lock."""

    guard_gate: Gate

    def __init__(self, database: Any, **kwargs: Any) -> None:
        super().__init__(database, **kwargs)
        self.guard_target = getattr(database, "guard_target", Target("plain", ("?",)))
        self.guard_targets = [self.guard_target]  # what is attached comes to it
        self.guard_user = getattr(database, "guard_user", "")
        self.guard_autocommit = str(kwargs.get(_AUTOCOMMIT, "true")).lower() != "false"
        words = _WORDS.get(self.guard_target.dialect)
        targets = (self.guard_target,)
        self.guard_lock = Lock(self.guard_gate, lambda: targets, words, Wire(self)) if words else None
        if self.guard_lock is not None:
            opened(self.guard_lock)

    def set_autocommit(self, enabled: bool) -> None:
        super().set_autocommit(enabled)
        self.guard_autocommit = enabled

    def set_options(self, **kwargs: Any) -> None:
        super().set_options(**kwargs)
        if _AUTOCOMMIT in kwargs:
            self.guard_autocommit = str(kwargs[_AUTOCOMMIT]).lower() != "false"

    def rollback(self) -> None:
        super().rollback()
        if self.guard_lock is not None:
            self.guard_lock.opened()  # what was set in the transaction is taken back


class GuardedStatement(_lib.AdbcStatement):
    """Shows the gate its text whenever it is run."""

    guard_gate: Gate

    def __init__(self, connection: Any) -> None:
        super().__init__(connection)
        self._target = getattr(connection, "guard_target", Target("plain", ("?",)))
        self._targets = getattr(connection, "guard_targets", [self._target])
        self._lock = getattr(connection, "guard_lock", None)
        self._text = ""
        self._table = ""

    def set_sql_query(self, query: str) -> None:
        self._text, self._table = query, ""
        super().set_sql_query(query)

    def set_substrait_plan(self, plan: bytes) -> None:
        what = "a Substrait plan"
        self.guard_gate.check_effect(
            Effect.UNKNOWN, what, self._target.dialect, lambda: [self._target], ROUTE
        )
        super().set_substrait_plan(plan)

    def set_options(self, **kwargs: Any) -> None:
        if kwargs.get(_INGEST):
            self._text, self._table = "", str(kwargs[_INGEST])
        super().set_options(**kwargs)

    def execute_query(self) -> Any:
        with self._look() or nullcontext():
            return super().execute_query()

    def execute_update(self) -> Any:
        with self._look() or nullcontext():
            return super().execute_update()

    def execute_partitions(self) -> Any:
        with self._look() or nullcontext():
            return super().execute_partitions()

    def _look(self) -> AbstractContextManager[Any] | None:
        dialect, targets = self._target.dialect, lambda: self._targets
        if dialect in _EMBEDDED:
            self._targets += [t for t in attached_files(self._text, dialect) if t not in self._targets]
        if self._table:
            what = f"adbc_ingest() to {self._table}"
            writes = (self._table,)
            sent = self.guard_gate.check_effect(Effect.WRITE, what, dialect, targets, ROUTE, writes=writes)
        else:
            sent = self.guard_gate.check(self._text, dialect, targets, ROUTE)
        return sent if self._lock is None else self._lock.passage(sent)


def install(gate: Gate) -> None:
    """Replace the classes before the packages above take them from here."""
    GuardedStatement.guard_gate = GuardedConnection.guard_gate = gate
    for guarded in (GuardedDatabase, GuardedConnection, GuardedStatement):
        plain = guarded.__mro__[1]
        guarded.__name__ = guarded.__qualname__ = plain.__name__
        guarded.__module__ = plain.__module__
        setattr(_lib, plain.__name__, guarded)


def _user(uri: str) -> str:
    named = re.search(r"\buser\s*=\s*(\S+)", uri)
    return unquote(urlsplit(uri).username or "") if "://" in uri else (named[1] if named else "")


def _target(options: dict[str, Any]) -> Target:
    """Return what a database was opened on: `uri`, or DuckDB's `path`, or in the driver's own words."""
    driver, uri = str(options.get("driver", "")).lower(), str(options.get("uri", ""))
    for dialect in _EMBEDDED:
        if dialect in driver:
            path = str(options.get("path", "")) or uri.removeprefix("file:").partition("?")[0]
            return Target(dialect, path="" if path == ":memory:" else path)
    try:
        dialect_of(uri)
    except PolicyError:
        return Target("postgres" if "postgresql" in driver else "plain", ("?",))
    return target_of(uri)
