"""What a database is asked for its own functions, views, operators and casts: one question per engine.

Each answer has rows of one shape, as `_ROW` names them, so that all engines are read alike.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from jupyter_guard.policy.catalog import Catalog, Hidden, Name, Operator, Routine, query_of_view

# Objects below number 16384 came with PostgreSQL itself; extensions and people make those above.
# What is compiled and declared as stable is not doubtful: only a superuser can make such functions.
POSTGRES = r"""
WITH functions AS MATERIALIZED (
    SELECT p.oid, n.nspname::text AS schema, p.proname::text AS name, p.prokind, p.provolatile,
        p.prosrc, p.proargtypes, p.pronargs, l.lanname::text AS language,
        NOT (l.lanname IN ('c', 'internal') AND p.provolatile <> 'v') AS doubtful
    FROM pg_catalog.pg_proc p
        JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        JOIN pg_catalog.pg_language l ON l.oid = p.prolang
), own_types AS MATERIALIZED (
    SELECT t.oid, n.nspname::text AS schema, t.typname::text AS name
    FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
    WHERE t.oid >= 16384 AND t.typelem = 0
), places AS MATERIALIZED (
    SELECT oid, schema, name FROM own_types
    UNION ALL SELECT a.atttypid, n.nspname::text, c.relname::text
    FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE a.atttypid IN (SELECT oid FROM own_types) AND NOT a.attisdropped
)
SELECT 'routine', schema, name, language,
    CASE WHEN prosrc = '' AND prokind IN ('f', 'p') THEN pg_catalog.pg_get_functiondef(oid)
        ELSE prosrc END,
    provolatile <> 'v', (
        SELECT json_agg(json_build_array(f.schema, f.name))::text
        FROM pg_catalog.pg_aggregate a JOIN functions f ON f.doubtful AND f.oid IN (
            a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn,
            a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn)
        WHERE a.aggfnoid = functions.oid
    )
FROM functions WHERE oid >= 16384
UNION ALL
SELECT 'view', n.nspname::text, c.relname::text, '', pg_catalog.pg_get_viewdef(c.oid), false, NULL
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'v' AND c.oid >= 16384
UNION ALL
SELECT 'row policy of', n.nspname::text, c.relname::text, '',
    'SELECT ' || pg_catalog.pg_get_expr(p.polqual, p.polrelid), false, NULL
FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE p.polqual IS NOT NULL AND p.polcmd IN ('r', '*')
UNION ALL
SELECT 'check of the domain', t.schema, t.name, '',
    'SELECT ' || pg_catalog.pg_get_expr(c.conbin, 0), false, NULL
FROM pg_catalog.pg_constraint c JOIN own_types t ON t.oid = c.contypid WHERE c.conbin IS NOT NULL
UNION ALL
SELECT 'function', f.schema, f.name, '', '', false,
    json_build_array(json_build_array(f.schema, f.name))::text
FROM functions f JOIN pg_catalog.pg_type t ON t.oid = f.proargtypes[0] AND t.typtype = 'c'
WHERE f.doubtful AND f.pronargs = 1
UNION ALL
SELECT 'cast of', t.schema, t.name, '', '', false,
    json_build_array(json_build_array(f.schema, f.name))::text
FROM (SELECT castsource AS type, castfunc FROM pg_catalog.pg_cast
        UNION SELECT casttarget, castfunc FROM pg_catalog.pg_cast) c
    JOIN functions f ON f.oid = c.castfunc AND f.doubtful
    JOIN places t ON t.oid = c.type
UNION ALL
SELECT 'operator of', t.schema, t.name, '', '', false,
    json_build_array(json_build_array(f.schema, f.name))::text
FROM (SELECT oprleft AS type, oprcode FROM pg_catalog.pg_operator
        UNION SELECT oprright, oprcode FROM pg_catalog.pg_operator) o
    JOIN functions f ON f.oid = o.oprcode AND f.doubtful
    JOIN places t ON t.oid = o.type
UNION ALL
SELECT 'operator', '', o.oprname::text, '', '', o.oprleft < 16384 AND o.oprright < 16384,
    json_build_array(json_build_array(f.schema, f.name))::text
FROM pg_catalog.pg_operator o JOIN functions f ON f.oid = o.oprcode WHERE o.oid >= 16384
UNION ALL
SELECT 'tables', '', '', '', string_agg(relname::text, chr(10)), false, NULL
FROM pg_catalog.pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND relname !~ '[\n]'
"""
MYSQL = """
SELECT 'routine', routine_schema, routine_name, 'procedural', COALESCE(routine_definition, ''), 0, NULL
FROM information_schema.routines
WHERE routine_schema NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')
UNION ALL
SELECT 'view', table_schema, table_name, '', view_definition, 0, NULL
FROM information_schema.views
WHERE table_schema NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')
UNION ALL
SELECT 'table', table_schema, table_name, '', '', 0, NULL FROM information_schema.tables
"""
DUCKDB = """
SELECT 'routine', schema_name, function_name, 'sql',
    CASE WHEN function_type = 'table_macro' THEN macro_definition ELSE 'SELECT ' || macro_definition END,
    false, NULL
FROM duckdb_functions() WHERE NOT internal AND macro_definition IS NOT NULL
UNION ALL
SELECT 'view', schema_name, view_name, '', sql, false, NULL FROM duckdb_views() WHERE NOT internal
UNION ALL
SELECT 'table', schema_name, table_name, '', '', false, NULL FROM duckdb_tables()
"""
SQLITE = """
SELECT CASE type WHEN 'view' THEN 'view' ELSE 'table' END, '', name, '', sql, 0, NULL
FROM sqlite_schema WHERE type IN ('table', 'view')
"""
QUESTIONS = {"postgres": POSTGRES, "mysql": MYSQL, "duckdb": DUCKDB, "sqlite": SQLITE}

_RETURN = re.compile(r"^\s*RETURN\b", re.MULTILINE)
_WRITTEN_OUT = frozenset({"duckdb", "sqlite"})  # a view's text begins with CREATE VIEW


class _Row(NamedTuple):
    what: str
    schema: str
    name: str
    language: str
    text: str | None
    flag: object
    calls: str | None


def catalog_of(dialect: str, rows: Iterable[Sequence[object]]) -> Catalog:
    """Return what the rows of an answer say."""
    routines: list[Routine] = []
    hidden: list[Hidden] = []
    operators: list[Operator] = []
    tables: set[str] = set()
    for row in (_Row(*row) for row in rows):  # type: ignore[arg-type]  # as the questions give them
        calls = _names(row.calls)
        if row.what == "routine":
            body = _body(row.text or "", row.language)
            routines.append(
                Routine(row.schema.lower(), row.name.lower(), row.language, body, bool(row.flag), calls)
            )
        elif row.what == "operator":
            operators += [Operator(row.name, function, bool(row.flag)) for function in calls]
        elif row.what == "tables":
            tables.update((row.text or "").lower().split("\n"))
        elif row.what == "table":
            tables.add(row.name.lower())
        else:
            query = row.text or ""
            if row.what == "view":
                tables.add(row.name.lower())
                query = query_of_view(query, dialect) if dialect in _WRITTEN_OUT else query
            hidden.append(Hidden(row.what, row.schema.lower(), row.name.lower(), query, calls))
    return Catalog(
        dialect, tuple(routines), tuple(hidden), tuple(operators), frozenset(tables), asked=time.time()
    )


def _names(calls: str | None) -> tuple[Name, ...]:
    return tuple((schema.lower(), name.lower()) for schema, name in json.loads(calls)) if calls else ()


def _body(text: str, language: str) -> str:
    """Return the body of a function that PostgreSQL keeps as a tree and wrote out anew."""
    if language != "sql" or not text.startswith("CREATE OR REPLACE "):
        return text
    _, found, rest = text.partition("\nBEGIN ATOMIC\n")
    if found:
        return _RETURN.sub("SELECT", rest.rpartition("END")[0])
    _, _, rest = text.rpartition("\nRETURN ")
    return f"SELECT {rest}"
