"""MySQL Connector: its two connection classes, in Python and on top of the C library."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

from mysql.connector import HAVE_CEXT
from mysql.connector.connection import MySQLConnection
from mysql.connector.errors import InterfaceError

from jupyter_guard.kernel.locks import MYSQL, Lock
from jupyter_guard.kernel.passing import is_judged
from jupyter_guard.policy.targets import Target

from .patching import after, as_text, before

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "MySQL Connector"
OWN = frozenset({"SET @@session.autocommit = OFF", "SET @@session.autocommit = ON"})  # said when it connects
_METHODS = ("cmd_query", "cmd_stmt_prepare")
_RESETS = ("cmd_change_user", "cmd_reset_connection")


class Wire:
    """One connection of MySQL Connector."""

    waits = False

    def __init__(self, connection: Any) -> None:
        self._connection = weakref.ref(connection)

    @property
    def _live(self) -> Any:
        connection = self._connection()
        if connection is None:
            raise InterfaceError("the connection is gone")
        return connection

    def inside(self) -> bool:
        return bool(self._live.in_transaction)

    def autocommit(self) -> bool:
        return bool(self._live._autocommit)

    def says(self) -> bool | None:
        return None  # the server tells changes only where it is asked to

    def begin_read_only(self, wanted: bool) -> bool:
        return False

    def send(self, text: str) -> None:
        self._live._execute_query(text)


def install(gate: Gate) -> None:
    """Guard all connections."""

    def look(connection: Any, query: Any = "", *args: Any, **kwargs: Any) -> Any:
        text = as_text(kwargs.get("statement", query))
        if text in OWN:
            return None
        lock = _lock(gate, connection)
        return lock.passage(gate.check(text, "mysql", lambda: [_target(connection)], ROUTE))

    def look_at_reset(connection: Any, *args: Any, **kwargs: Any) -> Any:
        connection._guard_lock = None  # the session's settings are gone
        return None

    def connected(connection: Any) -> None:
        connection._guard_lock = None  # of the session that was before
        passage = None if is_judged() else _lock(gate, connection).passage()
        if passage is not None:
            with passage:
                pass

    classes: list[Any] = [MySQLConnection]
    if HAVE_CEXT:
        from mysql.connector.connection_cext import CMySQLConnection

        classes.append(CMySQLConnection)
    for owner in classes:
        for method in _METHODS:
            before(owner, method, look)
        for method in _RESETS:
            before(owner, method, look_at_reset)
        after(owner, "connect", connected)


def _lock(gate: Gate, connection: Any) -> Lock:
    lock: Lock | None = vars(connection).get("_guard_lock")
    if lock is None:
        target = _target(connection)
        lock = connection._guard_lock = Lock(gate, lambda: (target,), MYSQL, Wire(connection))
    return lock


def _target(connection: Any) -> Target:
    # Its `database` property would ask the server.
    host = connection._unix_socket or connection._host or "?"
    return Target("mysql", (host.lower(),), port=str(connection._port), database=connection._database or "")
