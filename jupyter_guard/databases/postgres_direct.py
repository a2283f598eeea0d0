"""Bring large reads of PostgreSQL as Arrow, over a connection of their own.

Only what needs nothing of the session comes this way: outside of a transaction, while no statement
has changed the session. ADBC has the server parse the text as one statement and then copies
its rows out in PostgreSQL's binary format.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import Any

import pyarrow
import pyarrow.compute
from psycopg.conninfo import make_conninfo

from .moments import is_moment

_BATCH = "8388608"  # bytes of one batch
_EPOCH = 10_957  # days from 1970 to 2000
_DAY = 86_400_000_000  # microseconds


class DirectFailed(Exception):
    """Say what the server or the driver answered."""

    def __init__(self, message: str, *, sent: bool) -> None:
        super().__init__(message)
        self.sent = sent  # whether the statement may have begun to run


class Direct:
    """A second connection, opened for the first large read."""

    def __init__(self, parameters: Mapping[str, str]) -> None:
        self._parameters = dict(parameters)  # with the password
        self._connection: Any = None
        self._cursor: Any = None
        self._broken = find_spec("adbc_driver_postgresql") is None

    @property
    def usable(self) -> bool:
        """Whether the driver is installed and has not failed to connect."""
        return not self._broken

    def batches(self, text: str, schema: pyarrow.Schema) -> Iterator[pyarrow.RecordBatch]:
        """Run `text` and yield its rows with the types of `schema`; who stops early cancels it.

        Raises DirectFailed.
        """
        from adbc_driver_manager import Error

        finished = False
        try:
            self._cursor = self._open().cursor(
                adbc_stmt_kwargs={"adbc.postgresql.batch_size_hint_bytes": _BATCH}
            )
            sent = False
            try:
                sent = True
                self._cursor.execute(text)
                reader = self._cursor.fetch_record_batch()
                for batch in reader:
                    yield _cast(batch, schema)
                finished = True
            except Error as error:
                message = str(error)
            except pyarrow.ArrowException as error:  # out of the middle of the rows
                message = str(error)
            else:
                return
            raise DirectFailed(message, sent=sent)
        finally:
            if not finished:
                # Nobody waits for what is left of it, on the server neither.
                self.cancel()
                self.close()
            elif self._cursor is not None:
                self._cursor.close()
            self._cursor = None

    def cancel(self) -> None:
        """Ask the server to stop what runs."""
        cursor = self._cursor
        if cursor is not None:
            with contextlib.suppress(Exception):  # it is over, or the server is gone
                cursor.adbc_cancel()

    def close(self) -> None:
        """End the connection; a later read opens it again."""
        connection, self._connection = self._connection, None
        cursor, self._cursor = self._cursor, None
        for held in (cursor, connection):
            if held is not None:
                with contextlib.suppress(Exception):  # what is broken need not be closed well
                    held.close()

    def _open(self) -> Any:
        if self._connection is None:
            import adbc_driver_postgresql.dbapi as adbc
            from adbc_driver_manager import Error

            try:
                self._connection = adbc.connect(make_conninfo(**self._parameters), autocommit=True)
            except Error:
                self._broken = True
                raise DirectFailed("", sent=False) from None  # the words may hold the password
        return self._connection


def _cast(batch: pyarrow.RecordBatch, schema: pyarrow.Schema) -> pyarrow.RecordBatch:
    columns = []
    for column, wanted in zip(batch.columns, schema, strict=True):
        plain = column.storage if isinstance(column, pyarrow.ExtensionArray) else column
        plain = plain if plain.type == wanted.type else plain.cast(wanted.type)
        columns.append(_with_infinity(plain) if is_moment(plain.type) else plain)
    return pyarrow.RecordBatch.from_arrays(columns, schema=schema)


def _with_infinity(column: pyarrow.Array) -> pyarrow.Array:
    """Return moments with infinity as `moments` has it.

    PostgreSQL counts from 2000, with infinity as the greatest number and less it as the least; the driver
    adds what lies between 1970 and 2000, which goes round.
    """
    if pyarrow.types.is_time(column.type):
        return column
    whole, bits, shift = (
        (pyarrow.int32(), 32, _EPOCH) if column.type.bit_width == 32 else (pyarrow.int64(), 64, _EPOCH * _DAY)
    )
    numbers = column.cast(whole)
    least = pyarrow.compute.min(numbers).as_py()
    bound = -(2 ** (bits - 1)) + shift  # what it is in place of -infinity; infinity lies one below
    if least is None or least > bound:
        return column
    if least < bound - 1:
        raise pyarrow.ArrowInvalid(
            "a timestamp after the year 294246 has no place in a DataFrame; cast it to text"
        )
    endless = pyarrow.scalar(2 ** (bits - 1) - 1, whole)
    numbers = pyarrow.compute.if_else(pyarrow.compute.equal(numbers, bound - 1), endless, numbers)
    less = pyarrow.scalar(1 - 2 ** (bits - 1), whole)
    return pyarrow.compute.if_else(pyarrow.compute.equal(numbers, bound), less, numbers).cast(column.type)
