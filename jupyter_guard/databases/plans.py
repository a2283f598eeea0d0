"""Read what an engine's planner expects out of its plan."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .model import Estimate

if TYPE_CHECKING:
    import pandas

EXPLAIN = "EXPLAIN (FORMAT json) "
_CARDINALITY = "Estimated Cardinality"
_DUCKDB_WIDTH = 16  # bytes of a value, about; DuckDB's plan does not say


def postgres_estimate(plan: object) -> Estimate:
    """Return the estimate of an `EXPLAIN (FORMAT json)` of PostgreSQL, as text or parsed."""
    parsed = json.loads(plan) if isinstance(plan, str) else plan
    if not isinstance(parsed, list) or not parsed:
        return Estimate()
    top = parsed[0].get("Plan", {})
    rows, width = top.get("Plan Rows"), top.get("Plan Width")
    if rows is None:
        return Estimate()
    return Estimate(int(rows), None if width is None else int(rows) * int(width))


def mysql_estimate(plan: pandas.DataFrame | None) -> Estimate:
    """Return the estimate of an `EXPLAIN` of MySQL or MariaDB: what the joins multiply to, at most."""
    if plan is None or "rows" not in plan:
        return Estimate()
    first = plan[plan["id"] == plan["id"].min()]
    rows = [int(number) for number in first["rows"] if number == number and number is not None]
    return Estimate(math.prod(rows)) if rows else Estimate()


def duckdb_estimate(plan: str) -> Estimate:
    """Return the estimate of an `EXPLAIN (FORMAT json)` of DuckDB; its bytes are a rough guess."""
    parsed = json.loads(plan)
    nodes = parsed if isinstance(parsed, list) else [parsed]
    found = next(_cardinalities(nodes), None)
    if found is None:
        return Estimate()
    shown = nodes[0].get("extra_info", {}).get("Projections", "")
    columns = len(shown) if isinstance(shown, list) else 1
    return Estimate(found, found * columns * _DUCKDB_WIDTH)


def _cardinalities(nodes: list[Mapping[str, Any]]) -> Iterator[int | None]:
    """Yield the expected rows of the topmost nodes that have some; None for a LIMIT, which has none."""
    for node in nodes:
        if "LIMIT" in node.get("name", ""):
            yield None
        said = str(node.get("extra_info", {}).get(_CARDINALITY, "")).lstrip("~").replace(",", "")
        if said.isdigit():
            yield int(said)
        yield from _cardinalities(node.get("children", []))
