"""Ask a database for its own functions and views, on a short-lived read-only connection of our own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing

from jupyter_guard.errors import ConnectionFailed
from jupyter_guard.policy.catalog import Catalog
from jupyter_guard.policy.model import Connection
from jupyter_guard.policy.targets import target_of

from .catalog_questions import QUESTIONS, catalog_of

_SECONDS = 5  # that a server may take; then the judgement does without
_Rows = Sequence[Sequence[object]]


def can_ask(connection: Connection) -> bool:
    """Say whether there is anything to ask where a connection leads."""
    return connection.dialect in QUESTIONS and not target_of(connection.url).in_memory


def ask(connection: Connection, url: str) -> Catalog:
    """Return what the database at `url`, whose references are resolved, has; raise ConnectionFailed.

    One connection, one question. Nothing else is ever sent on it.
    """
    try:
        rows = _ENGINES[connection.dialect](connection.name, url, QUESTIONS[connection.dialect])
    except ConnectionFailed:
        raise
    except ImportError as error:
        raise ConnectionFailed(f"{connection.name}: the driver cannot be loaded ({error}).") from None
    except Exception as error:  # noqa: BLE001  # each driver has errors of its own
        # A driver's words may quote a part of the URL.
        raise ConnectionFailed(f"{connection.name}: {type(error).__name__} while it was asked.") from None
    return catalog_of(connection.dialect, rows)


def _postgres(name: str, url: str, question: str) -> _Rows:
    from .postgres_url import connect, parameters_of

    parameters = parameters_of(name, url, read_only=True)
    parameters["connect_timeout"] = str(_SECONDS)
    # Read-only also behind a pooler that takes no startup options, and all of it in one round trip.
    bounded = f"BEGIN READ ONLY; SET LOCAL statement_timeout = '{_SECONDS}s'; {_NO_JIT}; {question}; COMMIT"
    with closing(connect(name, parameters)) as session, session.execute(bounded.encode()) as cursor:
        rows: _Rows = []
        while not rows and cursor.nextset():  # BEGIN and the settings come first
            rows = cursor.fetchall() if cursor.description and len(cursor.description) > 1 else []
        return rows


# To compile so large a question takes seconds, and to answer it a tenth of one.
_NO_JIT = "SELECT pg_catalog.set_config(name, 'off', true) FROM pg_catalog.pg_settings WHERE name = 'jit'"


def _mysql(name: str, url: str, question: str) -> _Rows:
    import pymysql

    from .mysql_url import parameters_of

    asking = {
        "connect_timeout": _SECONDS,
        "read_timeout": _SECONDS,
        "init_command": "SET SESSION TRANSACTION READ ONLY",
    }
    with closing(pymysql.connect(**parameters_of(name, url) | asking)) as session, session.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


def _duckdb(name: str, url: str, question: str) -> _Rows:
    from .duckdb_files import open_file
    from .embedded import read_url

    path, _ = read_url(name, url, "access_mode", "read_only")
    with closing(open_file(name, path, read_only=True)) as session:
        return session.execute(question).fetchall()


def _sqlite(name: str, url: str, question: str) -> _Rows:
    import sqlite3
    from urllib.parse import quote

    from .embedded import read_url

    path, _ = read_url(name, url, "mode", "ro")
    with closing(sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True, timeout=1)) as session:
        return session.execute(question).fetchall()


_ENGINES: dict[str, Callable[[str, str, str], _Rows]] = {
    "duckdb": _duckdb,
    "mysql": _mysql,
    "postgres": _postgres,
    "sqlite": _sqlite,
}
