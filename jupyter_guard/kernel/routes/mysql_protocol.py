"""MySQL's protocol in Python, as PyMySQL and its asynchronous relatives speak it."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from jupyter_guard.databases.roles import MYSQL as MYSQL_ROLE
from jupyter_guard.databases.roles import Role, mysql_findings
from jupyter_guard.kernel.locks import MYSQL, Lock
from jupyter_guard.kernel.passing import is_judged, judged_already
from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

from .patching import after, as_text, before

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

_QUERY = 3
_IN_TRANSACTION = 1  # of the server's status
_HARMLESS = frozenset({1, 2, 9, 14})  # quit, another database, statistics, ping
_OWN = frozenset({"SET AUTOCOMMIT = 0", "SET AUTOCOMMIT = 1"})  # what the drivers say when they connect


class Wire:
    """One connection that speaks the protocol and does not wait."""

    waits = False

    def __init__(self, connection: Any) -> None:
        self._connection = weakref.ref(connection)

    @property
    def _live(self) -> Any:
        connection = self._connection()
        if connection is None:
            raise ConnectionError("the connection is gone")
        return connection

    def inside(self) -> bool:
        return bool((self._live.server_status or 0) & _IN_TRANSACTION)

    def autocommit(self) -> bool:
        return bool(self._live.get_autocommit())

    def says(self) -> bool | None:
        return None  # the server tells changes only where it is asked to

    def begin_read_only(self, wanted: bool) -> bool:
        return False

    def send(self, text: str) -> None:
        connection = self._live
        connection._execute_command(_QUERY, text)
        connection._read_ok_packet()


def _role(connection: Any) -> Role:
    with judged_already():
        connection._execute_command(_QUERY, MYSQL_ROLE)
        connection._read_query_result()
    name = as_text(connection.user or b"")
    return Role(name, mysql_findings(str(row[0]) for row in connection._result.rows))


def guard_commands(
    gate: Gate,
    connection: type,
    where: Callable[[Any], tuple[str, str, str]],
    route: str,
    *,
    locks: bool = False,
) -> None:
    """Guard the method by which `connection` sends a command; `where` gives host, port, database.

    With `locks` its connections, which do not wait, are locked, too.
    """

    def look(self: Any, command: int = 0, sql: Any = "", *args: Any, **kwargs: Any) -> Any:
        if command in _HARMLESS:
            return None
        text = as_text(sql)
        if command == _QUERY:
            sent = None if text in _OWN else gate.check(text, "mysql", lambda: [target(self)], route)
            return lock_of(self).passage(sent) if locks and text not in _OWN else sent
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
            lock = self._guard_lock = Lock(gate, lambda: (place,), MYSQL, Wire(self))
        return lock

    def connected(self: Any) -> None:
        self._guard_lock = None  # of the session that was before
        passage = None if is_judged() else lock_of(self).passage()
        if passage is not None:
            with passage:
                pass
            place = target(self)
            if place not in gate.roles:  # once for each server and database
                gate.roles[place] = _role(self)

    before(connection, "_execute_command", look)
    if locks:
        after(connection, "connect", connected)
