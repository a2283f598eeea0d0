"""Send one statement a time to PostgreSQL and take its rows as they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import psycopg
import pyarrow
from psycopg import capabilities
from psycopg.adapt import PyFormat, Transformer
from psycopg.rows import tuple_row
from psycopg.types.json import Jsonb

from .postgres_types import field_of, load_as_arrow
from .rows import typed

if TYPE_CHECKING:
    from psycopg._queries import PostgresQuery

_CHUNK = 1000  # rows that libpq hands on at once

Row = tuple[object, ...]


class OneStatementCursor(psycopg.RawCursor[Row]):
    """A cursor that sends $1, $2 … as they are, and that the server allows one statement only."""

    def _execute_send(
        self, query: PostgresQuery, *, force_extended: bool = False, binary: bool | None = None
    ) -> None:
        # A text without parameters would go by the simple protocol, in which the server runs
        # everything that it finds there, also where the judge has read one statement.
        super()._execute_send(query, force_extended=True, binary=binary)


class GivenCursor(OneStatementCursor):
    """The same on a connection of the notebook, whose own row factory and loaders stay as they are."""

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        super().__init__(connection, row_factory=tuple_row)
        load_as_arrow(self)


def parameters(values: Iterable[object]) -> list[object]:
    """Return values as psycopg sends them: objects as JSON."""
    return [
        Jsonb(value) if isinstance(value, dict) else parameters(value) if isinstance(value, list) else value
        for value in values
    ]


class Described(NamedTuple):
    """The columns that a statement would return."""

    schema: pyarrow.Schema
    oids: tuple[int, ...]


def describe(session: psycopg.Connection[Row], text: bytes, parameters: Sequence[object]) -> Described:
    """Have the server parse `text`, which runs nothing, and say what columns it would return."""
    transformer = Transformer(session)
    oids = [transformer.get_dumper(value, PyFormat.AUTO).oid for value in parameters]
    server = session.pgconn
    for answer in (server.prepare(b"", text, param_types=oids), server.describe_prepared(b"")):
        if answer.status == psycopg.pq.ExecStatus.FATAL_ERROR:
            raise psycopg.errors.error_from_result(answer)
    fields = [
        field_of(
            (answer.fname(i) or b"").decode(), answer.ftype(i), *_precision(answer.ftype(i), answer.fmod(i))
        )
        for i in range(answer.nfields)
    ]
    return Described(pyarrow.schema(fields), tuple(answer.ftype(i) for i in range(answer.nfields)))


def described_by(cursor: OneStatementCursor) -> Described:
    """Return the columns of the statement that `cursor` ran."""
    columns = cursor.description or []
    fields = [field_of(c.name, c.type_code, c.precision, c.scale) for c in columns]
    return Described(pyarrow.schema(fields), tuple(column.type_code for column in columns))


def stream(
    cursor: OneStatementCursor, text: bytes, parameters: Sequence[object], *, drain: bool
) -> tuple[Described, Iterator[pyarrow.RecordBatch]]:
    """Execute a query that only reads, and return its columns and its rows as they come.

    Who stops before the end cancels the query, or with `drain` has the rest thrown away:
    inside a transaction, which cancelling would end.
    """
    size = _CHUNK if capabilities.has_stream_chunked() else 1
    rows = cursor.stream(text, parameters, size=size)
    first = next(rows, None)
    if first is None:
        found = describe(cursor.connection, text, parameters)
        return found, typed((), found.schema)
    found = described_by(cursor)
    return found, typed(_remaining(first, rows, drain), found.schema)


def _remaining(first: Row, rows: Iterator[Row], drain: bool) -> Iterator[Row]:
    try:
        yield first
        yield from rows
    finally:
        if drain:
            for _ in rows:
                pass
        rows.close()  # type: ignore[attr-defined]  # a generator, typed as an iterator


def rows_of(cursor: OneStatementCursor) -> tuple[Described, Iterator[pyarrow.RecordBatch]]:
    """Return the columns and the rows of a statement that was executed."""
    found = described_by(cursor)
    return found, typed(cursor, found.schema)


def _precision(oid: int, modifier: int) -> tuple[int | None, int | None]:
    """Return precision and scale as a NUMERIC's type modifier says them."""
    if oid != 1700 or modifier < 4:
        return None, None
    packed = modifier - 4
    scale = packed & 0x7FF
    return packed >> 16, scale - 2048 if scale >= 1024 else scale
