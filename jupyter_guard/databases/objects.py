"""Connections that the notebook opened: used as they are, with their transaction and temporary tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any

from jupyter_guard.errors import ConnectionFailed

from .dbapi import Aside, DriverConnection
from .fetching import Meter
from .in_place import in_place
from .interrupts import interruptible
from .model import DEFAULT, Call, Database, Fetch, Outcome
from .values import bound


def database_of(name: str, thing: Any, dialect: str, aside: Aside = nullcontext) -> Database:
    """Return the database behind an object of the notebook, which stays its owner's.

    `aside` is entered around what is sent to stop a query.
    """
    for kind in thing.__class__.__mro__:  # a guarded proxy shows its driver's
        make = _KINDS.get(f"{kind.__module__.partition('.')[0]}.{kind.__name__}")
        if make is not None:
            return make(name, thing, dialect, aside)
    return DriverConnection(name, thing, dialect, _STYLES.get((_module(thing), dialect), ""), aside)


def _module(thing: Any) -> str:
    return str(thing.__class__.__module__.partition(".")[0])


class SQLiteObject(DriverConnection):
    """A connection of sqlite3, which belongs to the thread that opened it."""

    def run(
        self, calls: Sequence[Call], values: Mapping[str, object], fetch: Fetch = DEFAULT
    ) -> tuple[Outcome, ...]:
        """Send the statements in order and stop at the first that fails."""
        from . import sqlite
        from .sqlite_values import stored

        parameters = [stored(bound(call.names, values)) for call in calls]
        meter = Meter(fetch.progress)
        session = self._connection

        def work() -> tuple[Outcome, ...]:
            with self._frames(fetch):
                return sqlite.send_all(session, calls, parameters, fetch, meter)

        return in_place(work, session.interrupt, time_limit=fetch.time_limit)


class DuckDBObject(DriverConnection):
    """A connection of duckdb."""

    def run(
        self, calls: Sequence[Call], values: Mapping[str, object], fetch: Fetch = DEFAULT
    ) -> tuple[Outcome, ...]:
        """Send the statements in order and stop at the first that fails."""
        from .duckdb_batch import Batch

        meter = Meter(fetch.progress)
        batch = Batch(self._connection, calls, [bound(call.names, values) for call in calls], fetch, meter)
        return interruptible(
            batch.run, self._connection.interrupt, time_limit=fetch.time_limit, tick=meter.tick
        )

    @property
    def in_transaction(self) -> bool:
        """Whether a BEGIN waits for its COMMIT."""
        from .duckdb_batch import in_transaction

        return in_transaction(self._connection)


class PsycopgObject(DriverConnection):
    """A connection of psycopg 3."""

    def run(
        self, calls: Sequence[Call], values: Mapping[str, object], fetch: Fetch = DEFAULT
    ) -> tuple[Outcome, ...]:
        """Send the statements in order and stop at the first that fails."""
        from .postgres_batch import Batch, send_all
        from .postgres_cursor import GivenCursor, parameters

        sent = [parameters(bound(call.names, values).values()) for call in calls]
        meter = Meter(fetch.progress)
        batch = Batch(self._connection, None, calls, sent, fetch, meter, True, cursor=GivenCursor)
        outcomes = interruptible(
            lambda: send_all(batch), self.cancel, time_limit=fetch.time_limit, tick=meter.tick
        )
        if outcomes is None:
            raise ConnectionFailed(
                f"{self._name}: the connection was lost. The notebook opened it, so open it anew, then look "
                "whether what was sent took effect."
            )
        return outcomes


def _engine(name: str, thing: Any, dialect: str, aside: Aside) -> Database:
    from .alchemy import Alchemy

    return Alchemy(name, thing, dialect, given=True, aside=aside)


def _alchemy(name: str, thing: Any, dialect: str, aside: Aside) -> Database:
    from .alchemy import AlchemyConnection

    return AlchemyConnection(name, thing, dialect, aside)


def _spark(name: str, thing: Any, dialect: str, aside: Aside) -> Database:
    from .spark import Spark

    return Spark(name, thing)


def _own(kind: type[DriverConnection], style: str) -> Callable[[str, Any, str, Aside], Database]:
    return lambda name, thing, dialect, aside: kind(name, thing, dialect, style, aside)


# How a driver writes placeholders that does not say so itself: ADBC leaves them to the server.
_STYLES = {("adbc_driver_manager", "postgres"): "numeric_dollar"}
_KINDS: dict[str, Callable[[str, Any, str, Aside], Database]] = {
    "duckdb.DuckDBPyConnection": _own(DuckDBObject, "qmark"),
    "_duckdb.DuckDBPyConnection": _own(DuckDBObject, "qmark"),
    "psycopg.Connection": _own(PsycopgObject, "pyformat"),
    "pyspark.SparkSession": _spark,
    "sqlalchemy.Connection": _alchemy,
    "sqlalchemy.Engine": _engine,
    "sqlite3.Connection": _own(SQLiteObject, "qmark"),
}
