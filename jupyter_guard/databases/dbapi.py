"""A connection of any driver of the DB-API (PEP 249), used as it is: rows come as the driver gives them."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from jupyter_guard.errors import StatementFailed
from jupyter_guard.policy import Effect

from .failures import Failure, statement_failed
from .fetching import BATCH, Meter, receive, without_file
from .interrupts import interruptible
from .model import DEFAULT, Call, Estimate, Fetch, Outcome, Table
from .placeholders import written_for
from .rows import by_value
from .values import bound


class DriverConnection:
    """An open DB-API connection; whoever opened it closes it."""

    def __init__(self, name: str, connection: Any, dialect: str, style: str = "") -> None:
        self._name = name
        self._connection = connection
        self._dialect = dialect
        self._style = style or paramstyle_of(connection)
        self._cursor: Any = None

    @property
    def locks(self) -> str:
        """Return "none": the guard did not open this connection and changes nothing of it."""
        return "none"

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open, where the driver says so."""
        said = getattr(self._connection, "in_transaction", None)
        if isinstance(said, bool):
            return said
        info = getattr(self._connection, "info", None)
        status = getattr(info, "transaction_status", 0)
        return int(status) in (2, 3)

    def run(
        self, calls: Sequence[Call], values: Mapping[str, object], fetch: Fetch = DEFAULT
    ) -> tuple[Outcome, ...]:
        """Send the statements in order and stop at the first that fails."""
        sent = [written_for(self._style, call, bound(call.names, values), self._dialect) for call in calls]
        meter = Meter(fetch.progress)
        return interruptible(
            lambda: self._run(calls, sent, fetch, meter),
            self.cancel,
            time_limit=fetch.time_limit,
            tick=meter.tick,
        )

    def cancel(self) -> None:
        """Ask the driver to stop what runs, by whichever of its methods does that."""
        ways = ((self._connection, "cancel"), (self._connection, "interrupt"), (self._cursor, "cancel"))
        for owner, method in ways:
            stop = getattr(owner, method, None)
            if callable(stop):
                with contextlib.suppress(Exception):  # each driver has errors of its own
                    stop()
                return
        # A driver that cannot cancel loses its connection, which ends the query on most servers.
        with contextlib.suppress(Exception):
            self._connection.close()

    def estimate(self, call: Call, values: Mapping[str, object]) -> Estimate:
        """Return an empty estimate: there is no common way to ask for one."""
        return Estimate()

    def explain(self, call: Call, values: Mapping[str, object]) -> str:
        """Return the engine's plan for a read, as text, without running it."""
        pieces = (f"EXPLAIN {call.pieces[0]}", *call.pieces[1:]) if call.pieces else ()
        asked = replace(call, text=f"EXPLAIN {call.text}", pieces=pieces, effect=Effect.SESSION)
        (outcome,) = self.run([asked], values)
        return "\n".join(" ".join(map(str, row)) for row in outcome.tuples())

    def catalog(self) -> tuple[Table, ...]:
        """Return nothing: there is no common way to ask for it."""
        return ()

    def close(self) -> None:
        """Leave the connection as it is; whoever opened it closes it."""

    def _run(
        self, calls: Sequence[Call], sent: Sequence[tuple[str, Any]], fetch: Fetch, meter: Meter
    ) -> tuple[Outcome, ...]:
        outcomes: list[Outcome] = []
        failure: Failure | None = None
        try:
            for call, (text, parameters) in zip(calls, sent, strict=True):
                wanted = fetch if len(outcomes) == len(calls) - 1 else without_file(fetch)
                outcomes.append(self._send(call, text, parameters, wanted, meter))
            return tuple(outcomes)
        except StatementFailed:
            raise
        except Exception as error:  # noqa: BLE001  # each driver has errors of its own
            failure = Failure(said_by(error))
        inside = self.in_transaction
        if inside:
            with contextlib.suppress(Exception):  # the connection may be gone
                self._connection.rollback()
        done = len(outcomes)
        raise statement_failed(failure, calls, done, done=done, rolled_back=inside)

    def _send(self, call: Call, text: str, parameters: Any, fetch: Fetch, meter: Meter) -> Outcome:
        began = time.monotonic()
        meter.start()
        self._cursor = cursor = self._connection.cursor()
        try:
            if parameters:
                cursor.execute(text, parameters)
            else:
                cursor.execute(text)
            if cursor.description is None:
                counted = cursor.rowcount if call.effect in (Effect.WRITE, Effect.UNKNOWN) else -1
                return Outcome(None, counted if counted >= 0 else None, False, time.monotonic() - began)
            names = [column[0] for column in cursor.description]
            outcome = receive(names, by_value(names, _rows(cursor)), fetch, meter)
            if call.effect > Effect.SESSION:
                while cursor.fetchmany(BATCH):  # a write may be carried out while its rows are fetched
                    pass
            return replace(outcome, seconds=time.monotonic() - began)
        finally:
            self._cursor = None
            with contextlib.suppress(Exception):  # it may be broken with its connection
                cursor.close()


def _rows(cursor: Any) -> Callable[[int], Sequence[Sequence[object]]]:
    return lambda number: [tuple(row) for row in cursor.fetchmany(number)]


def said_by(error: BaseException) -> str:
    """Return what a driver says, without the names of its classes."""
    original = getattr(error, "orig", None) or error
    words = [str(word) for word in original.args if isinstance(word, str) and word]
    said = (words[-1] if words else str(original)).strip()
    return said.splitlines()[0] if said else type(original).__name__


def paramstyle_of(connection: object) -> str:
    """Return how the driver of a connection writes placeholders, as its module says it."""
    module = type(connection).__module__
    while module:
        style = getattr(sys.modules.get(module), "paramstyle", "")
        if style:
            return str(style)
        module = module.rpartition(".")[0]
    return ""
