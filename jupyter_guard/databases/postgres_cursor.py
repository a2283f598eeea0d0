"""Fetch from PostgreSQL: one statement a time, no more rows than wanted, faithful types."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

import pandas
import psycopg
from psycopg import capabilities
from psycopg.adapt import PyFormat, Transformer

from .frames import frame

if TYPE_CHECKING:
    from psycopg._queries import PostgresQuery

_CHUNK = 1000  # rows that libpq hands on at once

# OID of pg_type -> kind of frames.KINDS. All others go by their values.
_KINDS = {
    16: "bool",
    18: "text",  # "char"
    19: "text",  # name
    20: "int",
    21: "int",
    23: "int",
    25: "text",
    26: "int",  # oid
    700: "float",
    701: "float",
    1042: "text",  # char(n)
    1043: "text",
    1082: "timestamp",  # date
    1114: "timestamp",
    1184: "instant",  # timestamptz
    1186: "duration",  # interval; a month counts 30 days
    1700: "object",  # numeric, as Decimal
}

Row = tuple[object, ...]


class OneStatementCursor(psycopg.RawCursor[Row]):
    """A cursor that sends $1, $2 … as they are, and that the server allows one statement only."""

    def _execute_send(
        self, query: PostgresQuery, *, force_extended: bool = False, binary: bool | None = None
    ) -> None:
        # A text without parameters would go by the simple protocol, in which the server runs
        # everything that it finds there, also where the judge has read one statement.
        super()._execute_send(query, force_extended=True, binary=binary)


def fetch_all(cursor: OneStatementCursor, max_rows: int | None) -> tuple[pandas.DataFrame, bool]:
    """Return the rows of a statement that was executed, and whether there are more."""
    rows = cursor.fetchall() if max_rows is None else cursor.fetchmany(max_rows + 1)
    return _framed(cursor, rows, max_rows)


def fetch_first(
    cursor: OneStatementCursor, text: bytes, parameters: Sequence[object], max_rows: int
) -> tuple[pandas.DataFrame, bool]:
    """Execute a query that only reads, and cancel it once there are rows enough.

    Not inside a transaction, which the cancelling would end.
    """
    size = _CHUNK if capabilities.has_stream_chunked() else 1
    stream = cursor.stream(text, parameters, size=size)
    try:
        rows = list(islice(stream, max_rows + 1))
    finally:
        stream.close()  # type: ignore[attr-defined]  # a generator, typed as an iterator
    if not rows and cursor.description is None:
        return _described(cursor, text, parameters), False
    return _framed(cursor, rows, max_rows)


def _framed(
    cursor: OneStatementCursor, rows: list[Row], max_rows: int | None
) -> tuple[pandas.DataFrame, bool]:
    columns = cursor.description or []
    more = max_rows is not None and len(rows) > max_rows
    kinds = [_KINDS.get(column.type_code, "") for column in columns]
    return frame([column.name for column in columns], kinds, rows[:max_rows]), more


def _described(cursor: OneStatementCursor, text: bytes, parameters: Sequence[object]) -> pandas.DataFrame:
    """Return the columns of a query that streamed no row: then psycopg does not tell them."""
    transformer = Transformer(cursor.connection)
    oids = [transformer.get_dumper(value, PyFormat.AUTO).oid for value in parameters]
    server = cursor.connection.pgconn
    server.prepare(b"", text, param_types=oids)
    described = server.describe_prepared(b"")
    names = [(described.fname(i) or b"").decode() for i in range(described.nfields)]
    kinds = [_KINDS.get(described.ftype(i), "") for i in range(described.nfields)]
    return frame(names, kinds, [])
