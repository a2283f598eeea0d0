"""MySQL and MariaDB: one session, kept open, in which every statement commits unless BEGIN was said.

The session can be made read-only; a temporary table cannot be made in it then.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

import pyarrow
import pymysql
from pymysql.constants import FIELD_TYPE, SERVER_STATUS
from pymysql.cursors import Cursor, SSCursor

from jupyter_guard.errors import ConnectionFailed
from jupyter_guard.policy import Effect

from . import catalogs, roles
from .driver_values import MYSQL
from .failures import statement_failed
from .fetching import Meter, first_of, receive, without_file
from .frame_tables import FrameTable, frame_tables, in_tables
from .literals import written_out
from .model import DEFAULT, Call, Estimate, Fetch, Outcome, Table
from .mysql_failures import failure_of
from .mysql_url import parameters_of
from .mysql_values import mysql_literal
from .plans import mysql_estimate
from .roles import Role
from .rows import by_value
from .served import SILENCE, Served
from .values import bound

_KILLED = 1317  # the code of a query that was stopped
_NO_COUNT = (Effect.SESSION, Effect.SCHEMA, Effect.ADMIN)
_LOST = (0, 1053, 2006, 2013, 2014, 4031)  # codes of a connection that is gone
_DIGITS = 38  # that 128 bits hold
_BINARY = 63  # the character set of bytes
# What the server or the driver says -> what it means. The first that is found counts.
_MEANINGS = {
    "Connection refused": "nothing listens there; is the server running, and host and port right?",
    "Name or service not known": "the host name is not known.",
    "timed out": "it did not answer in time; is it reachable from here?",
    "(using password:": "the server does not accept this user and password.",
}


class MySQL(Served):
    """A session on a MySQL or MariaDB server."""

    def __init__(self, name: str, url: str, read_only: bool) -> None:
        super().__init__(name)
        self._parameters = parameters_of(name, url)  # with the password
        self._read_only = read_only
        self._session: Any = None
        self._changed = False  # by SET, a temporary table and the like: a new session would answer otherwise

    def run(
        self, calls: Sequence[Call], values: Mapping[str, object], fetch: Fetch = DEFAULT
    ) -> tuple[Outcome, ...]:
        """Send the statements in order and stop at the first that fails."""
        texts = [written_out(call, bound(call.names, values), "mysql", mysql_literal) for call in calls]
        meter = Meter(fetch.progress)
        self._changed |= any(call.effect is not Effect.READ for call in calls)
        return self._sent(calls, lambda: self._try(calls, texts, fetch, meter), fetch, meter)

    def cancel(self) -> None:
        """Ask the server, over a second connection, to stop what runs."""
        session = self._session
        if session is None or not session.open:
            return
        with (
            contextlib.suppress(pymysql.Error, OSError),
            closing(pymysql.connect(**self._parameters | {"connect_timeout": SILENCE})) as other,
        ):
            other.query(f"KILL QUERY {int(session.thread_id())}")

    def _descriptor(self) -> int:
        return int(self._session._sock.fileno())

    def _rows(self, session: Any, cursor: Any) -> Callable[[int], Sequence[Sequence[object]]]:
        def next_rows(number: int) -> Sequence[Sequence[object]]:
            if self._stop.wanted:
                # To read what is on its way would take seconds, so a session that holds nothing is let go.
                if not self._changed and not _is_inside(session):
                    cursor._result.unbuffered_active = False
                    session._force_close()
                    self._session = None
                raise pymysql.OperationalError(_KILLED, "the query was cancelled")
            return cursor.fetchmany(number)  # type: ignore[no-any-return]  # PyMySQL is untyped

        return next_rows

    def estimate(self, call: Call, values: Mapping[str, object]) -> Estimate:
        """Ask the planner what a read would return, without running it."""
        (outcome,) = self.run([_explained(call)], values)
        return mysql_estimate(outcome.frame)

    def explain(self, call: Call, values: Mapping[str, object]) -> str:
        """Return the server's plan for a read, as a table, without running it."""
        (outcome,) = self.run([_explained(call)], values)
        return "" if outcome.frame is None else outcome.frame.to_string(index=False, na_rep="")

    def catalog(self) -> tuple[Table, ...]:
        """Return the tables and views that the user sees, by schema and name."""
        (outcome,) = self.run([Call(catalogs.MYSQL, effect=Effect.READ)], {})
        return catalogs.tables_of(outcome.tuples())

    def close(self) -> None:
        """End the session; the server rolls an open transaction back."""
        session, self._session, self._in_transaction = self._session, None, False
        self._changed = False
        if session is not None:
            with contextlib.suppress(pymysql.Error, OSError):
                session.close()

    def _open(self) -> Any:
        if self._session is None:
            answer = ""
            try:
                session = self._opening.opened(self._connect)
            except (pymysql.Error, OSError, UnicodeError) as error:
                answer = str(error.args[-1]) if error.args else type(error).__name__
            if answer:
                raise ConnectionFailed(f"{self._name}: {self._where()}: {self._meaning(answer)}")
            self._session = session
            self._locks = "read-only session" if self._read_only else "none"
        return self._session

    def _connect(self) -> Any:
        session = pymysql.connect(**self._parameters)
        if self._read_only:
            session.query("SET SESSION TRANSACTION READ ONLY")
            self.role = self.role or _role_of(session, self._parameters["user"])
        return session

    def _where(self) -> str:
        known = self._parameters
        host = known.get("unix_socket") or f"{known['host']}, port {known['port']}"
        return f"cannot connect to MySQL or MariaDB at {host}, as {known['user'] or 'no user'}"

    def _meaning(self, answer: str) -> str:
        password = self._parameters["password"]
        said = answer.replace(password, "…") if password else answer
        meaning = next((m for words, m in _MEANINGS.items() if words in said), "")
        return meaning or f"the server or the driver says: {said}"

    def _is_lost(self) -> bool:
        return self._session is not None and not self._session.open

    def _send(self, session: Any, call: Call, text: str, fetch: Fetch, meter: Meter) -> Outcome:
        began = time.monotonic()
        meter.start()
        with session.cursor(SSCursor) as cursor:
            cursor.execute(text)
            outcome = self._result(session, cursor, call, fetch, meter)
            further: list[Outcome] = []
            while not outcome.more and cursor.nextset():  # of a procedure, whose last says only that it ended
                if cursor.description is not None:
                    meter.start()
                    further.append(self._result(session, cursor, call, fetch, meter))
            warned = cursor._result.warning_count if cursor._result is not None else 0
            if outcome.more and call.effect is Effect.READ:
                # To close the cursor would read all that is left, so the server is told to stop.
                self.cancel()
                with contextlib.suppress(pymysql.Error):
                    cursor.close()
                warned = 0
        seconds, said = time.monotonic() - began, _warnings(session) if warned else ()
        return replace(outcome, seconds=seconds, said=said, further=tuple(further))

    def _result(self, session: Any, cursor: Any, call: Call, fetch: Fetch, meter: Meter) -> Outcome:
        """Take one result of a statement."""
        if cursor.description is None:
            # The server also counts 0 rows for what has none to count.
            changed = None if call.effect in _NO_COUNT else max(cursor.rowcount, 0)
            return Outcome(None, changed, False, 0.0)
        names = [column[0] for column in cursor.description]
        hints = [_hint(found) for found in cursor._result.fields]
        return receive(names, by_value(names, self._rows(session, cursor), hints), fetch, meter)

    def _try(
        self, calls: Sequence[Call], texts: Sequence[str], fetch: Fetch, meter: Meter
    ) -> tuple[Outcome, ...] | None:
        """Return the outcomes, or None if the connection was lost on the way."""
        session = self._open()
        outcomes: list[Outcome] = []
        inside = self._in_transaction
        tables = frame_tables(fetch, "mysql")
        try:
            with in_tables(tables, session.query, lambda table: _load(session, table)):
                for call, text in zip(calls, texts, strict=True):
                    last = len(outcomes) == len(calls) - 1
                    outcomes.append(
                        self._send(session, call, text, fetch if last else without_file(fetch), meter)
                    )
                    inside = _is_inside(session)
            self._in_transaction = inside
            return tuple(outcomes)
        except (pymysql.Error, OSError) as error:
            lost = not session.open or (error.args and error.args[0] in _LOST)
            if lost and not self._stop.wanted:
                return None
            failure = failure_of(error, calls[len(outcomes)].text)
        finally:
            if session.open and inside and len(outcomes) < len(calls):
                with contextlib.suppress(pymysql.Error, OSError):
                    session.rollback()
                    self._in_transaction = False
        done = len(outcomes)
        raise statement_failed(failure, calls, done, done=done, rolled_back=inside, outcomes=outcomes)


def _hint(column: Any) -> pyarrow.DataType | None:
    """Return the type of a column as the server describes it, also where no row says it."""
    if column.type_code == FIELD_TYPE.NEWDECIMAL:
        digits = column.length - 1 - (column.scale > 0)  # without sign and point
        decimal = pyarrow.decimal128 if digits <= _DIGITS else pyarrow.decimal256
        return decimal(digits, column.scale)
    if column.type_code in MYSQL:
        return MYSQL[column.type_code]
    return pyarrow.binary() if column.charsetnr == _BINARY else pyarrow.string()


def _load(session: Any, table: FrameTable) -> None:
    for rows in table.batches():
        written = (f"({', '.join(map(mysql_literal, row))})" for row in rows)
        session.query(f"INSERT INTO `{table.name}` VALUES {', '.join(written)}")  # noqa: S608  # literals


def _warnings(session: Any) -> tuple[str, ...]:
    with session.cursor(Cursor) as cursor:
        cursor.execute("SHOW WARNINGS")
        return first_of([f"{level}: {message}" for level, _, message in cursor.fetchall()])


def _role_of(session: Any, user: str) -> Role:
    with session.cursor() as cursor:
        cursor.execute(roles.MYSQL)
        return Role(user, roles.mysql_findings(cursor.fetchall()))


def _explained(call: Call) -> Call:
    pieces = (f"EXPLAIN {call.pieces[0]}", *call.pieces[1:]) if call.pieces else ()
    return call._replace(text=f"EXPLAIN {call.text}", pieces=pieces, effect=Effect.SESSION)


def _is_inside(session: Any) -> bool:
    return bool(session.server_status & SERVER_STATUS.SERVER_STATUS_IN_TRANS)
