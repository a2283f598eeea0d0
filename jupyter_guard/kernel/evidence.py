"""What a cell left behind: values, figures, tables and files, each with its fingerprints."""

from __future__ import annotations

import contextlib
import math
import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_guard.errors import JournalFailed
from jupyter_guard.journal import places
from jupyter_guard.journal.cells import NO_TIME, SECRET, Fingerprint, OpenedFile, Shown
from jupyter_guard.journal.fingerprints import content_of, content_of_file
from jupyter_guard.journal.secrets import is_secret

from .hints import Hint, hint_of
from .idle import Idle, Later
from .names import Names
from .shown import Displays
from .values import Values
from .witnessing import Witnessing

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

_SECONDS = 0.005  # for the hints of a cell, and for one when the kernel is idle
Tell = Callable[[dict[str, Any]], None]


class Evidence:
    """The evidence of one kernel's cells."""

    def __init__(self, shell: InteractiveShell, conceal: Callable[[str], str], tell: Tell) -> None:
        self._variables, self._conceal, self._tell_it = shell.user_ns, conceal, tell
        self._values = Values(shell.user_ns, frozenset(shell.user_ns_hidden))
        self._displays = Displays(shell, self._note)
        self._witnessing = Witnessing(places.journal_folder)
        self._idle = Idle(self._witnessing.hashed)
        self._shown: list[tuple[Shown, object, Hint | None]] = []
        # What has no witness for want of time: names by the order they came in, files with what they were.
        self._names: dict[str, None] = {}
        self._files: dict[str, tuple[dict[str, Any], tuple[int, int]]] = {}

    def begin(self) -> None:
        """Watch a cell that begins."""
        self._idle.stop()
        self._shown = []
        self._values.begin()
        self._displays.begin()
        self._witnessing.begin()

    def end(self, names: Names, files: Sequence[str], place: dict[str, Any]) -> dict[str, Any]:
        """Return what the row of the cell's end says of it; `place` is that of the cell in the journal."""
        self._displays.end()
        began = time.thread_time()
        changes = self._values.end(names, min(_SECONDS, self._witnessing.left))
        self._witnessing.spend(time.thread_time() - began)
        shown = [
            {**vars(one), "names": self._names_of(value), "fingerprint": vars(one.fingerprint)}
            for one, value, _ in self._shown
        ]
        values = {name: self._of_name(name, hint) for name, hint in changes.hints.items()}
        found = {path: file for path in files if (file := self._file(path, place))}
        self._witnessing.end()
        return {
            "bound": changes.bound,
            "rebound": changes.rebound,
            "deleted": changes.deleted,
            "changed": changes.changed,
            "values": {name: vars(value) for name, value in values.items()},
            "shown": shown,
            "files": {self._conceal(path): vars(file) for path, file in found.items()},
        }

    def go_on_when_idle(self, place: dict[str, Any]) -> None:
        """Make the witnesses that are left over; the cell was told, in that place of the journal."""
        self._idle.start(self._left_over(place))

    def _names_of(self, value: object) -> tuple[str, ...]:
        return () if value is None else self._values.names_of(value)

    def _of_name(self, name: str, hint: Hint) -> Fingerprint:
        if is_secret(name):
            return Fingerprint(hint.type, unwitnessed=SECRET)
        found = self._of(self._variables.get(name), hint)
        self._names.pop(name, None)
        if found.unwitnessed == NO_TIME:
            self._names[name] = None
        return found

    def _note(self, kind: str, mimes: tuple[str, ...], value: object) -> None:
        """Something is shown right now: what it is later does not count."""
        began = time.thread_time()
        hint = None if value is None else hint_of(value, min(_SECONDS, self._witnessing.left))
        self._witnessing.spend(time.thread_time() - began)
        found = Fingerprint() if hint is None else self._of(value, hint)
        self._shown.append((Shown(kind, mimes, (), found), value, hint))

    def _of(self, value: object, hint: Hint) -> Fingerprint:
        seen = self._witnessing.make(content_of(value), _size(hint))
        return _fingerprint(hint, seen.witness, seen.unwitnessed)

    def _file(self, path: str, place: dict[str, Any]) -> OpenedFile | None:
        self._files.pop(path, None)
        try:
            found = os.stat(path)
        except OSError:
            return None
        seen = self._witnessing.make(content_of_file(Path(path)), found.st_size)
        if seen.unwitnessed == NO_TIME:
            self._files[path] = place, (found.st_size, found.st_mtime_ns)
        return OpenedFile(found.st_size, found.st_mtime_ns // 1000, seen.witness)

    def _left_over(self, place: dict[str, Any]) -> Iterator[Later]:
        for index, (shown, value, hint) in enumerate(self._shown):
            # Between its display and the cell's end it may have been changed: a sample is not enough.
            if shown.fingerprint.unwitnessed == NO_TIME and hint is not None and hint.whole:
                yield self._later(value, hint, {**place, "of": "shown", "key": index})
        self._shown = []
        for name in reversed(list(self._names)):
            # As it is now: after the cell that ran last.
            value = self._variables.get(name)
            hint = hint_of(value, _SECONDS)
            self._names.pop(name, None)
            if hint is not None:
                yield self._later(value, hint, {**place, "of": "value", "key": name})
        for path, (where, was) in list(self._files.items()):
            del self._files[path]
            yield self._later_file(path, was, {**where, "of": "file", "key": self._conceal(path)})

    def _later(self, value: object, hint: Hint, body: dict[str, Any]) -> Later:
        def is_same() -> bool:
            now = hint_of(value, _SECONDS)
            return now is not None and not now.differs(hint)

        def tell(witness: str) -> None:
            self._tell({**body, "fingerprint": vars(_fingerprint(hint, witness))})

        return Later(lambda: content_of(value), is_same, tell)

    def _later_file(self, path: str, was: tuple[int, int], body: dict[str, Any]) -> Later:
        def is_same() -> bool:
            now = os.stat(path)
            return (now.st_size, now.st_mtime_ns) == was

        return Later(
            lambda: content_of_file(Path(path)), is_same, lambda found: self._tell({**body, "witness": found})
        )

    def _tell(self, witness: dict[str, Any]) -> None:
        with contextlib.suppress(JournalFailed):  # the next cell says so
            self._tell_it(witness)


def _fingerprint(hint: Hint, witness: str, unwitnessed: str = "") -> Fingerprint:
    seen = hint.whole or hint.sample
    return Fingerprint(hint.type, hint.shape, hint.dtypes, seen, bool(hint.whole), witness, unwitnessed)


def _size(hint: Hint) -> int:
    """Return about how many bytes there are to read."""
    return 16 * math.prod(hint.shape) if hint.shape else 0
