"""psycopg2: its classes are C types, so connections and cursors get subclasses of them."""

from __future__ import annotations

import weakref
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import psycopg2
from psycopg2 import _psycopg, extensions

from jupyter_guard.databases import postgres_options
from jupyter_guard.kernel.locks import POSTGRES, Lock, Words, ask
from jupyter_guard.kernel.locks.words import target_of_parameters
from jupyter_guard.kernel.passing import is_judged
from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

from .patching import as_text, below, with_numbers

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "psycopg2"
# Values of these types are always quoted; any other may bring SQL of its own into the text (AsIs does).
_PLAIN = frozenset({str, int, float, bool, bytes, type(None)})
# The driver's own, before they are replaced below.
_CONNECTION, _CURSOR = extensions.connection, extensions.cursor
_POOLER = "unsupported startup parameter"
_AS_IT_IS: AbstractContextManager[Any] = nullcontext()


class Wire:
    """One connection of psycopg2."""

    waits = False

    def __init__(self, connection: Any, words: Words) -> None:
        self._connection, self._words = weakref.ref(connection), words

    @property
    def _live(self) -> Any:
        connection = self._connection()
        if connection is None:
            raise psycopg2.OperationalError("the connection is gone")
        return connection

    def inside(self) -> bool:
        return bool(self._live.info.transaction_status != extensions.TRANSACTION_STATUS_IDLE)

    def autocommit(self) -> bool:
        return bool(self._live.autocommit)

    def says(self) -> bool | None:
        said = self._live.get_parameter_status(postgres_options.READ_ONLY)
        return None if said is None else said == "on"

    def begin_read_only(self, wanted: bool) -> bool:
        connection = self._live
        if not self.inside() and connection.readonly is not (True if wanted else None):
            _CONNECTION.readonly.__set__(connection, True if wanted else None)
        return not connection.autocommit

    def send(self, text: str) -> None:
        connection = self._live
        if connection.async_:
            raise psycopg2.OperationalError("the connection is asynchronous")
        if not self.inside() and not connection.autocommit:
            # psycopg2 begins a transaction for it, which the user's statement is in, too.
            text = self._words.begun(text)
        with _CONNECTION.cursor(connection, None, _CURSOR) as cursor:
            cursor.execute(text)

    def ask(self, text: str) -> list[tuple[object, ...]]:
        connection, autocommit = self._live, self._live.autocommit
        if connection.async_:
            raise psycopg2.OperationalError("the connection is asynchronous")
        _CONNECTION.autocommit.__set__(connection, True)  # so that no transaction is left open
        try:
            with _CONNECTION.cursor(connection, None, _CURSOR) as cursor:
                cursor.execute(text)
                return list(cursor.fetchall())
        finally:
            _CONNECTION.autocommit.__set__(connection, autocommit)

    def user(self) -> str:
        return str(self._live.info.user)


class GuardedCursor(extensions.cursor):
    """Shows the gate what it is about to run; stands below a user's own class."""

    def _guard_look(self, text: str) -> AbstractContextManager[Any]:
        connection = self.connection
        sent = connection._guard_gate.check(text, "postgres", lambda: [target_of(connection)], ROUTE)
        return _lock(connection).passage(sent) or _AS_IT_IS

    def execute(self, query: Any, vars: Any = None) -> None:  # noqa: A002  # psycopg2's own name
        with self._guard_look(_sent(self, query, vars)):
            super().execute(query, vars)

    def executemany(self, query: Any, vars_list: Any) -> None:
        # Each set of values comes to execute again.
        with self._guard_look(with_numbers(_text(self, query))):
            super().executemany(query, vars_list)

    def callproc(self, procname: str, *args: Any) -> Any:
        with self._guard_look(f"SELECT * FROM {procname}()"):  # noqa: S608  # only judged
            return super().callproc(procname, *args)

    def copy_expert(self, sql: Any, file: Any, *args: Any, **kwargs: Any) -> None:
        with self._guard_look(_text(self, sql)):
            super().copy_expert(sql, file, *args, **kwargs)

    def copy_from(self, file: Any, table: str, *args: Any, **kwargs: Any) -> None:
        connection = self.connection
        sent = connection._guard_gate.check_effect(
            Effect.WRITE,
            f"copy_from() to {table}",
            "postgres",
            lambda: [target_of(connection)],
            ROUTE,
            writes=(table,),
        )
        with _lock(connection).passage(sent) or _AS_IT_IS:
            super().copy_from(file, table, *args, **kwargs)


class GuardedConnection(extensions.connection):
    """Hands out guarded cursors; stands below a user's own class."""

    _guard_gate: Gate
    _guard_lock: Lock | None = None

    def cursor(self, name: Any = None, cursor_factory: Any = None, *args: Any, **kwargs: Any) -> Any:
        factory = cursor_factory or self.cursor_factory or _CURSOR
        if isinstance(factory, type):
            factory = below(factory, _CURSOR, GuardedCursor)
        return super().cursor(name, factory, *args, **kwargs)

    def set_session(self, *args: Any, **kwargs: Any) -> None:
        names = ("isolation_level", "readonly", "deferrable", "autocommit")
        self._guard_mode({**dict(zip(names, args, strict=False)), **kwargs}.get("readonly"))
        super().set_session(*args, **kwargs)

    @property
    def readonly(self) -> Any:
        """Whether transactions begin READ ONLY; None leaves that to the server."""
        return _CONNECTION.readonly.__get__(self)

    @readonly.setter
    def readonly(self, value: Any) -> None:
        self._guard_mode(value)
        _CONNECTION.readonly.__set__(self, value)

    def _guard_mode(self, value: Any) -> None:
        if value is False and not is_judged() and _lock(self).wanted:
            what = "readonly = False, which begins transactions READ WRITE"
            self._guard_gate.check_effect(Effect.ADMIN, what, "postgres", lambda: [target_of(self)], ROUTE)

    def lobject(self, oid: int = 0, mode: Any = "", *args: Any, **kwargs: Any) -> Any:
        if mode not in ("r", "rb", "rt"):
            self._guard_gate.check_effect(
                Effect.WRITE, "lobject() for writing", "postgres", lambda: [target_of(self)], ROUTE
            )
        return super().lobject(oid, mode, *args, **kwargs)


def install(gate: Gate) -> None:
    """Guard connections from now on; `connect` looks these names up when it is called."""
    original = psycopg2._connect

    def connect(dsn: Any, connection_factory: Any = None, **kwargs: Any) -> Any:
        factory = connection_factory or _CONNECTION
        if isinstance(factory, type):
            factory = _guarded(factory, gate)
        locked, plain = _sources(gate, dsn)
        pooled = False
        try:
            connection = original(locked or plain, connection_factory=factory, **kwargs)
        except psycopg2.OperationalError as error:
            if not locked or _POOLER not in str(error):
                raise
            pooled, connection = True, original(plain, connection_factory=factory, **kwargs)
        if not isinstance(connection, GuardedConnection):
            raise TypeError(f"jupyter_guard cannot guard a {type(connection).__name__}; make it a class")
        if pooled:
            _lock(connection).weaken()
        elif locked and not connection.async_:
            _lock(connection).set_at_connect()
            ask(_lock(connection))
        elif not is_judged() and not connection.async_:
            _lock(connection)  # with a raised tag it is needed
        return connection

    psycopg2._connect = _psycopg._connect = connect
    extensions.connection = _psycopg.connection = _guarded(_CONNECTION, gate)
    extensions.cursor = _psycopg.cursor = GuardedCursor  # who makes one by hand, or calls its methods by it


@lru_cache(maxsize=64)
def _guarded(base: type, gate: Gate) -> type:
    made = below(base, _CONNECTION, GuardedConnection)
    return type(base.__name__, (made,), {"_guard_gate": gate, "__module__": base.__module__})


def _lock(connection: Any) -> Lock:
    lock: Lock | None = connection._guard_lock
    if lock is None:
        target = target_of(connection)
        words = POSTGRES.behind(connection.info.backend_pid)
        lock = Lock(connection._guard_gate, lambda: (target,), words, Wire(connection, words))
        connection._guard_lock = lock
    return lock


def _sources(gate: Gate, dsn: Any) -> tuple[str, Any]:
    """Return the DSN that locks, or '', and the one that does not; the user's own options are in both."""
    if is_judged():
        return "", dsn
    try:
        given = extensions.parse_dsn(dsn)
    except (psycopg2.Error, TypeError):
        return "", dsn  # psycopg2 says so itself
    if given.get("service"):
        return "", dsn  # its file may have options that ours would replace: locked by the first statement
    own = given.get("options")
    free = postgres_options.unlocked(own)
    plain = dsn if free is None else extensions.make_dsn(dsn, options=free)
    if not gate.wants_lock(lambda: [target_of_parameters(given)]):
        return "", plain
    return extensions.make_dsn(dsn, options=postgres_options.locked(own)), plain


def _text(cursor: Any, query: Any) -> str:
    return str(query.as_string(cursor)) if hasattr(query, "as_string") else as_text(query)


def _sent(cursor: Any, query: Any, values: Any) -> str:
    """Return what will be sent, as far as it matters: values that are always quoted stay placeholders."""
    if values is None:
        return _text(cursor, query)
    each = values.values() if hasattr(values, "values") else values
    if all(type(value) in _PLAIN for value in each):
        return with_numbers(_text(cursor, query))
    return as_text(cursor.mogrify(query, values))


def target_of(connection: Any) -> Target:
    """Return where a connection leads to."""
    info = connection.info
    return Target("postgres", ((info.host or "?").lower(),), port=str(info.port), database=info.dbname)
