"""A connection of any driver of the DB-API (PEP 249), used as it is: rows come as the driver gives them."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from jupyter_guard.errors import GuardError, StatementFailed
from jupyter_guard.policy import Effect

from .cancelling import cancel_elsewhere
from .driver_errors import failure_by, said_by
from .driver_values import hints_of, sendable, sendable_rows
from .failures import Failure, statement_failed
from .fetching import BATCH, Meter, receive, without_file
from .frame_tables import FrameTable, frame_tables, in_tables
from .in_place import in_place
from .interrupts import interruptible
from .model import DEFAULT, Call, Estimate, Fetch, Outcome, Table
from .placeholders import mark_of, paramstyle_of, written_for
from .rows import by_value
from .transactions import begins, commits_by_itself, is_inside
from .values import bound

_SEVERAL = ("mysql", "tsql")  # dialects whose procedures give several results
_PATIENCE = 10.0  # seconds that a driver may take to stop; then its thread is left alone
Aside = Callable[[], AbstractContextManager[object]]


class DriverConnection:
    """An open DB-API connection; whoever opened it closes it.

    `aside` is entered around what is sent to stop a query, which nobody wrote.
    """

    def __init__(
        self,
        name: str,
        connection: Any,
        dialect: str,
        style: str = "",
        aside: Aside = contextlib.nullcontext,
    ) -> None:
        self._name = name
        self._aside = aside
        self._connection = connection
        self._dialect = dialect
        self._style = style or paramstyle_of(connection)
        self._cursor: Any = None
        self._began_one = False  # a transaction, as far as the texts tell
        self._in_place = False  # whether only the thread that opened it may use it

    @property
    def locks(self) -> str:
        """Return "none": the guard did not open this connection and changes nothing of it."""
        return "none"

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open; where the driver does not say, whether the last batch began one."""
        said = is_inside(self._connection)
        return self._began_one if said is None else said

    def run(
        self, calls: Sequence[Call], values: Mapping[str, object], fetch: Fetch = DEFAULT
    ) -> tuple[Outcome, ...]:
        """Send the statements in order and stop at the first that fails."""
        driver = self._connection.__class__.__module__.partition(".")[0]
        sent = [
            written_for(
                self._style,
                call,
                sendable(bound(call.names, values), self._dialect, driver),
                driver=driver,
            )
            for call in calls
        ]
        meter = Meter(fetch.progress)

        def work() -> tuple[Outcome, ...]:
            with self._frames(fetch):
                return self._run(calls, sent, fetch, meter)

        if self._in_place:
            return in_place(work, self.cancel, time_limit=fetch.time_limit)
        return interruptible(
            work, self.cancel, time_limit=fetch.time_limit, tick=meter.tick, patience=_PATIENCE
        )

    def cancel(self) -> None:
        """Ask the driver to stop what runs, by whichever of its methods does that."""
        if cancel_elsewhere(self._connection, self._aside):
            return
        ways = (
            (self._connection, "cancel"),
            (self._connection, "interrupt"),
            (self._cursor, "cancel"),
            (self._cursor, "adbc_cancel"),
        )
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
        asked = call._replace(text=f"EXPLAIN {call.text}", pieces=pieces, effect=Effect.SESSION)
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
        self._began_one = not commits_by_itself(self._connection) and begins(calls)
        try:
            for call, (text, parameters) in zip(calls, sent, strict=True):
                wanted = fetch if len(outcomes) == len(calls) - 1 else without_file(fetch)
                outcomes.append(self._send(call, text, parameters, wanted, meter))
            return tuple(outcomes)
        except GuardError:  # a refusal, too
            raise
        except Exception as error:  # noqa: BLE001  # each driver has errors of its own
            failure = failure_by(error, calls[len(outcomes)], self._dialect)
        inside = self.in_transaction
        # ADBC does not say whether it is in one, and PostgreSQL answers nothing more in one that failed.
        unclear = self._dialect == "postgres" and is_inside(self._connection) is None
        if inside or unclear:
            with contextlib.suppress(Exception):  # the connection may be gone
                self._roll_back()
        done = len(outcomes)
        raise statement_failed(failure, calls, done, done=done, rolled_back=inside, outcomes=outcomes)

    @contextlib.contextmanager
    def _frames(self, fetch: Fetch) -> Iterator[None]:
        """Hold the frames that a batch reads in temporary tables, which nobody wrote."""
        if not fetch.frames:
            yield
            return
        # A statement that psycopg has the server prepare would not fit another frame of the same name.
        before = getattr(self._connection, "prepare_threshold", None)
        if before is not None:
            self._connection.prepare_threshold = None
        try:
            with in_tables(frame_tables(fetch, self._dialect), self._send_aside, self._load):
                yield
        finally:
            if before is not None:
                self._connection.prepare_threshold = before

    def _send_aside(self, text: str) -> None:
        inside = self.in_transaction
        try:
            with self._aside():
                self._execute(text, None)
        except Exception as error:  # noqa: BLE001  # each driver has errors of its own
            raise StatementFailed(said_by(error)) from None
        finally:
            self._close_cursor()
        if text.startswith("DROP") and not inside:
            self._commit()  # the transaction that the driver began for it

    def _load(self, table: FrameTable) -> None:
        columns = range(table.rows.num_columns)
        marks = ", ".join(mark_of(self._style, number + 1) for number in columns)
        text = f"INSERT INTO {table.into} VALUES ({marks})"  # noqa: S608  # a name
        of_sqlite = self._dialect == "sqlite"
        inside = self.in_transaction
        try:
            with self._aside():
                for rows in table.batches():
                    self._execute_many(text, sendable_rows(rows, self._dialect))
                if of_sqlite and not inside:
                    self._connection.commit()  # its driver began a transaction, which no read does
        except Exception as error:  # noqa: BLE001  # each driver has errors of its own
            raise StatementFailed(f":{table.name} cannot be sent as a table: {said_by(error)}") from None
        finally:
            self._close_cursor()

    def _execute_many(self, text: str, rows: Sequence[Sequence[object]]) -> None:
        self._cursor = self._connection.cursor()
        self._cursor.executemany(text, rows)

    def _close_cursor(self) -> None:
        used, self._cursor = self._cursor, None
        with contextlib.suppress(Exception):  # it may be broken with its connection
            used.close()

    def _commit(self) -> None:
        with self._aside():
            self._connection.commit()

    def _roll_back(self) -> None:
        self._connection.rollback()
        if is_inside(self._connection):  # a BEGIN that the driver, in autocommit, knows nothing of
            with self._aside(), contextlib.closing(self._connection.cursor()) as cursor:
                cursor.execute("ROLLBACK")

    def _execute(self, text: str, parameters: Any) -> int:
        """Send `text`, note the cursor that its rows come by, and return how many rows it changed."""
        self._cursor = self._connection.cursor()
        if parameters:
            self._cursor.execute(text, parameters)
        else:
            self._cursor.execute(text)
        return int(self._cursor.rowcount)

    def _send(self, call: Call, text: str, parameters: Any, fetch: Fetch, meter: Meter) -> Outcome:
        began = time.monotonic()
        meter.start()
        try:
            changed = self._execute(text, parameters)
            cursor = self._cursor
            if cursor is None or not cursor.description:
                counted = changed if call.effect in (Effect.WRITE, Effect.UNKNOWN) else -1
                return Outcome(None, counted if counted >= 0 else None, False, time.monotonic() - began)
            outcome = _result(cursor, self._dialect, fetch, meter)
            further: list[Outcome] = []
            if call.effect > Effect.SESSION:
                while cursor.fetchmany(BATCH):  # a write may be carried out while its rows are fetched
                    pass
                while self._dialect in _SEVERAL and cursor.nextset():
                    if cursor.description:
                        meter.start()
                        further.append(_result(cursor, self._dialect, fetch, meter))
            return replace(outcome, seconds=time.monotonic() - began, further=tuple(further))
        finally:
            self._close_cursor()


def _result(cursor: Any, dialect: str, fetch: Fetch, meter: Meter) -> Outcome:
    names = [column[0] for column in cursor.description]
    return receive(names, by_value(names, _rows(cursor), hints_of(cursor.description, dialect)), fetch, meter)


def _rows(cursor: Any) -> Callable[[int], Sequence[Sequence[object]]]:
    return lambda number: [_plain(row) for row in cursor.fetchmany(number)]


def _plain(row: Any) -> tuple[object, ...]:
    """Return a row as a tuple; a cursor of the notebook's may give dicts."""
    return tuple(row.values()) if isinstance(row, Mapping) else tuple(row)
