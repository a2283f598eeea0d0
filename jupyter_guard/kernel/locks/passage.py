"""One statement on its way, with what is said to the engine before and after it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from jupyter_guard.kernel.passing import judged_already

if TYPE_CHECKING:
    from types import TracebackType

    from jupyter_guard.kernel.sent import Sent

    from .lock import Lock


class Passage:
    """One statement on its way, with what is said to the engine before and after it."""

    def __init__(
        self, lock: Lock, first: str, last: str = "", *, sent: Sent | None = None, opens: bool = False
    ) -> None:
        self._lock, self._first, self._last = lock, first, last
        self._sent = sent
        self._opens = opens  # whether the statement may take the lock off
        self._stack = contextlib.ExitStack()
        self._open_to_user = False

    def open_to_user(self) -> Passage:
        """Return the passage for a block that runs code of the user's: that is judged as all else."""
        self._open_to_user = True
        return self

    def __enter__(self) -> Passage:
        if self._first:
            self._begin(lambda: self._tell(self._first))
        self._enter()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)
        if self._last:
            self._end(lambda: self._tell(self._last))

    async def __aenter__(self) -> Passage:
        if self._first:
            try:
                with judged_already():
                    await self._lock.send(self._first)
                self._lock.sent(self._first)
            except Exception as error:  # noqa: BLE001  # each driver has its own
                self._failed(error)
        self._enter()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)
        if self._last:
            try:
                with judged_already():
                    await self._lock.send(self._last)
                self._lock.sent(self._last)
            except Exception as failure:  # noqa: BLE001  # the next use puts it back, or says so
                self._not_back(failure)

    def _enter(self) -> None:
        if self._opens:
            self._lock.opened()
        if self._sent is not None:
            self._stack.enter_context(self._sent)
            if self._sent.unlocked and not self._open_to_user:
                self._stack.enter_context(judged_already())  # what the driver makes of it was judged

    def _begin(self, tell: Callable[[], None]) -> None:
        try:
            tell()
        except Exception as error:  # noqa: BLE001  # each driver has its own
            self._failed(error)

    def _end(self, tell: Callable[[], None]) -> None:
        try:
            tell()
        except Exception as error:  # noqa: BLE001  # the next use puts it back, or says so
            self._not_back(error)

    def _tell(self, text: str) -> None:
        with judged_already():
            self._lock.send(text)
        self._lock.sent(text)

    def _failed(self, error: Exception) -> None:
        if self._last:
            raise error  # it was not lifted: the engine would refuse the statement, so say why
        self._lock.lost(_in_short(error))

    def _not_back(self, error: Exception) -> None:
        # A transaction that failed takes no statement; its end ends what was lifted, too.
        if self._first == self._lock.words.lift:
            self._lock.lost(_in_short(error))


def _in_short(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0][:200]}" if lines else type(error).__name__
