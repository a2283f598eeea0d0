"""ADBC: database, connection and statement of its driver manager, through which every driver goes."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from adbc_driver_manager import _lib

from jupyter_guard.errors import PolicyError
from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target, dialect_of, target_of

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "ADBC"
_EMBEDDED = ("sqlite", "duckdb")
_INGEST = "adbc.ingest.target_table"


class GuardedDatabase(_lib.AdbcDatabase):
    """Knows what it points at."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.guard_target = _target(kwargs)


class GuardedConnection(_lib.AdbcConnection):
    """Knows its database."""

    def __init__(self, database: Any, **kwargs: Any) -> None:
        super().__init__(database, **kwargs)
        self.guard_target = getattr(database, "guard_target", Target("plain", ("?",)))


class GuardedStatement(_lib.AdbcStatement):
    """Shows the gate its text whenever it is run."""

    guard_gate: Gate

    def __init__(self, connection: Any) -> None:
        super().__init__(connection)
        self._target = getattr(connection, "guard_target", Target("plain", ("?",)))
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
        dialect, targets = self._target.dialect, lambda: [self._target]
        if self._table:
            what = f"adbc_ingest() to {self._table}"
            writes = (self._table,)
            return self.guard_gate.check_effect(Effect.WRITE, what, dialect, targets, ROUTE, writes=writes)
        return self.guard_gate.check(self._text, dialect, targets, ROUTE)


def install(gate: Gate) -> None:
    """Replace the classes before the packages above take them from here."""
    GuardedStatement.guard_gate = gate
    for guarded in (GuardedDatabase, GuardedConnection, GuardedStatement):
        plain = guarded.__mro__[1]
        guarded.__name__ = guarded.__qualname__ = plain.__name__
        guarded.__module__ = plain.__module__
        setattr(_lib, plain.__name__, guarded)


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
