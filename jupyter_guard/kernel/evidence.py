"""What a cell left behind: values, figures, tables and files, each with its fingerprints."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_guard.errors import JournalFailed
from jupyter_guard.journal import places
from jupyter_guard.journal.cells import SECRET, Fingerprint, OpenedFile, Shown
from jupyter_guard.journal.fingerprints import content_of, content_of_file
from jupyter_guard.journal.secrets import is_secret

from .hints import Hint, hint_of
from .names import Names
from .shown import Displays
from .values import Values
from .witnessing import Witnessing

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

_SECONDS = 0.002  # for the hint of what is shown


class Evidence:
    """The evidence of one kernel's cells."""

    def __init__(
        self,
        shell: InteractiveShell,
        conceal: Callable[[str], str],
        tell: Callable[[dict[str, Any]], None],
    ) -> None:
        self._variables, self._conceal, self._tell_it = shell.user_ns, conceal, tell
        self._values = Values(shell.user_ns, frozenset(shell.user_ns_hidden))
        self._displays = Displays(shell, self._note)
        self._witnessing = Witnessing(places.journal_folder, self._tell)
        self._shown: list[tuple[Shown, object]] = []

    def begin(self) -> None:
        """Watch a cell that begins."""
        self._shown = []
        self._witnessing.begin()
        self._values.begin()
        self._displays.begin()

    def end(self, names: Names, files: Sequence[str]) -> dict[str, Any]:
        """Return what the row of the cell's end says of it."""
        self._displays.end()
        changes = self._values.end(names)
        values = {name: self._fingerprint(name, hint) for name, hint in changes.hints.items()}
        shown = [asdict(one) | {"names": self._names_of(value)} for one, value in self._shown]
        self._shown = []
        return {
            "bound": changes.bound,
            "rebound": changes.rebound,
            "deleted": changes.deleted,
            "changed": changes.changed,
            "values": {name: asdict(value) for name, value in values.items()},
            "shown": shown,
            "files": {self._conceal(path): asdict(file) for path in files if (file := self._file(path))},
        }

    def go_on_when_idle(self, place: dict[str, Any]) -> None:
        """Make the witnesses that are left over; the cell is told, in that place of the journal."""
        self._witnessing.go_on_when_idle(place)

    def _names_of(self, value: object) -> tuple[str, ...]:
        return () if value is None else self._values.names_of(value)

    def _fingerprint(self, name: str, hint: Hint) -> Fingerprint:
        if is_secret(name):
            return Fingerprint(hint.type, unwitnessed=SECRET)
        return self._of(self._variables.get(name), hint, "value", name)

    def _note(self, kind: str, mimes: tuple[str, ...], value: object) -> None:
        """Something is shown right now: what it is later does not count."""
        hint = None if value is None else hint_of(value, _SECONDS)
        found = Fingerprint() if hint is None else self._of(value, hint, "shown", len(self._shown))
        self._shown.append((Shown(kind, mimes, (), found), value))

    def _of(self, value: object, hint: Hint, of: str, key: str | int) -> Fingerprint:
        def is_same() -> bool:
            now = hint_of(value, _SECONDS)
            return now is None or not now.differs(hint)

        seen = self._witnessing.make(content_of(value), is_same, of, key)
        return Fingerprint(
            hint.type,
            hint.shape,
            hint.dtypes,
            hint.whole or hint.sample,
            bool(hint.whole),
            seen.witness,
            seen.unwitnessed,
        )

    def _file(self, path: str) -> OpenedFile | None:
        try:
            found = os.stat(path)
        except OSError:
            return None

        def is_same() -> bool:
            now = os.stat(path)
            return (now.st_size, now.st_mtime_ns) == (found.st_size, found.st_mtime_ns)

        content = content_of_file(Path(path))
        seen = self._witnessing.make(content, is_same, "file", self._conceal(path))
        return OpenedFile(found.st_size, found.st_mtime_ns // 1000, seen.witness)

    def _tell(self, witness: dict[str, Any]) -> None:
        with contextlib.suppress(JournalFailed):  # the next cell says so
            self._tell_it(witness)
