"""Let Ctrl-C or a time limit stop a query inside a driver that would not look up before its end.

The query runs in a thread of its own while the caller waits, because Python acts on a
signal only between the steps of its main thread, and an engine's query is one step.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from typing import TypeVar

from jupyter_guard.errors import StatementFailed

from .workers import Finish, begin

T = TypeVar("T")


class Cancelled(KeyboardInterrupt):
    """Ctrl-C while a batch ran: what the engine had answered by then."""

    def __init__(
        self, error: BaseException | None = None, *, ended: bool = False, left: bool = False
    ) -> None:
        super().__init__()
        self.left = left  # to itself: its thread still waits
        self.holds = str(getattr(error, "holds", ""))  # what became of the statements before
        self.ended = ended  # the batch had come to its end, whatever it changed


Cancelled.__name__ = "KeyboardInterrupt"  # what notebooks look for

_LOOK = 0.1  # seconds; a waiting thread on Windows notices signals only when it wakes up
_asked: ContextVar[Sequence[bool]] = ContextVar("asked", default=())  # to stop, what this context runs
_TICK = 0.2  # seconds between two calls of `tick`


def go_on() -> None:
    """Raise StatementFailed where Ctrl-C or the time limit has asked this batch to end.

    For what goes on between two statements, which no cancel reaches.
    """
    if stopping():
        raise StatementFailed("It was cancelled.")


def stopping() -> bool:
    """Say whether Ctrl-C or the time limit has asked this batch to end."""
    return bool(_asked.get())


@contextlib.contextmanager
def may_be_asked() -> Iterator[list[bool]]:
    """Give the list that what runs within, or in a thread begun within, looks at by `stopping`."""
    asked: list[bool] = []
    token = _asked.set(asked)
    try:
        yield asked
    finally:
        _asked.reset(token)


def interruptible(
    work: Callable[[], T],
    cancel: Callable[[], object],
    *,
    time_limit: float | None = None,
    tick: Callable[[], object] | None = None,
    patience: float | None = None,
    leave: Callable[[], bool] = lambda: False,
) -> T:
    """Return what `work` returns, or raise what it raises; meanwhile call `tick` now and then.

    On KeyboardInterrupt, and after `time_limit` seconds, `cancel` is called until `work` has
    come back, so that the connection is free again; then that one Cancelled is raised, or
    StatementFailed. An engine that needs nobody to wait is left alone with what does not
    end within `patience` seconds, and so is `work` once `leave` says that nothing was sent.
    """
    answers: list[T] = []
    errors: list[BaseException] = []

    def call() -> None:
        try:
            answers.append(work())
        except BaseException as error:  # noqa: BLE001  # raised again in the caller's thread
            errors.append(error)

    with may_be_asked() as asked:
        done = begin(call)

    def stop() -> None:
        asked.append(True)
        cancel()

    try:
        in_time = _wait(done, time_limit, tick)
    except KeyboardInterrupt:
        _stop(done, stop, patience, leave)
        left = not done.reached and not leave()
        raise Cancelled(errors[0] if errors else None, ended=bool(answers), left=left) from None
    except BaseException:  # what `tick` raises
        _stop(done, stop, patience, leave)
        raise
    if not in_time:
        _stop(done, stop, patience, leave)
        # Some engines answer a cancelled query as if it had come to its end.
        raise too_late(time_limit, errors[0] if errors else None)
    if errors:
        # A cycle of error, traceback and this frame would keep the driver's objects alive.
        try:
            raise errors[0]
        finally:
            errors.clear()
    return answers[0]


def too_late(time_limit: float | None, error: BaseException | None) -> StatementFailed:
    """Return the error of a query that was cancelled because its time was over."""
    holds = getattr(error, "holds", "")
    said = f"It was cancelled after {time_limit or 0:g} seconds, the time limit of guard.toml (time_limit)."
    return StatementFailed("\n".join(filter(None, (said, holds))))


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


def _stop(
    done: Finish, cancel: Callable[[], object], patience: float | None, leave: Callable[[], bool]
) -> None:
    # A cancel that comes before the query has begun is lost, so once is not enough. A second
    # Ctrl-C while waiting adds nothing.
    until = None if patience is None else time.monotonic() + patience
    while not done.reached and not leave() and (until is None or time.monotonic() < until):
        with contextlib.suppress(KeyboardInterrupt):
            cancel()
            done.wait(_LOOK)
