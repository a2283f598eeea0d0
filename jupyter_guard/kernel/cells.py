"""Log each cell: the version that ran, how it ended, and what it did to names, files and eyes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from jupyter_guard.errors import JournalFailed
from jupyter_guard.journal.cells import END, ERROR, INTERRUPTED, OK, PACKAGES, SOURCE, START, WITNESS

from .evidence import Evidence
from .files import OpenedFiles
from .mentioned import opened, was_changed
from .names import Names, names_of

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from jupyter_guard.journal.writer import Place

    from .hidden import Hidden

_LONGEST = 200_000  # characters of a source that are kept
# Versions of cells whose source is remembered as told, and seconds after which it is told again: what was
# told long ago may have been pruned.
_VERSIONS, _TOLD_FOR = 2_000, 3600.0
Append = Callable[[list[tuple[str, dict[str, Any]]]], "tuple[Place, ...]"]


class CellLog:
    """The execution log of one kernel."""

    def __init__(self, append: Append, hidden: Hidden, shell: InteractiveShell) -> None:
        self._append, self._hidden, self._conceal = append, hidden, hidden.conceal
        self._told: dict[str, float] = {}  # version -> when its source was told to the session
        self._session = ""
        self._files = OpenedFiles()
        self._variables = shell.user_ns
        self._evidence = Evidence(shell, hidden.conceal, self._tell)
        self._place: Place | None = None
        self._names = Names()
        self._began, self._began_at = 0.0, 0
        self._packages: tuple[int, ...] = ()  # when they were told last

    def start(self, info: Any, source: str, cell: str, version: str, notebook: str, environment: str) -> None:
        """Log that a cell begins, with its source as it may be kept; raises JournalFailed."""
        self._place = None
        self._names = names_of(info.transformed_cell or info.raw_cell)
        body = {
            "cell": cell,
            "version": version,
            "notebook": self._conceal(notebook),
            "environment": environment,
            # Whoever runs a notebook without JupyterLab tells the kernel no cell's id.
            "parameters": [] if info.cell_id else list(self._names.parameters),
        }
        self._place = self._append_with_source((START, body), version, source)
        self._evidence.begin()
        self._files.begin()
        self._began, self._began_at = time.monotonic(), time.time_ns()

    def end(self, result: Any) -> None:
        """Log how it ended; raises JournalFailed."""
        seconds = time.monotonic() - self._began
        read, written = self._opened()
        place, self._place = self._place, None
        if place is None:
            return
        error = result.error_before_exec or result.error_in_exec
        where = {"cell": place.seq, "session": place.session}
        body = {
            **where,
            "state": _state(error),
            "seconds": round(seconds, 6),
            "execution_count": result.execution_count,
            "error": "" if error is None else type(error).__name__,
            "read": [self._conceal(path) for path in read],
            "written": [self._conceal(path) for path in written],
            **self._evidence.end(self._names, [*written, *read], where),
        }
        self._append([(END, body)])
        self._evidence.go_on_when_idle(where)
        self._tell_packages()

    def _opened(self) -> tuple[list[str], list[str]]:
        """Return the files that were read and written, also where a library did it in C."""
        read, written = self._files.take()
        more_read, more_written = opened(self._names.mentions, self._variables, self._began_at)
        # A database is opened for both; what was changed since is written.
        changed = {path for path in read if was_changed(path, self._began_at) and path not in written}
        written = list(dict.fromkeys([*written, *sorted(changed), *more_written]))
        return list(dict.fromkeys([*read, *(path for path in more_read if path not in written)])), written

    def _append_with_source(self, row: tuple[str, dict[str, Any]], version: str, source: str) -> Place:
        """Append the row of a cell that begins, and its source where the session does not have it."""

        def kept() -> tuple[str, dict[str, Any]]:
            concealed = self._hidden.conceal_source(source)[:_LONGEST]
            return SOURCE, {"version": version, "source": concealed}

        is_told = time.monotonic() - self._told.get(version, -_TOLD_FOR) < _TOLD_FOR
        place = self._append([row] if is_told else [kept(), row])[-1]
        if place.session != self._session:  # after a fork, or where the file was taken away
            self._session, self._told = place.session, {}
            if is_told:
                self._append([kept()])
        if not is_told or version not in self._told:
            self._told.pop(version, None)
            self._told[version] = time.monotonic()
        if len(self._told) > _VERSIONS:
            del self._told[next(iter(self._told))]
        return place

    def _tell(self, witness: dict[str, Any]) -> None:
        self._append([(WITNESS, witness)])

    def _tell_packages(self) -> None:
        """Tell what is installed, the first time and whenever that changed."""
        from .packages import stamp

        found = stamp()
        if found != self._packages:
            self._packages = found
            threading.Thread(target=self._tell_packages_now, daemon=True).start()

    def _tell_packages_now(self) -> None:
        from .packages import packages

        try:
            self._append([(PACKAGES, packages())])
        except JournalFailed:
            self._packages = ()  # after the next cell, perhaps


def _state(error: BaseException | None) -> str:
    if error is None:
        return OK
    return INTERRUPTED if isinstance(error, KeyboardInterrupt) else ERROR
