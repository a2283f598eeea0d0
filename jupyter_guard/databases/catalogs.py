"""The tables, views and columns that a connection sees, for completion and for the catalog cache."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from .model import Column, Table

# One row per column, in the order of schema, table and position: schema, table, kind, column, type.
DUCKDB = """
SELECT c.schema_name, c.table_name,
    CASE WHEN v.view_name IS NULL THEN 'table' ELSE 'view' END, c.column_name, c.data_type
FROM duckdb_columns() c LEFT JOIN duckdb_views() v
    ON v.database_oid = c.database_oid AND v.schema_oid = c.schema_oid AND v.view_name = c.table_name
WHERE NOT c.internal
ORDER BY c.schema_name, c.table_name, c.column_index
"""
SQLITE = """
SELECT '', t.name, t.type, c.name, c.type
FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c
WHERE t.type IN ('table', 'view') AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
ORDER BY t.name, c.cid
"""
MYSQL = """
SELECT t.table_schema, t.table_name, CASE WHEN t.table_type LIKE '%VIEW' THEN 'view' ELSE 'table' END,
    c.column_name, c.column_type
FROM information_schema.tables AS t JOIN information_schema.columns AS c
    ON c.table_schema = t.table_schema AND c.table_name = t.table_name
WHERE t.table_schema NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys')
ORDER BY t.table_schema, t.table_name, c.ordinal_position
"""
POSTGRES = """
SELECT n.nspname::text, c.relname::text,
    CASE WHEN c.relkind IN ('v', 'm') THEN 'view' ELSE 'table' END,
    a.attname::text, format_type(a.atttypid, a.atttypmod)
FROM pg_class AS c
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND NOT c.relispartition
    AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
    AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
ORDER BY 1, 2, a.attnum
"""


def tables_of(rows: Iterable[tuple[str, str, str, str, str]]) -> tuple[Table, ...]:
    """Return the tables of rows as the queries above give them."""
    return tuple(
        Table(schema, name, "view" if kind == "view" else "table", tuple(Column(r[3], r[4]) for r in columns))
        for (schema, name, kind), columns in groupby(rows, key=lambda row: tuple(row[:3]))
    )
