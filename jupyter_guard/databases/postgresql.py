"""PostgreSQL: one session, kept open, in which every statement commits unless BEGIN was said.

NUMERIC is exact (Decimal objects), timestamps with a zone are in UTC, and what only reads
is fetched no further than `max_rows`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence

import psycopg
from psycopg.pq import TransactionStatus

from jupyter_guard.policy import Effect

from . import catalogs, roles
from .fetching import Meter
from .model import DEFAULT, Call, Estimate, Fetch, Outcome, Table
from .plans import postgres_estimate
from .postgres_batch import Batch, send_all
from .postgres_cursor import Row, parameters
from .postgres_direct import Direct
from .postgres_types import load_as_arrow
from .postgres_url import connect, parameters_of
from .roles import Role
from .served import SILENCE, Served
from .values import bound

_INSIDE = (TransactionStatus.INTRANS, TransactionStatus.INERROR)
_POOLED = "a pooler takes no startup options and may put each transaction on another session"


class PostgreSQL(Served):
    """A session on a PostgreSQL server."""

    def __init__(self, name: str, url: str, read_only: bool) -> None:
        super().__init__(name)
        self._parameters = parameters_of(name, url, read_only=read_only)  # with the password
        self._read_only = read_only
        self._session: psycopg.Connection[Row] | None = None
        self._direct = Direct(self._parameters)
        self._changed = False  # by SET and the like, so that a new session would answer otherwise

    def run(
        self, calls: Sequence[Call], values: Mapping[str, object], fetch: Fetch = DEFAULT
    ) -> tuple[Outcome, ...]:
        """Send the statements in order and stop at the first that fails."""
        sent = [parameters(bound(call.names, values).values()) for call in calls]
        meter = Meter(fetch.progress)
        return self._sent(calls, lambda: self._try(calls, sent, fetch, meter), fetch, meter)

    def _is_lost(self) -> bool:
        return self._session is not None and self._session.closed

    def cancel(self) -> None:
        """Ask the server to stop what runs."""
        self._direct.cancel()
        session = self._session
        if session is not None and not session.closed:
            with contextlib.suppress(psycopg.Error):  # it is over, or the server is gone
                session.cancel_safe(timeout=SILENCE)

    def _descriptor(self) -> int:
        return self._session.pgconn.socket if self._session is not None else -1

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
        asked = call._replace(text=f"{verb}{call.text}", effect=Effect.READ)
        (outcome,) = self.run([asked], values)
        return [row[0] for row in outcome.tuples()]

    def close(self) -> None:
        """End the session; the server rolls an open transaction back."""
        if self._session is not None:
            self._session.close()
        self._direct.close()
        self._session, self._in_transaction, self._changed = None, False, False

    def _open(self) -> psycopg.Connection[Row]:
        if self._session is None:
            session = self._opening.opened(lambda: connect(self._name, self._parameters))
            load_as_arrow(session)
            self._locks, role = _asked(session, role=self._read_only)
            self.role = self.role or role
            if self._read_only and self._locks == "none":
                self._locks, self.weak = "each transaction READ ONLY", _POOLED
            self._session = session
        return self._session

    def _try(
        self, calls: Sequence[Call], parameters: Sequence[list[object]], fetch: Fetch, meter: Meter
    ) -> tuple[Outcome, ...] | None:
        """Return the outcomes, or None if the connection was lost on the way."""
        session = self._open()
        own = bool(self.weak)
        batch = Batch(session, self._direct, calls, parameters, fetch, meter, self._changed, own)
        try:
            return send_all(batch)
        finally:
            self._changed = batch.changed
            if not session.closed:
                self._in_transaction = session.info.transaction_status in _INSIDE


def _asked(session: psycopg.Connection[Row], *, role: bool) -> tuple[str, Role | None]:
    """Ask in one round trip for the mode of the session and, with `role`, for what its role may do."""
    probe = f"SELECT what || chr(9) || object FROM ({roles.POSTGRES_FIRST}) AS first"  # noqa: S608  # ours
    mode = "current_setting('transaction_read_only')"
    try:
        row = session.execute(f"SELECT {mode}, session_user, ({probe if role else 'SELECT NULL'})").fetchone()
    except psycopg.Error:  # something else that speaks the protocol, without PostgreSQL's catalog
        row = session.execute("SHOW transaction_read_only").fetchone()
        return ("read-only session" if row == ("on",) else "none"), None
    if row is None:
        return "none", None
    what, _, thing = str(row[2] or "").partition("\t")
    found = Role(str(row[1]), ((what, thing),) if what else ()) if role else None
    return ("read-only session" if row[0] == "on" else "none"), found
