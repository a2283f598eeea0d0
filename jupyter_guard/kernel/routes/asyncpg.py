"""asyncpg: what its connections prepare, send and copy."""

from __future__ import annotations

import weakref
from functools import wraps
from typing import TYPE_CHECKING, Any

from asyncpg import connect_utils, exceptions
from asyncpg.connection import Connection
from asyncpg.prepared_stmt import PreparedStatement

from jupyter_guard.databases.postgres_options import READ_ONLY as REPORTED
from jupyter_guard.kernel.locks import POSTGRES, Lock, ask_later
from jupyter_guard.kernel.passing import is_judged, judged_already
from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

from .patching import as_text, before

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "asyncpg"
_TEXTS = ("execute", "_do_execute", "_get_statement", "_executemany", "_copy_in", "_copy_out")
_OWN = ("_introspect_types", "_introspect_type", "reset")  # these send texts of the driver's own


class Wire:
    """One connection of asyncpg."""

    waits = True

    def __init__(self, connection: Any) -> None:
        self._connection = weakref.ref(connection)

    @property
    def _live(self) -> Any:
        connection = self._connection()
        if connection is None:
            raise exceptions.InterfaceError("the connection is gone")
        return connection

    def inside(self) -> bool:
        return bool(self._live._protocol.is_in_transaction())

    def autocommit(self) -> bool:
        return True

    def says(self) -> bool | None:
        said = getattr(self._live._protocol.get_settings(), REPORTED, None)
        return None if said is None else said == "on"

    def begin_read_only(self, wanted: bool) -> bool:
        return False

    async def send(self, text: str) -> None:
        await self._live._protocol.query(text, 60)

    async def ask(self, text: str) -> list[tuple[object, ...]]:
        return [tuple(row) for row in await self._live.fetch(text)]

    def user(self) -> str:
        return str(self._live._params.user)


def install(gate: Gate) -> None:
    """Guard all connections, also those of a pool."""
    locks: weakref.WeakKeyDictionary[Any, Lock] = weakref.WeakKeyDictionary()

    def lock_of(connection: Any) -> Lock:
        lock = locks.get(connection)
        if lock is None:
            target = _target(connection)
            words = POSTGRES.behind(connection.get_server_pid())
            lock = locks[connection] = Lock(gate, lambda: (target,), words, Wire(connection))
        return lock

    def look(connection: Any, query: Any = "", *args: Any, **kwargs: Any) -> Any:
        sent = gate.check(as_text(query), "postgres", lambda: [_target(connection)], ROUTE)
        return lock_of(connection).passage(sent)

    def look_at_records(connection: Any, table_name: str = "?", *args: Any, **kwargs: Any) -> Any:
        what = f"copy_records_to_table() {table_name}"
        targets = lambda: [_target(connection)]  # noqa: E731
        sent = gate.check_effect(Effect.WRITE, what, "postgres", targets, ROUTE, writes=(table_name,))
        return lock_of(connection).passage(sent)

    def look_again(statement: Any, *args: Any, **kwargs: Any) -> Any:
        return look(statement._connection, statement._query)  # prepared, perhaps before the tag was raised

    for name in _TEXTS:
        before(Connection, name, look)
    before(Connection, "copy_records_to_table", look_at_records)
    before(PreparedStatement, "_PreparedStatement__bind_execute", look_again)
    for name in _OWN:
        setattr(Connection, name, _own(getattr(Connection, name)))
    _guard_connect(gate, lock_of)


def _guard_connect(gate: Gate, lock_of: Any) -> None:
    """Lock connections by a startup parameter; this function is called for each address there is."""
    original = connect_utils._connect_addr

    @wraps(original)
    async def connect(*, addr: Any, params: Any, **kwargs: Any) -> Any:
        if is_judged() or not gate.wants_lock(lambda: [_target_of(addr, params)]):
            return await original(addr=addr, params=params, **kwargs)
        settings = {**(params.server_settings or {}), REPORTED: "on"}
        try:
            locked = params._replace(server_settings=settings)
            connection = await original(addr=addr, params=locked, **kwargs)
        except exceptions.PostgresError as error:
            if "unsupported startup parameter" not in str(error):
                raise
            connection = await original(addr=addr, params=params, **kwargs)
            lock_of(connection).weaken()
        else:
            lock_of(connection).set_at_connect()
        await ask_later(lock_of(connection))
        return connection

    connect_utils._connect_addr = connect


def _own(original: Any) -> Any:
    async def unjudged(*args: Any, **kwargs: Any) -> Any:
        with judged_already():
            return await original(*args, **kwargs)

    return wraps(original)(unjudged)


def _target(connection: Any) -> Target:
    return _target_of(connection._addr, connection._params)


def _target_of(address: Any, params: Any) -> Target:
    host, port = address if isinstance(address, tuple) else (str(address).rpartition("/.s.PGSQL.")[0::2])
    return Target("postgres", (str(host).lower(),), port=str(port), database=params.database or "")
