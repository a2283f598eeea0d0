"""Let Ctrl-C stop a query inside a driver that would not look up before its end.

The query runs in a thread of its own while the caller waits, because Python acts on a
signal only between the steps of its main thread, and an engine's query is one step.
"""

from __future__ import annotations

import contextlib
import contextvars
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_LOOK = 0.1  # seconds; a waiting thread on Windows notices signals only when it wakes up


def interruptible(work: Callable[[], T], cancel: Callable[[], object]) -> T:
    """Return what `work` returns, or raise what it raises.

    On KeyboardInterrupt `cancel` is called until `work` has come back, so that the
    connection is free again; then that one KeyboardInterrupt is raised.
    """
    answers: list[T] = []
    errors: list[BaseException] = []
    done = threading.Event()

    def call() -> None:
        try:
            answers.append(work())
        except BaseException as error:  # noqa: BLE001  # raised again in the caller's thread
            errors.append(error)
        finally:
            done.set()

    # The caller's context variables hold in the thread too.
    threading.Thread(target=contextvars.copy_context().run, args=(call,), daemon=True).start()
    try:
        # Not Thread.join: before Python 3.13 an interrupted join takes the thread for dead.
        while not done.wait(_LOOK):
            pass
    except KeyboardInterrupt:
        _stop(done, cancel)
        raise
    if errors:
        # A cycle of error, traceback and this frame would keep the driver's objects alive.
        try:
            raise errors[0]
        finally:
            errors.clear()
    return answers[0]


def _stop(done: threading.Event, cancel: Callable[[], object]) -> None:
    # A cancel that comes before the query has begun is lost, so once is not enough. A second
    # Ctrl-C while waiting adds nothing.
    while not done.is_set():
        with contextlib.suppress(KeyboardInterrupt):
            cancel()
            done.wait(_LOOK)
