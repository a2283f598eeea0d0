"""PyMySQL: the one method by which every text goes to the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pymysql.connections import Connection

from .mysql_protocol import guard_commands
from .patching import as_text

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "PyMySQL"


def install(gate: Gate) -> None:
    """Guard all connections."""

    def where(connection: Any) -> tuple[str, str, str]:
        host = connection.unix_socket or connection.host
        return str(host or ""), str(connection.port), as_text(connection.db or b"")

    guard_commands(gate, Connection, where, ROUTE)
