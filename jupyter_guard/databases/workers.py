"""Threads that run one query after the other: starting one costs more than a small query does."""

from __future__ import annotations

import contextvars
import os
import threading
from collections.abc import Callable

_KEPT = 4  # threads that wait for work; more of them end when theirs is done
_idle: list[_Worker] = []


class Finish:
    """Whether a work is over."""

    def __init__(self) -> None:
        self.reached = False
        self._lock = threading.Lock()  # held until then; an Event costs three times as much
        self._lock.acquire()

    def reach(self) -> None:
        """Say that it is over."""
        self.reached = True
        self._lock.release()

    def wait(self, seconds: float) -> bool:
        """Wait for it so long, and return whether it is over; a signal's handler may end the wait."""
        return self.reached or self._lock.acquire(timeout=seconds)


def begin(work: Callable[[], object]) -> Finish:
    """Run `work`, which raises nothing, in a thread with the caller's context variables."""
    finish = Finish()
    try:
        worker = _idle.pop()
    except IndexError:
        worker = _Worker()
    worker.give(work, finish)
    return finish


class _Worker:
    """A thread that waits for work."""

    def __init__(self) -> None:
        self._work: tuple[contextvars.Context, Callable[[], object], Finish] | None = None
        self._given = threading.Lock()  # held while there is no work
        self._given.acquire()
        threading.Thread(target=self._serve, name="jupyter_guard query", daemon=True).start()

    def give(self, work: Callable[[], object], finish: Finish) -> None:
        self._work = contextvars.copy_context(), work, finish
        self._given.release()

    def _serve(self) -> None:
        while True:
            self._given.acquire()
            if self._work is None:
                return
            context, work, finish = self._work
            self._work = None
            context.run(work)
            del context, work  # what they hold on to is the caller's
            stays = len(_idle) < _KEPT
            if stays:
                _idle.append(self)
            finish.reach()
            del finish
            if not stays:
                return


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_idle.clear)  # a forked process has none of the threads
