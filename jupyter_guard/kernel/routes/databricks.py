"""Databricks SQL: the methods of its cursor class by which every text goes to the warehouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from databricks.sql.client import Cursor

from jupyter_guard.policy.targets import Target

from .patching import before_sending

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "Databricks SQL"


def install(gate: Gate) -> None:
    """Guard every cursor; `executemany` and the pandas ways come to `execute`."""
    before_sending(gate, Cursor, ["execute", "execute_async"], _target, ROUTE)


def _target(cursor: Any) -> Target:
    host = str(cursor.connection.session.host or "?").lower()
    return Target("databricks", (host.removeprefix("https://").partition("/")[0],))
