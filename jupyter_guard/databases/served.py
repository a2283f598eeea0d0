"""What sessions on a server have in common: one that was lost is opened anew, and no write is sent twice."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from jupyter_guard.errors import ConnectionFailed, StatementFailed
from jupyter_guard.policy import Effect

from .fetching import Meter
from .interrupts import interruptible
from .model import Call, Fetch, Outcome
from .roles import Role

_OPENED_ANEW = (
    "The connection was lost and opened anew: temporary tables and settings of earlier cells are gone."
)
_TRANSACTION_LOST = (
    "the connection was lost, and the open transaction with it. Nothing of it was kept; begin it again."
)
_UNCERTAIN = (
    "the connection was lost while a statement ran; look whether it took effect before you run it again."
)
_HUNG_UP = "The server did not answer, so its connection was closed."
_TRANSACTION_OPEN = "COMMIT or ROLLBACK ends it."


SILENCE = 2  # seconds after which a server that does not even cancel is given up


Session = TypeVar("Session", bound=Any)  # has `close`


class Opening:
    """A session that a thread is opening; after Ctrl-C nobody waits for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._goes_on = self._left = False

    def opened(self, open_it: Callable[[], Session]) -> Session:
        """Return what `open_it` opens; closed at once, and ConnectionFailed, where it was left alone."""
        self._goes_on = True
        try:
            session = open_it()
        finally:
            with self._lock:
                self._goes_on = False
        if self._left:
            session.close()
            raise ConnectionFailed("It was cancelled while it was opened.")
        return session

    def leave(self) -> bool:
        """Say whether a session is being opened, and leave it alone then."""
        with self._lock:
            self._left |= self._goes_on
            return self._left


class Stop:
    """The end of one batch before its time: Ctrl-C, or the time limit."""

    def __init__(self) -> None:
        self._since: float | None = None

    @property
    def wanted(self) -> bool:
        """Whether the batch should end."""
        return self._since is not None

    def ask(self, cancel: Callable[[], object], descriptor: Callable[[], int]) -> None:
        """Call `cancel`; hang up on a server that has not answered to that for a while."""
        now = time.monotonic()
        self._since = self._since or now
        if now - self._since > SILENCE:
            with contextlib.suppress(Exception):  # it is closed already
                _hang_up(descriptor())
        else:
            cancel()


def _hang_up(descriptor: int) -> None:
    """Have whoever waits for this socket find it closed by the other side."""
    with socket.socket(fileno=os.dup(descriptor)) as other:
        other.shutdown(socket.SHUT_RDWR)


class Served:
    """A session that its server may end at any time."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._stop, self._opening = Stop(), Opening()
        self._in_transaction = False  # when the batch before ended
        self._locks = "none"
        self.weak = ""  # what the lock depends on, where that is little
        self.role: Role | None = None  # known once a read-only session is open

    @property
    def locks(self) -> str:
        """What the engine itself holds against writing; known once the session is open."""
        return self._locks

    @property
    def in_transaction(self) -> bool:
        """Whether a BEGIN waits for its COMMIT."""
        return self._in_transaction

    @abstractmethod
    def close(self) -> None:
        """End the session; the server rolls an open transaction back."""

    @abstractmethod
    def _is_lost(self) -> bool:
        """Say whether there was a session and the server has ended it."""

    @abstractmethod
    def cancel(self) -> None:
        """Ask the server to stop what runs."""

    @abstractmethod
    def _descriptor(self) -> int:
        """Return the number of the session's socket; raises whatever where there is none."""

    def _sent(
        self,
        calls: Sequence[Call],
        attempt: Callable[[], tuple[Outcome, ...] | None],
        fetch: Fetch,
        meter: Meter,
    ) -> tuple[Outcome, ...]:
        """Return what `attempt` brings, in a thread that Ctrl-C and the time limit stop."""
        self._stop, self._opening = stop, opening = Stop(), Opening()
        return interruptible(
            lambda: self._reconnecting(calls, attempt),
            lambda: stop.ask(self.cancel, self._descriptor),
            time_limit=fetch.time_limit,
            tick=meter.tick,
            leave=opening.leave,
        )

    def _reconnecting(
        self, calls: Sequence[Call], attempt: Callable[[], tuple[Outcome, ...] | None]
    ) -> tuple[Outcome, ...]:
        """Return what `attempt` brings, which returns None where the connection is lost on the way."""
        again = self._is_lost()
        if not again:
            outcomes = attempt()
            if outcomes is not None:
                return self._noted(outcomes, "")
        in_transaction = self._in_transaction
        self.close()
        if self._stop.wanted:
            raise StatementFailed("It was cancelled.", holds=_HUNG_UP)
        if in_transaction:
            raise ConnectionFailed(f"{self._name}: {_TRANSACTION_LOST}")
        # Nothing was sent, or what only reads: it may be sent once more.
        if again or all(call.effect is Effect.READ for call in calls):
            outcomes = attempt()
            if outcomes is not None:
                return self._noted(outcomes, _OPENED_ANEW)
            self.close()
        raise ConnectionFailed(f"{self._name}: {_UNCERTAIN}")

    def _noted(self, outcomes: tuple[Outcome, ...], note: str) -> tuple[Outcome, ...]:
        """Return `outcomes` with what is to be known of the session behind the last one's own note."""
        if not outcomes:
            return outcomes
        notes = (outcomes[-1].note, note, _TRANSACTION_OPEN if self._in_transaction else "")
        return (*outcomes[:-1], replace(outcomes[-1], note=" ".join(filter(None, notes))))
