"""Ask DuckDB's own parser what a statement is, on a private connection that can reach nothing."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import duckdb

from jupyter_guard.policy.model import Effect

from .opinion import Opinion

_READS = frozenset({"SELECT", "EXPLAIN", "RELATION", "PRAGMA", "MULTI", "CALL"})  # PIVOT is MULTI
# Kinds of nodes of a serialized SELECT; any other one is not known.
_TYPES = frozenset(
    """
    SELECT_NODE SET_OPERATION_NODE RECURSIVE_CTE_NODE CTE_NODE BASE_TABLE SUBQUERY JOIN TABLE_FUNCTION
    EMPTY EMPTY_FROM PIVOT EXPRESSION_LIST SHOW_REF COLUMN_DATA FUNCTION COLUMN_REF STAR
    VALUE_CONSTANT CONSTANT LAMBDA
    CAST CASE COLLATE VALUE_PARAMETER PARAMETER POSITIONAL_REFERENCE ARRAY_EXTRACT ARRAY_SLICE STRUCT_EXTRACT
    ARRAY_CONSTRUCTOR ARROW COMPARE_EQUAL COMPARE_NOTEQUAL COMPARE_LESSTHAN COMPARE_GREATERTHAN
    COMPARE_LESSTHANOREQUALTO COMPARE_GREATERTHANOREQUALTO COMPARE_IN COMPARE_NOT_IN COMPARE_DISTINCT_FROM
    COMPARE_NOT_DISTINCT_FROM COMPARE_BETWEEN COMPARE_NOT_BETWEEN CONJUNCTION_AND CONJUNCTION_OR OPERATOR_NOT
    OPERATOR_IS_NULL OPERATOR_IS_NOT_NULL OPERATOR_COALESCE OPERATOR_NULLIF OPERATOR_TRY OPERATOR_UNPACK
    GROUPING_FUNCTION WINDOW_AGGREGATE WINDOW_RANK WINDOW_RANK_DENSE WINDOW_NTILE WINDOW_PERCENT_RANK
    WINDOW_CUME_DIST WINDOW_ROW_NUMBER WINDOW_FIRST_VALUE WINDOW_LAST_VALUE WINDOW_LEAD WINDOW_LAG
    WINDOW_NTH_VALUE WINDOW_FILL ORDER_MODIFIER LIMIT_MODIFIER LIMIT_PERCENT_MODIFIER DISTINCT_MODIFIER
    ORDER_DEFAULT ASCENDING DESCENDING
    """.split()
)


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(
        ":memory:",
        config={
            "enable_external_access": False,
            "lock_configuration": True,
            "autoload_known_extensions": False,
        },
    )


def ask(sql: str) -> Opinion | None:
    """Return what a statement is; None if DuckDB refuses it or has no name for its kind."""
    try:
        kinds = [s.type.name for s in _connection().extract_statements(sql)]
    except (duckdb.Error, RuntimeError, ValueError, UnicodeError):
        return None
    if len(kinds) != 1:
        return Opinion(Effect.UNKNOWN, f"DuckDB finds {len(kinds)} statements in it")
    if kinds[0] not in _READS:
        return Opinion(Effect.UNKNOWN, f"DuckDB takes it for {kinds[0]}")
    return Opinion(Effect.READ)


def ask_fully(sql: str) -> Opinion | None:
    """Return what stands in a SELECT, node by node; None for anything else."""
    try:
        cursor = _connection().cursor()
        answer = json.loads(cursor.execute("SELECT json_serialize_sql(?)", [sql]).fetchall()[0][0])
    except (duckdb.Error, RuntimeError, ValueError, UnicodeError, RecursionError):
        return None
    if answer.get("error") or len(answer.get("statements", ())) != 1:
        return None
    return _walk(answer["statements"][0])


def _walk(root: Any) -> Opinion:
    functions: list[tuple[str, str]] = []
    tables: list[str] = []
    stack = [root]
    unknown = ""
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack.extend(node)
        elif isinstance(node, dict):
            kind = node.get("type")
            if isinstance(kind, str) and ("class" in node or "alias" in node or kind.endswith("_NODE")):
                unknown = unknown or ("" if kind in _TYPES or kind in _READS else kind)
            if "function_name" in node and not _is_operator(node):
                functions.append((_qualifier(node), str(node["function_name"]).lower()))
            if "table_name" in node and kind == "BASE_TABLE":
                tables.append(".".join(p for p in (_qualifier(node), str(node["table_name"])) if p))
            stack.extend(value for value in node.values() if isinstance(value, dict | list))
    names = tuple(dict.fromkeys(functions))
    if unknown:
        return Opinion(Effect.UNKNOWN, f"{unknown} is not known", names)
    return Opinion(Effect.READ, "", names, tables=tuple(dict.fromkeys(reversed(tables))))


def _is_operator(node: dict[str, Any]) -> bool:
    """Say whether a call is written as one of DuckDB's own operators."""
    name = str(node["function_name"])
    return bool(node.get("is_operator")) and not any(letter.isalnum() or letter == "_" for letter in name)


def _qualifier(node: dict[str, Any]) -> str:
    parts = (node.get("catalog") or node.get("catalog_name"), node.get("schema") or node.get("schema_name"))
    return ".".join(str(part).lower() for part in parts if part)
