"""pymssql: its types let nothing be replaced, so `connect` hands out connections in front of them."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import pymssql
from pymssql import _mssql, _pymssql

from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

from .patching import before, with_numbers
from .proxies import GuardedConnection

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "pymssql"


class Connection(GuardedConnection):
    """Copies in bulk only where the gate lets it."""

    def bulk_copy(self, table_name: str, *args: Any, **kwargs: Any) -> Any:
        self._guard_gate.check_effect(
            Effect.WRITE,
            f"bulk_copy() to {table_name}",
            "tsql",
            lambda: [self._guard_target],
            ROUTE,
            writes=(table_name,),
        )
        return self._guard_real.bulk_copy(table_name, *args, **kwargs)


def install(gate: Gate) -> None:
    """Guard connections from now on; its lower level is closed where a write would be."""
    original = pymssql.connect

    @wraps(original)
    def connect(
        server: str = ".",
        user: Any = None,
        password: Any = None,
        database: str = "",
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        real = original(server, user, password, database, *args, **kwargs)
        host, _, port = str(kwargs.get("host") or server).partition(":")
        name = host.replace(",", ":").partition(":")[0].partition("\\")[0]
        target = Target("tsql", (name.lower(),), port=str(kwargs.get("port", port)), database=database)

        def check(text: str, parameters: bool) -> Any:
            return gate.check(
                with_numbers(text, "?") if parameters else text, "tsql", lambda: [target], ROUTE
            )

        connection = Connection(real, check)
        object.__setattr__(connection, "_guard_gate", gate)
        object.__setattr__(connection, "_guard_target", target)
        return connection

    def close(*args: Any, **kwargs: Any) -> None:
        what, unknown = "a connection by pymssql._mssql", Target("tsql", ("?",))
        cause = "its statements would not be seen; use pymssql.connect()"
        gate.check_effect(Effect.UNKNOWN, what, "tsql", lambda: [unknown], ROUTE, cause=cause)

    pymssql.connect = _pymssql.connect = connect
    before(_mssql, "connect", close)
