"""pyodbc: its types let nothing be replaced, so `connect` hands out connections in front of them."""

from __future__ import annotations

import contextlib
from functools import wraps
from typing import TYPE_CHECKING, Any

import pyodbc

from jupyter_guard.kernel.locks import MYSQL, POSTGRES, SQLITE, Lock, SilentWire, opened
from jupyter_guard.kernel.passing import is_judged
from jupyter_guard.policy.targets import Target

from .attaching import attached_files
from .proxies import GuardedConnection, GuardedCursor

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "pyodbc"
# What the driver calls its database -> dialect.
_DIALECTS = {
    "postgresql": "postgres", "mysql": "mysql", "mariadb": "mysql", "sqlite": "sqlite", "sql server": "tsql",
    "oracle": "oracle", "snowflake": "snowflake", "duckdb": "duckdb", "clickhouse": "clickhouse",
    "redshift": "redshift", "bigquery": "bigquery", "trino": "trino", "spark": "spark",
    "databricks": "databricks",
}  # fmt: skip
_WORDS = {"postgres": POSTGRES, "mysql": MYSQL, "sqlite": SQLITE}
_USERS = ("uid", "user", "username")
_HOSTS = ("server", "host", "servername", "hostname", "uid_server")
_FILES = ("database", "dbq", "db")


class Wire(SilentWire):
    """One connection, whose transactions the ODBC driver begins and says nothing of."""

    def __init__(self, real: Any, dialect: str, user: str) -> None:
        self._real, self._dialect, self._user = real, dialect, user
        self.used = False  # since the last COMMIT or ROLLBACK

    def inside(self) -> bool:
        return self._dialect != "sqlite" and self.used and not self._real.autocommit

    def autocommit(self) -> bool:
        return bool(self._real.autocommit)

    def user(self) -> str:
        return self._user

    def send(self, text: str) -> None:
        if self._dialect == "postgres" and not self.autocommit():
            text = POSTGRES.begun(text)
        self._real.execute(text).close()

    def ask(self, text: str) -> list[tuple[object, ...]]:
        return [tuple(row) for row in self._real.execute(text).fetchall()]


class LockedConnection(GuardedConnection):
    """Tells its lock when a transaction is over: a ROLLBACK takes back what was set in it."""

    def __init__(self, real: Any, check: Any, wire: Wire, lock: Lock) -> None:
        super().__init__(real, check)
        self._guard_wire, self._guard_lock = wire, lock

    def cursor(self, *args: Any, **kwargs: Any) -> Any:
        return LockedCursor(self._guard_real.cursor(*args, **kwargs), self._guard_check, self)

    def commit(self) -> None:
        self._guard_real.commit()
        self._guard_over()

    def rollback(self) -> None:
        self._guard_real.rollback()
        self._guard_over()

    def __exit__(self, *error: Any) -> Any:
        answer = super().__exit__(*error)
        self._guard_over()
        return answer

    def _guard_over(self) -> None:
        self._guard_wire.used = False
        self._guard_lock.opened()


class LockedCursor(GuardedCursor):
    """Ends transactions by its connection."""

    def commit(self) -> None:
        self._guard_connection.commit()

    def rollback(self) -> None:
        self._guard_connection.rollback()


def install(gate: Gate) -> None:
    """Guard connections from now on."""
    original = pyodbc.connect

    @wraps(original)
    def connect(connstring: str = "", /, **kwargs: Any) -> Any:
        real = original(connstring, **kwargs) if connstring else original(**kwargs)
        target = _target(real, connstring, kwargs)

        targets = [target]  # what is attached comes to it

        def check(text: str, _parameters: bool) -> Any:
            if target.dialect == "sqlite":
                targets.extend(t for t in attached_files(text, "sqlite") if t not in targets)
            return gate.check(text, target.dialect, lambda: targets, ROUTE)

        words = _WORDS.get(target.dialect)
        if words is None or is_judged():
            return _noted(GuardedConnection(real, check), target)
        wire = Wire(real, target.dialect, _user(connstring, kwargs))
        lock = Lock(gate, lambda: (target,), words, wire)

        def check_and_lock(text: str, parameters: bool) -> Any:
            passage = lock.passage(check(text, parameters))
            wire.used = True
            return passage

        _lock_now(lock, real)
        return _noted(LockedConnection(real, check_and_lock, wire, lock), target)

    pyodbc.connect = connect


def _noted(connection: GuardedConnection, target: Target) -> GuardedConnection:
    object.__setattr__(connection, "_guard_target", target)  # not on the driver's own
    return connection


def _lock_now(lock: Lock, real: Any) -> None:
    """Set the lock outside of a transaction, which could take it back."""
    autocommit, real.autocommit = real.autocommit, True
    try:
        opened(lock)
    finally:
        real.autocommit = autocommit


def _said(connstring: str, kwargs: dict[str, Any]) -> dict[str, str]:
    named = dict(part.split("=", 1) for part in connstring.split(";") if "=" in part)
    return {str(k).strip().lower(): str(v).strip().strip("{}") for k, v in {**named, **kwargs}.items()}


def _user(connstring: str, kwargs: dict[str, Any]) -> str:
    said = _said(connstring, kwargs)
    return next((said[key] for key in _USERS if said.get(key)), "its user")


def _target(connection: Any, connstring: str, kwargs: dict[str, Any]) -> Target:
    """Return where a connection leads to; a data source that is only named may be anywhere."""
    said = _said(connstring, kwargs)
    dialect = _dialect(connection, said)
    database = said.get("database", "")
    if dialect == "sqlite":
        path = next((said[key] for key in _FILES if said.get(key)), "")
        return Target(dialect, path="" if path == ":memory:" else path) if path else Target(dialect, ("?",))
    host = next((said[key] for key in _HOSTS if said.get(key)), "?").lower()
    # SQL Server's way: tcp:host\instance,port
    name, _, port = host.removeprefix("tcp:").partition(",")
    return Target(dialect, (name.partition("\\")[0],), port=said.get("port", port), database=database)


def _dialect(connection: Any, said: dict[str, str]) -> str:
    names = [said.get("driver", "")]
    with contextlib.suppress(pyodbc.Error):
        names.insert(0, str(connection.getinfo(pyodbc.SQL_DBMS_NAME)))
    found = (dialect for name in names for word, dialect in _DIALECTS.items() if word in name.lower())
    return next(found, "plain")
