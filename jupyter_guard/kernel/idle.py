"""Do in small steps, while the kernel has nothing to do, what would have kept a cell waiting."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import hmac

    from jupyter_guard.journal.fingerprints import Content

_PAUSE = 0.05  # seconds without a cell before it begins
_STEP = 0.005  # seconds at a time
_A_CELL, _MOST = 0.2, 2.0  # seconds that each cell gives, and that are kept


class Later(NamedTuple):
    """A witness that is to be made."""

    content: Callable[[], Content]
    is_same: Callable[[], bool]  # asked when all was read: whether it is still what it was
    tell: Callable[[str], None]


class Idle:
    """The work of one kernel's idle time; the next cell ends it."""

    def __init__(self, hashed: Callable[[], hmac.HMAC]) -> None:
        self._hashed = hashed
        self._left = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def stop(self) -> None:
        """Forget what is not done."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None

    def start(self, work: Iterable[Later]) -> None:
        """Begin soon with `work`, which is not asked for before that."""
        self._left = min(_MOST, self._left + _A_CELL)
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # a terminal: there is no such time
            return
        self._timer = loop.call_later(_PAUSE, self._step, loop, self._all(iter(work)))

    def _step(self, loop: asyncio.AbstractEventLoop, parts: Iterator[None]) -> None:
        began = time.thread_time()
        until = began + min(_STEP, self._left)
        while time.thread_time() < until:
            if next(parts, self) is self:
                self._timer = None
                return
        self._left -= time.thread_time() - began
        self._timer = loop.call_later(0, self._step, loop, parts) if self._left > 0 else None

    def _all(self, work: Iterator[Later]) -> Iterator[None]:
        for one in work:
            try:
                yield from self._make(one)
            except Exception:  # noqa: BLE001  # a value of the user's may refuse to be read in any way
                yield None

    def _make(self, one: Later) -> Iterator[None]:
        hashed = self._hashed()
        for part in one.content():
            hashed.update(part)
            yield None
        if one.is_same():
            one.tell(hashed.hexdigest())
