"""Run one batch of statements on an open DuckDB connection."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import duckdb
import pyarrow

from jupyter_guard.policy import Effect

from . import memory
from .duckdb_rows import frames_visible, rows_of
from .failures import Failure, statement_failed
from .fetching import Meter, receive, without_file
from .model import Call, Estimate, Fetch, Outcome
from .plans import EXPLAIN, duckdb_estimate

_KIND = re.compile(r"\A(?:TransactionContext|[A-Z]\w*(?: \w+)?) Error: ")
_MARKED = re.compile(r"\n+LINE (\d+): (.*)\n( *)\^[\^~]*", re.DOTALL)
_PREFIX = "LINE {}: "
# DuckDB answers a statement without rows with one of these columns, and no row or a count.
_NO_ROWS = (["Count"], ["Success"])


class Batch:
    """The statements of one `run`, and how many of them are done."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        calls: Sequence[Call],
        parameters: Sequence[Mapping[str, object]],
        fetch: Fetch,
        meter: Meter,
    ) -> None:
        self.connection = connection
        self._calls = calls
        self._parameters = parameters
        self._fetch = fetch
        self.meter = meter
        self.done = 0
        self._watched = threading.Lock()  # by another thread, which must not meet a connection that closes
        self._runs = True

    def run(self) -> tuple[Outcome, ...]:
        """Send the statements in order, or raise StatementFailed; nothing is sent if one does not parse."""
        try:
            return self._run()
        finally:
            with self._watched:
                self._runs = False

    def interrupt(self) -> None:
        """Ask the engine to stop what runs; from another thread."""
        with self._watched:
            if self._runs:
                self.connection.interrupt()

    def _run(self) -> tuple[Outcome, ...]:
        outcomes: list[Outcome] = []
        at = 0
        failure: Failure | None = None
        last = len(self._calls) - 1
        try:
            for at in range(len(self._calls)):
                self._check_is_one(self._calls[at])
            for at in range(len(self._calls)):
                fetch = self._fetch if at == last else without_file(self._fetch)
                outcomes.append(self._send(self._calls[at], self._parameters[at], fetch))
                self.done += 1
            return tuple(outcomes)
        except duckdb.Error as error:
            failure = failure_of(str(error), self._calls[at].text)
        except pyarrow.ArrowException as error:  # out of the middle of a result
            failure = failure_of(str(error), self._calls[at].text)
        rolled_back = roll_back(self.connection)
        if rolled_back:
            self.done = 0
        raise statement_failed(
            failure, self._calls, at, done=self.done, rolled_back=rolled_back, outcomes=outcomes
        )

    def _check_is_one(self, call: Call) -> None:
        # One text was judged as one statement. Where DuckDB reads two, the judgement was wrong.
        count = len(self.connection.extract_statements(call.text))
        if count != 1:
            raise duckdb.ParserException(f"DuckDB reads {count} statements here, where one was judged")

    def _send(self, call: Call, parameters: Mapping[str, object], fetch: Fetch) -> Outcome:
        began = time.monotonic()
        with frames_visible(self.connection, call.reads, fetch.variables, fetch.frames):
            estimate, warning = Estimate(), ""
            if call.reads and call.effect is Effect.READ:
                estimate = self._estimate(call, parameters)
                warning = memory.check(estimate, fetch)
            self.meter.start(percent=self._percent)
            self.connection.execute(call.text, parameters or None)
            names = [column[0] for column in self.connection.description]
            changed = self.connection.rowcount
            if names in _NO_ROWS and changed >= 0:
                return Outcome(None, changed, False, time.monotonic() - began)
            schema, batches, lacks = rows_of(self.connection)
            outcome = receive(schema, batches, fetch, self.meter, estimate)
        seconds = time.monotonic() - began
        if names in _NO_ROWS and outcome.rows == 0 and call.effect is not Effect.READ:
            return Outcome(None, None, False, seconds)
        return replace(outcome, seconds=seconds, note=" ".join(filter(None, (warning, lacks))))

    def _estimate(self, call: Call, parameters: Mapping[str, object]) -> Estimate:
        try:
            answers = self.connection.execute(f"{EXPLAIN}{call.text}", parameters or None).fetchall()
        except duckdb.Error:  # what cannot be explained may run all the same
            return Estimate()
        return duckdb_estimate(answers[0][1]) if answers else Estimate()

    def _percent(self) -> float | None:
        with self._watched:
            percent = self.connection.query_progress() if self._runs else -1
        return percent if percent >= 0 else None


def failure_of(answer: str, text: str) -> Failure:
    """Return what DuckDB says about `text`, with the place that it marks."""
    marked = _MARKED.search(answer)
    said = _KIND.sub("", answer[: marked.start()] if marked else answer).strip()
    message, *hints = said.splitlines() or [""]
    return Failure(message, _offset(marked, text) if marked else None, tuple(filter(None, hints)))


def _offset(marked: re.Match[str], text: str) -> int | None:
    """Return the offset in `text` of the character below which DuckDB draws its caret."""
    number, excerpt, indent = int(marked[1]), marked[2], marked[3]
    lines = text.splitlines(keepends=True)
    if number > len(lines):
        return None
    caret = len(indent) - len(_PREFIX.format(number))
    # A long line comes shortened at both ends.
    if excerpt.startswith("..."):
        excerpt, caret = excerpt[3:], caret - 3
    excerpt = excerpt.removesuffix("...").rstrip("\r\n")
    begin = lines[number - 1].find(excerpt)
    if begin < 0:
        return None
    return sum(map(len, lines[: number - 1])) + begin + max(caret, 0)


def roll_back(connection: duckdb.DuckDBPyConnection) -> bool:
    """End a transaction that is open, and say whether there was one."""
    try:
        connection.rollback()
    except duckdb.Error:  # DuckDB has no other way to ask
        return False
    return True


def in_transaction(connection: duckdb.DuckDBPyConnection) -> bool:
    """Say whether a transaction is open: outside of one, every statement has an id of its own."""
    first, second = (connection.execute("SELECT txid_current()").fetchall() for _ in range(2))
    return first == second
