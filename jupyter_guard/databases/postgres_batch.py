"""Run one batch of statements on an open PostgreSQL session."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, replace

import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus

from jupyter_guard.policy import Effect, parse

from . import memory
from .failures import Failure, statement_failed
from .fetching import Meter, first_of, receive, without_file
from .frame_tables import FrameTable, frame_tables, in_tables
from .model import Call, Estimate, Fetch, Outcome
from .plans import EXPLAIN, postgres_estimate
from .postgres_cursor import OneStatementCursor, Row, describe, rows_of, stream
from .postgres_direct import Direct, DirectFailed
from .postgres_types import DIRECT

_LARGE = 20_000  # rows from which a connection of its own pays
_LONGEST = 65_536  # characters of a text with its parameters written into it
# What can be explained. A comment at the end would swallow what ADBC puts behind the text.
_QUERY = re.compile(r"(?is)\A(?:\s|--[^\n]*\n|/\*.*?\*/|\()*(?:select|with|values|table)\b")
_COMMENT_AT_END = re.compile(r"--[^\n]*\Z")
_CONTROL = re.compile(r"(?i)\s*(?:begin|start|commit|end|rollback|abort|savepoint|release)\b")


class Failed(Exception):
    """Carry a Failure that no psycopg error says."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


@dataclass
class Batch:
    """The statements of one `run`, and what came of them so far."""

    session: psycopg.Connection[Row]
    direct: Direct | None  # None where only the session itself may read
    calls: Sequence[Call]
    parameters: Sequence[list[object]]
    fetch: Fetch
    meter: Meter
    changed: bool  # whether the session is no longer as a new one would be
    own_transactions: bool = False  # no session is locked: each statement goes in a READ ONLY transaction
    cursor: type[OneStatementCursor] = OneStatementCursor

    def __post_init__(self) -> None:
        self.outcomes: list[Outcome] = []
        self.rolled_back = False

    def run(self) -> None:
        """Send the statements in order; raises psycopg.Error or Failed at the first that fails."""
        tables = frame_tables(self.fetch, "postgres")
        before, self.changed = self.changed, self.changed or bool(tables)
        with in_tables(tables, self._aside, self._load):
            self._run()
        self.changed = self.changed if not tables else before

    def _aside(self, text: str) -> None:
        if self.session.info.transaction_status is TransactionStatus.INERROR:
            self.session.rollback()  # the server would refuse the DROP, too
            self.rolled_back = True
        self.session.execute(text.encode())

    def _load(self, table: FrameTable) -> None:
        with self.session.cursor() as cursor, cursor.copy(f'COPY pg_temp."{table.name}" FROM STDIN') as copy:
            for rows in table.batches():
                for row in rows:
                    copy.write_row(row)

    def _run(self) -> None:
        last = len(self.calls) - 1
        for at, (call, values) in enumerate(zip(self.calls, self.parameters, strict=True)):
            began = time.monotonic()
            fetch = self.fetch if at == last else without_file(self.fetch)
            with self._heard() as said, self._read_only(call) if self.own_transactions else nullcontext():
                outcome = self._send(call, values, fetch)
            outcome = replace(outcome, seconds=time.monotonic() - began, said=first_of(said))
            self.outcomes.append(outcome)
            self.changed |= call.effect is not Effect.READ and not _CONTROL.match(call.text)

    @contextmanager
    def _heard(self) -> Iterator[list[str]]:
        """Give the notices of the server while the block runs."""
        said: list[str] = []

        def hear(told: psycopg.errors.Diagnostic) -> None:
            said.append(f"{told.severity}: {told.message_primary}")

        self.session.add_notice_handler(hear)
        try:
            yield said
        finally:
            self.session.remove_notice_handler(hear)

    @contextmanager
    def _read_only(self, call: Call) -> Iterator[None]:
        """Have the engine refuse writes of one statement, and of the rest of a transaction it begins."""
        control = _CONTROL.match(call.text)
        ours = self.session.info.transaction_status is TransactionStatus.IDLE and not control
        if ours:
            self.session.execute("BEGIN READ ONLY")
        yield  # after an error the rollback of the session ends it
        if ours:
            self.session.execute("COMMIT")
        elif control and self.session.info.transaction_status is TransactionStatus.INTRANS:
            self.session.execute("SET transaction_read_only = on")

    def _send(self, call: Call, values: list[object], fetch: Fetch) -> Outcome:
        if call.effect is Effect.READ:
            return self._read(call, values, fetch)
        self.meter.start()
        with self.cursor(self.session) as cursor:
            cursor.execute(call.text.encode(), values or None)
            if cursor.description is None:
                return Outcome(None, cursor.rowcount if cursor.rowcount >= 0 else None, False, 0.0)
            found, batches = rows_of(cursor)
            return receive(found.schema, batches, fetch, self.meter)

    def _read(self, call: Call, values: list[object], fetch: Fetch) -> Outcome:
        estimate, warning = Estimate(), ""
        if call.reads and _QUERY.match(call.text):
            estimate = self._estimate(call, values)
            warning = memory.check(estimate, fetch)
        wanted = estimate.rows
        if wanted is not None and fetch.max_rows is not None:
            wanted = min(wanted, fetch.max_rows)
        self.meter.start(wanted)
        outcome = None
        if wanted is not None and wanted >= _LARGE:
            outcome = self._read_directly(call, values, fetch, estimate)
        if outcome is None:
            outcome = self._read_here(call, values, fetch, estimate)
        return replace(outcome, note=warning)

    def _read_here(self, call: Call, values: list[object], fetch: Fetch, estimate: Estimate) -> Outcome:
        idle = self.session.info.transaction_status is TransactionStatus.IDLE
        # Without autocommit the read itself begins a transaction, which cancelling it would end.
        inside = not idle or not self.session.autocommit
        with self.cursor(self.session) as cursor:
            found, batches = stream(cursor, call.text.encode(), values, drain=inside)
            with closing(batches):  # type: ignore[type-var]  # a generator, typed as an iterator
                return receive(found.schema, batches, fetch, self.meter, estimate)

    def _read_directly(
        self, call: Call, values: list[object], fetch: Fetch, estimate: Estimate
    ) -> Outcome | None:
        """Return what a connection of its own brings, or None where the session itself has to read."""
        idle = self.session.info.transaction_status is TransactionStatus.IDLE
        direct = self.direct
        if direct is None or not direct.usable or self.changed or not idle or self.own_transactions:
            return None
        text = self._written_out(call, values)
        if text is None or _COMMENT_AT_END.search(text):
            return None
        found = describe(self.session, text.encode(), ())
        if not found.oids or not DIRECT.issuperset(found.oids):
            return None
        batches = direct.batches(text, found.schema)
        try:
            with closing(batches):  # type: ignore[type-var]  # a generator, typed as an iterator
                return receive(found.schema, batches, fetch, self.meter, estimate)
        except DirectFailed as error:
            if not error.sent or self.session.closed:
                return None
            raise Failed(_failure_of(str(error))) from None

    def _written_out(self, call: Call, values: list[object]) -> str | None:
        """Return the text with its parameters as literals, judged again; None where it is no plain read."""
        if not values:
            return call.text
        if not call.pieces:
            return None
        by_name = dict(zip(call.names, values, strict=True))
        try:
            literals = [sql.Literal(by_name[name]).as_string(self.session) for name in call.uses]
        except psycopg.Error:
            return None
        parts = zip(call.pieces, (*literals, ""), strict=True)
        text = "".join(part for pair in parts for part in pair)
        if len(text) > _LONGEST:
            return None
        judged = parse(text, "postgres")
        return text if [statement.effect for statement in judged] == [Effect.READ] else None

    def _estimate(self, call: Call, values: list[object]) -> Estimate:
        with self.cursor(self.session) as cursor:
            try:
                cursor.execute(f"{EXPLAIN}{call.text}".encode(), values or None)
            except psycopg.Error as error:
                if self.session.closed or error.diag.message_primary is None:
                    raise
                failure = failure_of(error, skip=len(EXPLAIN))
            else:
                row = cursor.fetchone()
                return postgres_estimate(row[0]) if row else Estimate()
        raise Failed(failure)


def send_all(batch: Batch) -> tuple[Outcome, ...] | None:
    """Run `batch`, roll back what failed, and return the outcomes; None where the connection is lost.

    Raises StatementFailed.
    """
    session = batch.session
    try:
        batch.run()
        return tuple(batch.outcomes)
    except psycopg.Error as error:
        if session.closed:
            return None
        failure = failure_of(error)
    except Failed as error:
        failure = error.failure
    finally:
        # After an error or Ctrl-C the server refuses everything until a rollback.
        rolled_back = session.info.transaction_status is TransactionStatus.INERROR
        if rolled_back:
            session.rollback()
        rolled_back |= batch.rolled_back
    done = len(batch.outcomes)
    raise statement_failed(
        failure, batch.calls, done, done=done, rolled_back=rolled_back, outcomes=batch.outcomes
    )


def failure_of(error: psycopg.Error, skip: int = 0) -> Failure:
    """Return what the server says, with its hints and its position in the text behind `skip`."""
    said = error.diag
    if said.message_primary is None:
        return Failure(str(error).strip() or type(error).__name__)
    told = {"Detail": said.message_detail, "Hint": said.message_hint}
    hints = tuple(f"{word}: {hint}" for word, hint in told.items() if hint)
    offset = int(said.statement_position) - 1 - skip if said.statement_position else None
    return Failure(said.message_primary, offset, hints)


def _failure_of(answer: str) -> Failure:
    """Return what the server says, out of the words that ADBC puts around it."""
    _, found, said = answer.partition("ERROR: ")
    return Failure((said if found else answer).strip().splitlines()[0].strip())
