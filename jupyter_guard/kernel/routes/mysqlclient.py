"""mysqlclient: the method of its Python connection class by which cursors send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from MySQLdb import _mysql
from MySQLdb.connections import Connection

from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

from .patching import before, before_sending

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "mysqlclient"


def install(gate: Gate) -> None:
    """Guard all connections; where one leads is noted when it is opened."""

    def note(connection: Any, *args: Any, **kwargs: Any) -> None:
        names = ("host", "user", "password", "database", "port")
        said = {**dict(zip(names, args, strict=False)), **kwargs}
        host = said.get("unix_socket") or said.get("host") or "?"
        database = said.get("database") or said.get("db") or ""
        connection._guard_target = Target(
            "mysql", (str(host).lower(),), port=str(said.get("port", "")), database=str(database)
        )

    def target(connection: Any) -> Target:
        return getattr(connection, "_guard_target", Target("mysql", ("?",)))

    def close(*args: Any, **kwargs: Any) -> None:
        what, cause = "a connection by MySQLdb._mysql", "its statements would not be seen"
        unknown = Target("mysql", ("?",))
        gate.check_effect(Effect.UNKNOWN, what, "mysql", lambda: [unknown], ROUTE, cause=cause)

    before(Connection, "__init__", note)
    before_sending(gate, Connection, ["query"], target, ROUTE, keyword="query")
    if hasattr(_mysql, "connect"):
        before(_mysql, "connect", close)
