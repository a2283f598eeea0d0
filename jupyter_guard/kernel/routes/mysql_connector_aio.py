"""MySQL Connector, asynchronous: the methods by which its one connection class sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mysql.connector.aio.connection import MySQLConnection

from jupyter_guard.kernel.locks import opened_later

from .mysql_connector import OWN, RESETS, Wire, lock_of, target_of
from .patching import after_awaited, as_text, before

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "MySQL Connector, asynchronous"
_METHODS = ("cmd_query", "cmd_query_iter", "cmd_stmt_prepare")


class WaitingWire(Wire):
    """One connection of it."""

    waits = True

    async def send(self, text: str) -> None:
        await self.live._execute_query(text)

    async def ask(self, text: str) -> Any:
        async with await self.live.cursor(buffered=True) as cursor:
            await cursor.execute(text)
            return await cursor.fetchall()


def install(gate: Gate) -> None:
    """Guard all connections."""

    def look(connection: Any, query: Any = "", *args: Any, **kwargs: Any) -> Any:
        text = as_text(kwargs.get("statements", kwargs.get("statement", query)))
        if text in OWN:
            return None
        sent = gate.check(text, "mysql", lambda: [target_of(connection)], ROUTE)
        return lock_of(gate, connection, WaitingWire).passage(sent)

    def look_at_reset(connection: Any, *args: Any, **kwargs: Any) -> Any:
        connection._guard_lock = None  # the session's settings are gone
        return None

    async def connected(connection: Any) -> None:
        connection._guard_lock = None  # of the session that was before
        await opened_later(lock_of(gate, connection, WaitingWire))

    for method in _METHODS:
        before(MySQLConnection, method, look)
    for method in RESETS:
        before(MySQLConnection, method, look_at_reset)
    after_awaited(MySQLConnection, "connect", connected)
