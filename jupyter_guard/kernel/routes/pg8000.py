"""pg8000: the methods by which both of its interfaces reach the server."""

from __future__ import annotations

import inspect
import weakref
from functools import wraps
from typing import TYPE_CHECKING, Any

from pg8000.core import CoreConnection
from pg8000.exceptions import DatabaseError, InterfaceError

from jupyter_guard.databases.postgres_options import READ_ONLY as REPORTED
from jupyter_guard.kernel.locks import POSTGRES, Lock, ask
from jupyter_guard.kernel.passing import is_judged
from jupyter_guard.policy.targets import Target

from .patching import as_text, before

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "pg8000"
_METHODS = ("execute_simple", "execute_unnamed", "prepare_statement")


_IDLE = b"I"


class Wire:
    """One connection of pg8000."""

    waits = False

    def __init__(self, connection: Any) -> None:
        self._connection = weakref.ref(connection)

    @property
    def _live(self) -> Any:
        connection = self._connection()
        if connection is None:
            raise InterfaceError("the connection is gone")
        return connection

    def inside(self) -> bool:
        return self._live._transaction_status not in (None, _IDLE)

    def autocommit(self) -> bool:
        return bool(getattr(self._live, "autocommit", True))

    def says(self) -> bool | None:
        said = self._live.parameter_statuses.get(REPORTED)
        return None if said is None else as_text(said) == "on"

    def begin_read_only(self, wanted: bool) -> bool:
        return False

    def send(self, text: str) -> None:
        self._live.execute_simple(text)

    def ask(self, text: str) -> list[list[object]]:
        return list(self._live.execute_simple(text).rows or ())

    def user(self) -> str:
        return as_text(self._live._guard_user)


def install(gate: Gate) -> None:
    """Guard all connections; where one leads is noted when it is opened."""
    made = CoreConnection.__init__
    signature = inspect.signature(made)

    @wraps(made)
    def connect(connection: Any, *args: Any, **kwargs: Any) -> None:
        given = signature.bind_partial(connection, *args, **kwargs).arguments
        target = _target(given)
        connection._guard_target, connection._guard_user = target, given.get("user") or ""
        if (
            is_judged()
            or "startup_params" not in signature.parameters
            or not gate.wants_lock(lambda: [target])
        ):
            made(connection, *args, **kwargs)
            return
        settings = {**(given.get("startup_params") or {}), REPORTED: "on"}
        try:
            made(connection, *args, **{**kwargs, "startup_params": settings})
        except DatabaseError as error:
            if "unsupported startup parameter" not in str(error):
                raise
            made(connection, *args, **kwargs)
            _lock(gate, connection).weaken()
        else:
            _lock(gate, connection).set_at_connect()
        ask(_lock(gate, connection))

    def check(connection: Any, text: str) -> Any:
        lock = _lock(gate, connection)
        return lock.passage(gate.check(text, "postgres", lambda: lock.targets, ROUTE))

    def look(connection: Any, statement: Any = "", *args: Any, **kwargs: Any) -> Any:
        return check(connection, as_text(statement))

    def look_again(
        connection: Any,
        name: Any = b"",
        params: Any = (),
        columns: Any = None,
        functions: Any = None,
        statement: Any = "",
    ) -> Any:
        return check(connection, as_text(statement))  # prepared, perhaps before the tag was raised

    CoreConnection.__init__ = connect
    for method in _METHODS:
        before(CoreConnection, method, look)
    before(CoreConnection, "execute_named", look_again)


def _lock(gate: Gate, connection: Any) -> Lock:
    lock: Lock | None = vars(connection).get("_guard_lock")
    if lock is None:
        target = getattr(connection, "_guard_target", Target("postgres", ("?",)))
        words = POSTGRES.behind(int.from_bytes((connection._backend_key_data or b"")[:4], "big"))
        lock = connection._guard_lock = Lock(gate, lambda: (target,), words, Wire(connection))
    return lock


def _target(given: dict[str, Any]) -> Target:
    where = given.get("unix_sock") or given.get("host", "localhost") or "?"
    # Like PostgreSQL itself: without a name it is the user's own database.
    database = given.get("database") or given.get("user") or ""
    port = str(given.get("port") or 5432)
    return Target("postgres", (str(where).lower(),), port=port, database=as_text(database))
