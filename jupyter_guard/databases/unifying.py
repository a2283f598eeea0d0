"""Give columns whose types are those of their values one type for all batches."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from functools import reduce

import pyarrow

from .arrow_frames import field

_REFUSED = (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError, pyarrow.ArrowNotImplementedError, OverflowError)
_CHILDREN = (pyarrow.int64(), pyarrow.float64(), pyarrow.string(), pyarrow.binary())
_CHILD = {bool: 0, int: 0, float: 1, str: 2, bytes: 3}
_MIXED = pyarrow.dense_union([pyarrow.field(str(i), kind) for i, kind in enumerate(_CHILDREN)])


def unified(
    batches: Sequence[pyarrow.RecordBatch], names: Sequence[str]
) -> tuple[list[pyarrow.RecordBatch], pyarrow.Schema]:
    """Return batches of `by_value` with the types that hold the values of all of them."""
    columns = [_alike([batch.column(i) for batch in batches]) for i in range(len(names))]
    types = [arrays[0].type if arrays else pyarrow.null() for arrays in columns]
    schema = pyarrow.schema([field(name, kind) for name, kind in zip(names, types, strict=True)])
    rows = zip(*columns, strict=True)
    return [pyarrow.RecordBatch.from_arrays(list(part), schema=schema) for part in rows], schema


def joined_array(arrays: Sequence[pyarrow.Array]) -> pyarrow.Array:
    """Return parts of a column as one array, of the type that holds the values of all of them."""
    if len(arrays) == 1:
        return arrays[0]
    alike = _alike(arrays)
    if alike[0].type != _MIXED:
        return pyarrow.concat_arrays(alike)
    return _packed([value for array in alike for value in array.to_pylist()])


def _alike(arrays: Sequence[pyarrow.Array]) -> list[pyarrow.Array]:
    kind = reduce(_common, {array.type for array in arrays}, pyarrow.null())
    try:
        return [_as(array, kind) for array in arrays]
    except _REFUSED:  # a whole number that no float holds
        return [_packed(array.to_pylist()) for array in arrays]


def array_of(values: Sequence[object], hint: pyarrow.DataType | None = None) -> pyarrow.Array:
    """Return `values` with the type of the hint, that they have, or as a union of several."""
    if hint is not None:
        with contextlib.suppress(*_REFUSED):
            return pyarrow.array(values, hint)
    try:
        array = pyarrow.array(values)
    except _REFUSED:
        return _packed(values)
    # Arrow would take texts among bytes for bytes.
    mixed = pyarrow.types.is_binary(array.type) and any(type(value) is str for value in values)
    return _packed(values) if mixed else array


def _packed(values: Sequence[object]) -> pyarrow.Array:
    """Return values of several types as a union, which gives them back as they are."""
    children: list[list[object]] = [[] for _ in _CHILDREN]
    kinds, offsets = [], []
    for value in values:
        child = _CHILD.get(type(value), 2)
        known = value is None or type(value) in _CHILD
        kinds.append(child)
        offsets.append(len(children[child]))
        children[child].append(value if known else str(value))
    return pyarrow.UnionArray.from_dense(
        pyarrow.array(kinds, pyarrow.int8()),
        pyarrow.array(offsets, pyarrow.int32()),
        [pyarrow.array(held, kind) for held, kind in zip(children, _CHILDREN, strict=True)],
        [str(i) for i in range(len(_CHILDREN))],
    )


def _common(first: pyarrow.DataType, second: pyarrow.DataType) -> pyarrow.DataType:
    if first == second or pyarrow.types.is_null(second):
        return first
    if pyarrow.types.is_null(first):
        return second
    if {first, second} == {pyarrow.int64(), pyarrow.float64()}:
        return pyarrow.float64()
    if pyarrow.types.is_decimal(first) and pyarrow.types.is_decimal(second):
        scale = max(first.scale, second.scale)
        digits = max(first.precision - first.scale, second.precision - second.scale) + scale
        return pyarrow.decimal128(38, scale) if digits <= 38 else pyarrow.decimal256(76, scale)
    return _MIXED


def _as(array: pyarrow.Array, kind: pyarrow.DataType) -> pyarrow.Array:
    if array.type == kind:
        return array
    return _packed(array.to_pylist()) if kind == _MIXED else array.cast(kind)
