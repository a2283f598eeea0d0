"""Take the rows of one statement as they come: count them, stop in time, make a frame or a file of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas
import pyarrow

from .arrow_frames import frame_of
from .interrupts import go_on
from .model import Estimate, Fetch, Outcome, Progress
from .unifying import unified

if TYPE_CHECKING:
    from pathlib import Path

    from .parquet import ParquetFile

BATCH = 65_536  # rows that are taken at once
NOTICES = 20  # of one statement that are shown


class Meter:
    """How far the running statement is; written by its thread, read by the one that waits."""

    def __init__(self, report: Callable[[Progress], object] | None) -> None:
        self._report = report
        self._percent: Callable[[], float | None] = lambda: None
        self.start()

    def start(self, expected: int | None = None, percent: Callable[[], float | None] | None = None) -> None:
        """Begin a statement of which `expected` rows are wanted, or whose engine tells the percent."""
        self._began, self.rows, self.bytes, self._expected = time.monotonic(), 0, 0, expected
        self._percent = percent or self._by_rows

    def tick(self) -> None:
        """Report; called in the thread that waits."""
        if self._report is not None:
            seconds = time.monotonic() - self._began
            self._report(Progress(self.rows, self.bytes, self._percent(), seconds))

    def _by_rows(self) -> float | None:
        return min(100.0, 100.0 * self.rows / self._expected) if self._expected else None


def receive(
    schema: pyarrow.Schema | Sequence[str],
    batches: Iterable[pyarrow.RecordBatch],
    fetch: Fetch,
    meter: Meter,
    estimate: Estimate | None = None,
) -> Outcome:
    """Take `batches` until they end or there are rows enough, and return what became of them.

    In place of a schema the names of the columns say that each batch has the types of its values.
    """
    began = time.monotonic()
    file = _new_file(fetch.parquet) if fetch.parquet else None
    kept: list[pyarrow.RecordBatch] = []
    more = False
    try:
        for batch in batches:
            go_on()
            wanted = batch
            if fetch.max_rows is not None and meter.rows + batch.num_rows > fetch.max_rows:
                more = True
                wanted = batch.slice(0, fetch.max_rows - meter.rows)
            meter.rows += wanted.num_rows
            meter.bytes += wanted.nbytes
            if file is not None:
                file.write(wanted)
            else:
                kept.append(wanted)
            if more:
                break
        if file is not None:
            file.complete(schema if isinstance(schema, pyarrow.Schema) else unified([], schema)[1])
    finally:
        if file is not None:
            file.abandon()
    frame = None if file else _framed(kept, schema, fetch.dtypes)
    total = max(estimate.rows, meter.rows) if more and estimate and estimate.rows else None
    seconds = time.monotonic() - began
    return Outcome(frame, meter.rows, more, seconds, total=total, file=fetch.parquet)


def _new_file(path: Path) -> ParquetFile:
    from .parquet import ParquetFile  # Arrow's part for it is loaded where a file is asked for

    return ParquetFile(path)


def _framed(
    batches: list[pyarrow.RecordBatch], schema: pyarrow.Schema | Sequence[str], dtypes: str
) -> pandas.DataFrame:
    if isinstance(schema, pyarrow.Schema) and all(batch.schema.types == schema.types for batch in batches):
        return frame_of(batches, schema, dtypes)
    whole, schema = unified(batches, schema)
    batches.clear()
    return frame_of(whole, schema, dtypes)


def without_file(fetch: Fetch) -> Fetch:
    """Return `fetch` for the statements before the last, whose rows never go to the file."""
    return replace(fetch, parquet=None)


def first_of(said: Sequence[str]) -> tuple[str, ...]:
    """Return what a server said of one statement, cut where it is much."""
    more = (f"… and {len(said) - NOTICES:,} more",) if len(said) > NOTICES else ()
    return (*said[:NOTICES], *more)
