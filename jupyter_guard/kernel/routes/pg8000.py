"""pg8000: the methods by which both of its interfaces reach the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pg8000.core import CoreConnection

from jupyter_guard.policy.targets import Target

from .patching import as_text, before

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "pg8000"
_METHODS = ("execute_simple", "execute_unnamed", "prepare_statement")


def install(gate: Gate) -> None:
    """Guard all connections; where one leads is noted when it is opened."""

    def note(
        connection: Any,
        user: Any = "",
        host: Any = "localhost",
        database: Any = None,
        port: Any = 5432,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        where = kwargs.get("unix_sock") or host or "?"
        # Like PostgreSQL itself: without a name it is the user's own database.
        connection._guard_target = Target(
            "postgres", (str(where).lower(),), port=str(port), database=as_text(database or user)
        )

    def check(connection: Any, text: str) -> Any:
        target = getattr(connection, "_guard_target", Target("postgres", ("?",)))
        return gate.check(text, "postgres", lambda: [target], ROUTE)

    def look(connection: Any, statement: Any = "", *args: Any, **kwargs: Any) -> Any:
        return check(connection, as_text(statement))

    def look_again(
        connection: Any,
        name: Any = b"",
        params: Any = (),
        columns: Any = None,
        functions: Any = None,
        statement: Any = "",
    ) -> Any:
        return check(connection, as_text(statement))  # prepared, perhaps before the tag was raised

    before(CoreConnection, "__init__", note)
    for method in _METHODS:
        before(CoreConnection, method, look)
    before(CoreConnection, "execute_named", look_again)
