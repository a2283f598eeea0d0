"""Let Ctrl-C or a time limit stop a query inside a driver that would not look up before its end.

The query runs in a thread of its own while the caller waits, because Python acts on a
signal only between the steps of its main thread, and an engine's query is one step.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import TypeVar

from jupyter_guard.errors import StatementFailed

from .workers import Finish, begin

T = TypeVar("T")

_LOOK = 0.1  # seconds; a waiting thread on Windows notices signals only when it wakes up
_TICK = 0.2  # seconds between two calls of `tick`


def interruptible(
    work: Callable[[], T],
    cancel: Callable[[], object],
    *,
    time_limit: float | None = None,
    tick: Callable[[], object] | None = None,
    patience: float | None = None,
) -> T:
    """Return what `work` returns, or raise what it raises; meanwhile call `tick` now and then.

    On KeyboardInterrupt, and after `time_limit` seconds, `cancel` is called until `work` has
    come back, so that the connection is free again; then that one KeyboardInterrupt is
    raised, or StatementFailed. An engine that needs nobody to wait is left alone with what does not
    end within `patience` seconds.
    """
    answers: list[T] = []
    errors: list[BaseException] = []

    def call() -> None:
        try:
            answers.append(work())
        except BaseException as error:  # noqa: BLE001  # raised again in the caller's thread
            errors.append(error)

    done = begin(call)
    try:
        in_time = _wait(done, time_limit, tick)
    except BaseException:  # mostly KeyboardInterrupt, or what `tick` raises
        _stop(done, cancel, patience)
        raise
    if not in_time:
        _stop(done, cancel, patience)
        # Some engines answer a cancelled query as if it had come to its end.
        raise StatementFailed(
            f"It was cancelled after {time_limit:g} seconds, the time limit here. "
            "guard.toml sets it: time_limit."
        )
    if errors:
        # A cycle of error, traceback and this frame would keep the driver's objects alive.
        try:
            raise errors[0]
        finally:
            errors.clear()
    return answers[0]


def _wait(done: Finish, time_limit: float | None, tick: Callable[[], object] | None) -> bool:
    """Wait for `done`; return False when the time is over."""
    began = ticked = time.monotonic()
    # Not Thread.join: before Python 3.13 an interrupted join takes the thread for dead.
    while not done.wait(_LOOK):
        now = time.monotonic()
        if time_limit is not None and now - began > time_limit:
            return False
        if tick is not None and now - ticked > _TICK:
            tick()
            ticked = now
    return True


def _stop(done: Finish, cancel: Callable[[], object], patience: float | None) -> None:
    # A cancel that comes before the query has begun is lost, so once is not enough. A second
    # Ctrl-C while waiting adds nothing.
    until = None if patience is None else time.monotonic() + patience
    while not done.reached and (until is None or time.monotonic() < until):
        with contextlib.suppress(KeyboardInterrupt):
            cancel()
            done.wait(_LOOK)
