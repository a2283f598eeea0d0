"""pyodbc: its types let nothing be replaced, so `connect` hands out connections in front of them."""

from __future__ import annotations

import contextlib
from functools import wraps
from typing import TYPE_CHECKING, Any

import pyodbc

from jupyter_guard.policy.targets import Target

from .proxies import GuardedConnection

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "pyodbc"
# What the driver calls its database -> dialect.
_DIALECTS = {
    "postgresql": "postgres", "mysql": "mysql", "mariadb": "mysql", "sqlite": "sqlite", "sql server": "tsql",
    "oracle": "oracle", "snowflake": "snowflake", "duckdb": "duckdb", "clickhouse": "clickhouse",
    "redshift": "redshift", "bigquery": "bigquery", "trino": "trino", "spark": "spark",
    "databricks": "databricks",
}  # fmt: skip
_HOSTS = ("server", "host", "servername", "hostname", "uid_server")
_FILES = ("database", "dbq", "db")


def install(gate: Gate) -> None:
    """Guard connections from now on."""
    original = pyodbc.connect

    @wraps(original)
    def connect(connstring: str = "", /, **kwargs: Any) -> Any:
        real = original(connstring, **kwargs) if connstring else original(**kwargs)
        target = _target(real, connstring, kwargs)

        def check(text: str, _parameters: bool) -> Any:
            return gate.check(text, target.dialect, lambda: [target], ROUTE)

        return GuardedConnection(real, check)

    pyodbc.connect = connect


def _target(connection: Any, connstring: str, kwargs: dict[str, Any]) -> Target:
    """Return where a connection leads to; a data source that is only named may be anywhere."""
    named = dict(part.split("=", 1) for part in connstring.split(";") if "=" in part)
    said = {str(k).strip().lower(): str(v).strip().strip("{}") for k, v in {**named, **kwargs}.items()}
    dialect = _dialect(connection, said)
    database = said.get("database", "")
    if dialect == "sqlite":
        path = next((said[key] for key in _FILES if said.get(key)), "")
        return Target(dialect, path="" if path == ":memory:" else path) if path else Target(dialect, ("?",))
    host = next((said[key] for key in _HOSTS if said.get(key)), "?").lower()
    # SQL Server's way: tcp:host\instance,port
    name, _, port = host.removeprefix("tcp:").partition(",")
    return Target(dialect, (name.partition("\\")[0],), port=said.get("port", port), database=database)


def _dialect(connection: Any, said: dict[str, str]) -> str:
    names = [said.get("driver", "")]
    with contextlib.suppress(pyodbc.Error):
        names.insert(0, str(connection.getinfo(pyodbc.SQL_DBMS_NAME)))
    found = (dialect for name in names for word, dialect in _DIALECTS.items() if word in name.lower())
    return next(found, "plain")
