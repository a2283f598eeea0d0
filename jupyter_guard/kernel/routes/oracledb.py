"""python-oracledb: the methods of its cursors and connections, thin or thick, waited for or not."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import oracledb

from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

from .patching import before

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "python-oracledb"
_TEXTS = ("execute", "executemany", "parse")
_FRAMES = ("fetch_df_all", "fetch_df_batches")
_OTHERS = {  # of a connection: what they do besides SQL
    "direct_path_load": Effect.WRITE,
    "getSodaDatabase": Effect.UNKNOWN,
    "queue": Effect.UNKNOWN,
    "subscribe": Effect.ADMIN,
    "startup": Effect.ADMIN,
    "shutdown": Effect.ADMIN,
    "changepassword": Effect.ADMIN,
    "tpc_begin": Effect.UNKNOWN,
}
_HOST = re.compile(r"\(\s*host\s*=\s*([^)\s]+)", re.I)
_EASY = re.compile(r"(?:\w+://|//)?([^:/(),?\s]+)(?::(\d+))?(?:/([^?]*))?")
# :1 is a placeholder, too, which only the driver and the server know; not within quotes.
_NUMBERED = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|(?<![:\w]):(\d+)")


def install(gate: Gate) -> None:
    """Guard every cursor and connection."""
    for cursor in (oracledb.Cursor, oracledb.AsyncCursor):
        for name in _TEXTS:
            before(cursor, name, _look_at_cursor(gate))
        for name in ("callproc", "callfunc"):
            before(cursor, name, _look_at_call(gate))
    for connection in (oracledb.Connection, oracledb.AsyncConnection):
        for name in _FRAMES:
            before(connection, name, _look_at_frame(gate))
        for name, effect in _OTHERS.items():
            if hasattr(connection, name):
                before(connection, name, _look_at_other(gate, name, effect))
    before(oracledb.AsyncConnection, "run_pipeline", _look_at_pipeline(gate))


def _check(gate: Gate, connection: Any, text: Any) -> Any:
    named = _NUMBERED.sub(lambda found: f":n{found[1]}" if found[1] else found[0], str(text or ""))
    return gate.check(named, "oracle", lambda: [target_of(connection)], ROUTE)


def _look_at_cursor(gate: Gate) -> Callable[..., Any]:
    def look(cursor: Any, statement: Any = None, *args: Any, **kwargs: Any) -> Any:
        # Without a text it is the one that was prepared.
        return _check(gate, cursor.connection, statement if statement is not None else cursor.statement)

    return look


def _look_at_call(gate: Gate) -> Callable[..., Any]:
    def look(cursor: Any, name: Any = "?", *args: Any, **kwargs: Any) -> Any:
        return _check(gate, cursor.connection, f"CALL {name}()")

    return look


def _look_at_frame(gate: Gate) -> Callable[..., Any]:
    def look(connection: Any, statement: Any = "", *args: Any, **kwargs: Any) -> Any:
        return _check(gate, connection, statement)

    return look


def _look_at_other(gate: Gate, name: str, effect: Effect) -> Callable[..., Any]:
    def look(connection: Any, *args: Any, **kwargs: Any) -> Any:
        return gate.check_effect(effect, f"{name}()", "oracle", lambda: [target_of(connection)], ROUTE)

    return look


def _look_at_pipeline(gate: Gate) -> Callable[..., Any]:
    def look(connection: Any, pipeline: Any, *args: Any, **kwargs: Any) -> None:
        for operation in pipeline.operations:
            if operation.statement or operation.name:
                _check(gate, connection, operation.statement or f"CALL {operation.name}()")

    return look


def target_of(connection: Any) -> Target:
    """Return where a connection leads to: a descriptor, host:port/service, or a name of tnsnames.ora."""
    dsn = str(connection.dsn or "")
    hosts = _HOST.findall(dsn)
    if hosts:
        return Target("oracle", tuple(host.lower() for host in hosts))
    found = _EASY.fullmatch(dsn)
    if found is None or not (found[2] or found[3]):
        return Target("oracle", ("?",))
    return Target("oracle", (found[1].lower(),), port=found[2] or "", database=found[3] or "")
