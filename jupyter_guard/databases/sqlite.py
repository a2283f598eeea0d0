"""SQLite: one session, opened when the first batch comes and anew when the file was replaced.

SQLite shares a file between processes by itself, so the session is kept. A column has the
types of its values: dates are texts, as SQLite stores them.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from jupyter_guard.errors import ConnectionFailed, StatementFailed
from jupyter_guard.policy import Effect

from . import catalogs
from .embedded import check_file, read_url
from .failures import Failure, statement_failed
from .fetching import BATCH, Meter, receive, without_file
from .frame_tables import FrameTable, frame_tables, in_tables
from .interrupts import go_on, interruptible
from .model import DEFAULT, Call, Estimate, Fetch, Outcome, Table
from .rows import by_value
from .sqlite_values import stored, stored_row
from .values import bound

_PATIENCE = 5.0  # seconds to wait for another writer
_PIECE = 0.2  # seconds of it at a time: SQLite's own wait ends for nothing else
_NAMED = re.compile(r'near "(.+?)": syntax error|no such (?:column|table|function): (.+)', re.DOTALL)
_HINTS = {
    "Error binding": "SQLite binds numbers, texts, bytes and dates only.",
    "database is locked": (
        "Another connection, of this notebook or another program, is writing to the file. "
        "End its transaction there (COMMIT, ROLLBACK or close), then run the cell again."
    ),
    "database table is locked": "Another cursor of this connection still reads the table: close it first.",
    "decode to UTF-8": "CAST(… AS BLOB) gives the bytes of a text that is not valid UTF-8.",
}
# What SQLite says when a file is opened -> what it means.
_MEANINGS = {
    "not a database": "it is not a SQLite database.",
    "unable to open": "you have no permission to open it, or to write in its folder.",
    "readonly": "you have no permission to write it.",
    "locked": "another process is writing to it; run the cell again in a moment.",
}


class SQLite:
    """A SQLite file, or a database in memory."""

    def __init__(self, name: str, url: str, read_only: bool) -> None:
        self._path, asked = read_url(name, url, "mode", "ro")
        self._name = name
        self._read_only = read_only or asked
        self._session: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None  # of the file that the session has open

    @property
    def locks(self) -> str:
        """What the engine itself holds against writing."""
        return "read-only file" if self._read_only and self._path else "none"

    def run(
        self, calls: Sequence[Call], values: Mapping[str, object], fetch: Fetch = DEFAULT
    ) -> tuple[Outcome, ...]:
        """Send the statements in order and stop at the first that fails."""
        parameters = [stored(bound(call.names, values)) for call in calls]
        writes = not self._read_only and any(call.effect > Effect.SESSION for call in calls)
        created = bool(self._path) and check_file(self._name, self._path, calls, writes=writes)
        session = self._open(create=created)
        try:
            meter = Meter(fetch.progress)
            tables = frame_tables(fetch, "sqlite")

            def work() -> tuple[Outcome, ...]:
                try:
                    with in_tables(tables, session.execute, lambda table: load(session, table)):
                        return send_all(session, calls, parameters, fetch, meter)
                except (sqlite3.Error, OverflowError) as error:  # of the tables alone
                    raise StatementFailed(str(error)) from None

            return interruptible(
                work,
                session.interrupt,
                time_limit=fetch.time_limit,
                tick=meter.tick,
            )
        except BaseException:
            if created and Path(self._path).stat().st_size == 0:
                self.close()
                with contextlib.suppress(OSError):
                    Path(self._path).unlink()
            raise

    @property
    def in_transaction(self) -> bool:
        """Whether a BEGIN waits for its COMMIT."""
        return self._session is not None and self._session.in_transaction

    def cancel(self) -> None:
        """Ask the engine to stop what runs."""
        if self._session is not None:
            self._session.interrupt()

    def estimate(self, call: Call, values: Mapping[str, object]) -> Estimate:
        """Return an empty estimate: SQLite's planner does not say how many rows it expects."""
        return Estimate()

    def explain(self, call: Call, values: Mapping[str, object]) -> str:
        """Return the steps of SQLite's plan, indented, without running it."""
        asked = call._replace(text=f"EXPLAIN QUERY PLAN {call.text}", effect=Effect.READ)
        (outcome,) = self.run([asked], values)
        depths = {0: -1}
        lines = []
        for number, parent, _, detail in outcome.tuples():
            depths[number] = depths.get(parent, -1) + 1
            lines.append("  " * depths[number] + detail)
        return "\n".join(lines)

    def catalog(self) -> tuple[Table, ...]:
        """Return the tables and views of the file, by name."""
        (outcome,) = self.run([Call(catalogs.SQLITE, effect=Effect.READ)], {})
        return catalogs.tables_of(outcome.tuples())

    def close(self) -> None:
        """Let everything go; what is in memory is gone."""
        if self._session is not None:
            self._session.close()
        self._session, self._identity = None, None

    def _open(self, *, create: bool) -> sqlite3.Connection:
        if self._session is not None and self._identity == self._file_identity():
            return self._session
        self.close()
        mode = "ro" if self._read_only else "rwc" if create else "rw"
        where = f"file:{quote(os.path.abspath(self._path))}?mode={mode}" if self._path else ":memory:"
        session = None
        try:
            session = sqlite3.connect(
                where,
                uri=True,
                isolation_level=None,  # BEGIN and COMMIT are the user's own
                timeout=_PIECE,
                check_same_thread=False,  # the query runs in a thread, so that it can be interrupted
            )
            session.execute("PRAGMA schema_version").fetchone()  # the file is not read before
        except sqlite3.Error as error:
            answer = str(error)
            if session is not None:
                session.close()
        else:
            if self._read_only and self._path:
                # mode=ro would still write to an attached file.
                session.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
            self._session, self._identity = session, self._file_identity()
            return session
        meaning = next((m for said, m in _MEANINGS.items() if said in answer), f"SQLite says: {answer}")
        raise ConnectionFailed(f"{self._name}: {self._path} cannot be opened: {meaning}")

    def _file_identity(self) -> tuple[int, int] | None:
        if not self._path:
            return None
        try:
            status = os.stat(self._path)
        except OSError:
            return None
        return status.st_dev, status.st_ino


def load(session: sqlite3.Connection, table: FrameTable) -> None:
    """Put the rows of a frame into its table."""
    marks = ", ".join("?" * table.rows.num_columns)
    for rows in table.batches():
        session.executemany(f"INSERT INTO {table.into} VALUES ({marks})", map(stored_row, rows))  # noqa: S608  # a name


def send_all(
    session: sqlite3.Connection,
    calls: Sequence[Call],
    parameters: Sequence[Mapping[str, object]],
    fetch: Fetch,
    meter: Meter,
) -> tuple[Outcome, ...]:
    """Send the statements in order; raises StatementFailed for the first that fails."""
    outcomes: list[Outcome] = []
    inside = False
    try:
        inside = session.in_transaction
        for call, named in zip(calls, parameters, strict=True):
            last = len(outcomes) == len(calls) - 1
            outcomes.append(_send(session, call, named, fetch if last else without_file(fetch), meter))
            inside = session.in_transaction
        return tuple(outcomes)
    # Two statements in one text are an error or, before Python 3.12, a warning that is raised. The
    # notebook's connection may have converters of its own (detect_types).
    except (sqlite3.Error, sqlite3.Warning, ValueError, TypeError) as error:
        failure = _failure_of(str(error), calls[len(outcomes)].text)
    except OverflowError:
        failure = Failure("a whole number is beyond the 64 bits of SQLite; bind it as a text or as a float")
    with contextlib.suppress(sqlite3.ProgrammingError):  # it is closed
        if session.in_transaction:
            session.rollback()
    done = len(outcomes)
    raise statement_failed(failure, calls, done, done=done, rolled_back=inside, outcomes=outcomes)


def _send(
    session: sqlite3.Connection, call: Call, named: Mapping[str, object], fetch: Fetch, meter: Meter
) -> Outcome:
    began = time.monotonic()
    meter.start()
    with contextlib.closing(session.cursor()) as cursor:
        cursor.row_factory = None  # a notebook's connection may give rows of another kind
        _execute(cursor, call.text, named)
        if cursor.description is None:
            changed = cursor.rowcount if cursor.rowcount >= 0 else None
            return Outcome(None, changed, False, time.monotonic() - began)
        names = [column[0] for column in cursor.description]
        outcome = receive(names, by_value(names, cursor.fetchmany), fetch, meter)
        if call.effect > Effect.SESSION:
            # A write is carried out while its RETURNING rows are fetched, so it is fetched to its end.
            while cursor.fetchmany(BATCH):
                pass
    return replace(outcome, seconds=time.monotonic() - began)


def _execute(cursor: sqlite3.Cursor, text: str, named: Mapping[str, object]) -> None:
    """Execute a statement; what another writer kept from beginning is begun again for a while."""
    patience_ends = time.monotonic() + _PATIENCE
    while True:
        try:
            cursor.execute(text, named)
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > patience_ends:
                raise
        go_on()


def _failure_of(answer: str, text: str) -> Failure:
    if answer == "incomplete input":
        return Failure("the statement is not complete", len(text.rstrip()))
    hints = tuple(hint for said, hint in _HINTS.items() if said in answer)
    found = _NAMED.match(answer)
    if not found:
        return Failure(answer, None, hints)
    # SQLite names the word but not its place: that is clear where the word stands only once.
    word = found[1] or found[2].rpartition(".")[2]
    places = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text)]
    return Failure(answer, places[0] if len(places) == 1 else None, hints)
