"""Write the rows of a statement into a Parquet file, batch by batch; all of it or nothing."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from decimal import Decimal
from pathlib import Path

import pyarrow
import pyarrow.parquet

from jupyter_guard.errors import StatementFailed

from .arrow_frames import unique

_DETAIL = re.compile(r"\[errno \d+\] (.+)")


class ParquetFile:
    """A file that appears at its place only when it is complete."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._schema: pyarrow.Schema | None = None
        self._writer: pyarrow.parquet.ParquetWriter | None = None
        try:
            handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        except OSError as error:
            raise _failed(path, error) from None
        os.close(handle)
        self._draft = Path(draft)

    def write(self, batch: pyarrow.RecordBatch) -> None:
        """Add rows; all batches have the columns of the first."""
        try:
            if self._writer is None:
                self._open(batch.schema)
            if self._writer is not None and self._schema is not None:
                columns = [
                    _cast(column, wanted.type)
                    for column, wanted in zip(batch.columns, self._schema, strict=True)
                ]
                self._writer.write_batch(pyarrow.RecordBatch.from_arrays(columns, schema=self._schema))
        except OSError as error:
            raise _failed(self._path, error) from None
        except pyarrow.ArrowException as error:
            raise StatementFailed(f"{self._path} cannot hold these rows: {error}") from None

    def complete(self, schema: pyarrow.Schema) -> None:
        """Put the file at its place, with the columns of `schema` if no row came."""
        try:
            if self._writer is None:
                self._open(schema)
            if self._writer is not None:
                self._writer.close()
            os.replace(self._draft, self._path)
        except OSError as error:
            raise _failed(self._path, error) from None

    def abandon(self) -> None:
        """Leave nothing behind; harmless after `complete`."""
        with contextlib.suppress(OSError, pyarrow.ArrowException):
            if self._writer is not None and self._writer.is_open:
                self._writer.close()
        with contextlib.suppress(OSError):
            self._draft.unlink(missing_ok=True)

    def _open(self, schema: pyarrow.Schema) -> None:
        names = unique(schema.names)
        self._schema = pyarrow.schema(
            [pyarrow.field(name, _kept(field.type)) for name, field in zip(names, schema, strict=True)]
        )
        self._writer = pyarrow.parquet.ParquetWriter(self._draft, self._schema, compression="zstd")


def _cast(column: pyarrow.Array, wanted: pyarrow.DataType) -> pyarrow.Array:
    if column.type == wanted:
        return column
    if not pyarrow.types.is_interval(column.type):
        return column.cast(wanted)
    return pyarrow.array([None if span is None else _span(span) for span in column.to_pylist()], wanted)


def _span(span: pyarrow.MonthDayNano) -> str:
    """Return an interval as ISO 8601 writes it, such as P1M2DT3.5S."""
    seconds = Decimal(span.nanoseconds).scaleb(-9).normalize()
    return f"P{span.months}M{span.days}DT{seconds:f}S"


def _kept(kind: pyarrow.DataType) -> pyarrow.DataType:
    """Return the type that Parquet keeps `kind` as."""
    if pyarrow.types.is_null(kind) or pyarrow.types.is_interval(kind):
        return pyarrow.string()
    return kind


def _failed(path: Path, error: OSError) -> StatementFailed:
    why = error.strerror or str(error)
    said = _DETAIL.search(why)  # Arrow puts words around what the system says
    why = said[1] if said else why
    return StatementFailed(f"{path} cannot be written: {why}. No file was left there.")
