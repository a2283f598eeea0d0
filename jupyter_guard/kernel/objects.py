"""Recognise the connections among the notebook's variables, and where they lead to.

What cannot be read off an object is a host named '?', which counts as prod. What is sent by an object
passes the gate, too, which sees the driver's own connection.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from jupyter_guard.policy.targets import Target


class NotebookObject(NamedTuple):
    """A connection that a variable of the notebook holds."""

    thing: Any
    dialect: str
    targets: tuple[Target, ...]
    binds_lists: bool


def recognise(thing: Any) -> NotebookObject | None:
    """Return what is known of a connection; None for what is none, or sends nothing by itself."""
    package = _package(thing)
    if not package:
        return None
    targets = tuple(_TARGETS[package](thing))
    return NotebookObject(thing, targets[0].dialect, targets, _driver(thing) in _LISTS)


def _driver(thing: Any) -> str:
    """Return the package that binds the values: behind SQLAlchemy the driver's."""
    dialect = getattr(thing, "dialect", None)
    return str(getattr(dialect, "driver", "")) or _package(thing)


def is_connection(thing: Any) -> bool:
    """Say whether `recognise` would know it; asks the object nothing."""
    return bool(_package(thing))


def _package(thing: Any) -> str:
    """Return the package of the driver whose connection `thing` is, or ''."""
    kinds = getattr(thing.__class__, "__mro__", ())
    if any("async" in kind.__name__.lower() or ".aio" in kind.__module__ for kind in kinds):
        return ""  # its methods have to be awaited, which a magic cannot
    packages = (kind.__module__.partition(".")[0] for kind in kinds if kind.__name__ in _CONNECTIONS)
    return next((package for package in packages if package in _TARGETS), "")


_CONNECTIONS = frozenset(
    {
        "CMySQLConnection", "Connection", "DuckDBPyConnection", "Engine", "MySQLConnection",
        "MySQLConnectionAbstract", "SnowflakeConnection", "SparkSession", "connection",
    }
)  # fmt: skip


def _noted(dialect: str, name: str = "_guard_target") -> Callable[[Any], Iterable[Target]]:
    """Return what the route noted when the connection was opened."""
    return lambda thing: [getattr(thing, name, Target(dialect, ("?",)))]


def _sqlite(thing: Any) -> Iterable[Target]:
    session = getattr(thing, "_guard_session", None)
    return tuple(session.targets) if session is not None else (Target("sqlite", ("?",)),)


def _duckdb(thing: Any) -> Iterable[Target]:
    from .routes.duckdb import targets_now

    # What is in memory stands behind what is attached.
    return sorted(targets_now(thing), key=lambda target: target.in_memory) or [Target("duckdb")]


def _by_route(name: str, function: str = "target_of") -> Callable[[Any], Iterable[Target]]:
    def read(thing: Any) -> Iterable[Target]:
        from importlib import import_module

        return [getattr(import_module(f"jupyter_guard.kernel.routes.{name}"), function)(thing)]

    return read


def _adbc(thing: Any) -> Iterable[Target]:
    return [getattr(thing._conn, "guard_target", Target("plain", ("?",)))]


def _alchemy(thing: Any) -> Iterable[Target]:
    """Return where SQLAlchemy leads to: a connection's driver knows better than the URL."""
    from .routes.sqlalchemy import target_of_engine

    if hasattr(thing, "connection"):
        found = recognise(thing.connection.dbapi_connection)
        if found is not None:
            return found.targets
    found_by_url = target_of_engine(thing.engine.url)
    path = os.path.abspath(found_by_url.path) if found_by_url.path else ""
    return [found_by_url._replace(path=path)]


def _pymysql(thing: Any) -> Iterable[Target]:
    host = thing.unix_socket or thing.host or "?"
    database = thing.db.decode() if isinstance(thing.db, bytes) else str(thing.db or "")
    return [Target("mysql", (str(host).lower(),), port=str(thing.port), database=database)]


def _trino(thing: Any) -> Iterable[Target]:
    catalog = str(getattr(thing, "catalog", "") or "")
    return [Target("trino", (str(thing.host).lower(),), port=str(thing.port), database=catalog)]


# Drivers that bind a Python list as one value: of an array, or with SQLite a text of JSON.
_LISTS = frozenset({"_duckdb", "duckdb", "pg8000", "psycopg", "psycopg2", "sqlite3"})
# The driver's package -> what is known of its connections.
_TARGETS: dict[str, Callable[[Any], Iterable[Target]]] = {
    "MySQLdb": _noted("mysql"),
    "adbc_driver_manager": _adbc,
    "_duckdb": _duckdb,
    "clickhouse_driver": lambda thing: [Target("clickhouse", (str(getattr(thing, "host", "?")).lower(),))],
    "databricks": lambda thing: [Target("databricks", (str(getattr(thing, "host", "?")).lower(),))],
    "duckdb": _duckdb,
    "mysql": _by_route("mysql_connector"),
    "oracledb": _by_route("oracledb"),
    "pg8000": _noted("postgres"),
    "psycopg": _by_route("psycopg_connections"),
    "psycopg2": _by_route("psycopg2"),
    "pyathena": lambda thing: [Target("trino", ("?",))],
    "pymssql": _noted("tsql"),
    "pymysql": _pymysql,
    "pyodbc": _noted("plain"),
    "pyspark": _by_route("spark_targets", "session_target"),
    "redshift_connector": _noted("redshift"),
    "snowflake": _by_route("snowflake"),
    "sqlalchemy": _alchemy,
    "sqlite3": _sqlite,
    "trino": _trino,
}


def is_loaded() -> bool:
    """Say whether any driver is there at all; without one no variable is a connection."""
    return not _TARGETS.keys().isdisjoint(sys.modules)
