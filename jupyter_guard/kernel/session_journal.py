"""The journal of this kernel's session: opened with its first row, kept to its size, and missed aloud."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from jupyter_guard import __version__
from jupyter_guard.errors import JournalFailed
from jupyter_guard.policy.keeping import Keeping

from .holding import without_interrupt

if TYPE_CHECKING:
    from jupyter_guard.journal.writer import Place, Writer

_ROWS_TO_PRUNE = 1_000  # written since the journal was last kept to its size
Rows = Sequence[tuple[str, dict[str, Any]]]


class SessionJournal:
    """Where the rows of one kernel go."""

    def __init__(self, keeping: Callable[[], Keeping], notebook: Callable[[], str]) -> None:
        self._keeping, self._notebook = keeping, notebook
        self._writer: Writer | None = None
        self._rows, self._prune_at = 0, 0  # the first row prunes what earlier sessions left
        self._said = False  # that there is no record

    def append(self, rows: Rows) -> tuple[Place, ...]:
        """Write rows, all or none; raises JournalFailed."""
        with without_interrupt():
            written = self._open().append(*rows)
        self._said = False
        self._rows += len(rows)
        if self._rows > self._prune_at:
            self._prune_at = self._rows + _ROWS_TO_PRUNE
            threading.Thread(target=self._prune, daemon=True).start()
        return written

    def say(self, error: JournalFailed) -> None:
        """Tell the user once that what runs is not recorded."""
        if not self._said:
            print(f"jupyter_guard: {error} What runs now is not recorded.", file=sys.stderr)
        self._said = True

    def close(self) -> None:
        """Let the file go."""
        if self._writer is not None:
            self._writer.close()

    def _open(self) -> Writer:
        if self._writer is None:
            from jupyter_guard.journal import places
            from jupyter_guard.journal.writer import Writer

            about = {"notebook": self._notebook(), **_about()}
            self._writer = Writer(places.journal_folder(), self._keeping(), about)
        return self._writer

    def _prune(self) -> None:
        import sqlite3

        from jupyter_guard.journal import places, retention

        # Another kernel may prune at the same time; what is left over now goes the next time.
        with suppress(OSError, sqlite3.Error):
            retention.prune(places.journal_folder(), self._keeping())


def _about() -> dict[str, Any]:
    import getpass  # a kernel's start does not wait for these
    import platform

    user = ""
    with suppress(OSError, KeyError, ImportError):  # a user without a name
        user = getpass.getuser()
    return {
        "version": __version__,
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "host": platform.node(),
        "user": user,
    }
