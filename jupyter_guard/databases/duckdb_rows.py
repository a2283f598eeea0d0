"""Take the rows of a DuckDB query as Arrow batches, while DuckDB computes them."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import duckdb
import pyarrow

from .arrow_frames import field
from .duckdb_types import as_meant, kind_of, note_of, type_as_meant
from .fetching import BATCH
from .frame_kinds import is_frame

_KNOWN = """
SELECT table_name FROM duckdb_tables() WHERE table_name = $name
UNION ALL SELECT view_name FROM duckdb_views() WHERE view_name = $name
"""


def rows_of(
    connection: duckdb.DuckDBPyConnection,
) -> tuple[pyarrow.Schema, Iterator[pyarrow.RecordBatch], str]:
    """Return the columns and the rows of the statement that ran last, and a note on what they lack."""
    kinds = [column[1] for column in connection.description]
    reader = _reader(connection)
    fields = [
        field(column.name, type_as_meant(column.type, kind), kind_of(kind))
        for column, kind in zip(reader.schema, kinds, strict=True)
    ]
    schema = pyarrow.schema(fields)
    return schema, _batches(reader, schema, kinds), note_of(kinds)


def _reader(connection: duckdb.DuckDBPyConnection) -> pyarrow.RecordBatchReader:
    with warnings.catch_warnings():
        # It says that another way copies less; that way would send the text again for each look.
        warnings.simplefilter("ignore")
        if hasattr(connection, "to_arrow_reader"):
            return connection.to_arrow_reader(BATCH)
        return connection.fetch_record_batch(BATCH)  # type: ignore[attr-defined]  # before DuckDB 1.5


def _batches(
    reader: pyarrow.RecordBatchReader, schema: pyarrow.Schema, kinds: list[Any]
) -> Iterator[pyarrow.RecordBatch]:
    with contextlib.closing(reader):
        for batch in reader:
            columns = [as_meant(column, kind) for column, kind in zip(batch.columns, kinds, strict=True)]
            yield pyarrow.RecordBatch.from_arrays(columns, schema=schema)


@contextlib.contextmanager
def frames_visible(
    connection: duckdb.DuckDBPyConnection,
    reads: Collection[str],
    variables: Mapping[str, object],
    named: Collection[str] = (),
) -> Iterator[None]:
    """Let a statement read the notebook's frames by their name, where no table is called so.

    `named` are those that it names as `:frame`, which count before a table.
    """
    names = {read.strip('"') for read in reads}
    shown = [
        name
        for name in names
        # Asked in any case: what the last statement left unfetched keeps a frame from being shown.
        if is_frame(variables.get(name)) and (not _is_table(connection, name) or name in named)
    ]
    try:
        for name in shown:
            connection.register(name, variables[name])
        yield
    finally:
        for name in shown:
            with contextlib.suppress(duckdb.Error):
                connection.unregister(name)


def _is_table(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    return connection.execute(_KNOWN, {"name": name}).fetchall() != []
