"""What sessions on a server have in common: one that was lost is opened anew, and no write is sent twice."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import replace

from jupyter_guard.errors import ConnectionFailed
from jupyter_guard.policy import Effect

from .model import Call, Outcome
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
_TRANSACTION_OPEN = "COMMIT or ROLLBACK ends it."


class Served:
    """A session that its server may end at any time."""

    def __init__(self, name: str) -> None:
        self._name = name
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
