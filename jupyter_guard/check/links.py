"""Tell from Python code what a variable is connected to."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jupyter_guard.policy.targets import Target

from .magics import read_url

# Module that opens a connection -> its dialect.
_DIALECTS = {
    "duckdb": "duckdb", "sqlite3": "sqlite", "aiosqlite": "sqlite", "apsw": "sqlite",
    "psycopg": "postgres", "psycopg2": "postgres", "asyncpg": "postgres", "pg8000": "postgres",
    "pymysql": "mysql", "mysql": "mysql", "MySQLdb": "mysql", "mariadb": "mysql", "aiomysql": "mysql",
    "snowflake": "snowflake", "trino": "trino", "prestodb": "trino", "pyathena": "trino",
    "clickhouse_connect": "clickhouse", "clickhouse_driver": "clickhouse", "databricks": "databricks",
    "oracledb": "oracle", "cx_Oracle": "oracle", "pymssql": "tsql", "redshift_connector": "redshift",
    "pyspark": "spark", "google": "bigquery", "bigquery": "bigquery", "pandas_gbq": "bigquery",
}  # fmt: skip
_EMBEDDED = frozenset({"duckdb", "sqlite"})
_OPENS = frozenset(
    "connect create_engine create_async_engine get_client Client Connection create_pool getOrCreate".split()
)
_BY_ARGUMENT = frozenset(
    {"Session", "sessionmaker", "AsyncSession", "async_sessionmaker", "closing", "connection"}
)
_READERS = frozenset(
    {"read_sql", "read_sql_query", "read_database", "read_database_uri", "to_sql", "read_gbq"}
)
_CON = frozenset({"con", "connection", "uri", "engine", "bind"})


@dataclass(frozen=True)
class Link:
    """What an object is connected to, as far as the code tells."""

    dialect: str  # '' where it does not
    target: Target | None = None


class Links:
    """Connections by the expressions that open them."""

    def __init__(self, values: Mapping[str, Sequence[ast.expr]]) -> None:
        self._values = values
        self._modules: dict[str, str] = {"duckdb": "duckdb", "sqlite3": "sqlite3", "spark": "pyspark"}

    def learn(self, node: ast.Import | ast.ImportFrom) -> None:
        """Note what a name was imported from."""
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            origin = alias.name if isinstance(node, ast.Import) else f"{node.module or ''}.{alias.name}"
            self._modules[name] = origin

    def of_call(self, node: ast.Call) -> Link | None:
        """Return what a call sends its SQL to; None where nothing is known of it."""
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if name in _READERS:
            given = [*node.args[1:2], *(k.value for k in node.keywords if k.arg in _CON)]
            return (self.of(given[-1], 0) if given else None) or Link("bigquery" if "gbq" in name else "")
        return self.of(node.func.value, 0) if isinstance(node.func, ast.Attribute) else None

    def of(self, node: ast.expr, depth: int) -> Link | None:
        """Return what an expression is connected to."""
        if depth > 8:
            return None
        match node:
            case ast.Name(id=name):
                return self._of_name(name, depth)
            case ast.Constant(value=str(url)):
                dialect, target = read_url(url)
                return Link(dialect, target) if target else None
            case ast.Await(value=inner) | ast.Attribute(value=inner):
                return self.of(inner, depth + 1)
            case ast.Call():
                return self._of_call(node, depth)
        return None

    def _of_name(self, name: str, depth: int) -> Link | None:
        links = [link for value in self._values.get(name, ()) if (link := self.of(value, depth + 1))]
        if links:
            # A name that was bound to several databases is one that nobody can tell.
            return (
                links[0]
                if len(set(links)) == 1
                else Link(links[0].dialect if len({k.dialect for k in links}) == 1 else "")
            )
        if name in self._values:
            return None
        dialect = _DIALECTS.get(self._modules.get(name, "").partition(".")[0])
        if dialect is None:
            return None
        return Link(dialect, Target("duckdb") if self._modules[name] == "duckdb" else None)

    def _of_call(self, node: ast.Call, depth: int) -> Link | None:
        full = self._dotted(node.func)
        last = full.rpartition(".")[2]
        if last in _OPENS and (opened := self._opened(node, full)):
            return opened
        if last in _BY_ARGUMENT and node.args:
            return self.of(node.args[0], depth + 1)
        return self.of(node.func.value, depth + 1) if isinstance(node.func, ast.Attribute) else None

    def _opened(self, node: ast.Call, full: str) -> Link | None:
        first = (
            node.args[0] if node.args else next((k.value for k in node.keywords if k.arg in _PLACES), None)
        )
        text = self._constant(first)
        if "create_engine" in full or "create_async_engine" in full or "://" in (text or ""):
            dialect, target = read_url(text or "")
            return Link(dialect, target)
        dialect = _DIALECTS.get(full.partition(".")[0], "")
        if not dialect:
            return None
        if dialect not in _EMBEDDED:
            hosts = [self._constant(k.value) for k in node.keywords if k.arg == "host"]
            return Link(dialect, Target(dialect, (hosts[0].lower(),)) if hosts and hosts[0] else None)
        if first is None:
            return Link(dialect, Target(dialect))
        if text is None:
            return Link(dialect)
        if text.startswith(("md:", "motherduck:")):
            return Link(dialect, Target(dialect, (text,)))
        return Link(dialect, Target(dialect, path="" if text in ("", ":memory:") else text))

    def _constant(self, node: ast.expr | None) -> str | None:
        if isinstance(node, ast.Constant):
            return node.value if isinstance(node.value, str) else None
        if isinstance(node, ast.Name) and len(values := self._values.get(node.id, ())) == 1:
            return self._constant(values[0])
        return None

    def _dotted(self, func: ast.expr) -> str:
        match func:
            case ast.Name(id=name):
                return self._modules.get(name, name)
            case ast.Attribute(value=value, attr=attr):
                return f"{self._dotted(value)}.{attr}"
        return ""


_PLACES = frozenset({"database", "dsn", "url", "path", "uri", "conninfo"})
