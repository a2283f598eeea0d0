"""A statement of another library that is on its way, from its record to how it ended."""

from __future__ import annotations

import time
from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING

from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

from .passing import judged_already

if TYPE_CHECKING:
    from .recording import Recorder, Token


class Sent:
    """Entered around the call that sends what was recorded; records how it ended."""

    __slots__ = ("_began", "_recorder", "_token", "effect", "unlocked")

    def __init__(
        self, recorder: Recorder, token: Token | None, effect: Effect, *, unlocked: bool = False
    ) -> None:
        self._recorder, self._token = recorder, token
        self.effect = effect  # the strongest in the text
        self.unlocked = unlocked  # whether only an unlock allows it
        self._began = 0.0

    def __enter__(self) -> Sent:
        self._began = time.perf_counter()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._token is None:
            return
        took = time.perf_counter() - self._began
        with judged_already():  # the journal itself is a SQLite file
            self._recorder.outcome(self._token, seconds=[took], error=error)


def where(targets: Iterable[Target]) -> str:
    """Return in words, without user or password, where statements go."""
    return ", ".join(dict.fromkeys(map(_place, targets)))


def _place(target: Target) -> str:
    if not target.hosts:
        return f"{target.dialect}:///{target.path or ':memory:'}"
    port = f":{target.port}" if target.port else ""
    return f"{target.dialect}://{','.join(target.hosts)}{port}/{target.database}"
