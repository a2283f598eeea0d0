"""Connections of Python itself to a database's port: refused under prod unless a guarded driver makes them.

By this a copy of a driver under another name, a driver that nobody knows, and a program that
speaks the protocol itself are met.
"""

from __future__ import annotations

import sys
from types import FrameType
from typing import TYPE_CHECKING, Any

from jupyter_guard.drivers import ROUTES
from jupyter_guard.errors import PolicyError
from jupyter_guard.policy.model import Tier
from jupyter_guard.policy.policy import Policy
from jupyter_guard.policy.targets import Target, target_of

from .auditing import on_audit

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

# Of the web: too many services are there, so a database's URL with one of them says nothing of the others.
_WEB = frozenset({80, 443, 8080, 8443})
# SQL Server, Oracle, MySQL and its X protocol, PostgreSQL, Redshift, PgBouncer.
_PORTS = frozenset({1433, 1521, 3306, 33060, 5432, 5433, 5439, 6432})
_DRIVERS = frozenset(route.module.partition(".")[0] for route in ROUTES) - {"os", "sqlite3", "IPython"}
_CELLS = frozenset({"__main__", "IPython", "ipykernel"})
_GUARD = __name__.partition(".")[0]
_CAUSE = "no guarded driver makes this connection, so the guard would not see what is sent"


def install(gate: Gate) -> None:
    """Look at each connection that Python makes, by its port."""
    ports = _Ports(gate)

    def look(args: tuple[Any, ...]) -> None:
        address = args[1]
        if not isinstance(address, tuple) or len(address) < 2 or not ports.are_a_database_s(address[1]):
            return
        if gate.tier() is Tier.PROD and (package := _stranger(sys._getframe(1))):
            _refuse(gate, package, str(address[0]), str(address[1]))

    on_audit("socket.connect", look)


class _Ports:
    """The ports of databases: the usual ones, and those that guard.toml and the statements name."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._policy: Policy | None = None
        self._named: set[int] = set()

    def are_a_database_s(self, port: object) -> bool:
        if not isinstance(port, int) or port in _WEB:
            return False
        policy = self._gate.policy
        if policy is not self._policy:
            self._policy, self._named = policy, set(_named(policy))
        return port in _PORTS or port in self._named or any(t.port == str(port) for t in self._gate.seen)


def _named(policy: Policy) -> set[int]:
    found = set()
    for environment in policy.environments.values():
        for url in environment.connections.values():
            try:
                port = target_of(url).port
            except PolicyError:
                continue
            if port.isdigit():
                found.add(int(port))
    return found


def _stranger(frame: FrameType | None) -> str:
    """Return the package that connects, '' if that is a guarded driver, the guard, or cannot be told.

    A driver may connect through a library for HTTP, so all is looked at that the cell's own code called.
    """
    stranger = ""
    while frame is not None:
        name = str(frame.f_globals.get("__name__", ""))
        package = name.partition(".")[0]
        if name == "asyncio.events":  # a task of its own: who began it is not known
            return ""
        if package == _GUARD and name != __name__ and ".auditing" not in name:
            return ""
        if package in _DRIVERS:
            return ""
        if package in _CELLS:
            return stranger or package
        if package not in sys.stdlib_module_names and package != _GUARD:
            stranger = stranger or package
        frame = frame.f_back
    return stranger


def _refuse(gate: Gate, package: str, host: str, port: str) -> None:
    if package not in gate.unguarded_clients:
        what = f"a connection of {package} to port {port}"
        gate.check_client(what, package, _CAUSE, Target("plain", (host.lower(),), port=port))
