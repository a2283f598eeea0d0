"""Watch which figures and tables a cell displays, without ever getting in its way."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from jupyter_guard.journal.cells import FIGURE, TABLE

from .buffers import LIBRARIES

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

_FIGURES = ("image/", "application/vnd.plotly", "application/vnd.vega", "application/vnd.bokeh")
_OWN = "application/vnd.jupyter-guard."
_MOST = 100  # of one cell
Note = Callable[[str, tuple[str, ...], object], None]


class Displays:
    """What was displayed, told to `note` (kind, MIME types, object or None) as it happens."""

    def __init__(self, shell: InteractiveShell, note: Note) -> None:
        self._shell, self._note = shell, note
        self._is_watching = self._is_hooked = False
        self._formatted: object = None
        self._count = 0

    def begin(self) -> None:
        """Watch from now on."""
        if not self._is_hooked:
            self._hook()
        self._is_watching, self._count, self._formatted = True, 0, None

    def end(self) -> None:
        """Watch no longer."""
        self._is_watching, self._formatted = False, None

    def _hook(self) -> None:
        self._is_hooked = True
        # Typed as Any: IPython's have no types, and only these two objects are changed.
        formatter: Any = self._shell.display_formatter
        publisher: Any = self._shell.display_pub
        format_it, publish = formatter.format, publisher.publish

        def format_and_note(value: Any, *arguments: Any, **options: Any) -> Any:
            formatted = format_it(value, *arguments, **options)
            if self._is_watching:
                self._heard(formatted[0], value)
            return formatted

        def publish_and_note(data: Any, *arguments: Any, **options: Any) -> Any:
            if self._is_watching and data is not self._formatted:
                self._heard(data, None)
            return publish(data, *arguments, **options)

        formatter.format = format_and_note
        publisher.publish = publish_and_note

    def _heard(self, data: Mapping[str, Any], value: Any) -> None:
        self._formatted = data
        if self._shell.display_pub.__class__.__name__ == "CapturingDisplayPublisher":
            return  # %%capture: nobody saw it
        # Whatever were raised here would keep the user's display from coming.
        with contextlib.suppress(Exception):
            kind = _kind(data, value)
            if kind and self._count < _MOST:
                self._count += 1
                seen = value.data if _is_style(value) else value
                self._note(kind, tuple(sorted(data)), seen)


def _kind(data: Mapping[str, Any], value: object) -> str:
    if any(mime.startswith(_OWN) for mime in data):
        return ""
    if any(mime.startswith(_FIGURES) for mime in data):
        return FIGURE
    is_of_library = type(value).__module__.partition(".")[0] in LIBRARIES
    is_table = is_of_library and len(getattr(value, "shape", ())) > 0
    return TABLE if is_table or _is_style(value) else ""


def _is_style(value: object) -> bool:
    return type(value).__module__ == "pandas.io.formats.style"
