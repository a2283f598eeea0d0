"""MySQL's protocol in Python, as PyMySQL and its asynchronous relatives speak it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from jupyter_guard.kernel.locks import MYSQL, Lock, SilentWire, opened, opened_later
from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

from .patching import after, after_awaited, as_text, before

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

_QUERY = 3
_IN_TRANSACTION = 1  # of the server's status
_HARMLESS = frozenset({1, 2, 9, 14})  # quit, another database, statistics, ping
_OWN = frozenset({"SET AUTOCOMMIT = 0", "SET AUTOCOMMIT = 1"})  # what the drivers say when they connect


class Wire(SilentWire):
    """One connection that speaks the protocol and does not wait."""

    def inside(self) -> bool:
        return bool((self.live.server_status or 0) & _IN_TRANSACTION)

    def autocommit(self) -> bool:
        return bool(self.live.get_autocommit())

    def user(self) -> str:
        return as_text(getattr(self.live, "user", None) or getattr(self.live, "_user", "") or "")

    def send(self, text: str) -> Any:
        connection = self.live
        connection._execute_command(_QUERY, text)
        connection._read_ok_packet()

    def ask(self, text: str) -> Any:
        connection = self.live
        connection._execute_command(_QUERY, text)
        connection._read_query_result()
        return connection._result.rows


class WaitingWire(Wire):
    """One connection of an asynchronous driver."""

    waits = True

    async def send(self, text: str) -> None:
        connection = self.live
        await connection._execute_command(_QUERY, text)
        await connection._read_ok_packet()

    async def ask(self, text: str) -> Any:
        connection = self.live
        await connection._execute_command(_QUERY, text)
        await connection._read_query_result()
        return connection._result.rows


def guard_commands(
    gate: Gate,
    connection: type,
    where: Callable[[Any], tuple[str, str, str]],
    route: str,
    *,
    connect: str = "connect",
    wire: type[Wire] = Wire,
) -> None:
    """Guard the method by which `connection` sends a command, and lock its connections.

    `where` gives host, port, database; `connect` is the method that opens one.
    """

    def look(self: Any, command: int = 0, sql: Any = "", *args: Any, **kwargs: Any) -> Any:
        if command in _HARMLESS:
            return None
        text = as_text(sql)
        if command == _QUERY:
            if text in _OWN:
                return None
            return lock_of(self).passage(gate.check(text, "mysql", lambda: [target(self)], route))
        return gate.check_effect(
            Effect.ADMIN, f"MySQL command {command}", "mysql", lambda: [target(self)], route
        )

    def target(self: Any) -> Target:
        host, port, database = where(self)
        return Target("mysql", ((host or "?").lower(),), port=port, database=database)

    def lock_of(self: Any) -> Lock:
        lock: Lock | None = vars(self).get("_guard_lock")
        if lock is None:
            place = target(self)
            lock = self._guard_lock = Lock(gate, lambda: (place,), MYSQL, wire(self))
        return lock

    def connected(self: Any) -> None:
        self._guard_lock = None  # of the session that was before
        opened(lock_of(self))

    async def connected_later(self: Any) -> None:
        self._guard_lock = None  # of the session that was before
        await opened_later(lock_of(self))

    before(connection, "_execute_command", look)
    if wire.waits:
        after_awaited(connection, connect, connected_later)
    else:
        after(connection, connect, connected)
