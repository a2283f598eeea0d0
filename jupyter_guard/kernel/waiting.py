"""Stand at the ways by which SQL leaves a process, and build the guard when the first of them is taken.

Such a way is the import of a driver, a connection to SQLite, and a program that is started. What
takes it waits until the guard is there, and is then judged by it.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, Generic, TypeVar

from jupyter_guard.drivers import ROUTES
from jupyter_guard.errors import GuardNotThere

from .holding import without_interrupt
from .routes.auditing import on_audit, tell
from .routes.clients import CLIENTS
from .routes.importing import find

Built = TypeVar("Built")
DRIVERS = frozenset({*(route.module for route in ROUTES), *CLIENTS})
_SQLITE = ("sqlite3.connect", "sqlite3.connect/handle")
_PROGRAMS = ("os.exec", "os.posix_spawn", "os.system", "subprocess.Popen")
_ALWAYS_THERE = {"sqlite3", "os", "IPython.core.interactiveshell"}
_MEMORY = ("", ":memory:", b":memory:")
_NO_DRIVER = "The guard could not be built, so nothing would check what is sent"


class Waiting(Generic[Built]):
    """The guard of a process before it is needed."""

    def __init__(
        self,
        make: Callable[[], Built],
        failed: Callable[[Exception], bool],
        *,
        beside: Iterable[str] = (),
        starts: Callable[[tuple[Any, ...]], bool] = lambda args: True,
    ) -> None:
        """Wait to `make` the guard; `failed` tells why that went wrong, and says whether to refuse drivers.

        `beside` names modules whose import wants the guard, too; `starts` says whether a program does.
        """
        self._make, self._failed, self._starts = make, failed, starts
        self._built: Built | None = None
        self._is_broken = self._refuses = self._is_building = False
        self._lock = threading.RLock()
        self._modules = DRIVERS | frozenset(beside)

    @property
    def is_due(self) -> bool:
        """Whether a driver is there already, which needs no import any more."""
        return any(name in sys.modules for name in DRIVERS - _ALWAYS_THERE)

    def begin(self) -> None:
        """Stand at each way."""
        sys.meta_path.insert(0, self)
        if "sqlite3" in sys.modules:
            self._put_connect(self._sqlite_connect)
        for event in _SQLITE:
            on_audit(event, partial(self._audited, event))
        for event in _PROGRAMS:
            on_audit(event, partial(self._started, event))

    def build(self) -> Built:
        """Return the guard, which is built when it is asked for the first time."""
        if self._built is None:
            with self._lock:  # whoever comes in another thread waits
                self._is_building = True
                try:
                    with without_interrupt():
                        self._end()
                        self._built = self._make()
                except Exception as error:
                    self._is_broken = True
                    self._refuses = self._failed(error)
                    if self._refuses:
                        sys.meta_path.insert(0, self)
                    raise
                finally:
                    self._is_building = False
        return self._built

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Build the guard before a driver is found, so that its own finder sees the import."""
        if fullname not in self._modules:
            return None
        if self.is_ready():
            return find(fullname, path, target)
        if self._refuses and fullname in DRIVERS:
            raise GuardNotThere(f"{fullname} was not imported. {_NO_DRIVER}.")
        return None

    def is_ready(self) -> bool:
        """Say whether the guard is there now; not while it builds itself, nor where it cannot be built."""
        with self._lock:
            if self._is_building or self._is_broken:
                return False
            try:
                self.build()
            except Exception:  # noqa: BLE001  # it was told
                return False
        return True

    def _sqlite_connect(self, *args: Any, **kwargs: Any) -> Any:
        import sqlite3

        return sqlite3.connect(*args, **kwargs) if self.is_ready() else self._connect(*args, **kwargs)

    def _put_connect(self, connect: Callable[..., Any]) -> None:
        import sqlite3
        from sqlite3 import dbapi2

        self._connect = sqlite3.connect
        sqlite3.connect = dbapi2.connect = connect

    def _audited(self, event: str, args: tuple[Any, ...]) -> None:
        if self.is_ready():
            tell(event, args)
        elif self._refuses and event == "sqlite3.connect" and args[0] not in _MEMORY:
            raise GuardNotThere(f"{args[0]} was not opened. {_NO_DRIVER}.")

    def _started(self, event: str, args: tuple[Any, ...]) -> None:
        if not self._starts(args):
            return
        if self.is_ready():
            tell(event, args)
        elif self._refuses:
            from .routes.shell import names_a_client

            if names_a_client(args):
                raise GuardNotThere(f"A database client was not started. {_NO_DRIVER}.")

    def _end(self) -> None:
        """Leave the ways to the guard."""
        if hasattr(self, "_connect"):
            self._put_connect(self._connect)
        if self in sys.meta_path:
            sys.meta_path.remove(self)
