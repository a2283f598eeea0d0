"""asyncpg: what its connections prepare, send and copy."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from asyncpg.connection import Connection
from asyncpg.prepared_stmt import PreparedStatement

from jupyter_guard.kernel.guard import judged_already
from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

from .patching import as_text, before

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "asyncpg"
_TEXTS = ("execute", "_get_statement", "_executemany", "_copy_in", "_copy_out")
_OWN = ("_introspect_types", "_introspect_type", "reset")  # these send texts of the driver's own


def install(gate: Gate) -> None:
    """Guard all connections, also those of a pool."""

    def look(connection: Any, query: Any = "", *args: Any, **kwargs: Any) -> Any:
        return gate.check(as_text(query), "postgres", lambda: [_target(connection)], ROUTE)

    def look_at_records(connection: Any, table_name: str = "?", *args: Any, **kwargs: Any) -> Any:
        what = f"copy_records_to_table() {table_name}"
        targets = lambda: [_target(connection)]  # noqa: E731
        return gate.check_effect(Effect.WRITE, what, "postgres", targets, ROUTE, writes=(table_name,))

    def look_again(statement: Any, *args: Any, **kwargs: Any) -> Any:
        return look(statement._connection, statement._query)  # prepared, perhaps before the tag was raised

    for name in _TEXTS:
        before(Connection, name, look)
    before(Connection, "copy_records_to_table", look_at_records)
    before(PreparedStatement, "_PreparedStatement__bind_execute", look_again)
    for name in _OWN:
        setattr(Connection, name, _own(getattr(Connection, name)))


def _own(original: Any) -> Any:
    async def unjudged(*args: Any, **kwargs: Any) -> Any:
        with judged_already():
            return await original(*args, **kwargs)

    return wraps(original)(unjudged)


def _target(connection: Any) -> Target:
    address = connection._addr
    host, port = address if isinstance(address, tuple) else (str(address).rpartition("/.s.PGSQL.")[0::2])
    return Target(
        "postgres", (str(host).lower(),), port=str(port), database=connection._params.database or ""
    )
