"""psycopg 3: the methods of its Python cursor classes, which open connections have, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg

from jupyter_guard.policy.targets import Target

from .patching import as_text, before, with_numbers

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "psycopg"
_METHODS = ("execute", "executemany", "stream", "copy")
_CURSORS = ("Cursor", "ServerCursor", "AsyncCursor", "AsyncServerCursor")


def install(gate: Gate) -> None:
    """Guard every cursor; the other classes inherit from these."""

    reads = gate.reads("postgres")

    def look(cursor: Any, query: Any = "", params: Any = None, *args: Any, **kwargs: Any) -> Any:
        if params is None and isinstance(query, str) and query in reads:
            return None
        text = query if isinstance(query, str) else _text(cursor, query)
        if params is not None:
            text = with_numbers(text)
        return gate.check(text, "postgres", lambda: [_target(cursor.connection)], ROUTE)

    for name in _CURSORS:
        owner = getattr(psycopg, name)
        for method in _METHODS:
            if method in vars(owner):
                before(owner, method, look)
    for method in _METHODS:  # a version that moved them must not look guarded
        if method not in vars(psycopg.Cursor) or method not in vars(psycopg.AsyncCursor):
            raise AttributeError(f"its Cursor has no {method}()")


def _text(cursor: Any, query: Any) -> str:
    if hasattr(query, "as_bytes"):  # sql.Composable
        return as_text(query.as_bytes(cursor))
    if isinstance(query, bytes | bytearray):
        return as_text(query)
    from psycopg import sql

    return sql.as_string(query, cursor)  # a template string


def _target(connection: Any) -> Target:
    info = connection.info
    # The address only where there is no name: guard.toml names hosts as users do.
    host = info.host or info.hostaddr or "?"
    return Target("postgres", (host.lower(),), port=str(info.port), database=info.dbname)
