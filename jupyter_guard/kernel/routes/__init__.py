"""The ways by which SQL leaves a kernel: one small module per driver, loaded when that is imported."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from jupyter_guard.drivers import ROUTES, Route

from .clients import CLIENTS
from .importing import around_import
from .reloading import Reloads, is_loading

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate
    from jupyter_guard.kernel.outside import Outside


class Found(NamedTuple):
    """A driver that this kernel imported."""

    route: Route
    version: str
    problem: str = ""  # why it is not guarded; then prod does not open it


class Routes:
    """Guards each driver from the moment of its import."""

    def __init__(self, gate: Gate, elsewhere: Outside) -> None:
        self.gate, self._elsewhere = gate, elsewhere
        self._by_module = {route.module: route for route in ROUTES}
        self._reloads = Reloads(self._loaded_again)
        self.found: dict[str, Found] = {}

    @property
    def guarded(self) -> tuple[str, ...]:
        """The drivers that were imported and are guarded."""
        return tuple(f"{f.route.name} {f.version}".strip() for f in self.found.values() if not f.problem)

    @property
    def outside(self) -> tuple[str, ...]:
        """What was imported and is not guarded, and why; and what left by other ways than SQL."""
        unfit = tuple(f"{f.route.name}: {f.problem}" for f in self.found.values() if f.problem)
        names = {CLIENTS[module][0]: None for module in CLIENTS if module in sys.modules}
        return unfit + tuple(f"{name} has no route here" for name in names) + self._elsewhere.seen

    @property
    def targets(self) -> tuple[str, ...]:
        """Where statements of other libraries went, and as which environment that counted."""
        return tuple(f"{name} ({environment})" for name, environment in self.gate.went_to.items())

    def install(self) -> None:
        """Guard what is imported already, and what will be."""
        watched = self._by_module.keys() | CLIENTS.keys()
        around_import(watched, self._about_to_import, self._imported)
        for module in [name for name in watched if name in sys.modules]:
            self._imported(module)
        self._elsewhere.watch()
        from .sockets import install  # a kernel's start does without

        install(self.gate)

    def _about_to_import(self, module: str) -> None:
        """Stop the import of what has no route, where the session itself is prod."""
        if module in CLIENTS:
            from .unguarded import refuse_import

            refuse_import(self.gate, module, CLIENTS[module][0])

    def _imported(self, module: str) -> None:
        if module in self._by_module:
            self.guard(self._by_module[module])
        else:
            from .unguarded import close, without_route

            name, entries = CLIENTS[module]
            close(self.gate, module, entries, name, without_route(name))

    def _loaded_again(self, package: str) -> None:
        """Guard the new classes of a driver, unless it is about to be imported as a whole."""
        for found in list(self.found.values()):
            module = found.route.module
            if module.partition(".")[0] == package and not is_loading(module):
                self.guard(found.route)

    def guard(self, route: Route) -> None:
        """Fit the adapter to the driver; one that does not fit is refused in prod."""
        number = _version_of(route)
        problem = _outside(route, number)
        if route.name in self.found and not _is_python_s_own(route):
            _forget(route.adapter)  # it holds on to classes of the driver that was there before
        if not problem:
            try:
                import_module(f".{route.adapter}", __name__).install(self.gate)
            except Exception as error:  # noqa: BLE001  # whatever it is, the driver is not guarded
                works = f"; {_range(route)} works" if route.tested[0] else ""
                problem = f"{route.name} {number} does not fit ({type(error).__name__}: {error}){works}"
        self.found[route.name] = Found(route, number, problem)
        if not _is_python_s_own(route):
            self._reloads.remember(route.module)
        if problem:
            from .unguarded import close

            close(self.gate, route.module, route.entries, route.distribution or route.name, problem)


def _is_python_s_own(route: Route) -> bool:
    return not route.distribution and not route.tested[0]


def _forget(adapter: str) -> None:
    name = f"{__name__}.{adapter}"
    for module in [module for module in sys.modules if module == name or module.startswith(f"{name}_conn")]:
        del sys.modules[module]


def _version_of(route: Route) -> str:
    if route.distribution:
        from importlib.metadata import PackageNotFoundError, version  # a script's start does not wait for it

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
    return f"{route.name} {number or 'of unknown version'} was not tried; {_range(route)} works"


def _range(route: Route) -> str:
    return f"{route.tested[0]} up to, not including, {route.tested[1]}"


def _numbers(text: str) -> tuple[int, ...]:
    digits = ("".join(c for c in part if c.isdigit()) for part in text.split("."))
    return tuple(int(d) for d in digits if d)
