"""Tell the notebook's DataFrames from its other variables, without importing any of their libraries."""

from __future__ import annotations

_LIBRARIES = frozenset({"pandas", "polars", "pyarrow"})
_KINDS = frozenset({"DataFrame", "LazyFrame", "RecordBatch", "RecordBatchReader", "Table"})


def is_frame(value: object) -> bool:
    """Say whether `value` is a frame of pandas or polars, or a table of Arrow."""
    kind = type(value)
    return kind.__name__ in _KINDS and kind.__module__.partition(".")[0] in _LIBRARIES
