"""Write the rows of a statement into a Parquet file, batch by batch; all of it or nothing."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pyarrow
import pyarrow.parquet

from jupyter_guard.errors import StatementFailed

from . import moments
from .arrow_frames import kind_of, unique
from .decimals import decimal_of
from .unifying import JSON, NUMERIC, common

_DETAIL = re.compile(r"\[errno \d+\] (.+)")


class ParquetFile:
    """A file that appears at its place only when it is complete."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._types: list[pyarrow.DataType] = []  # of the columns so far; null where no value came yet
        self._writer: pyarrow.parquet.ParquetWriter | None = None
        self._draft = self._new_draft()

    def write(self, batch: pyarrow.RecordBatch) -> None:
        """Add rows; a column may get a wider type on the way, for which what was written is copied."""
        try:
            fields = list(batch.schema)
            columns = [_kept(column, field) for column, field in zip(batch.columns, fields, strict=True)]
            before = self._types
            self._types = [column.type for column in columns]
            if before:
                self._types = [common(old, new) for old, new in zip(before, self._types, strict=True)]
            for kind, field in zip(self._types, fields, strict=True):
                if pyarrow.types.is_union(kind):
                    raise StatementFailed(_of_several_types(self._path, field.name))
            schema = _schema(batch.schema.names, self._types)
            if self._writer is None:
                self._open(schema)
            elif before != self._types:
                self._copy(schema)
            if self._writer is not None:
                cast = [column.cast(field.type) for column, field in zip(columns, schema, strict=True)]
                self._writer.write_batch(pyarrow.RecordBatch.from_arrays(cast, schema=schema))
        except OSError as error:
            raise _failed(self._path, error) from None
        except pyarrow.ArrowException as error:
            raise StatementFailed(f"{self._path} cannot hold these rows: {error}") from None

    def complete(self, schema: pyarrow.Schema) -> None:
        """Put the file at its place, with the columns of `schema` if no row came."""
        try:
            if self._writer is None:
                types = [_kept(pyarrow.array([], field.type), field).type for field in schema]
                self._open(_schema(schema.names, types))
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

    def _open(self, schema: pyarrow.Schema) -> pyarrow.parquet.ParquetWriter:
        self._writer = pyarrow.parquet.ParquetWriter(self._draft, schema, compression="zstd")
        return self._writer

    def _copy(self, schema: pyarrow.Schema) -> None:
        """Write what is there into a new draft with other types, a part at a time."""
        if self._writer is not None:
            self._writer.close()
        before, self._draft = self._draft, self._new_draft()
        writer = self._open(schema)
        try:
            with pyarrow.parquet.ParquetFile(before) as file:
                for batch in file.iter_batches():
                    columns = [c.cast(field.type) for c, field in zip(batch.columns, schema, strict=True)]
                    writer.write_batch(pyarrow.RecordBatch.from_arrays(columns, schema=schema))
        finally:
            before.unlink(missing_ok=True)

    def _new_draft(self) -> Path:
        try:
            handle, draft = tempfile.mkstemp(dir=self._path.parent, prefix=f".{self._path.name}-")
        except OSError as error:
            raise _failed(self._path, error) from None
        os.close(handle)
        return Path(draft)


def _schema(names: Sequence[str], types: Sequence[pyarrow.DataType]) -> pyarrow.Schema:
    as_text = (pyarrow.null(), JSON, NUMERIC)
    kept = [pyarrow.string() if kind in as_text else kind for kind in types]
    return pyarrow.schema(list(zip(unique(names), kept, strict=True)))


def _kept(column: pyarrow.Array, field: pyarrow.Field) -> pyarrow.Array:
    """Return a column as Parquet keeps it: intervals and objects as texts, exact numbers as such."""
    if pyarrow.types.is_interval(column.type):
        return moments.interval_texts(column)
    meaning, *digits = kind_of(field).split() or [""]
    if meaning == "numeric" and digits:
        return column.cast(decimal_of(*map(int, digits)))
    if moments.is_moment(column.type) and moments.as_texts(pyarrow.chunked_array([column])) is not None:
        raise StatementFailed(
            f"The column {field.name!r} holds infinity or 24:00:00, for which Parquet has no value; "
            "cast it to text."
        )
    return column


def _of_several_types(path: Path, name: str) -> str:
    return (
        f"{path} cannot hold these rows: the column {name!r} has values of several types, and a column of "
        "Parquet has one. Cast it, such as by CAST(… AS TEXT)."
    )


def _failed(path: Path, error: OSError) -> StatementFailed:
    why = error.strerror or str(error)
    said = _DETAIL.search(why)  # Arrow puts words around what the system says
    why = said[1] if said else why
    return StatementFailed(f"{path} cannot be written: {why}. No file was left there.")
