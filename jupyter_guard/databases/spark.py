"""Spark, classic or by Spark Connect: a session that the notebook has, or one that a URL opens.

Parameters go as Spark's own named ones, rows come as Arrow. Spark has no lock of its own against
writing: the judgement of the text holds, and what the cluster lets the user do.
"""

from __future__ import annotations

import contextlib
import re
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any
from uuid import UUID

import pyarrow
from pyspark.errors import PySparkException

from jupyter_guard.errors import ConnectionFailed, GuardError
from jupyter_guard.policy import Effect

from .failures import Failure, statement_failed
from .fetching import BATCH, Meter, receive, without_file
from .frame_tables import as_arrow
from .interrupts import interruptible
from .model import DEFAULT, Call, Column, Estimate, Fetch, Outcome, Table
from .values import bound

_CONDITION = re.compile(r"\A\[[A-Z0-9_.]+\]\s*")
_STATE = re.compile(r"\s*SQLSTATE: \w+.*\Z", re.DOTALL)
_PLACE = re.compile(r"\(?line (\d+), pos (\d+)\)?|line (\d+) pos (\d+)")
_PATIENCE = 5.0  # seconds; a session runs several queries at once, so one that lingers holds nobody up
_STATEMENTS = (Effect.WRITE, Effect.SCHEMA, Effect.ADMIN)  # Spark carries these out as it reads them


class Spark:
    """A Spark session; one that the notebook gave is never stopped."""

    def __init__(self, name: str, session: Any = None, make: Callable[[], Any] | None = None) -> None:
        self._name = name
        self._session = session
        self._make = make
        self._tag = ""

    @classmethod
    def at(cls, name: str, url: str, read_only: bool) -> Spark:
        """Return the session at `sc://…` (Spark Connect) or `spark://…` (a cluster's master)."""

        def make() -> Any:
            from pyspark.sql import SparkSession

            builder = SparkSession.builder
            builder = builder.remote(url) if url.startswith("sc:") else builder.master(url)
            return builder.getOrCreate()

        return cls(name, make=make)

    @property
    def locks(self) -> str:
        """Return "none": Spark has no read-only mode."""
        return "none"

    @property
    def in_transaction(self) -> bool:
        """Return False: Spark has no transactions of several statements."""
        return False

    def run(
        self, calls: Sequence[Call], values: Mapping[str, object], fetch: Fetch = DEFAULT
    ) -> tuple[Outcome, ...]:
        """Send the statements in order and stop at the first that fails."""
        arguments = [_arguments(bound(call.names, values)) for call in calls]
        session, meter = self._opened(), Meter(fetch.progress)
        return interruptible(
            lambda: self._run(session, calls, arguments, fetch, meter),
            self.cancel,
            time_limit=fetch.time_limit,
            tick=meter.tick,
            patience=_PATIENCE,
        )

    def cancel(self) -> None:
        """Ask the cluster to stop what runs."""
        if self._tag:
            with contextlib.suppress(Exception):  # it is over, or the cluster is gone
                _cancel(self._session, self._tag)

    def estimate(self, call: Call, values: Mapping[str, object]) -> Estimate:
        """Return an empty estimate: Spark knows sizes of files, not of results."""
        return Estimate()

    def explain(self, call: Call, values: Mapping[str, object]) -> str:
        """Return Spark's plan for a read, without running it."""
        asked = call._replace(text=f"EXPLAIN {call.text}", effect=Effect.SESSION)
        (outcome,) = self.run([asked], values)
        return "\n".join(str(row[0]) for row in outcome.tuples())

    def catalog(self) -> tuple[Table, ...]:
        """Return the tables and views of the current database, by name."""
        catalog = self._opened().catalog
        found = []
        for table in catalog.listTables():
            columns = tuple(Column(c.name, c.dataType) for c in catalog.listColumns(table.name))
            kind = "view" if table.tableType in ("VIEW", "TEMPORARY") else "table"
            found.append(Table("", table.name, "view" if kind == "view" else "table", columns))
        return tuple(sorted(found, key=lambda table: table.name))

    def close(self) -> None:
        """Leave the session as it is: others of this kernel may share it."""

    def _opened(self) -> Any:
        if self._session is None and self._make is not None:
            answer = ""
            try:
                self._session = self._make()
            except Exception as error:  # noqa: BLE001  # of Java, of the network, of Spark
                answer = _said(error).message
            if answer:
                raise ConnectionFailed(f"{self._name}: no Spark session can be opened: {answer}")
        return self._session

    def _run(
        self,
        session: Any,
        calls: Sequence[Call],
        arguments: Sequence[dict[str, Any]],
        fetch: Fetch,
        meter: Meter,
    ) -> tuple[Outcome, ...]:
        outcomes: list[Outcome] = []
        tag = f"jupyter_guard-{secrets.token_hex(6)}"
        _tag(session, tag)  # what this thread runs
        self._tag = tag
        try:
            with _views(session, fetch):
                for call, named in zip(calls, arguments, strict=True):
                    wanted = fetch if len(outcomes) == len(calls) - 1 else without_file(fetch)
                    outcomes.append(_send(session, call, named, wanted, meter))
            return tuple(outcomes)
        except GuardError:  # a refusal, too
            raise
        except Exception as error:  # noqa: BLE001  # of Java, of the network, of Spark
            failure = _said(error, calls[min(len(outcomes), len(calls) - 1)].text)
        finally:
            self._tag = ""
            with contextlib.suppress(Exception):
                _tag(session, tag, remove=True)
        done = len(outcomes)
        raise statement_failed(failure, calls, done, done=done, rolled_back=False)


def _tag(session: Any, tag: str, *, remove: bool = False) -> None:
    if _is_classic(session):
        # The session's own tags do not reach the thread that serves Arrow; those of its context do.
        context = session.sparkContext
        context.removeJobTag(tag) if remove else context.addJobTag(tag)
    else:
        session.removeTag(tag) if remove else session.addTag(tag)


def _cancel(session: Any, tag: str) -> None:
    if _is_classic(session):
        session.sparkContext.cancelJobsWithTag(tag)
    else:
        session.interruptTag(tag)


def _is_classic(session: Any) -> bool:
    return ".connect." not in type(session).__module__


def _send(session: Any, call: Call, named: dict[str, Any], fetch: Fetch, meter: Meter) -> Outcome:
    began = time.monotonic()
    meter.start()
    answer = session.sql(call.text, args=named) if named else session.sql(call.text)
    if not answer.columns or call.effect in _STATEMENTS:
        return Outcome(None, None, False, time.monotonic() - began)
    if fetch.max_rows is not None:
        answer = answer.limit(fetch.max_rows + 1)
    if fetch.parquet is not None:
        schema, batches = _slowly(answer)
    else:
        table = answer.toArrow()
        schema, batches = table.schema, iter(table.to_batches(BATCH))
    outcome = receive(schema, batches, fetch, meter)
    return replace(outcome, seconds=time.monotonic() - began)


def _slowly(answer: Any) -> tuple[pyarrow.Schema, Iterator[pyarrow.RecordBatch]]:
    """Return rows of one partition after the other, so that memory holds no more than one."""
    from pyspark.sql.pandas.types import to_arrow_schema

    schema = to_arrow_schema(answer.schema, timezone="UTC")
    rows = answer.toLocalIterator()

    def batches() -> Iterator[pyarrow.RecordBatch]:
        while part := list(islice(rows, BATCH)):
            columns = zip(zip(*part, strict=True), schema, strict=True)
            arrays = [pyarrow.array(column, type=field.type) for column, field in columns]
            yield pyarrow.RecordBatch.from_arrays(arrays, schema=schema)

    return schema, batches()


@contextlib.contextmanager
def _views(session: Any, fetch: Fetch) -> Iterator[None]:
    """Let the batch read frames of the notebook as temporary views of their names."""
    made = []
    try:
        for name in fetch.frames:
            session.createDataFrame(as_arrow(name, fetch.variables[name])).createTempView(name)
            made.append(name)
        yield
    finally:
        for name in made:
            with contextlib.suppress(Exception):  # gone with the session
                session.catalog.dropTempView(name)


def _arguments(values: Mapping[str, object]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, UUID) else value for name, value in values.items()}


def _said(error: BaseException, text: str = "") -> Failure:
    """Return what Spark says without its classes, its states and its plans, and the place that it means."""
    told = error.getMessage() if isinstance(error, PySparkException) else None
    answer = str(told or error).strip()
    place = _PLACE.search(str(error))
    message = _STATE.sub("", _CONDITION.sub("", answer)).strip()
    first = message.splitlines()[0] if message else type(error).__name__
    return Failure(first, _offset(text, place) if place and text else None)


def _offset(text: str, place: re.Match[str]) -> int:
    line, column = int(place[1] or place[3]), int(place[2] or place[4])
    lines = text.splitlines(keepends=True)
    return sum(map(len, lines[: line - 1])) + column
