"""Watch which files a cell opens, without ever getting in its way."""

from __future__ import annotations

import contextlib
import os
import sys
import sysconfig
from collections.abc import Callable

_MOST = 200  # files of one cell
# What is opened there is opened by an import, by the machine, or by a terminal.
_INSTALLED = {
    os.path.realpath(path) + os.sep for name, path in sysconfig.get_paths().items() if name != "data"
}
_OWN = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
_LOOKING = os.path.join(_OWN, "kernel", "routes") + os.sep  # the gate itself looks at files of databases
_CACHE = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
_FONTS = tuple(os.path.join(_CACHE, name) + os.sep for name in ("matplotlib", "fontconfig"))
_UNTOLD = (*sorted(_INSTALLED), _OWN, *_FONTS, "/proc/", "/dev/", "/sys/", "/etc/", "/usr/share/")
# Audit events of Python -> path, mode, flags. Whether a database is written to, its time tells.
_EVENTS: dict[str, Callable[[tuple[object, ...]], tuple[object, ...]]] = {
    "open": lambda arguments: arguments,
    "sqlite3.connect": lambda arguments: (arguments[0], None, 0),
}
_UNTOLD_ENDS = (".pyc", ".pyi", ".so", ".dist-info/METADATA")


class OpenedFiles:
    """The files that were opened since the last `take`."""

    def __init__(self) -> None:
        self._read: dict[str, None] = {}
        self._written: dict[str, None] = {}
        self._watching = False
        self._hooked = False

    def begin(self) -> None:
        """Watch from now on."""
        self._read, self._written = {}, {}
        if not self._hooked:
            sys.addaudithook(self._heard)  # it can't be taken out again, so once
            self._hooked = True
        self._watching = True

    def take(self) -> tuple[list[str], list[str]]:
        """Stop, and return what was opened for reading and what for writing, and is still there."""
        self._watching = False
        read, written = (list(filter(os.path.exists, files)) for files in (self._read, self._written))
        return read, written

    def _heard(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self._watching or event not in _EVENTS:
            return
        if event == "open" and sys._getframe(1).f_code.co_filename.startswith(_LOOKING):
            return
        # Whatever were raised here would keep the user's file from opening.
        with contextlib.suppress(Exception):
            self._note(*_EVENTS[event](arguments))

    def _note(self, path: object, mode: object, flags: object) -> None:
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        if not isinstance(path, str) or path.endswith(_UNTOLD_ENDS):
            return
        path = os.path.abspath(path)
        writes = isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))
        files = self._written if writes else self._read
        if len(files) < _MOST and not os.path.isdir(path) and not path.startswith(_UNTOLD):
            files[path] = None
