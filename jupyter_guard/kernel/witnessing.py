"""Make witnesses within their time: while a cell runs at its cost, afterwards while the kernel is idle.

In a cell they may take a twentieth of its time. What was not ready then goes on in small steps
when nothing else runs, for a while; the next cell ends that.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_guard.journal.cells import NO_TIME, NO_WAY

if TYPE_CHECKING:
    import hmac

    from jupyter_guard.journal.fingerprints import Content

_SHARE = 0.05  # of a cell's time
_LEAST, _MOST = 0.002, 0.2  # seconds; a small table has its witness always
_IDLE = 0.2  # seconds for what was not ready
_PAUSE = 0.05  # seconds without a cell before it goes on
_STEP = 0.005  # seconds at a time
_WAITING = 50  # that go on when the kernel is idle


@dataclass
class _Job:
    """A witness in the making."""

    content: Content
    hashed: hmac.HMAC
    is_same: Callable[[], bool]  # whether it is still what it was when the work began
    of: str = ""
    key: str | int = ""

    def go_on(self, until: float) -> bool:
        """Work until a moment of this thread's time; True when all of the content was taken in."""
        for part in self.content:
            self.hashed.update(part)
            if time.thread_time() >= until:
                return False
        return True


@dataclass(frozen=True)
class Witnessed:
    """A witness, or why there is none."""

    witness: str = ""
    unwitnessed: str = ""


class Witnessing:
    """The witnesses of one kernel."""

    def __init__(self, folder: Callable[[], Path], tell: Callable[[dict[str, Any]], None]) -> None:
        self._folder, self._tell = folder, tell
        self._base: hmac.HMAC | None = None
        self._spent = 0.0
        self._began = 0.0
        self._waiting: list[_Job] = []
        self._place: dict[str, Any] = {}
        self._timer: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """Begin a cell: what is not ready stays unwitnessed."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer, self._waiting = None, []
        self._began, self._spent = time.perf_counter(), 0.0

    def make(self, content: Content, is_same: Callable[[], bool], of: str, key: str | int) -> Witnessed:
        """Return the witness of content, if there is time for it now."""
        now = time.thread_time()
        allowed = min(_MOST, max(_LEAST, _SHARE * (time.perf_counter() - self._began))) - self._spent
        try:
            job = _Job(content, self._hashed(), is_same, of, key)
            done = allowed > 0 and job.go_on(now + allowed)
        except Exception:  # noqa: BLE001  # Unwitnessable, no key, or a value that refuses to be read
            return Witnessed(unwitnessed=NO_WAY)
        finally:
            self._spent += time.thread_time() - now
        if done:
            return Witnessed(job.hashed.hexdigest())
        if len(self._waiting) < _WAITING:
            self._waiting.append(job)
        return Witnessed(unwitnessed=NO_TIME)

    def go_on_when_idle(self, place: dict[str, Any]) -> None:
        """Go on soon after a cell that has that place in the journal."""
        self._place = place
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # a terminal: there is no such time
            self._waiting = []
        if self._waiting:
            self._timer = loop.call_later(_PAUSE, self._step, loop, _IDLE)

    def _step(self, loop: asyncio.AbstractEventLoop, left: float) -> None:
        self._timer = None
        began = time.thread_time()
        until = began + min(_STEP, left)
        while self._waiting and time.thread_time() < until:
            try:
                done = self._waiting[0].go_on(until)
            except Exception:  # noqa: BLE001  # a value of the user's may refuse to be read in any way
                self._waiting.pop(0)
                continue
            if done:
                self._finish(self._waiting.pop(0))
        left -= time.thread_time() - began
        if self._waiting and left > 0:
            self._timer = loop.call_later(0, self._step, loop, left)
        else:
            self._waiting = []

    def _finish(self, job: _Job) -> None:
        if job.is_same():
            found = {"of": job.of, "key": job.key, "witness": job.hashed.hexdigest()}
            self._tell({**self._place, **found})

    def _hashed(self) -> hmac.HMAC:
        if self._base is None:
            from jupyter_guard.journal import fingerprints

            self._base = fingerprints.begin(fingerprints.key_of(self._folder()))
        return self._base.copy()
