"""Put a DataFrame of the notebook into a temporary table, for the statements that read it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pyarrow

from jupyter_guard.errors import StatementFailed

from .arrow_frames import kind_of
from .interrupts import go_on
from .model import Fetch
from .object_columns import pandas_table

_ROWS = 5_000  # that are sent at once
_T = pyarrow.types
# dialect -> how it writes a type, for the first kind of Arrow types that a column belongs to.
# Whole numbers, fractions, truth values, dates, moments, moments with a zone, times, bytes, lengths of time,
# and whole numbers of 64 bits without a sign; - is none.
_TYPES: Mapping[str, Sequence[str]] = {
    "postgres": "BIGINT FLOAT8 BOOLEAN DATE TIMESTAMP TIMESTAMPTZ TIME BYTEA INTERVAL NUMERIC(20)".split(),
    "mysql": "BIGINT DOUBLE BOOLEAN DATE DATETIME(6) - TIME(6) LONGBLOB TIME(6) BIGINT_UNSIGNED".split(),
    "sqlite": "INTEGER REAL INTEGER TEXT TEXT TEXT TEXT BLOB - INTEGER".split(),
}
_KINDS: tuple[Callable[[pyarrow.DataType], bool], ...] = (
    lambda kind: _T.is_integer(kind) and not _T.is_uint64(kind),
    _T.is_floating,
    _T.is_boolean,
    _T.is_date,
    lambda kind: _T.is_timestamp(kind) and kind.tz is None,
    _T.is_timestamp,
    _T.is_time,
    lambda kind: _T.is_binary(kind) or _T.is_large_binary(kind),
    _T.is_duration,
    _T.is_uint64,
)


@dataclass(frozen=True)
class FrameTable:
    """A DataFrame as the table that it becomes."""

    name: str
    into: str  # its name as the engine writes it, which no other table can have
    create: str  # the statement that makes the table
    drop: str
    rows: pyarrow.Table = field(repr=False)

    def batches(self) -> Iterator[list[tuple[object, ...]]]:
        """Yield the rows as Python's values."""
        for batch in self.rows.to_batches(max_chunksize=_ROWS):
            go_on()
            yield list(zip(*(column.to_pylist() for column in batch.columns), strict=True))


def frame_table(name: str, frame: Any, dialect: str) -> FrameTable:
    """Return how `frame` becomes a temporary table; StatementFailed for what no table of the engine holds."""
    rows = _in_microseconds(as_arrow(name, frame))
    mark = "`" if dialect == "mysql" else '"'

    def quoted(word: str) -> str:
        return f"{mark}{word.replace(mark, mark * 2)}{mark}"

    columns = ", ".join(f"{quoted(f.name)} {_type(name, f, dialect)}" for f in rows.schema)
    # Named with its schema, so that no table of the database can be meant.
    where = {"postgres": "pg_temp.", "sqlite": "temp."}.get(dialect, "")
    kind = "TEMPORARY TABLE" if dialect == "mysql" else "TABLE"
    return FrameTable(
        name,
        f"{where}{quoted(name)}",
        f"CREATE TEMPORARY TABLE {quoted(name)} ({columns})",
        f"DROP {kind} IF EXISTS {where}{quoted(name)}",
        rows,
    )


@contextmanager
def in_tables(
    tables: Sequence[FrameTable],
    execute: Callable[[str], object],
    load: Callable[[FrameTable], object],
) -> Iterator[None]:
    """Make the tables, fill them by `load`, and drop them in the end."""
    made = []
    try:
        for table in tables:
            execute(table.create)
            made.append(table)
            load(table)
        yield
    finally:
        for table in made:
            with contextlib.suppress(Exception):  # gone with its session, or with a rollback
                execute(table.drop)


def frame_tables(fetch: Fetch, dialect: str) -> list[FrameTable]:
    """Return the frames that a batch reads, as the tables they become."""
    return [frame_table(name, fetch.variables[name], dialect) for name in fetch.frames]


def as_arrow(name: str, frame: Any) -> pyarrow.Table:
    """Return a frame of any library as a table of Arrow; StatementFailed for what is none."""
    if hasattr(frame, "collect") and not hasattr(frame, "to_arrow"):
        frame = frame.collect()  # a LazyFrame of polars
    try:
        if isinstance(frame, pyarrow.Table):
            rows = frame
        elif hasattr(frame, "to_arrow"):
            rows = frame.to_arrow()
        else:
            rows = pandas_table(frame)
    except (pyarrow.ArrowException, TypeError, ValueError, OverflowError) as error:
        said = str(error.args[-1] if error.args else error)
        raise StatementFailed(f":{name} cannot be sent as a table: {said}") from None
    if not rows.num_columns:
        raise StatementFailed(f":{name} has no columns.")
    return rows


def _in_microseconds(rows: pyarrow.Table) -> pyarrow.Table:
    """Return the rows without nanoseconds: the engines and Python have no place for them."""
    for index, column in enumerate(rows.schema):
        kind = column.type
        if _T.is_timestamp(kind) and kind.unit == "ns":
            plain = pyarrow.timestamp("us", kind.tz)
        elif _T.is_time64(kind) and kind.unit == "ns":
            plain = pyarrow.time64("us")
        elif _T.is_duration(kind) and kind.unit == "ns":
            plain = pyarrow.duration("us")
        else:
            continue
        rows = rows.set_column(index, column.with_type(plain), rows.column(index).cast(plain, safe=False))
    return rows


def _type(name: str, column: pyarrow.Field, dialect: str) -> str:
    kind = column.type
    if _T.is_decimal(kind):
        return (
            "NUMERIC" if dialect == "sqlite" else f"DECIMAL({max(kind.precision, kind.scale)}, {kind.scale})"
        )
    if kind_of(column) == "uuid":
        return "UUID" if dialect == "postgres" else "TEXT"
    if _T.is_dictionary(kind):
        kind = kind.value_type
    for belongs, written in zip(_KINDS, _TYPES[dialect], strict=True):
        if belongs(kind):
            if written != "-":
                return written.replace("_", " ")
            break
    if _T.is_null(kind) or _T.is_string(kind) or _T.is_large_string(kind) or _T.is_string_view(kind):
        return "LONGTEXT" if dialect == "mysql" else "TEXT"
    raise StatementFailed(
        f":{name} cannot be sent as a table: its column {column.name!r} is of type {kind}, for which there "
        "is no type there. Convert it, or leave it out."
    )
