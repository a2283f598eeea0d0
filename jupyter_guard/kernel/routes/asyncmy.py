"""asyncmy: the one method by which every text goes to the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from asyncmy.connection import Connection

from .mysql_protocol import WaitingWire, guard_commands

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "asyncmy"


def install(gate: Gate) -> None:
    """Guard all connections."""

    def where(connection: Any) -> tuple[str, str, str]:
        host = connection._unix_socket or connection._host
        return host or "", str(connection._port), str(connection._db or "")

    guard_commands(gate, Connection, where, ROUTE, wire=WaitingWire)
