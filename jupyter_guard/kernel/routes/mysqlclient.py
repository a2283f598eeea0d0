"""mysqlclient: the method of its Python connection class by which cursors send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from MySQLdb import _mysql
from MySQLdb.connections import Connection

from jupyter_guard.kernel.locks import MYSQL, Lock, SilentWire, opened
from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

from .patching import after, as_text, before

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "mysqlclient"
_NOWHERE = Target("mysql", ("?",))


class Wire(SilentWire):
    """One connection, whose driver does not tell whether a transaction is open."""

    def inside(self) -> bool:
        return False

    def autocommit(self) -> bool:
        return bool(self.live.get_autocommit())

    def user(self) -> str:
        return str(vars(self.live).get("_guard_user", ""))

    def send(self, text: str) -> None:
        _mysql.connection.query(self.live, text.encode())

    def ask(self, text: str) -> Any:
        _mysql.connection.query(self.live, text.encode())
        rows = self.live.store_result().fetch_row(0)
        return [tuple(map(as_text, row)) for row in rows]


def install(gate: Gate) -> None:
    """Guard all connections; where one leads is noted when it is opened."""

    def note(connection: Any, *args: Any, **kwargs: Any) -> None:
        names = ("host", "user", "password", "database", "port")
        said = {**dict(zip(names, args, strict=False)), **kwargs}
        host = said.get("unix_socket") or said.get("host") or "?"
        database = said.get("database") or said.get("db") or ""
        connection._guard_user = said.get("user") or ""
        connection._guard_target = Target(
            "mysql", (str(host).lower(),), port=str(said.get("port", "")), database=str(database)
        )

    def lock_of(connection: Any) -> Lock:
        lock: Lock | None = vars(connection).get("_guard_lock")
        if lock is None:
            target = vars(connection).get("_guard_target", _NOWHERE)
            lock = connection._guard_lock = Lock(gate, lambda: (target,), MYSQL, Wire(connection))
        return lock

    def look(connection: Any, query: Any = b"", *args: Any, **kwargs: Any) -> Any:
        lock = lock_of(connection)
        return lock.passage(gate.check(as_text(query), "mysql", lambda: lock.targets, ROUTE))

    def look_at_reset(connection: Any, *args: Any, **kwargs: Any) -> None:
        connection._guard_lock = None  # the session's settings are gone

    def connected(connection: Any) -> None:
        opened(lock_of(connection))

    def close(*args: Any, **kwargs: Any) -> None:
        what, cause = "a connection by MySQLdb._mysql", "its statements would not be seen"
        gate.check_effect(Effect.UNKNOWN, what, "mysql", lambda: [_NOWHERE], ROUTE, cause=cause)

    before(Connection, "__init__", note)
    after(Connection, "__init__", connected)
    before(Connection, "query", look)
    before(Connection, "change_user", look_at_reset)
    if hasattr(_mysql, "connect"):
        before(_mysql, "connect", close)
