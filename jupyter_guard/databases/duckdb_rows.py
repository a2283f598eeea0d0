"""Take the rows of a DuckDB query as Arrow batches, while DuckDB computes them."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Collection, Iterator, Mapping

import duckdb
import pyarrow

from .arrow_frames import field
from .fetching import BATCH
from .frame_kinds import is_frame

# DuckDB's type -> kind of arrow_frames, where Arrow's type alone does not say it.
_KINDS = {"UUID": "uuid", "HUGEINT": "integer", "UHUGEINT": "integer"}
_KNOWN = """
SELECT table_name FROM duckdb_tables() WHERE table_name = $name
UNION ALL SELECT view_name FROM duckdb_views() WHERE view_name = $name
"""


def rows_of(connection: duckdb.DuckDBPyConnection) -> tuple[pyarrow.Schema, Iterator[pyarrow.RecordBatch]]:
    """Return the columns and the rows of the statement that ran last."""
    kinds = [str(column[1]) for column in connection.description]
    reader = _reader(connection)
    fields = [
        field(column.name, pyarrow.string() if kind == "BIT" else column.type, _KINDS.get(kind, ""))
        for column, kind in zip(reader.schema, kinds, strict=True)
    ]
    schema = pyarrow.schema(fields)
    return schema, _batches(reader, schema, kinds)


def _reader(connection: duckdb.DuckDBPyConnection) -> pyarrow.RecordBatchReader:
    with warnings.catch_warnings():
        # It says that another way copies less; that way would send the text again for each look.
        warnings.simplefilter("ignore")
        if hasattr(connection, "to_arrow_reader"):
            return connection.to_arrow_reader(BATCH)
        return connection.fetch_record_batch(BATCH)  # type: ignore[attr-defined]  # before DuckDB 1.5


def _batches(
    reader: pyarrow.RecordBatchReader, schema: pyarrow.Schema, kinds: list[str]
) -> Iterator[pyarrow.RecordBatch]:
    with contextlib.closing(reader):
        for batch in reader:
            columns = [
                _bits(column) if kind == "BIT" else column
                for column, kind in zip(batch.columns, kinds, strict=True)
            ]
            yield pyarrow.RecordBatch.from_arrays(columns, schema=schema)


def _bits(column: pyarrow.Array) -> pyarrow.Array:
    """Return bit strings as 0 and 1; Arrow gets them packed, behind a byte with the bits to skip."""
    written = [
        None if packed is None else "".join(f"{byte:08b}" for byte in packed[1:])[packed[0] :]
        for packed in column.to_pylist()
    ]
    return pyarrow.array(written, pyarrow.string())


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
