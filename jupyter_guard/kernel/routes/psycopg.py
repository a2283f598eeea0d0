"""psycopg 3: the methods of its Python cursor classes, which open connections have, too."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import ExecStatus, PipelineStatus, TransactionStatus

from jupyter_guard.databases.roles import POSTGRES as POSTGRES_ROLE
from jupyter_guard.databases.roles import Role
from jupyter_guard.kernel.guard import is_judged
from jupyter_guard.kernel.locks import POSTGRES, Lock, Passage
from jupyter_guard.kernel.locks.words import REPORTED, merged, target_of_parameters
from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

from .patching import as_text, before, dressed_as, with_numbers

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "psycopg"
_METHODS = ("execute", "executemany", "stream", "copy")
_CURSORS = ("Cursor", "ServerCursor", "AsyncCursor", "AsyncServerCursor")
_LATER = {"stream", "copy"}  # these send nothing before they are iterated or entered
_REPORTED = REPORTED.encode()
_POOLER = "unsupported startup parameter"
_POOLED = "a pooler may put each transaction on another session"


class Wire:
    """One connection of psycopg, synchronous or not."""

    waits = False

    def __init__(self, connection: Any) -> None:
        import weakref

        self._connection = weakref.ref(connection)

    @property
    def _live(self) -> Any:
        connection = self._connection()
        if connection is None:
            raise psycopg.OperationalError("the connection is gone")
        return connection

    def inside(self) -> bool:
        return bool(self._live.pgconn.transaction_status != TransactionStatus.IDLE)

    def autocommit(self) -> bool:
        return bool(self._live._autocommit)

    def says(self) -> bool | None:
        said = self._live.pgconn.parameter_status(_REPORTED)
        return None if said is None else said == b"on"

    def begin_read_only(self, wanted: bool) -> bool:
        connection = self._live
        mode = True if wanted else None
        if connection._read_only is not mode:
            connection._read_only, connection._begin_statement = mode, b""
        return not connection._autocommit

    def send(self, text: str) -> Any:
        """Send by libpq itself, which is one round trip and leaves psycopg's transaction alone."""
        connection = self._live
        if connection.pgconn.pipeline_status != PipelineStatus.OFF:
            raise psycopg.OperationalError("a pipeline is open")
        lock = connection.lock
        if isinstance(connection, psycopg.AsyncConnection):
            if lock.locked():
                raise psycopg.OperationalError("another statement runs")
            answer = _run(connection, text)
        else:
            with lock:
                answer = _run(connection, text)
        if answer.status not in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
            raise psycopg.OperationalError(answer.error_message.decode(errors="replace"))
        return _Done()


class _Done:
    """A result that may be awaited, for it was there before."""

    def __await__(self) -> Iterator[None]:
        return iter(())


def install(gate: Gate) -> None:
    """Guard every cursor; the other classes inherit from these."""

    reads = gate.reads("postgres")

    def look(cursor: Any, query: Any = "", params: Any = None, *args: Any, **kwargs: Any) -> Any:
        connection = cursor.connection
        lock = vars(connection).get("_guard_lock") or _lock(gate, connection)
        if params is None and isinstance(query, str) and query in reads and lock.calm():
            return None
        text = query if isinstance(query, str) else _text(cursor, query)
        if params is not None:
            text = with_numbers(text)
        sent = gate.check(text, "postgres", lambda: [_target(connection)], ROUTE)
        if connection._read_only is False and not is_judged() and lock.wanted:
            what = "read_only = False, which begins transactions READ WRITE"
            gate.check_effect(Effect.ADMIN, what, "postgres", lambda: [_target(connection)], ROUTE)
        return lock.passage(sent)

    for name in _CURSORS:
        owner = getattr(psycopg, name)
        for method in _METHODS:
            if method in vars(owner) and method not in _LATER:
                before(owner, method, look)
    for name in ("Cursor", "AsyncCursor", "ServerCursor", "AsyncServerCursor"):
        for method in _LATER & set(vars(getattr(psycopg, name))):
            _around_later(getattr(psycopg, name), method, look)
    for method in _METHODS:  # a version that moved them must not look guarded
        if method not in vars(psycopg.Cursor) or method not in vars(psycopg.AsyncCursor):
            raise AttributeError(f"its Cursor has no {method}()")
    _guard_connect(gate)


def _around_later(owner: type, name: str, look: Any) -> None:
    """Judge at the call, as all else; lock and lift when it is carried out."""
    original = vars(owner)[name]
    waits = owner.__name__.startswith("Async")

    @wraps(original)
    def stream(*args: Any, **kwargs: Any) -> Any:
        passage = look(*args, **kwargs)
        inner = original(*args, **kwargs)
        return inner if passage is None else _streamed(passage, inner)

    @wraps(original)
    def stream_later(*args: Any, **kwargs: Any) -> Any:
        passage = look(*args, **kwargs)
        inner = original(*args, **kwargs)
        return inner if passage is None else _streamed_later(passage, inner)

    @wraps(original)
    def copy(*args: Any, **kwargs: Any) -> Any:
        passage = look(*args, **kwargs)
        inner = original(*args, **kwargs)
        return inner if passage is None else _copied(passage, inner)

    @wraps(original)
    def copy_later(*args: Any, **kwargs: Any) -> Any:
        passage = look(*args, **kwargs)
        inner = original(*args, **kwargs)
        return inner if passage is None else _copied_later(passage, inner)

    ways = {("stream", False): stream, ("stream", True): stream_later}
    ways |= {("copy", False): copy, ("copy", True): copy_later}
    setattr(owner, name, ways[name, waits])


def _opened(passage: Any) -> Any:
    return passage.open_to_user() if isinstance(passage, Passage) else passage


@asynccontextmanager
async def _opened_later(passage: Any) -> Any:
    if isinstance(passage, Passage):
        async with passage.open_to_user():
            yield
    else:
        with passage:
            yield


def _streamed(passage: Any, inner: Any) -> Iterator[Any]:
    with _opened(passage):
        yield from inner


async def _streamed_later(passage: Any, inner: Any) -> Any:
    async with _opened_later(passage):
        async for row in inner:
            yield row


@contextmanager
def _copied(passage: Any, inner: Any) -> Iterator[Any]:
    with _opened(passage), inner as copy:
        yield copy


@asynccontextmanager
async def _copied_later(passage: Any, inner: Any) -> Any:
    async with _opened_later(passage), inner as copy:
        yield copy


def _guard_connect(gate: Gate) -> None:
    """Lock connections when they are opened, without a round trip of its own."""
    plain: Any = vars(psycopg.Connection)["connect"].__func__
    waiting: Any = vars(psycopg.AsyncConnection)["connect"].__func__

    def connect(cls: Any, conninfo: str = "", **kwargs: Any) -> Any:
        options = _options(gate, conninfo, kwargs)
        if options is None:
            return plain(cls, conninfo, **kwargs)
        try:
            connection = plain(cls, conninfo, **{**kwargs, "options": options})
        except psycopg.OperationalError as error:
            if _POOLER not in str(error):
                raise
            return _weak(gate, plain(cls, conninfo, **kwargs))
        return _locked(gate, connection)

    async def connect_later(cls: Any, conninfo: str = "", **kwargs: Any) -> Any:
        options = _options(gate, conninfo, kwargs)
        if options is None:
            return await waiting(cls, conninfo, **kwargs)
        try:
            connection = await waiting(cls, conninfo, **{**kwargs, "options": options})
        except psycopg.OperationalError as error:
            if _POOLER not in str(error):
                raise
            return _weak(gate, await waiting(cls, conninfo, **kwargs))
        return _locked(gate, connection)

    for owner, original, made in (
        (psycopg.Connection, plain, connect),
        (psycopg.AsyncConnection, waiting, connect_later),
    ):
        setattr(owner, "connect", classmethod(dressed_as(original, made)))  # noqa: B010  # mypy wants a method
    psycopg.connect = psycopg.Connection.connect


def _options(gate: Gate, conninfo: str, kwargs: dict[str, Any]) -> str | None:
    """Return the startup options of a connection that is to be locked, the user's own before ours."""
    if is_judged():
        return None
    own = {"autocommit", "prepare_threshold", "context", "row_factory", "cursor_factory"}
    try:
        given = conninfo_to_dict(conninfo, **{k: v for k, v in kwargs.items() if k not in own})
    except psycopg.Error:
        return None  # psycopg says so itself
    if given.get("service"):
        return None  # its file may have options that ours would replace: locked by the first statement
    if not gate.wants_lock(lambda: [target_of_parameters(given)]):
        return None
    return merged(str(given.get("options") or os.environ.get("PGOPTIONS", "")))


def _lock(gate: Gate, connection: Any) -> Lock:
    target = _target(connection)
    lock = Lock(gate, lambda: (target,), POSTGRES, Wire(connection))
    connection._guard_lock = lock
    return lock


def _locked(gate: Gate, connection: Any) -> Any:
    lock = _lock(gate, connection)
    lock.set_at_connect()
    (target,) = lock.targets
    if target not in gate.roles:  # once for each server and database
        gate.roles[target] = _role(connection)
    return connection


def _role(connection: Any) -> Role:
    """Ask what the role may do, once and for the first thing that is found."""
    probe = f"SELECT what, object FROM ({POSTGRES_ROLE}) AS found LIMIT 1"  # noqa: S608  # the text is ours
    answer = _run(connection, probe)
    name = connection.info.user
    if answer.status != ExecStatus.TUPLES_OK:
        return Role(name, (("was not looked into:", "the catalog did not answer"),))
    row = [bytes(answer.get_value(0, i) or b"").decode() for i in (0, 1)] if answer.ntuples else []
    return Role(name, ((row[0], row[1]),) if row else ())


def _weak(gate: Gate, connection: Any) -> Any:
    """Note that psycopg itself has to begin each transaction READ ONLY: no session can be locked."""
    _lock(gate, connection).weaken(_POOLED)
    return connection


def _run(connection: Any, text: str) -> Any:
    return connection.pgconn.exec_(text.encode())


def _text(cursor: Any, query: Any) -> str:
    if hasattr(query, "as_bytes"):  # sql.Composable
        return as_text(query.as_bytes(cursor))
    if isinstance(query, bytes | bytearray):
        return as_text(query)
    from psycopg import sql

    return sql.as_string(query, cursor)  # a template string


def _target(connection: Any) -> Target:
    info = connection.info
    # The address only where there is no name: guard.toml names hosts as users do.
    host = info.host or info.hostaddr or "?"
    return Target("postgres", (host.lower(),), port=str(info.port), database=info.dbname)
