"""Let Ctrl-C or a time limit stop a query that has to run in the thread that opened its connection.

Python acts on a signal only between the steps of its main thread, and a query is one step. So the
signal's number, which the system writes into a pipe at once, wakes a thread that calls `cancel`.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import threading
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from .interrupts import Cancelled, may_be_asked, too_late

T = TypeVar("T")

_LOOK = 0.1  # seconds between two calls of `cancel`


class _Watch:
    """What was asked for while the query runs."""

    def __init__(self, cancel: Callable[[], object], time_limit: float | None) -> None:
        self._cancel = cancel
        self._until = None if time_limit is None else time.monotonic() + time_limit
        self._ends, self._wakes = os.pipe()
        os.set_blocking(self._wakes, False)
        self._over = threading.Event()
        self.interrupted = self.too_late = False
        self.asked: list[bool] = []
        self._thread = threading.Thread(target=self._wait, daemon=True)

    @property
    def wakes(self) -> int:
        """The pipe's end that a signal is written into."""
        return self._wakes

    def begin(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self._over.set()
        with contextlib.suppress(BlockingIOError):
            os.write(self._wakes, b"\0")
        self._thread.join()
        os.close(self._ends)
        os.close(self._wakes)

    def note(self, number: int, frame: object) -> None:
        """Note a Ctrl-C that Python noticed by itself, between two steps."""
        self.interrupted = True

    def _wait(self) -> None:
        while not self._over.is_set():
            stopping = self.interrupted or self.too_late
            left = None if self._until is None else max(0.0, self._until - time.monotonic())
            ready, _, _ = select.select([self._ends], [], [], _LOOK if stopping else left)
            if ready and signal.SIGINT in os.read(self._ends, 64):
                self.interrupted = True
            if self._until is not None and time.monotonic() >= self._until and not self.interrupted:
                self.too_late = True
            if (self.interrupted or self.too_late) and not self._over.is_set():
                self.asked.append(True)
                self._cancel()


def in_place(work: Callable[[], T], cancel: Callable[[], object], *, time_limit: float | None = None) -> T:
    """Return what `work` returns, which runs in this thread.

    On Ctrl-C, and after `time_limit` seconds, `cancel` is called in another thread until `work` has
    come back; then one Cancelled is raised, or StatementFailed.
    """
    watch = _Watch(cancel, time_limit)
    answers: list[T] = []
    failure: Exception | None = None
    with may_be_asked() as asked, _heard(watch):
        watch.asked = asked
        try:
            answers.append(work())
        except Exception as error:  # noqa: BLE001  # raised below, if it is not the answer to a cancel
            failure = error
    if watch.interrupted:
        raise Cancelled(failure, ended=bool(answers))
    if watch.too_late and failure is not None:
        raise too_late(time_limit, failure)
    if failure is not None:
        raise failure
    return answers[0]


@contextlib.contextmanager
def _heard(watch: _Watch) -> Iterator[None]:
    """Hear Ctrl-C; outside of the main thread, where Python lets nobody, only the time limit counts."""
    if threading.current_thread() is not threading.main_thread():
        watch.begin()
        try:
            yield
        finally:
            watch.end()
        return
    before = signal.signal(signal.SIGINT, watch.note)
    pipe = signal.set_wakeup_fd(watch.wakes, warn_on_full_buffer=False)
    watch.begin()
    try:
        yield
    finally:
        signal.set_wakeup_fd(pipe)
        signal.signal(signal.SIGINT, before)
        watch.end()
