"""PostgreSQL: one session, kept open, in which every statement commits unless BEGIN was said.

NUMERIC is exact (Decimal objects), timestamps with a zone are in UTC, and what only reads
is fetched no further than `max_rows`.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas
import psycopg
from psycopg.pq import TransactionStatus

from jupyter_guard.errors import ConnectionFailed
from jupyter_guard.policy import Effect

from . import catalogs
from .failures import Failure, statement_failed
from .interrupts import interruptible
from .model import DEFAULT, Call, Estimate, Fetch, Outcome, Table
from .plans import postgres_estimate
from .postgres_cursor import OneStatementCursor, Row, fetch_all, fetch_first
from .postgres_url import connect, parameters_of
from .values import bound

_INSIDE = (TransactionStatus.INTRANS, TransactionStatus.INERROR)
_OPENED_ANEW = (
    "The connection was lost and opened anew: temporary tables and settings of earlier cells are gone."
)
_TRANSACTION_LOST = (
    "the connection was lost, and the open transaction with it. Nothing of it was kept; begin it again."
)
_CANCEL = 5.0  # seconds that a cancel may take
_UNCERTAIN = (
    "the connection was lost while a statement ran; look whether it took effect before you run it again."
)
_TRANSACTION_OPEN = "A transaction is open; COMMIT or ROLLBACK ends it."


class PostgreSQL:
    """A session on a PostgreSQL server."""

    def __init__(self, name: str, url: str, read_only: bool) -> None:
        self._name = name
        self._parameters = parameters_of(name, url, read_only=read_only)  # with the password
        self._session: psycopg.Connection[Row] | None = None
        self._in_transaction = False  # when the batch before ended
        self._locks = "none"

    @property
    def locks(self) -> str:
        """What the engine itself holds against writing; known once the session is open."""
        return self._locks

    def run(
        self, calls: Sequence[Call], values: Mapping[str, object], fetch: Fetch = DEFAULT
    ) -> tuple[Outcome, ...]:
        """Send the statements in order and stop at the first that fails."""
        return interruptible(
            lambda: self._run(calls, values, fetch.max_rows), self.cancel, time_limit=fetch.time_limit
        )

    def _run(
        self, calls: Sequence[Call], values: Mapping[str, object], max_rows: int | None
    ) -> tuple[Outcome, ...]:
        parameters = [list(bound(call.names, values).values()) for call in calls]
        again = self._session is not None and self._session.closed
        if not again:
            outcomes = self._try(calls, parameters, max_rows)
            if outcomes is not None:
                return self._noted(outcomes, "")
        in_transaction = self._in_transaction
        self.close()
        if in_transaction:
            raise ConnectionFailed(f"{self._name}: {_TRANSACTION_LOST}")
        # Nothing was sent, or what only reads: it may be sent once more.
        if again or all(call.effect is Effect.READ for call in calls):
            outcomes = self._try(calls, parameters, max_rows)
            if outcomes is not None:
                return self._noted(outcomes, _OPENED_ANEW)
            self.close()
        raise ConnectionFailed(f"{self._name}: {_UNCERTAIN}")

    @property
    def in_transaction(self) -> bool:
        """Whether a BEGIN waits for its COMMIT."""
        return self._in_transaction

    def cancel(self) -> None:
        """Ask the server to stop what runs."""
        session = self._session
        if session is not None and not session.closed:
            with contextlib.suppress(psycopg.Error):  # it is over, or the server is gone
                session.cancel_safe(timeout=_CANCEL)

    def estimate(self, call: Call, values: Mapping[str, object]) -> Estimate:
        """Ask the planner what a read would return, without running it."""
        return postgres_estimate(self._plan("EXPLAIN (FORMAT json) ", call, values)[0])

    def explain(self, call: Call, values: Mapping[str, object]) -> str:
        """Return the server's plan for a read, as text, without running it."""
        return "\n".join(map(str, self._plan("EXPLAIN ", call, values)))

    def catalog(self) -> tuple[Table, ...]:
        """Return the tables and views that the role may read, by schema and name."""
        (outcome,) = self.run([Call(catalogs.POSTGRES, effect=Effect.READ)], {})
        return catalogs.tables_of(outcome.tuples())

    def _plan(self, verb: str, call: Call, values: Mapping[str, object]) -> list[object]:
        asked = replace(call, text=f"{verb}{call.text}", effect=Effect.READ)
        (outcome,) = self.run([asked], values)
        return [row[0] for row in outcome.tuples()]

    def close(self) -> None:
        """End the session; the server rolls an open transaction back."""
        if self._session is not None:
            self._session.close()
        self._session, self._in_transaction = None, False

    def _open(self) -> psycopg.Connection[Row]:
        if self._session is None:
            session = connect(self._name, self._parameters)
            row = session.execute("SHOW transaction_read_only").fetchone()
            self._locks = "read-only session" if row == ("on",) else "none"
            self._session = session
        return self._session

    def _try(
        self, calls: Sequence[Call], parameters: Sequence[list[object]], max_rows: int | None
    ) -> tuple[Outcome, ...] | None:
        """Return the outcomes, or None if the connection was lost on the way."""
        session = self._open()
        outcomes: list[Outcome] = []
        try:
            for call, values in zip(calls, parameters, strict=True):
                outcomes.append(_send(session, call, values, max_rows))
            return tuple(outcomes)
        except psycopg.Error as error:
            if session.closed:
                return None
            failure = _failure_of(error, calls[len(outcomes)].text)
        finally:
            # After an error or Ctrl-C the server refuses everything until a rollback.
            rolled_back = session.info.transaction_status is TransactionStatus.INERROR
            if rolled_back:
                session.rollback()
            if not session.closed:
                self._in_transaction = session.info.transaction_status in _INSIDE
        done = len(outcomes)
        raise statement_failed(failure, calls, done, done=done, rolled_back=rolled_back)

    def _noted(self, outcomes: tuple[Outcome, ...], note: str) -> tuple[Outcome, ...]:
        if self._in_transaction:
            note = f"{note} {_TRANSACTION_OPEN}".strip()
        if not note or not outcomes:
            return outcomes
        return (*outcomes[:-1], replace(outcomes[-1], note=note))


def _send(
    session: psycopg.Connection[Row], call: Call, values: list[object], max_rows: int | None
) -> Outcome:
    began = time.monotonic()
    text = call.text.encode()
    idle = session.info.transaction_status is TransactionStatus.IDLE
    with OneStatementCursor(session) as cursor:
        if max_rows is not None and call.effect is Effect.READ and idle:
            frame, more = fetch_first(cursor, text, values, max_rows)
            return _outcome(frame, more, began)
        cursor.execute(text, values or None)
        if cursor.description is None:
            changed = cursor.rowcount if cursor.rowcount >= 0 else None
            return Outcome(None, changed, False, time.monotonic() - began)
        frame, more = fetch_all(cursor, max_rows)
        return _outcome(frame, more, began)


def _outcome(frame: pandas.DataFrame, more: bool, began: float) -> Outcome:
    return Outcome(frame, len(frame), more, time.monotonic() - began)


def _failure_of(error: psycopg.Error, text: str) -> Failure:
    """Return what the server says, with its position and its hints."""
    said = error.diag
    if said.message_primary is None:
        return Failure(str(error).strip() or type(error).__name__)
    told = {"Detail": said.message_detail, "Hint": said.message_hint}
    hints = tuple(f"{word}: {hint}" for word, hint in told.items() if hint)
    offset = int(said.statement_position) - 1 if said.statement_position else None
    return Failure(said.message_primary, offset, hints)
