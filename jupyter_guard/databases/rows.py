"""Turn rows of Python values into Arrow batches, with types that are known or that their values have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

import pyarrow

from .fetching import BATCH
from .unifying import array_of, joined_array

Row = Sequence[object]

_PART = 1_024  # rows that are taken at once: their values stay in the processor's cache


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
    pending: list[list[pyarrow.Array]] = [[] for _ in names]
    held = 0
    while rows := next_rows(_PART):
        arrays = [array_of(values, hint) for values, hint in zip(zip(*rows, strict=True), hints, strict=True)]
        for column, array in zip(pending, arrays, strict=True):
            column.append(array)
        held += len(rows)
        if held >= BATCH:
            yield _joined(pending, names)
            held = 0
    if held:
        yield _joined(pending, names)


def _joined(pending: list[list[pyarrow.Array]], names: Sequence[str]) -> pyarrow.RecordBatch:
    """Return the parts of each column as one array, and forget them."""
    joined = [joined_array(parts) for parts in pending]
    for parts in pending:
        parts.clear()
    return pyarrow.RecordBatch.from_arrays(joined, names=list(names))
