"""psycopg2: its classes are C types, so connections and cursors get subclasses of them."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import psycopg2
from psycopg2 import extensions

from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

from .patching import as_text, below, with_numbers

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "psycopg2"
# Values of these types are always quoted; any other may bring SQL of its own into the text (AsIs does).
_PLAIN = frozenset({str, int, float, bool, bytes, type(None)})


class GuardedCursor(extensions.cursor):
    """Shows the gate what it is about to run; stands below a user's own class."""

    def _guard_look(self, text: str) -> AbstractContextManager[Any]:
        connection = self.connection
        sent = connection._guard_gate.check(text, "postgres", lambda: [_target(connection)], ROUTE)
        return sent or nullcontext()

    def execute(self, query: Any, vars: Any = None) -> None:  # noqa: A002  # psycopg2's own name
        with self._guard_look(_sent(self, query, vars)):
            super().execute(query, vars)

    def executemany(self, query: Any, vars_list: Any) -> None:
        self._guard_look(with_numbers(_text(self, query)))  # each set of values comes to execute again
        super().executemany(query, vars_list)

    def callproc(self, procname: str, *args: Any) -> Any:
        with self._guard_look(f"SELECT * FROM {procname}()"):  # noqa: S608  # only judged
            return super().callproc(procname, *args)

    def copy_expert(self, sql: Any, file: Any, *args: Any, **kwargs: Any) -> None:
        with self._guard_look(_text(self, sql)):
            super().copy_expert(sql, file, *args, **kwargs)

    def copy_from(self, file: Any, table: str, *args: Any, **kwargs: Any) -> None:
        connection = self.connection
        sent = connection._guard_gate.check_effect(
            Effect.WRITE,
            f"copy_from() to {table}",
            "postgres",
            lambda: [_target(connection)],
            ROUTE,
            writes=(table,),
        )
        with sent or nullcontext():
            super().copy_from(file, table, *args, **kwargs)


class GuardedConnection(extensions.connection):
    """Hands out guarded cursors; stands below a user's own class."""

    _guard_gate: Gate

    def cursor(self, name: Any = None, cursor_factory: Any = None, *args: Any, **kwargs: Any) -> Any:
        factory = cursor_factory or self.cursor_factory or extensions.cursor
        if isinstance(factory, type):
            factory = below(factory, extensions.cursor, GuardedCursor)
        return super().cursor(name, factory, *args, **kwargs)

    def lobject(self, oid: int = 0, mode: Any = "", *args: Any, **kwargs: Any) -> Any:
        if mode not in ("r", "rb", "rt"):
            self._guard_gate.check_effect(
                Effect.WRITE, "lobject() for writing", "postgres", lambda: [_target(self)], ROUTE
            )
        return super().lobject(oid, mode, *args, **kwargs)


def install(gate: Gate) -> None:
    """Guard connections from now on; `connect` looks these names up when it is called."""
    original = psycopg2._connect

    def connect(dsn: Any, connection_factory: Any = None, **kwargs: Any) -> Any:
        factory = connection_factory or extensions.connection
        if isinstance(factory, type):
            factory = _guarded(factory, gate)
        connection = original(dsn, connection_factory=factory, **kwargs)
        if not isinstance(connection, GuardedConnection):
            raise TypeError(f"jupyter_guard cannot guard a {type(connection).__name__}; make it a class")
        return connection

    psycopg2._connect = connect
    extensions.connection = _guarded(extensions.connection, gate)


@lru_cache(maxsize=64)
def _guarded(base: type, gate: Gate) -> type:
    made = below(base, extensions.connection, GuardedConnection)
    return type(base.__name__, (made,), {"_guard_gate": gate, "__module__": base.__module__})


def _text(cursor: Any, query: Any) -> str:
    return str(query.as_string(cursor)) if hasattr(query, "as_string") else as_text(query)


def _sent(cursor: Any, query: Any, values: Any) -> str:
    """Return what will be sent, as far as it matters: values that are always quoted stay placeholders."""
    if values is None:
        return _text(cursor, query)
    each = values.values() if hasattr(values, "values") else values
    if all(type(value) in _PLAIN for value in each):
        return with_numbers(_text(cursor, query))
    return as_text(cursor.mogrify(query, values))


def _target(connection: Any) -> Target:
    info = connection.info
    return Target("postgres", ((info.host or "?").lower(),), port=str(info.port), database=info.dbname)
