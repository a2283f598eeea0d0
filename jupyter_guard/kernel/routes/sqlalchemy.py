"""SQLAlchemy: for drivers that have no route of their own, every engine's statements."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from jupyter_guard.errors import PolicyError
from jupyter_guard.policy.targets import Target, dialect_of, target_of

from .patching import with_numbers

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "SQLAlchemy"
_SENT = "jupyter_guard"  # in a connection's own notes: the statement that is on its way
# These are judged below SQLAlchemy, where the text and the target are final.
_GUARDED = frozenset(
    {"pysqlite", "aiosqlite", "duckdb_engine", "psycopg", "psycopg_async", "psycopg2", "pg8000", "asyncpg",
     "pymysql", "mysqlconnector", "aiomysql", "asyncmy", "mysqldb", "pyodbc", "aioodbc", "pymssql",
     "oracledb", "oracledb_async"}
)  # fmt: skip


def install(gate: Gate) -> None:
    """Listen to each engine from its making; an engine that needs no listener pays for none."""
    made = Engine.__init__

    def look(
        connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool
    ) -> None:
        written_by_python = connection.dialect.paramstyle in ("format", "pyformat")
        text = with_numbers(statement, "?") if written_by_python else statement
        target = target_of_engine(connection.engine.url)
        sent = gate.check(text, target.dialect, lambda: [target], ROUTE)
        if sent is not None:
            connection.info[_SENT] = sent.__enter__()

    def done(connection: Any, *args: Any) -> None:
        sent = connection.info.pop(_SENT, None)
        if sent is not None:
            sent.__exit__(None, None, None)

    def failed(context: Any) -> None:
        sent = context.connection.info.pop(_SENT, None) if context.connection is not None else None
        if sent is not None:
            error = context.original_exception
            sent.__exit__(type(error), error, None)

    @wraps(made)
    def guarded(engine: Any, *args: Any, **kwargs: Any) -> None:
        made(engine, *args, **kwargs)
        if engine.dialect.driver not in _GUARDED:
            event.listen(engine, "before_cursor_execute", look)
            event.listen(engine, "after_cursor_execute", done)
            event.listen(engine, "handle_error", failed)

    Engine.__init__ = guarded


def target_of_engine(url: Any) -> Target:
    """Return where the URL of an engine leads to."""
    text = url.render_as_string(hide_password=True)
    try:
        dialect_of(text)
    except PolicyError:
        return Target("plain", ("?",))
    return target_of(text)
