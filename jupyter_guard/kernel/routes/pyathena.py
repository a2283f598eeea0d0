"""PyAthena: the one method by which its cursors start a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyathena.common import BaseCursor

from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

from .patching import before

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "PyAthena"


def install(gate: Gate) -> None:
    """Guard every cursor."""

    def look(cursor: Any, request: Any = None, *args: Any, **kwargs: Any) -> Any:
        text = str((request or {}).get("QueryString", ""))
        return gate.check(text, "trino", lambda: [_target(cursor)], ROUTE)

    def look_at_calculation(cursor: Any, *args: Any, **kwargs: Any) -> Any:
        what = "a calculation in Spark"
        return gate.check_effect(Effect.UNKNOWN, what, "spark", lambda: [_target(cursor)], ROUTE)

    before(BaseCursor, "_start_query_execution", look)
    before(BaseCursor, "_build_start_calculation_execution_request", look_at_calculation)


def _target(cursor: Any) -> Target:
    connection = cursor.connection
    region = getattr(connection, "region_name", None) or "?"
    schema = getattr(connection, "schema_name", None) or ""
    return Target("trino", (f"athena.{region}.amazonaws.com".lower(),), database=str(schema))
