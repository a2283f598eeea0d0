"""Give columns whose types are those of their values one type for all batches."""

from __future__ import annotations

import contextlib
import datetime
import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import reduce

import pyarrow

from .arrow_frames import field, kind_of

REFUSED = (pyarrow.ArrowException, OverflowError, TypeError, ValueError)
_CHILDREN = (pyarrow.int64(), pyarrow.float64(), pyarrow.string(), pyarrow.binary(), pyarrow.uint64())
_CHILD = {bool: 0, int: 0, float: 1, str: 2, bytes: 3}
_WHOLE = 2**63  # from here on a whole number needs the child without a sign
# Texts of JSON and of decimals with NaN among them, until they are unified; no other column has these types.
JSON = pyarrow.large_string()
NUMERIC = pyarrow.large_binary()
_KINDS = {JSON: "json", NUMERIC: "numeric"}
_MOMENT = pyarrow.timestamp("us")
_MIXED = pyarrow.dense_union([pyarrow.field(str(i), kind) for i, kind in enumerate(_CHILDREN)])


def unified(
    batches: Sequence[pyarrow.RecordBatch], columns: pyarrow.Schema | Sequence[str]
) -> tuple[list[pyarrow.RecordBatch], pyarrow.Schema]:
    """Return batches with the types that hold the values of all of them.

    A schema says the types that the columns were to have; names alone say none.
    """
    known = columns if isinstance(columns, pyarrow.Schema) else None
    names = known.names if known is not None else columns
    fields, parts = [], []
    for i, name in enumerate(names):
        arrays = _alike([batch.column(i) for batch in batches])
        kind = arrays[0].type if arrays else known.field(i).type if known is not None else pyarrow.null()
        if known is not None and (kind == known.field(i).type or pyarrow.types.is_list(kind)):
            fields.append(field(name, kind, kind_of(known.field(i))))
        elif kind in _KINDS:
            arrays = [array.cast(pyarrow.string()) for array in arrays]
            fields.append(field(name, pyarrow.string(), _KINDS[kind]))
        else:
            fields.append(field(name, kind))
        parts.append(arrays)
    schema = pyarrow.schema(fields)
    rows = zip(*parts, strict=True)
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
    kind = reduce(common, {array.type for array in arrays}, pyarrow.null())
    try:
        return [_as(array, kind) for array in arrays]
    except REFUSED:  # a whole number that no float holds
        return [_packed(array.to_pylist(), plain=False) for array in arrays]


def array_of(values: Sequence[object], hint: pyarrow.DataType | None = None) -> pyarrow.Array:
    """Return `values` with the type of the hint, that they have, or as a union of several."""
    array = None
    if hint is not None:
        with contextlib.suppress(*REFUSED):
            array = pyarrow.array(values, hint)
    try:
        array = pyarrow.array(values) if array is None else array
    except REFUSED:
        return _packed(values)
    misread = next((write for belongs, write in _MISREAD if belongs(array.type)), None)
    written = misread(values) if misread is not None else None
    return array if written is None else written


def _not_among_bytes(values: Sequence[object]) -> pyarrow.Array | None:
    """Keep texts that stand among bytes, which Arrow would take for bytes."""
    return _packed(values) if any(type(value) is str for value in values) else None


def _not_among_dates(values: Sequence[object]) -> pyarrow.Array | None:
    """Keep the hours of moments that stand among dates, which Arrow would cut off."""
    if not any(isinstance(value, datetime.datetime) for value in values):
        return None
    midnight = datetime.time()
    return pyarrow.array(
        [
            datetime.datetime.combine(value, midnight) if type(value) is datetime.date else value
            for value in values
        ]
    )


def _with_zones(values: Sequence[object]) -> pyarrow.Array | None:
    """Write times with a zone as texts: Arrow's times have none."""
    zoned = any(value.tzinfo for value in values if isinstance(value, datetime.time))
    return pyarrow.array([None if value is None else str(value) for value in values]) if zoned else None


def _as_json(values: Sequence[object]) -> pyarrow.Array:
    return pyarrow.array([None if v is None else json.dumps(v, default=str) for v in values], JSON)


def _as_numeric(values: Sequence[object]) -> pyarrow.Array:
    return pyarrow.array([None if v is None else str(v).encode() for v in values], NUMERIC)


def _objects(values: Sequence[object]) -> pyarrow.Array | None:
    """Write objects as JSON, where it has their values: as a structure of Arrow each gets the keys of all."""
    try:
        return pyarrow.array([None if v is None else json.dumps(v) for v in values], JSON)
    except TypeError:
        return None


def _holds_objects(kind: pyarrow.DataType) -> bool:
    while pyarrow.types.is_list(kind):
        kind = kind.value_type
    return bool(pyarrow.types.is_struct(kind))


_MISREAD: tuple[
    tuple[Callable[[pyarrow.DataType], bool], Callable[[Sequence[object]], pyarrow.Array | None]], ...
] = (
    (pyarrow.types.is_binary, _not_among_bytes),
    (pyarrow.types.is_date, _not_among_dates),
    (pyarrow.types.is_time, _with_zones),
    (_holds_objects, _objects),
)


def _packed(values: Sequence[object], *, plain: bool = True) -> pyarrow.Array:
    """Return values of several types as a union, which gives them back as they are.

    With `plain` what turns out to be of one type is an array of that type.
    """
    if any(isinstance(value, (dict, list)) for value in values):
        return _as_json(values)
    if plain and all(value is None or isinstance(value, Decimal) for value in values):
        return _as_numeric(values)
    children: list[list[object]] = [[] for _ in _CHILDREN]
    kinds, offsets = [], []
    for value in values:
        child = _CHILD.get(type(value), 2)
        known = value is None or type(value) in _CHILD
        if child == 0 and isinstance(value, int) and not -_WHOLE <= value < _WHOLE:
            child, known = (4, True) if 0 < value < 2 * _WHOLE else (2, False)
        kinds.append(child)
        offsets.append(len(children[child]))
        children[child].append(value if known else str(value))
    if plain and not any(children[child] for child in (0, 1, 3, 4)):
        return pyarrow.array([None if value is None else str(value) for value in values], pyarrow.string())
    if plain and not any(value is not None for child in children[1:4] for value in child):
        with contextlib.suppress(*REFUSED):
            return pyarrow.array(values, pyarrow.uint64())
    return pyarrow.UnionArray.from_dense(
        pyarrow.array(kinds, pyarrow.int8()),
        pyarrow.array(offsets, pyarrow.int32()),
        [pyarrow.array(held, kind) for held, kind in zip(children, _CHILDREN, strict=True)],
        [str(i) for i in range(len(_CHILDREN))],
    )


def common(first: pyarrow.DataType, second: pyarrow.DataType) -> pyarrow.DataType:
    """Return the type that holds the values of both: a union or JSON where there is no plainer one."""
    if first == second or pyarrow.types.is_null(second):
        return first
    if pyarrow.types.is_null(first):
        return second
    if {first, second} == {pyarrow.int64(), pyarrow.float64()}:
        return pyarrow.float64()
    if {first, second} == {pyarrow.int64(), pyarrow.uint64()}:
        return pyarrow.uint64()  # refused where one is negative
    if {first, second} == {_MOMENT, pyarrow.date32()}:
        return _MOMENT
    decimals = [pyarrow.types.is_decimal(kind) or kind == NUMERIC for kind in (first, second)]
    if all(decimals):
        return NUMERIC
    lists = [pyarrow.types.is_list(kind) for kind in (first, second)]
    if all(lists):
        inner = common(first.value_type, second.value_type)
        return JSON if inner in (JSON, _MIXED) else pyarrow.list_(inner)
    if JSON in (first, second) or any(lists) or any(map(pyarrow.types.is_struct, (first, second))):
        return JSON
    if pyarrow.types.is_decimal(first) and pyarrow.types.is_decimal(second):
        scale = max(first.scale, second.scale)
        digits = max(first.precision - first.scale, second.precision - second.scale) + scale
        return pyarrow.decimal128(38, scale) if digits <= 38 else pyarrow.decimal256(76, scale)
    return _MIXED


def _as(array: pyarrow.Array, kind: pyarrow.DataType) -> pyarrow.Array:
    if array.type == kind:
        return array
    if kind == _MIXED:
        return _packed(array.to_pylist(), plain=False)
    write = {JSON: _as_json, NUMERIC: _as_numeric}.get(kind)
    return array.cast(kind) if write is None else write(array.to_pylist())
