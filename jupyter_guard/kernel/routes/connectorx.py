"""connectorx: the functions that its `read_sql` looks up when it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import connectorx

from jupyter_guard.errors import PolicyError
from jupyter_guard.policy.targets import Target, dialect_of, target_of

from .patching import before

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "connectorx"


def install(gate: Gate) -> None:
    """Guard reading by one query, by partitions and across databases."""

    def look(
        conn: Any,
        return_type: Any = "",
        protocol: Any = None,
        queries: Any = None,
        partition_query: Any = None,
        pre_execution_queries: Any = None,
        **kwargs: Any,
    ) -> Any:
        ranged = [partition_query["query"]] if partition_query else []
        return _check(gate, str(conn), [*(pre_execution_queries or ()), *(queries or ()), *ranged])

    def look_across(query: Any, databases: Any = None, *args: Any, **kwargs: Any) -> None:
        for url in (databases or {"": "?"}).values():
            _check(gate, str(url), [query])

    def look_one(conn: Any, query: Any = None, *args: Any, **kwargs: Any) -> Any:
        query = query or kwargs.get("partition_query") or ""
        return _check(gate, str(conn), [query["query"] if isinstance(query, dict) else query])

    before(connectorx, "_read_sql", look)
    before(connectorx, "_read_sql2", look_across)
    before(connectorx, "_partition_sql", look_one)
    before(connectorx, "_get_meta", look_one)


def _check(gate: Gate, url: str, queries: Any) -> Any:
    target, sent = _target(url), None
    for query in queries:
        sent = gate.check(str(query), target.dialect, lambda: [target], ROUTE)
    return sent if len(queries) == 1 else None


def _target(url: str) -> Target:
    try:
        dialect_of(url)
    except PolicyError:
        return Target("plain", ("?",))
    if url.startswith("sqlite:") and not url.startswith("sqlite:///"):
        return Target("sqlite", path=url.removeprefix("sqlite:").removeprefix("//"))
    return target_of(url)
