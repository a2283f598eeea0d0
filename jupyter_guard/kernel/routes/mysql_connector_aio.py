"""MySQL Connector, asynchronous: the methods by which its one connection class sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mysql.connector.aio.connection import MySQLConnection

from jupyter_guard.policy.targets import Target

from .mysql_connector import OWN
from .patching import as_text, before

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "MySQL Connector, asynchronous"
_METHODS = ("cmd_query", "cmd_query_iter", "cmd_stmt_prepare")


def install(gate: Gate) -> None:
    """Guard all connections."""

    def look(connection: Any, query: Any = "", *args: Any, **kwargs: Any) -> Any:
        text = as_text(kwargs.get("statements", kwargs.get("statement", query)))
        return None if text in OWN else gate.check(text, "mysql", lambda: [_target(connection)], ROUTE)

    for method in _METHODS:
        before(MySQLConnection, method, look)


def _target(connection: Any) -> Target:
    host = connection._unix_socket or connection._host or "?"
    return Target("mysql", (host.lower(),), port=str(connection._port), database=connection._database or "")
