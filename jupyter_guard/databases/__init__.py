"""Send judged statements to a database and bring back what it answers.

One module per engine, loaded when a connection of that dialect is opened: importing this
package loads no driver and no pandas. What arrives here was judged; it is sent as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from jupyter_guard.errors import ConnectionFailed
from jupyter_guard.policy import Connection

from .model import Call, Column, Database, Estimate, Fetch, Outcome, Progress, Table

__all__ = [
    "Call",
    "Column",
    "Database",
    "Estimate",
    "Fetch",
    "Outcome",
    "Progress",
    "Table",
    "open_database",
]


def open_database(connection: Connection, url: str, *, read_only: bool) -> Database:
    """Return the database at `url`, whose references are resolved; nothing is opened yet.

    `read_only` takes the engine's tightest lock, where the engine has a module here; all others
    go by SQLAlchemy, without one. Raises ConnectionFailed for a URL that cannot be used, or a
    driver that is not installed.
    """
    engine = _ENGINES.get(connection.dialect)
    package = engine.package if engine else '"jupyter-guard[sqlalchemy]"'
    try:
        if engine is not None:
            return engine.load()(connection.name, url, read_only)
        from .alchemy import Alchemy

        return Alchemy.at(connection.name, url, connection.dialect)
    except ImportError as error:
        missing = str(error)
    raise ConnectionFailed(
        f"{connection.name}: the driver for {connection.dialect} cannot be loaded ({missing}).\n"
        f"Run: pip install {package}"
    )


def _duckdb() -> Callable[[str, str, bool], Database]:
    from .duckdb import DuckDB

    return DuckDB


def _sqlite() -> Callable[[str, str, bool], Database]:
    from .sqlite import SQLite

    return SQLite


def _mysql() -> Callable[[str, str, bool], Database]:
    from .mysql import MySQL

    return MySQL


def _postgresql() -> Callable[[str, str, bool], Database]:
    from .postgresql import PostgreSQL

    return PostgreSQL


def _spark() -> Callable[[str, str, bool], Database]:
    from .spark import Spark

    return Spark.at


class _Engine(NamedTuple):
    load: Callable[[], Callable[[str, str, bool], Database]]
    package: str  # what brings the driver


_ENGINES = {
    "duckdb": _Engine(_duckdb, '"jupyter-guard"'),
    "mysql": _Engine(_mysql, '"jupyter-guard[mysql]"'),
    "postgres": _Engine(_postgresql, '"jupyter-guard[postgres]"'),
    "spark": _Engine(_spark, '"jupyter-guard[spark]"'),
    "sqlite": _Engine(_sqlite, '"jupyter-guard"'),
}
