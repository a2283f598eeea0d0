"""Turn rows of Python values into Arrow batches, with types that are known or that their values have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

import pyarrow

from .fetching import BATCH
from .packing import PackedColumn

Row = Sequence[object]

_PART = 512  # rows that are taken at once: their values stay in the processor's cache
_SIZE = 64_000_000  # bytes of values, from which on a batch is not filled any further


def typed(rows: Iterable[Row], schema: pyarrow.Schema) -> Iterator[pyarrow.RecordBatch]:
    """Yield batches of rows whose types are known."""
    remaining = iter(rows)
    while part := list(islice(remaining, BATCH)):
        columns = zip(*part, strict=True)
        arrays = [
            pyarrow.array(values, type=column.type) for values, column in zip(columns, schema, strict=True)
        ]
        yield pyarrow.RecordBatch.from_arrays(arrays, schema=schema)


def by_value(
    names: Sequence[str],
    next_rows: Callable[[int], Sequence[Row]],
    hints: Sequence[pyarrow.DataType | None] = (),
) -> Iterator[pyarrow.RecordBatch]:
    """Yield batches of rows that come without types: each column has the type of its values.

    `next_rows` is asked for a number of rows until it has none. The types may differ from
    batch to batch: `unified` makes them one. `hints` are types that the driver says, where it does.
    """
    hints = hints or [None] * len(names)
    columns = [PackedColumn(hint) for hint in hints]
    held = size = 0
    while rows := next_rows(_PART):
        for column, values in zip(columns, zip(*rows, strict=True), strict=True):
            size += column.add(values)
        held += len(rows)
        if held >= BATCH or size >= _SIZE:
            yield _taken(columns, names)
            held = size = 0
    if held:
        yield _taken(columns, names)


def _taken(columns: Sequence[PackedColumn], names: Sequence[str]) -> pyarrow.RecordBatch:
    return pyarrow.RecordBatch.from_arrays([column.take() for column in columns], names=list(names))
