"""psycopg 3: connections, locked when they are opened, and where each of them leads to."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import ExecStatus, PipelineStatus, TransactionStatus

from jupyter_guard.databases import postgres_options
from jupyter_guard.kernel.locks import POSTGRES, Lock, ask
from jupyter_guard.kernel.locks.words import target_of_parameters
from jupyter_guard.kernel.passing import is_judged
from jupyter_guard.policy.targets import Target

from .patching import dressed_as

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

_REPORTED = postgres_options.READ_ONLY.encode()
_POOLER = "unsupported startup parameter"
_OWN = frozenset({"autocommit", "prepare_threshold", "context", "row_factory", "cursor_factory"})


class Wire:
    """One connection of psycopg, synchronous or not."""

    waits = False

    def __init__(self, connection: Any) -> None:
        self._connection = weakref.ref(connection)
        self._status = connection.pgconn.parameter_status  # asked before each read

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
        said = self._status(_REPORTED)
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

    def ask(self, text: str) -> Any:
        """Ask by libpq itself; the answer is there at once, for asynchronous connections, too."""
        answer = _run(self._live, text)
        if answer.status != ExecStatus.TUPLES_OK:
            raise psycopg.OperationalError(answer.error_message.decode(errors="replace"))
        columns = range(answer.nfields)
        return [
            tuple(bytes(answer.get_value(row, column) or b"").decode() for column in columns)
            for row in range(answer.ntuples)
        ]

    def user(self) -> str:
        return bytes(self._live.pgconn.user).decode()


class _Done:
    """A result that may be awaited, for it was there before."""

    def __await__(self) -> Iterator[None]:
        return iter(())


def guard_connect(gate: Gate) -> None:
    """Lock connections when they are opened, without a round trip of its own."""
    plain: Any = vars(psycopg.Connection)["connect"].__func__
    waiting: Any = vars(psycopg.AsyncConnection)["connect"].__func__

    def connect(cls: Any, conninfo: str = "", **kwargs: Any) -> Any:
        first, second = _arguments(gate, conninfo, kwargs)
        try:
            connection = plain(cls, conninfo, **first)
        except psycopg.OperationalError as error:
            if second is None or _POOLER not in str(error):
                raise
            return _weak(gate, plain(cls, conninfo, **second))
        return _known(gate, connection) if second is None else _locked(gate, connection)

    async def connect_later(cls: Any, conninfo: str = "", **kwargs: Any) -> Any:
        first, second = _arguments(gate, conninfo, kwargs)
        try:
            connection = await waiting(cls, conninfo, **first)
        except psycopg.OperationalError as error:
            if second is None or _POOLER not in str(error):
                raise
            return _weak(gate, await waiting(cls, conninfo, **second))
        return _known(gate, connection) if second is None else _locked(gate, connection)

    for owner, original, made in (
        (psycopg.Connection, plain, connect),
        (psycopg.AsyncConnection, waiting, connect_later),
    ):
        setattr(owner, "connect", classmethod(dressed_as(original, made)))  # noqa: B010  # mypy wants a method
    psycopg.connect = psycopg.Connection.connect


def _arguments(
    gate: Gate, conninfo: str, kwargs: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Return what to connect with, and where that locks also what to try if a pooler refuses it."""
    if is_judged():
        return kwargs, None
    try:
        given = conninfo_to_dict(conninfo, **{k: v for k, v in kwargs.items() if k not in _OWN})
    except psycopg.Error:
        return kwargs, None  # psycopg says so itself
    if given.get("service"):
        return (
            kwargs,
            None,
        )  # its file may have options that ours would replace: locked by the first statement
    own = given.get("options")
    free = postgres_options.unlocked(own)
    plain = kwargs if free is None else {**kwargs, "options": free}
    if not gate.wants_lock(lambda: [target_of_parameters(given)]):
        return plain, None
    return {**kwargs, "options": postgres_options.locked(own)}, plain


def lock_of(gate: Gate, connection: Any) -> Lock:
    """Return the lock of a connection, which is made with its first use."""
    known: Lock | None = vars(connection).get("_guard_lock")
    if known is not None:
        return known
    target = target_of(connection)
    words = POSTGRES.behind(connection.pgconn.backend_pid)
    lock = Lock(gate, lambda: (target,), words, Wire(connection))
    connection._guard_lock = lock
    return lock


def _known(gate: Gate, connection: Any) -> Any:
    """Keep sight of a connection that needs no lock yet: with a raised tag it will."""
    if not is_judged():
        lock_of(gate, connection)
    return connection


def _locked(gate: Gate, connection: Any) -> Any:
    lock = lock_of(gate, connection)
    lock.set_at_connect()
    ask(lock)
    return connection


def _weak(gate: Gate, connection: Any) -> Any:
    """Note that psycopg itself has to begin each transaction READ ONLY: no session can be locked."""
    lock = lock_of(gate, connection)
    lock.weaken()
    ask(lock)
    return connection


def _run(connection: Any, text: str) -> Any:
    return connection.pgconn.exec_(text.encode())


def target_of(connection: Any) -> Target:
    """Return where an open connection leads to."""
    info = connection.info
    # The address only where there is no name: guard.toml names hosts as users do.
    host = info.host or info.hostaddr or "?"
    return Target("postgres", (host.lower(),), port=str(info.port), database=info.dbname)
