"""Trino: the one method by which its client posts a text to the coordinator."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from trino.client import TrinoRequest

from jupyter_guard.policy.targets import Target

from .patching import before

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "Trino"
# How the driver sends a query with parameters: the query as a text, then the values as literals.
_IMMEDIATE = re.compile(r"\s*EXECUTE\s+IMMEDIATE\s+'((?:[^']|'')*)'(?:\s+USING\s+(.*))?\Z", re.I | re.S)
_PREPARE = re.compile(r"\s*PREPARE\s+(\w+)\s+FROM\s+(.*)\Z", re.I | re.S)
_EXECUTE = re.compile(r"\s*EXECUTE\s+(\w+)(?:\s+USING\s+(.*))?\Z", re.I | re.S)
_FORGET = re.compile(r"\s*DEALLOCATE\s+PREPARE\s+\w+\s*\Z", re.I)


def install(gate: Gate) -> None:
    """Guard every request."""

    def look(request: Any, sql: str = "", *args: Any, **kwargs: Any) -> Any:
        text = _inside(request, sql)
        return gate.check(text, "trino", lambda: [_target(request)], ROUTE) if text else None

    before(TrinoRequest, "post", look)


def _inside(request: Any, sql: str) -> str:
    """Return what is really run: of a prepared statement the statement, and what is put into it."""
    if _FORGET.match(sql):
        return ""
    if found := _IMMEDIATE.match(sql):
        return _with_values(found[1].replace("''", "'"), found[2])
    if found := _PREPARE.match(sql):
        return found[2]
    if found := _EXECUTE.match(sql):
        prepared = request._client_session.prepared_statements.get(found[1])
        # One that is not known is judged as it stands, which is not understood.
        return _with_values(unquote_plus(prepared), found[2]) if prepared else sql
    return sql


def _with_values(statement: str, values: str | None) -> str:
    # A second statement: a value could be a query of its own.
    return f"{statement};\nSELECT {values}" if values else statement  # only judged


def _target(request: Any) -> Target:
    session = request._client_session
    return Target(
        "trino", (str(request._host).lower(),), port=str(request._port), database=session.catalog or ""
    )
