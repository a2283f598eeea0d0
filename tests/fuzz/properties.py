"""What must hold for every text: an answer, in time, and never a weaker one than the engine's own."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from functools import cache
from typing import Any

import duckdb

from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.parameters import bind
from jupyter_guard.policy.parsing import judge_text

DIALECTS = [
    "postgres", "duckdb", "sqlite", "mysql", "snowflake", "bigquery", "tsql", "databricks", "spark",
    "redshift", "trino", "clickhouse", "oracle", "somethingelse",
]  # fmt: skip
HANG = 20.0  # seconds of CPU for one text, far above what any of them takes


def effect_of(sql: str, dialect: str) -> Effect:
    """Return the strongest effect of a text; AssertionError where it is no proper answer."""
    began = time.process_time()
    statements = judge_text(sql, dialect)
    assert time.process_time() - began < HANG, f"{dialect}: took too long: {sql!r}"
    for statement in statements:
        assert statement.text == sql[statement.span.start : statement.span.end], f"{dialect}: {sql!r}"
    bind(sql, dialect)
    return max((s.effect for s in statements), default=Effect.READ)


def check(sql: str, dialect: str) -> Effect:
    """Return the effect of a text; AssertionError if the engine knows that it does more."""
    effect = effect_of(sql, dialect)
    if effect is Effect.READ and (ask := _ENGINES.get(dialect)) and (more := ask(sql)):
        raise AssertionError(f"{dialect} would do {more}, judged READ: {sql!r}")
    return effect


# --- The engines: each returns in words what a text does beyond reading, or ''. ---

_TABLES = """
CREATE TABLE t(a, b); CREATE TABLE u(a, b); CREATE VIEW v AS SELECT a FROM t; INSERT INTO t VALUES (1, 2);
"""
_STATE = (
    "SELECT * FROM sqlite_schema",
    "SELECT * FROM sqlite_temp_schema",
    "SELECT * FROM t",
    "PRAGMA user_version",
    "PRAGMA application_id",
    "PRAGMA query_only",
)
_REACHES_OUT = {sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH}


def sqlite(sql: str) -> str:
    """Run it on a small database in memory, and look at what changed."""
    refused: list[int] = []

    def authorize(action: int, *_: object) -> int:
        if action in _REACHES_OUT:
            refused.append(action)
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(_TABLES)
        before = _state(connection)
        connection.set_progress_handler(lambda: 1, 200_000)
        connection.set_authorizer(authorize)
        with suppress(sqlite3.Error, sqlite3.Warning, ValueError):
            connection.executescript(sql)
        connection.set_authorizer(None)
        connection.set_progress_handler(None, 0)
        after = _state(connection)
    return f"the actions {refused}" if refused else "" if before == after else f"{before} -> {after}"


def _state(connection: sqlite3.Connection) -> object:
    try:
        return [connection.execute(query).fetchall() for query in _STATE], connection.total_changes
    except sqlite3.Error as error:
        return str(error)  # a table is gone


_DUCKDB_READS = {"SELECT", "EXPLAIN", "RELATION", "PRAGMA", "MULTI"}  # PIVOT is MULTI: it makes a type first


@cache
def _duckdb() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:", config={"enable_external_access": False})


def in_duckdb(sql: str) -> str:
    """Ask its parser for the kinds of statements."""
    try:
        kinds = [s.type.name for s in _duckdb().extract_statements(sql)]
    except (duckdb.Error, RuntimeError, ValueError, UnicodeEncodeError):
        return ""  # it would refuse the text, or is a kind that the driver has no name for
    return ", ".join(k for k in kinds if k not in _DUCKDB_READS)


_POSTGRES_READS = {"select_stmt", "explain_stmt", "variable_show_stmt"}
_POSTGRES_WRITES = {
    "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "IntoClause", "LockingClause", "CreateTableAsStmt",
}  # fmt: skip


def postgres(sql: str) -> str:
    """Ask its parser for the kinds of statements, and for what writes within them."""
    try:
        import postgast
    except ImportError:
        return ""
    try:
        tree = postgast.parse(sql)
    except (postgast.PgQueryError, UnicodeError, ValueError):
        return ""
    found = []
    for statement in tree.stmts:
        kind = statement.stmt.WhichOneof("node")
        copies = kind == "copy_stmt" and _to_client(statement.stmt.copy_stmt)
        if kind not in _POSTGRES_READS and not copies:
            found.append(str(kind))
        if kind == "select_stmt" or copies:
            found += [
                n for _, node in postgast.walk(statement) if (n := type(node).__name__) in _POSTGRES_WRITES
            ]
    return ", ".join(found)


def _to_client(copy: Any) -> bool:
    """Say whether a COPY only hands rows to whoever asked."""
    return not copy.is_from and not copy.is_program and not copy.filename


_ENGINES: Mapping[str, Callable[[str], str]] = {
    "sqlite": sqlite,
    "duckdb": in_duckdb,
    "postgres": postgres,
}
