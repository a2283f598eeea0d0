"""Log each cell: the version that ran, how it ended, and what it did to names and files."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any

from jupyter_guard.journal.cells import END, ERROR, INTERRUPTED, OK, PACKAGES, SOURCE, START

from .files import OpenedFiles
from .names import Names, names_of

if TYPE_CHECKING:
    from jupyter_guard.journal.writer import Place

_LONGEST = 200_000  # characters of a source that are kept
Append = Callable[[list[tuple[str, dict[str, Any]]]], "tuple[Place, ...]"]


class CellLog:
    """The execution log of one kernel."""

    def __init__(self, append: Append, conceal: Callable[[str], str], variables: Mapping[str, Any]) -> None:
        self._append, self._conceal, self._variables = append, conceal, variables
        self._known: set[tuple[str, str]] = set()  # sources that the session has
        self._files = OpenedFiles()
        self._place: Place | None = None
        self._before: dict[str, int] = {}
        self._names = Names()
        self._began = 0.0
        self._told_packages = False

    def start(self, info: Any, source: str, cell: str, version: str, notebook: str, environment: str) -> None:
        """Log that a cell begins, with its source as it may be kept; raises JournalFailed."""
        self._place = None
        body = {"cell": cell, "version": version, "notebook": notebook, "environment": environment}
        rows: list[tuple[str, dict[str, Any]]] = [(START, body)]
        if version not in self._known_versions():
            kept = self._conceal(source)[:_LONGEST]
            rows.insert(0, (SOURCE, {"version": version, "source": kept}))
        self._place = self._append(rows)[-1]
        self._known.add((self._place.session, version))
        self._names = names_of(info.transformed_cell or info.raw_cell)
        self._before = _identities(self._variables)
        self._files.begin()
        self._began = time.monotonic()

    def end(self, result: Any) -> None:
        """Log how it ended; raises JournalFailed."""
        seconds = time.monotonic() - self._began
        read, written = self._files.take()
        if self._place is None:
            return
        error = result.error_before_exec or result.error_in_exec
        body = {
            "cell": self._place.seq,
            "session": self._place.session,
            "state": _state(error),
            "seconds": round(seconds, 6),
            "execution_count": result.execution_count,
            "error": "" if error is None else type(error).__name__,
            **_changes(self._before, self._variables, self._names),
            "read": [self._conceal(path) for path in read],
            "written": [self._conceal(path) for path in written],
        }
        self._place = None
        self._append([(END, body)])
        if not self._told_packages:
            self._told_packages = True
            threading.Thread(target=self._tell_packages, daemon=True).start()

    def _known_versions(self) -> set[str]:
        # A source is told once a session; another session begins when a file was taken away.
        session = max((session for session, _ in self._known), default="")
        return {version for known, version in self._known if known == session}

    def _tell_packages(self) -> None:
        from jupyter_guard.errors import JournalFailed

        from .packages import packages

        try:
            self._append([(PACKAGES, packages())])
        except JournalFailed:
            self._told_packages = False  # after the next cell, perhaps


def _state(error: BaseException | None) -> str:
    if error is None:
        return OK
    return INTERRUPTED if isinstance(error, KeyboardInterrupt) else ERROR


def _identities(variables: Mapping[str, Any]) -> dict[str, int]:
    """Return which object stands behind each name; the objects themselves are not kept alive."""
    return {name: id(value) for name, value in list(variables.items()) if not name.startswith("_")}


def _changes(before: Mapping[str, int], variables: Mapping[str, Any], names: Names) -> dict[str, list[str]]:
    after = _identities(variables)
    # A new object may have the place of the old one, so the source counts, too.
    rebound = {n for n in after if n in before and (before[n] != after[n] or n in names.bound)}
    changed = {n for n in names.changed if n in before and not isinstance(variables.get(n), ModuleType)}
    return {
        "bound": sorted(after.keys() - before.keys()),
        "rebound": sorted(rebound),
        "deleted": sorted(before.keys() - after.keys()),
        "changed": sorted(changed & after.keys()),
    }
