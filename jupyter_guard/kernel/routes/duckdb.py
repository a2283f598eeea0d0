"""DuckDB: the class's own methods replaced, so connections opened before are guarded too."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from types import FunctionType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import _duckdb
import duckdb

from jupyter_guard.kernel.locks.duckdb import OpenedLocks
from jupyter_guard.kernel.passing import judged_already
from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

from .attaching import UNCLEAR, attached_paths
from .database_files import target_of_file
from .patching import Look, before, dressed_as

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "DuckDB"
_TEXTS = ("execute", "executemany", "sql", "query", "from_query", "_submit", "_prepare_script")
_WRITES = {
    "append": Effect.WRITE,
    "appender": Effect.WRITE,
}  # name -> effect on the table, the first argument
_RELATIONS = {  # of a relation
    "insert": Effect.WRITE,
    "insert_into": Effect.WRITE,
    "update": Effect.WRITE,
    "create": Effect.SCHEMA,
    "to_table": Effect.SCHEMA,
    "create_view": Effect.SCHEMA,
    "to_view": Effect.SCHEMA,
}
_FILES = ("to_csv", "write_csv", "to_parquet", "write_parquet")
# Of what can be written; of what is attached to be read only, where there is nothing else.
_OPEN = """
SELECT path, type FROM (
    SELECT path, type, readonly, min(readonly) OVER () AS all_readonly
    FROM duckdb_databases() WHERE NOT internal
) WHERE NOT readonly OR all_readonly
"""
_TO = re.compile(r"\bto\b", re.I)
_FILE = re.compile(r"'((?:[^']|'')*)'")
_CALL = compile("__guarded_call__()", "<jupyter_guard>", "eval")
_HOST = re.compile(r"\bhost(?:addr)?\s*=\s*'?([^\s'\"]+)", re.I)


def install(gate: Gate) -> None:
    """Guard connections, the module's own connection, and relations."""
    connection, relation = duckdb.DuckDBPyConnection, duckdb.DuckDBPyRelation
    execute, cursor = connection.execute, connection.cursor

    def open_now(con: Any) -> Iterator[Target]:
        with judged_already():
            beside = cursor(con)  # does not disturb a result that is being fetched
            try:
                rows = execute(beside, _OPEN).fetchall()
            finally:
                beside.close()
        return map(_target, rows)

    opened: dict[Target, None] = {}

    def note(database: Any = ":memory:", *args: Any, **kwargs: Any) -> None:
        opened[_target((str(database), ""))] = None

    def look(con: Any, query: Any = "", *args: Any, **kwargs: Any) -> Any:
        text = _text(query)
        sent = gate.check(
            text, "duckdb", lambda: [*open_now(con), *_attached(text), *_written_over(text)], ROUTE
        )
        return locks.passage(con, text, sent)

    def look_by_default(query: Any = "", *args: Any, **kwargs: Any) -> Any:
        return look(_connection_in(kwargs), query)

    def targets_of(relation: Any) -> Iterable[Target]:
        # Before DuckDB 2 a relation does not tell its connection: it may be any that was opened.
        con = getattr(relation, "_con", None)
        return list(opened) if con is None else open_now(con)

    before(duckdb, "connect", note)
    locks = OpenedLocks(gate, lambda path: _target((path, "")), open_now)
    duckdb.connect = dressed_as(duckdb.connect, locks.connecting(duckdb.connect))
    for name in _TEXTS:
        if hasattr(connection, name):
            _in_callers_frame(connection, name, look)
        if callable(getattr(duckdb, name, None)):
            _in_callers_frame(duckdb, name, look_by_default)
    before(connection, "begin", locks.beginning)
    before(duckdb, "begin", lambda **kwargs: locks.beginning(_connection_in(kwargs)))
    for name, effect in _WRITES.items():
        _guard_call(gate, name, effect, open_now, locks)
    if hasattr(connection, "query_appender"):
        before(connection, "query_appender", look)
        before(duckdb, "query_appender", look_by_default)
    for name, effect in _RELATIONS.items():
        if hasattr(relation, name):
            before(relation, name, _look_at_relation(gate, name, effect, targets_of))
    if not hasattr(relation, "_con"):  # before DuckDB 2 it sends its text past the connection's methods

        def look_at_query(self: Any, virtual_table_name: str = "", sql_query: Any = "") -> Any:
            return gate.check(_text(sql_query), "duckdb", lambda: targets_of(self), ROUTE)

        before(relation, "query", look_at_query)
    for name in _FILES:
        if hasattr(relation, name):
            before(relation, name, _look_at_file(gate, name))
    for name in (*_TEXTS, *_WRITES, "connect", "begin", "query_appender"):  # the same by the module in C
        if hasattr(_duckdb, name) and hasattr(duckdb, name):
            setattr(_duckdb, name, getattr(duckdb, name))


def _in_callers_frame(owner: Any, name: str, look: Look) -> None:
    """Like `before`; DuckDB still finds the DataFrames among the variables of the calling function."""
    original = getattr(owner, name)

    def guarded(*args: Any, **kwargs: Any) -> Any:
        sent = look(*args, **kwargs)
        frame = sys._getframe(1)
        call = {"__guarded_call__": partial(original, *args, **kwargs)}
        variables = call if frame.f_locals is frame.f_globals else {**frame.f_locals, **call}
        if sent is None:
            return eval(_CALL, frame.f_globals, variables)  # noqa: S307  # the text is ours
        with sent:
            return eval(_CALL, frame.f_globals, variables)  # noqa: S307  # the text is ours

    # DuckDB 2 skips the frames of its own package when it looks for the calling function.
    named = {**globals(), "__name__": "duckdb"}
    skipped = FunctionType(guarded.__code__, named, guarded.__name__, None, guarded.__closure__)
    setattr(owner, name, dressed_as(original, skipped))


def _connection_in(kwargs: dict[str, Any]) -> Any:
    return kwargs.get("connection") or duckdb.default_connection()


def _guard_call(
    gate: Gate, name: str, effect: Effect, open_now: Callable[[Any], Iterable[Target]], locks: OpenedLocks
) -> None:
    def look(con: Any, table: str = "?", *args: Any, **kwargs: Any) -> Any:
        what = f"{name}() to {table}"
        sent = gate.check_effect(effect, what, "duckdb", lambda: open_now(con), ROUTE, writes=(table,))
        return locks.passage(con, "", sent)

    def look_by_default(table: str = "?", *args: Any, **kwargs: Any) -> Any:
        return look(_connection_in(kwargs), table)

    if hasattr(duckdb.DuckDBPyConnection, name):
        before(duckdb.DuckDBPyConnection, name, look)
        before(duckdb, name, look_by_default)


def _look_at_relation(
    gate: Gate, name: str, effect: Effect, targets_of: Callable[[Any], Iterable[Target]]
) -> Look:
    def look(relation: Any, table: Any = "", *args: Any, **kwargs: Any) -> Any:
        writes = (table,) if isinstance(table, str) and table else ()
        what = f"{name}() {' '.join(writes)}".strip()
        return gate.check_effect(effect, what, "duckdb", lambda: targets_of(relation), ROUTE, writes=writes)

    return look


def _look_at_file(gate: Gate, name: str) -> Look:
    def look(relation: Any, file: Any = "", *args: Any, **kwargs: Any) -> None:
        where = str(file)
        over = target_of_file(where)
        if over is not None:
            gate.check_effect(Effect.SCHEMA, f"{name}() over {where}", "duckdb", lambda: [over], ROUTE)
        if urlsplit(where).netloc:  # a local file follows the session; an object store is somebody's
            targets = [Target("duckdb", (urlsplit(where).netloc.lower(),))]
            gate.check_effect(Effect.WRITE, f"{name}() {where}", "duckdb", lambda: targets, ROUTE)

    return look


def _text(query: Any) -> str:
    if isinstance(query, str):
        return query
    if isinstance(query, list | tuple):
        return ";\n".join(map(_text, query))
    return str(getattr(query, "query", query))  # a Statement of extract_statements


def _attached(text: str) -> Iterator[Target]:
    """Yield what `text` attaches, because statements behind the ATTACH in it already go there."""
    for path in attached_paths(text):
        yield Target("duckdb", UNCLEAR) if path is None else _target((path, ""))


def _written_over(text: str) -> Iterator[Target]:
    """Yield the databases whose very files `text` may write, as COPY … TO does."""
    for found in _FILE.finditer(text) if _TO.search(text) else ():
        over = target_of_file(found[1].replace("''", "'"))
        if over is not None:
            yield over


def targets_now(con: Any) -> list[Target]:
    """Return what a connection has open, without disturbing a result that is being fetched."""
    with judged_already():
        beside = con.cursor()
        try:
            rows = beside.execute(_OPEN).fetchall()
        finally:
            beside.close()
    return [_target(row) for row in rows]


def _target(row: tuple[str | None, str]) -> Target:
    path, kind = row
    if not path or path == ":memory:":
        return Target("duckdb")
    hosts = _HOST.findall(path)
    if hosts:
        return Target("duckdb", tuple(host.lower() for host in hosts))
    if kind in ("postgres", "mysql", "motherduck") or path.startswith(("md:", "motherduck:")):
        return Target("duckdb", (urlsplit(path).hostname or "?",))
    if "://" in path:
        return Target("duckdb", (urlsplit(path).hostname or "?",))
    return Target("duckdb", path=path.removeprefix("sqlite:"))
