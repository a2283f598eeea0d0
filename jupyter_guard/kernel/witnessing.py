"""The time that a cell gives for its fingerprints, and the witnesses that are made in it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jupyter_guard.journal.cells import NO_TIME, NO_WAY

if TYPE_CHECKING:
    import hmac

    from jupyter_guard.journal.fingerprints import Content

# Of a cell's time, and seconds that it gives at least and at most; less where it came at once after another.
_SHARE, _LEAST = 0.05, 0.005
_SHARE_IN_A_HURRY, _LEAST_IN_A_HURRY = 0.005, 0.0
_MOST = 0.2
# Bytes that a cell always witnesses, and that a value counts for at least: by size and not by time,
# so that neither a slow machine nor what a library loads for its first value keeps small ones from it.
_SMALL, _EACH = 50_000, 5_000
_FOR_SMALL = 0.05  # seconds after which one of these is given up all the same
_HURRY = 0.1  # seconds between two cells
_BYTES_A_SECOND = 400e6  # that are hashed; a careful guess


class Witnessed(NamedTuple):
    """A witness, or why there is none."""

    witness: str = ""
    unwitnessed: str = ""


class Witnessing:
    """The witnesses of one kernel that are made while its cells run."""

    def __init__(self, folder: Callable[[], Path]) -> None:
        self._folder = folder
        self._base: hmac.HMAC | None = None
        self._spent = 0.0
        self._small = 0  # bytes that are left of what is always witnessed
        self._began = self._began_of_thread = self._ended = 0.0
        self._is_hurried = False

    def begin(self) -> None:
        """Begin a cell."""
        self._began, self._began_of_thread = time.perf_counter(), time.thread_time()
        self._spent, self._small = 0.0, _SMALL
        self._is_hurried = self._began - self._ended < _HURRY

    def end(self) -> None:
        """End it."""
        self._ended = time.perf_counter()

    @property
    def left(self) -> float:
        """Seconds of this thread that the cell still gives."""
        if self._is_hurried:
            took = time.thread_time() - self._began_of_thread
            return min(_MOST, max(_LEAST_IN_A_HURRY, _SHARE_IN_A_HURRY * took)) - self._spent
        took = time.perf_counter() - self._began
        return min(_MOST, max(_LEAST, _SHARE * took)) - self._spent

    def spend(self, seconds: float) -> None:
        """Count what was spent on hints."""
        self._spent += seconds

    def make(self, content: Content, size: int) -> Witnessed:
        """Return the witness of content of about so many bytes, if there is time for it."""
        left = max(self.left, _FOR_SMALL if self._takes(size) else 0)
        if size / _BYTES_A_SECOND > left:
            return Witnessed(unwitnessed=NO_TIME)
        try:
            hashed = self.hashed()  # the first time it makes the key, which no value pays for
            return self._finish(hashed, content, left)
        except Exception:  # noqa: BLE001  # Unwitnessable, no key, or a value that refuses to be read
            return Witnessed(unwitnessed=NO_WAY)

    def _takes(self, size: int) -> bool:
        """Say whether content is among the small that a cell always witnesses, and count it."""
        size = max(size, _EACH)
        if size > self._small:
            return False
        self._small -= size
        return True

    def _finish(self, hashed: hmac.HMAC, content: Content, left: float) -> Witnessed:
        began = time.thread_time()
        try:
            for part in content:
                hashed.update(part)
                if time.thread_time() > began + left:
                    return Witnessed(unwitnessed=NO_TIME)
            return Witnessed(hashed.hexdigest())
        finally:
            self._spent += time.thread_time() - began

    def hashed(self) -> hmac.HMAC:
        """Return what takes the parts of content; raises OSError where there can be no key."""
        if self._base is None:
            from jupyter_guard.journal import fingerprints

            self._base = fingerprints.begin(fingerprints.key_of(self._folder()))
        return self._base.copy()
