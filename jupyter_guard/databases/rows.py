"""Turn rows of Python values into Arrow batches, with types that are known or that their values have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

import pyarrow

from .fetching import BATCH
from .packing import PackedColumn
from .unifying import REFUSED, array_of

Row = Sequence[object]

_PART = 512  # rows that are taken at once: their values stay in the processor's cache
_SIZE = 64_000_000  # bytes of values, from which on a batch is not filled any further


def typed(rows: Iterable[Row], schema: pyarrow.Schema) -> Iterator[pyarrow.RecordBatch]:
    """Yield batches of rows whose types are known.

    A column that holds what its type cannot (an array of several dimensions) has the type of its values.
    """
    remaining = iter(rows)
    count = _PART
    while part := list(islice(remaining, count)):
        size = 0
        for batch in _batches(part, schema):
            size += batch.nbytes
            yield batch
        count = max(1, min(BATCH, 2 * count, _SIZE * len(part) // max(size, 1)))


def _batches(part: list[Row], schema: pyarrow.Schema) -> Iterator[pyarrow.RecordBatch]:
    values = zip(*part, strict=True)
    arrays = [_array(column, field.type) for column, field in zip(values, schema, strict=True)]
    if any(isinstance(array, pyarrow.ChunkedArray) for array in arrays):  # more than 2 GB
        half = len(part) // 2
        yield from _batches(part[:half], schema)
        yield from _batches(part[half:], schema)
        return
    fields = [field.with_type(array.type) for field, array in zip(schema, arrays, strict=True)]
    yield pyarrow.RecordBatch.from_arrays(arrays, schema=pyarrow.schema(fields))


def _array(values: Sequence[object], kind: pyarrow.DataType) -> pyarrow.Array | pyarrow.ChunkedArray:
    try:
        return pyarrow.array(values, type=kind)
    except REFUSED:
        return array_of(values)


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
    empty = True
    while rows := next_rows(_PART):
        for column, values in zip(columns, zip(*rows, strict=True), strict=True):
            size += column.add(values)
        held += len(rows)
        if held >= BATCH or size >= _SIZE:
            yield _taken(columns, names)
            held = size = 0
            empty = False
    if held or empty:  # also without rows the types that the driver says are known
        yield _taken(columns, names)


def _taken(columns: Sequence[PackedColumn], names: Sequence[str]) -> pyarrow.RecordBatch:
    return pyarrow.RecordBatch.from_arrays([column.take() for column in columns], names=list(names))
