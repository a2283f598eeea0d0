"""Stand at every way out of a kernel, and build the guard when the first of them is taken.

A way out is a cell, a magic, a completion, the import of a driver, a connection to SQLite, and a
program that is started. What takes it waits until the guard is there, and is then judged by it.
"""

from __future__ import annotations

import sqlite3
import sys
import threading
from collections.abc import Sequence
from functools import partial
from importlib.machinery import ModuleSpec
from sqlite3 import dbapi2
from types import ModuleType
from typing import TYPE_CHECKING, Any

from jupyter_guard import session_files
from jupyter_guard.drivers import ROUTES

from .matching import match_in_sql
from .routes.auditing import on_audit, tell
from .routes.clients import CLIENTS
from .routes.importing import find

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from .building import Built
    from .loading import Session

_HTTP = ("http.client", "httpx", "aiohttp")  # what leaves by them is noted, not judged
_EVENTS = (
    "os.exec",
    "os.posix_spawn",
    "os.system",
    "smtplib.send",
    "sqlite3.connect",
    "sqlite3.connect/handle",
    "subprocess.Popen",
)
_ALWAYS_THERE = {"sqlite3", "IPython.core.interactiveshell", "http.client"}


class Waiting:
    """The guard of a kernel before it is needed."""

    def __init__(self, shell: InteractiveShell, session: Session) -> None:
        self._shell, self._session = shell, session
        self._built: Built | None = None
        self._failed = False
        self._is_building = False
        self._lock = threading.RLock()
        self._connect = sqlite3.connect
        self._modules = frozenset({*(route.module for route in ROUTES), *CLIENTS, *_HTTP})

    def begin(self) -> None:
        """Wait at each way out; build at once where a driver is there, which needs no import any more."""
        match_in_sql(self._shell, self.build)
        if (self._modules & sys.modules.keys()) - _ALWAYS_THERE:
            self.build()
            return
        sys.meta_path.insert(0, self)
        sqlite3.connect = dbapi2.connect = self._sqlite_connect
        for event in _EVENTS:
            on_audit(event, partial(self._audited, event))
        self._shell.events.register("pre_execute", self._before_a_cell)
        for name, kind in (("guarded_sql", "line_cell"), ("guard", "line")):
            magic: Any = partial(self._magic, name)
            self._shell.register_magic_function(magic, kind, name)

    def build(self) -> Built:
        """Return the guard, which is built when it is asked for the first time."""
        if self._built is None:
            with self._lock:  # whoever comes in another thread waits
                self._is_building = True
                try:
                    self._end()
                    from .building import Built

                    self._built = Built(self._shell, self._session)
                except Exception as error:
                    self._tell(error)
                    raise
                finally:
                    self._is_building = False
        return self._built

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Build the guard before a driver is found, so that its own finder sees the import."""
        if fullname not in self._modules or not self._is_ready():
            return None
        return find(fullname, path, target)

    def _sqlite_connect(self, *args: Any, **kwargs: Any) -> Any:
        return sqlite3.connect(*args, **kwargs) if self._is_ready() else self._connect(*args, **kwargs)

    def _audited(self, event: str, args: tuple[Any, ...]) -> None:
        if self._is_ready():
            tell(event, args)

    def _before_a_cell(self) -> None:
        self._shell.events.unregister("pre_execute", self._before_a_cell)
        self._is_ready()

    def _magic(self, name: str, line: str, cell: str | None = None) -> Any:
        """Run a SQL cell or show the status; the first cell that runs puts the full magics here."""
        self.build()
        shell: Any = self._shell
        return shell.run_line_magic(name, line) if cell is None else shell.run_cell_magic(name, line, cell)

    def _is_ready(self) -> bool:
        """Say whether the guard is there now; not while it builds itself, nor where it cannot be built."""
        with self._lock:
            if self._is_building or self._failed:
                return False
            try:
                self.build()
            except Exception:  # noqa: BLE001  # it was told
                return False
        return True

    def _end(self) -> None:
        """Leave the ways to the guard."""
        sqlite3.connect = dbapi2.connect = self._connect
        if self in sys.meta_path:
            sys.meta_path.remove(self)

    def _tell(self, error: Exception) -> None:
        """Say that there is no guard, as the start-up file does where it cannot even be loaded."""
        self._failed = True
        folder, kernel_id = self._session.folder, self._session.kernel_id
        if folder is not None and kernel_id:
            session_files.take_back_ready(folder, kernel_id)
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        print(f"jupyter_guard: this kernel is UNGUARDED, nothing checks its SQL. {reason}", file=sys.stderr)
