"""The ways by which SQL leaves a kernel: one small module per driver, loaded when that is imported."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import TYPE_CHECKING

from .importing import after_import

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate


class Unfit(Exception):
    """Say what an adapter misses in the driver that was imported."""


@dataclass(frozen=True)
class Route:
    """A driver, and the module here that guards it."""

    name: str
    module: str  # whose import makes the driver usable
    adapter: str  # module of this package
    distribution: str = ""  # '' for the standard library
    tested: tuple[str, str] = ("", "")  # the first version that works, and the first that was not tried
    entries: tuple[str, ...] = ()  # what opens connections; closed in prod when the adapter does not fit


ROUTES = (
    Route("sqlite3", "sqlite3", "sqlite"),
    Route("shell", "IPython.core.interactiveshell", "shell"),
    Route("DuckDB", "duckdb", "duckdb", "duckdb", ("1.4", "2.1"), ("connect", "execute", "sql", "query")),
    Route("SQLAlchemy", "sqlalchemy", "sqlalchemy", "sqlalchemy", ("2.0", "2.2"), ("create_engine",)),
    Route(
        "psycopg",
        "psycopg",
        "psycopg",
        "psycopg",
        ("3.2", "3.4"),
        ("connect", "Connection.connect", "AsyncConnection.connect"),
    ),
    Route("psycopg2", "psycopg2", "psycopg2", "", ("2.9", "2.10"), ("connect", "_connect")),
    Route("PyMySQL", "pymysql", "pymysql", "pymysql", ("1.1", "1.3"), ("connect", "Connection")),
    Route(
        "MySQL Connector",
        "mysql.connector",
        "mysql_connector",
        "mysql-connector-python",
        ("9.7", "27"),
        ("connect",),
    ),
    Route("pg8000", "pg8000.core", "pg8000", "pg8000", ("1.30", "1.32"), ("CoreConnection",)),
    Route("asyncpg", "asyncpg", "asyncpg", "asyncpg", ("0.30", "0.33"), ("connect", "create_pool")),
    Route(
        "ADBC", "adbc_driver_manager._lib", "adbc", "adbc-driver-manager", ("1.13", "1.14"), ("AdbcDatabase",)
    ),
    Route("connectorx", "connectorx", "connectorx", "connectorx", ("0.3.3", "0.5"), ("read_sql",)),
)


@dataclass(frozen=True)
class Found:
    """A driver that this kernel imported."""

    route: Route
    version: str
    problem: str = ""  # why it is not guarded; then prod does not open it


class Routes:
    """Guards each driver from the moment of its import."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self.found: dict[str, Found] = {}

    @property
    def guarded(self) -> tuple[str, ...]:
        """The drivers that were imported and are guarded."""
        return tuple(f"{f.route.name} {f.version}".strip() for f in self.found.values() if not f.problem)

    @property
    def outside(self) -> tuple[str, ...]:
        """What was imported and is not guarded, and why."""
        unfit = tuple(f"{f.route.name}: {f.problem}" for f in self.found.values() if f.problem)
        return unfit + tuple(f"{name} has no route yet" for name in _known_clients())

    def install(self) -> None:
        """Guard what is imported already, and what will be."""
        by_module = {route.module: route for route in ROUTES}
        after_import(by_module, lambda name: self.guard(by_module[name]))
        for name, route in by_module.items():
            if name in sys.modules:
                self.guard(route)

    def guard(self, route: Route) -> None:
        """Fit the adapter to the driver; one that does not fit is refused in prod."""
        number = _version_of(route)
        problem = _outside(route, number)
        if not problem:
            try:
                import_module(f".{route.adapter}", __name__).install(self._gate)
            except Exception as error:  # noqa: BLE001  # whatever it is, the driver is not guarded
                problem = f"it does not fit {route.name} {number}: {type(error).__name__}: {error}"
        self.found[route.name] = Found(route, number, problem)
        if problem:
            _close(route, problem, self._gate)


def _known_clients() -> list[str]:
    """Return the distributions of clients that were imported and have no route here."""
    import tomllib

    known = tomllib.loads((files(__name__) / "clients.toml").read_text(encoding="utf-8"))
    return [distribution for module, distribution in known.items() if module in sys.modules]


def _version_of(route: Route) -> str:
    if route.distribution:
        try:
            return version(route.distribution)
        except PackageNotFoundError:
            return ""
    module = sys.modules[route.module]
    said = str(getattr(module, "__version__", "") or getattr(module, "sqlite_version", ""))
    return said.split(" ", maxsplit=1)[0]


def _outside(route: Route, number: str) -> str:
    first, beyond = route.tested
    if not first or (number and _numbers(first) <= _numbers(number) < _numbers(beyond)):
        return ""
    which = number or "of unknown version"
    return f"{route.name} {which} was not tried; {first} up to, not including, {beyond} works"


def _numbers(text: str) -> tuple[int, ...]:
    digits = ("".join(c for c in part if c.isdigit()) for part in text.split("."))
    return tuple(int(d) for d in digits if d)


def _close(route: Route, problem: str, gate: Gate) -> None:
    """Let nothing open a connection by a driver that is not guarded, where that counts."""
    from jupyter_guard.policy.model import Effect
    from jupyter_guard.policy.targets import Target

    from .patching import before

    unknown = (Target("plain", ("?",)),)

    def look(*args: object, **kwargs: object) -> None:
        what = f"a connection by {route.name}"
        gate.check_effect(Effect.UNKNOWN, what, "plain", lambda: unknown, route.name, cause=problem)

    for entry in route.entries:
        owner: object = sys.modules[route.module]
        *path, name = entry.split(".")
        for part in path:
            owner = getattr(owner, part, None)
        if owner is not None and hasattr(owner, name):
            # What cannot be replaced stays; the import was the only other place to stop it.
            with contextlib.suppress(TypeError, AttributeError):
                before(owner, name, look)
