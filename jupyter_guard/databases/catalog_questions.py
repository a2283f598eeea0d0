"""What a database is asked for its own functions, views, operators and casts: one question per engine.

Each answer has rows of one shape, as `_ROW` names them, so that all engines are read alike.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from jupyter_guard.policy.catalog import (
    FOREIGN,
    Catalog,
    Hidden,
    Name,
    Operator,
    Routine,
    query_of_columns,
    query_of_view,
)

# Objects below number 16384 came with PostgreSQL itself; extensions and people make those above.
# What is compiled and declared as stable is not doubtful, as only a superuser can make such functions;
# unless it is another name of one of the engine's own that writes.
# `doubts` holds the types whose mere use may run something, `places` the names that bring such a type
# about: its own, those of arrays, domains, ranges, tables and types made of it, and of functions that use it.
POSTGRES = r"""
WITH RECURSIVE functions AS MATERIALIZED (
    SELECT p.oid, n.nspname::text AS schema, p.proname::text AS name, p.prokind, p.proargdefaults,
        p.prosrc, p.proargtypes, p.pronargs, l.lanname::text AS language, p.provolatile <> 'v' AND NOT (
            l.lanname = 'internal' AND p.oid >= 16384 AND EXISTS (
                SELECT FROM pg_catalog.pg_proc e
                WHERE e.prosrc = p.prosrc AND e.oid < 16384 AND e.provolatile = 'v')) AS fixed,
        ARRAY[p.prorettype] || p.proargtypes::oid[] || COALESCE(p.proallargtypes, '{}') AS types
    FROM pg_catalog.pg_proc p
        JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        JOIN pg_catalog.pg_language l ON l.oid = p.prolang
), doubtful AS MATERIALIZED (
    SELECT * FROM functions WHERE NOT (language IN ('c', 'internal') AND fixed)
), own_types AS MATERIALIZED (
    SELECT t.oid, n.nspname::text AS schema, t.typname::text AS name, t.typelem, t.typrelid
    FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
    WHERE t.oid >= 16384
), supports AS MATERIALIZED (
    SELECT a.amprocfamily AS family, a.amproclefttype AS one, a.amprocrighttype AS other, f.schema, f.name
    FROM pg_catalog.pg_amproc a JOIN doubtful f ON f.oid = a.amproc
), doubts AS MATERIALIZED (
    SELECT t.oid AS type, 'check of the domain' AS kind,
        'SELECT ' || pg_catalog.pg_get_expr(c.conbin, 0) AS query, NULL AS calls
    FROM pg_catalog.pg_constraint c JOIN own_types t ON t.oid = c.contypid WHERE c.conbin IS NOT NULL
    UNION ALL
    SELECT x.type, x.kind, '', json_build_array(json_build_array(x.schema, x.name))::text
    FROM (
        SELECT unnest(ARRAY[c.castsource, c.casttarget]) AS type, 'cast of' AS kind, f.schema, f.name
        FROM pg_catalog.pg_cast c JOIN doubtful f ON f.oid = c.castfunc
        UNION
        SELECT unnest(ARRAY[o.oprleft, o.oprright]), 'operator of', f.schema, f.name
        FROM pg_catalog.pg_operator o JOIN doubtful f ON f.oid = o.oprcode
        UNION
        SELECT unnest(ARRAY[one, other]), 'order of', schema, name FROM supports
        UNION
        SELECT r.rngtypid, 'order of', s.schema, s.name
        FROM pg_catalog.pg_range r JOIN pg_catalog.pg_opclass c ON c.oid = r.rngsubopc
            JOIN supports s ON s.family = c.opcfamily
    ) x WHERE x.type >= 16384
), parts AS MATERIALIZED (
    SELECT oid AS whole, typelem AS part FROM own_types WHERE typelem >= 16384
    UNION SELECT objid, refobjid FROM pg_catalog.pg_depend
    WHERE classid = 'pg_catalog.pg_type'::regclass AND refclassid = 'pg_catalog.pg_type'::regclass
    UNION SELECT t.oid, a.atttypid
    FROM own_types t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.typrelid
    WHERE a.atttypid >= 16384 AND NOT a.attisdropped
), made_of AS (
    SELECT DISTINCT type, type AS whole FROM doubts
    UNION SELECT m.type, p.whole FROM made_of m JOIN parts p ON p.part = m.whole
), places AS MATERIALIZED (
    SELECT m.type, t.schema, t.name FROM made_of m JOIN own_types t ON t.oid = m.whole
    UNION SELECT m.type, f.schema, f.name FROM made_of m JOIN functions f ON m.whole = ANY (f.types)
    WHERE f.oid >= 16384
)
SELECT 'routine', schema, name, language,
    CASE WHEN prosrc = '' AND prokind IN ('f', 'p') THEN pg_catalog.pg_get_functiondef(oid)
        ELSE prosrc END,
    fixed, (
        SELECT json_agg(json_build_array(f.schema, f.name))::text
        FROM pg_catalog.pg_aggregate a JOIN doubtful f ON f.oid IN (
            a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn,
            a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn)
        WHERE a.aggfnoid = functions.oid
    )
FROM functions WHERE oid >= 16384
UNION ALL
SELECT 'default value of', schema, name, '',
    'SELECT ' || pg_catalog.pg_get_expr(proargdefaults, 0), false, NULL
FROM functions WHERE oid >= 16384 AND proargdefaults IS NOT NULL
UNION ALL
SELECT 'view', n.nspname::text, c.relname::text, '', pg_catalog.pg_get_viewdef(c.oid), false, NULL
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'v' AND c.oid >= 16384
UNION ALL
SELECT 'foreign table', n.nspname::text, c.relname::text, '', '', false, NULL
FROM pg_catalog.pg_foreign_table t JOIN pg_catalog.pg_class c ON c.oid = t.ftrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_foreign_server s ON s.oid = t.ftserver
    JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw
    LEFT JOIN functions h ON h.oid = w.fdwhandler
WHERE h.name IS DISTINCT FROM 'file_fdw_handler' OR array_to_string(t.ftoptions, ' ') LIKE '%program=%'
UNION ALL
SELECT 'row policy of', n.nspname::text, c.relname::text, '',
    'SELECT ' || pg_catalog.pg_get_expr(p.polqual, p.polrelid), false, NULL
FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE p.polqual IS NOT NULL AND p.polcmd IN ('r', '*')
UNION ALL
SELECT 'function', f.schema, f.name, '', '', false,
    json_build_array(json_build_array(f.schema, f.name))::text
FROM doubtful f JOIN pg_catalog.pg_type t ON t.oid = f.proargtypes[0] AND t.typtype = 'c'
WHERE f.pronargs = 1
UNION ALL
SELECT DISTINCT d.kind, p.schema, p.name, '', d.query, false, d.calls
FROM doubts d JOIN places p ON p.type = d.type
UNION ALL
SELECT 'operator', '', CASE c.castcontext WHEN 'i' THEN '' ELSE '::' END, '', '', true,
    json_build_array(json_build_array(f.schema, f.name))::text
FROM pg_catalog.pg_cast c JOIN doubtful f ON f.oid = c.castfunc
WHERE c.castsource < 16384 AND c.casttarget < 16384 AND c.oid >= 16384
UNION ALL
SELECT 'operator', '', o.oprname::text, '', '', o.oprleft < 16384 AND o.oprright < 16384,
    json_build_array(json_build_array(f.schema, f.name))::text
FROM pg_catalog.pg_operator o JOIN functions f ON f.oid = o.oprcode WHERE o.oid >= 16384
UNION ALL
SELECT DISTINCT 'operator', '', o.oprname::text, '', '', true,
    json_build_array(json_build_array(s.schema, s.name))::text
FROM supports s JOIN pg_catalog.pg_amop a ON a.amopfamily = s.family
    JOIN pg_catalog.pg_operator o ON o.oid = a.amopopr
WHERE o.oprleft < 16384 AND o.oprright < 16384
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
SELECT CASE WHEN engine IN ('FEDERATED', 'CONNECT', 'SPIDER') THEN 'foreign table' ELSE 'table' END,
    table_schema, table_name, '', '', 0, NULL
FROM information_schema.tables
"""
# Without any function or operator, since somebody's macro of that name would be called in its place.
DUCKDB = """
SELECT 'routine', schema_name, function_name, function_type, macro_definition, false, NULL
FROM system.main.duckdb_functions() WHERE NOT internal AND macro_definition IS NOT NULL
UNION ALL
SELECT 'view', schema_name, view_name, '', sql, false, NULL
FROM system.main.duckdb_views() WHERE NOT internal
UNION ALL
SELECT 'table', schema_name, table_name, '', sql, false, NULL FROM system.main.duckdb_tables()
"""
SQLITE = """
SELECT CASE type WHEN 'view' THEN 'view' ELSE 'table' END, '', name, '', sql, 0, NULL
FROM sqlite_schema WHERE type IN ('table', 'view')
"""
QUESTIONS = {"postgres": POSTGRES, "mysql": MYSQL, "duckdb": DUCKDB, "sqlite": SQLITE}

_RETURN = re.compile(r"^\s*RETURN\b", re.MULTILINE)
_MACROS = frozenset({"macro", "table_macro"})
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
            language = "sql" if row.language in _MACROS else row.language
            routines.append(
                Routine(row.schema.lower(), row.name.lower(), language, body, bool(row.flag), calls)
            )
        elif row.what == "operator":
            operators += [Operator(row.name, function, bool(row.flag)) for function in calls]
        elif row.what == "tables":
            tables.update((row.text or "").lower().split("\n"))
        elif row.what == "table":
            tables.add(row.name.lower())
            if row.text and (query := query_of_columns(row.text, dialect)):
                columns = "generated columns of"
                hidden.append(Hidden(columns, row.schema.lower(), row.name.lower(), query))
        else:
            query = row.text or ""
            if row.what in ("view", FOREIGN):
                tables.add(row.name.lower())
                query = query_of_view(query, dialect) if dialect in _WRITTEN_OUT else query
            hidden.append(Hidden(row.what, row.schema.lower(), row.name.lower(), query, calls))
    return Catalog(
        dialect, tuple(routines), tuple(hidden), tuple(operators), frozenset(tables), asked=time.time()
    )


def _names(calls: str | None) -> tuple[Name, ...]:
    return tuple((schema.lower(), name.lower()) for schema, name in json.loads(calls)) if calls else ()


def _body(text: str, language: str) -> str:
    """Return a body as it can be judged, also a macro's, and one that PostgreSQL keeps as a tree."""
    if language == "macro":
        return f"SELECT {text}"
    if language != "sql" or not text.startswith("CREATE OR REPLACE "):
        return text
    _, found, rest = text.partition("\nBEGIN ATOMIC\n")
    if found:
        return _RETURN.sub("SELECT", rest.rpartition("END")[0])
    _, _, rest = text.rpartition("\nRETURN ")
    return f"SELECT {rest}"
