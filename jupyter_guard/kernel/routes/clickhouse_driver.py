"""clickhouse-driver: the one method by which its connections send a query; an insert's rows follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clickhouse_driver.connection import Connection

from jupyter_guard.policy.targets import Target

from .patching import before_sending

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "clickhouse-driver"


def install(gate: Gate) -> None:
    """Guard all connections."""
    before_sending(gate, Connection, ["send_query"], _target, ROUTE, keyword="query")


def _target(connection: Any) -> Target:
    hosts = tuple(str(host).lower() for host, *_ in connection.hosts)
    return Target("clickhouse", hosts or ("?",), database=str(connection.database or ""))
