"""MySQL Connector: its two connection classes, in Python and on top of the C library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mysql.connector import HAVE_CEXT
from mysql.connector.connection import MySQLConnection

from jupyter_guard.kernel.locks import MYSQL, Lock, SilentWire, opened
from jupyter_guard.policy.targets import Target

from .patching import after, as_text, before

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "MySQL Connector"
OWN = frozenset({"SET @@session.autocommit = OFF", "SET @@session.autocommit = ON"})  # said when it connects
_METHODS = ("cmd_query", "cmd_stmt_prepare")
RESETS = ("cmd_change_user", "cmd_reset_connection")


class Wire(SilentWire):
    """One connection of MySQL Connector."""

    def inside(self) -> bool:
        return bool(self.live.in_transaction)

    def autocommit(self) -> bool:
        return bool(self.live._autocommit)

    def user(self) -> str:
        return str(self.live._user)

    def send(self, text: str) -> Any:
        self.live._execute_query(text)

    def ask(self, text: str) -> Any:
        with self.live.cursor(buffered=True) as cursor:
            cursor.execute(text)
            return cursor.fetchall()


def install(gate: Gate) -> None:
    """Guard all connections."""

    def look(connection: Any, query: Any = "", *args: Any, **kwargs: Any) -> Any:
        text = as_text(kwargs.get("statement", query))
        if text in OWN:
            return None
        lock = lock_of(gate, connection)
        return lock.passage(gate.check(text, "mysql", lambda: [target_of(connection)], ROUTE))

    def look_at_reset(connection: Any, *args: Any, **kwargs: Any) -> Any:
        connection._guard_lock = None  # the session's settings are gone
        return None

    def connected(connection: Any) -> None:
        connection._guard_lock = None  # of the session that was before
        opened(lock_of(gate, connection))

    classes: list[Any] = [MySQLConnection]
    if HAVE_CEXT:
        from mysql.connector.connection_cext import CMySQLConnection

        classes.append(CMySQLConnection)
    for owner in classes:
        for method in _METHODS:
            before(owner, method, look)
        for method in RESETS:
            before(owner, method, look_at_reset)
        after(owner, "connect", connected)


def lock_of(gate: Gate, connection: Any, wire: type[Wire] = Wire) -> Lock:
    """Return the lock of a connection, made with its first use."""
    lock: Lock | None = vars(connection).get("_guard_lock")
    if lock is None:
        target = target_of(connection)
        lock = connection._guard_lock = Lock(gate, lambda: (target,), MYSQL, wire(connection))
    return lock


def target_of(connection: Any) -> Target:
    """Return where a connection leads to."""
    # Its `database` property would ask the server.
    host = connection._unix_socket or connection._host or "?"
    return Target("mysql", (host.lower(),), port=str(connection._port), database=connection._database or "")
