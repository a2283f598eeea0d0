"""Show how far a long query is, in the notebook or in a terminal; a short one shows nothing."""

from __future__ import annotations

import shutil
import sys
import time
from html import escape
from typing import TYPE_CHECKING, Any

from .display import ICONS

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from jupyter_guard.databases import Progress

    from .display import Shown
    from .judging import Judged

_PATIENCE = 1.0  # seconds that pass before anything is shown
_PAUSE = 0.5  # seconds between two changes
_BAR = 20  # characters


class ProgressLine:
    """One line that changes while a query runs and becomes its receipt."""

    def __init__(self, judged: Judged, shell: InteractiveShell) -> None:
        place = judged.environment
        self._place = f"{ICONS[place.tier]} {place.name} · {judged.connection.name}"
        self._notebook = getattr(shell, "kernel", None) is not None
        self._began = self._last = time.monotonic()
        self._handle: Any = None  # of the display that is changed
        self._written = False  # in a terminal

    def __call__(self, progress: Progress) -> None:
        """Show `progress`, if it is time to."""
        now = time.monotonic()
        if now - self._began < _PATIENCE or now - self._last < _PAUSE:
            return
        self._last = now
        self._show(f"{self._place} · {words(progress, now - self._began)}")

    def end(self, receipt: Shown) -> None:
        """Put the receipt in the place of the line."""
        from .display import bundle, show

        self._wipe()
        if self._handle is None:
            show(receipt)
        else:
            self._handle.update(bundle(receipt), raw=True)

    def fail(self, ended: str) -> None:
        """Say that it ended otherwise; the error below tells the rest."""
        self._wipe()
        if self._handle is not None:
            self._show(f"{self._place} · {ended} after {time.monotonic() - self._began:.1f} s")

    def _show(self, text: str) -> None:
        if not self._notebook:
            if not sys.stderr.isatty():
                return  # a file keeps what a terminal would show only for a moment
            # A line that wraps could not be wiped away.
            sys.stderr.write(f"\r\x1b[K{text[: shutil.get_terminal_size().columns - 1]}")
            sys.stderr.flush()
            self._written = True
            return
        # As pale and as large as the receipt that comes in its place; not read aloud at each change.
        look = "opacity: 0.7; font-size: var(--jp-ui-font-size1, 13px)"
        html = f'<div role="status" aria-live="off" style="{look}">{escape(text)}</div>'
        data = {"text/html": html, "text/plain": text}
        if self._handle is not None:
            self._handle.update(data, raw=True)
            return
        from IPython.display import display

        self._handle = display(data, raw=True, display_id=True)  # type: ignore[no-untyped-call]  # IPython

    def _wipe(self) -> None:
        if self._written:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def words(progress: Progress, seconds: float) -> str:
    """Return how far a query is: time, rows, bytes, and a bar where the end is known."""
    parts = [f"running {seconds:.0f} s"]
    if progress.rows:
        parts.append(f"{progress.rows:,} row{'' if progress.rows == 1 else 's'}")
    if progress.bytes:
        parts.append(size(progress.bytes))
    if progress.percent is not None and progress.percent > 0:
        done = round(_BAR * progress.percent / 100)
        parts.append(f"{'█' * done}{'░' * (_BAR - done)} {progress.percent:.0f} %")
    return " · ".join(parts)


def size(number: int) -> str:
    """Return a number of bytes as people write it."""
    for power, unit in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if number >= power:
            return f"{number / power:.3g} {unit}"
    return f"{number} bytes"
