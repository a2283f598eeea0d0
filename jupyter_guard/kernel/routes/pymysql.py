"""PyMySQL: the one method by which every text goes to the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pymysql.connections import Connection
from pymysql.constants import COMMAND

from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

from .patching import as_text, before

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "PyMySQL"
_OWN = frozenset({"SET AUTOCOMMIT = 0", "SET AUTOCOMMIT = 1"})  # what the driver says when it connects
_HARMLESS = frozenset({COMMAND.COM_PING, COMMAND.COM_QUIT, COMMAND.COM_STATISTICS, COMMAND.COM_INIT_DB})


def install(gate: Gate) -> None:
    """Guard all connections."""

    def look(connection: Any, command: int = 0, sql: Any = "", *args: Any, **kwargs: Any) -> None:
        targets = lambda: [_target(connection)]  # noqa: E731
        if command == COMMAND.COM_QUERY:
            text = as_text(sql)
            if text not in _OWN:
                gate.check(text, "mysql", targets, ROUTE)
        elif command not in _HARMLESS:
            gate.check_effect(Effect.ADMIN, f"MySQL command {command}", "mysql", targets, ROUTE)

    before(Connection, "_execute_command", look)


def _target(connection: Any) -> Target:
    host = connection.unix_socket or connection.host or "?"
    database = connection.db or b""
    return Target("mysql", (str(host).lower(),), port=str(connection.port), database=as_text(database))
