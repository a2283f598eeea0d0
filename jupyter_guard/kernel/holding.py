"""Keep Ctrl-C back while something would be left half done, such as an import; it acts right after."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec

P = ParamSpec("P")
_SOON = 0.05  # seconds after a callback, when the cell runs


@contextmanager
def without_interrupt() -> Iterator[None]:
    """Let a Ctrl-C within the block act at its end; only for what takes a second at most."""
    with _noted() as (came, handler):
        yield
    if came and callable(handler):
        handler(signal.SIGINT, None)


class AroundCells:
    """Callbacks before and after a cell that Ctrl-C does not end: IPython would take that for their error."""

    def __init__(self) -> None:
        self._again: threading.Timer | None = None

    def before(self, callback: Callable[P, object]) -> Callable[P, None]:
        """Return `callback` as one that keeps a Ctrl-C for the cell."""

        @wraps(callback)
        def whole(*args: P.args, **kwargs: P.kwargs) -> None:
            with _noted() as (came, _):
                callback(*args, **kwargs)
            if came:
                self._again = threading.Timer(_SOON, signal.raise_signal, [signal.SIGINT])
                self._again.daemon = True
                self._again.start()

        return whole

    def after(self, callback: Callable[P, object]) -> Callable[P, None]:
        """Return `callback` as one during which Ctrl-C has nothing to end any more."""

        @wraps(callback)
        def whole(*args: P.args, **kwargs: P.kwargs) -> None:
            if self._again is not None:
                self._again.cancel()
            self._again = None
            with _noted():
                callback(*args, **kwargs)

        return whole


@contextmanager
def _noted() -> Iterator[tuple[list[int], object]]:
    """Note each Ctrl-C; where none would be noticed here, do nothing."""
    came: list[int] = []
    handler = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(handler):
        yield came, None
        return
    signal.signal(signal.SIGINT, lambda number, frame: came.append(number))
    try:
        yield came, handler
    finally:
        signal.signal(signal.SIGINT, handler)
