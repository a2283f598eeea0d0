"""The time that a cell gives for its fingerprints, and the witnesses that are made in it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_guard.journal.cells import NO_TIME, NO_WAY

if TYPE_CHECKING:
    import hmac

    from jupyter_guard.journal.fingerprints import Content

# Of a cell's time, and seconds that it gives at least and at most; less where it came at once after another.
_SHARE, _LEAST = 0.05, 0.005
_SHARE_IN_A_HURRY, _LEAST_IN_A_HURRY = 0.005, 0.0
_MOST = 0.2
_SMALL, _FOR_SMALL = 50_000, 0.002  # bytes of what always has time, and so many seconds of it in a cell
_HURRY = 0.1  # seconds between two cells
_BYTES_A_SECOND = 400e6  # that are hashed; a careful guess


@dataclass(frozen=True)
class Witnessed:
    """A witness, or why there is none."""

    witness: str = ""
    unwitnessed: str = ""


class Witnessing:
    """The witnesses of one kernel that are made while its cells run."""

    def __init__(self, folder: Callable[[], Path]) -> None:
        self._folder = folder
        self._base: hmac.HMAC | None = None
        self._spent = self._spent_on_small = 0.0
        self._began = self._ended = 0.0
        self._is_hurried = False

    def begin(self) -> None:
        """Begin a cell."""
        self._began = time.perf_counter()
        self._spent = self._spent_on_small = 0.0
        self._is_hurried = self._began - self._ended < _HURRY

    def end(self) -> None:
        """End it."""
        self._ended = time.perf_counter()

    @property
    def left(self) -> float:
        """Seconds of this thread that the cell still gives."""
        took = time.perf_counter() - self._began
        if self._is_hurried:
            return min(_MOST, max(_LEAST_IN_A_HURRY, _SHARE_IN_A_HURRY * took)) - self._spent
        return min(_MOST, max(_LEAST, _SHARE * took)) - self._spent

    def spend(self, seconds: float) -> None:
        """Count what was spent on hints."""
        self._spent += seconds

    def make(self, content: Content, size: int) -> Witnessed:
        """Return the witness of content of about so many bytes, if there is time for it."""
        left, began = self.left, time.thread_time()
        if size <= _SMALL:
            left = max(left, _FOR_SMALL - self._spent_on_small)
        if size / _BYTES_A_SECOND > left:
            return Witnessed(unwitnessed=NO_TIME)
        try:
            hashed = self.hashed()
            for part in content:
                hashed.update(part)
                if time.thread_time() > began + left:
                    return Witnessed(unwitnessed=NO_TIME)
        except Exception:  # noqa: BLE001  # Unwitnessable, no key, or a value that refuses to be read
            return Witnessed(unwitnessed=NO_WAY)
        finally:
            self._spent += time.thread_time() - began
            self._spent_on_small += time.thread_time() - began if size <= _SMALL else 0
        return Witnessed(hashed.hexdigest())

    def hashed(self) -> hmac.HMAC:
        """Return what takes the parts of content; raises OSError where there can be no key."""
        if self._base is None:
            from jupyter_guard.journal import fingerprints

            self._base = fingerprints.begin(fingerprints.key_of(self._folder()))
        return self._base.copy()
