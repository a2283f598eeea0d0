"""MySQL Connector: its two connection classes, in Python and on top of the C library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mysql.connector import HAVE_CEXT
from mysql.connector.connection import MySQLConnection

from jupyter_guard.policy.targets import Target

from .patching import as_text, before

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "MySQL Connector"
OWN = frozenset({"SET @@session.autocommit = OFF", "SET @@session.autocommit = ON"})  # said when it connects
_METHODS = ("cmd_query", "cmd_stmt_prepare")


def install(gate: Gate) -> None:
    """Guard all connections."""

    def look(connection: Any, query: Any = "", *args: Any, **kwargs: Any) -> Any:
        text = as_text(kwargs.get("statement", query))
        return None if text in OWN else gate.check(text, "mysql", lambda: [_target(connection)], ROUTE)

    classes: list[Any] = [MySQLConnection]
    if HAVE_CEXT:
        from mysql.connector.connection_cext import CMySQLConnection

        classes.append(CMySQLConnection)
    for owner in classes:
        for method in _METHODS:
            before(owner, method, look)


def _target(connection: Any) -> Target:
    # Its `database` property would ask the server.
    host = connection._unix_socket or connection._host or "?"
    return Target("mysql", (host.lower(),), port=str(connection._port), database=connection._database or "")
