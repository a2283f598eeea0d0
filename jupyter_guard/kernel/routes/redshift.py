"""redshift_connector: the one method by which its connections send."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from redshift_connector.core import Connection

from jupyter_guard.policy.targets import Target

from .patching import before, with_numbers

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "redshift_connector"
_OWN = frozenset({"begin transaction", "commit", "rollback"})


def install(gate: Gate) -> None:
    """Guard all connections; where one leads is noted when it is opened."""

    def note(
        connection: Any,
        user: Any = "",
        password: Any = "",
        database: Any = "",
        host: Any = "localhost",
        port: Any = 5439,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        connection._guard_target = Target(
            "redshift", (str(host or "?").lower(),), port=str(port), database=str(database)
        )

    def look(
        connection: Any, cursor: Any, operation: str = "", vals: Any = None
    ) -> AbstractContextManager[Any] | None:
        if operation.strip().lower() in _OWN:
            return None
        target = getattr(connection, "_guard_target", Target("redshift", ("?",)))
        return gate.check(with_numbers(operation) if vals else operation, "redshift", lambda: [target], ROUTE)

    before(Connection, "__init__", note)
    before(Connection, "execute", look)
