"""Say what DuckDB's values mean where its Arrow columns do not: bit strings, numbers of any size, VARIANT."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pyarrow

from . import parquet_variant

# DuckDB's type -> kind of arrow_frames, for a column of it and for lists of it.
_KINDS = {"uuid": "uuid", "hugeint": "integer", "uhugeint": "integer", "bignum": "integer", "variant": "json"}
_NO_ZONE = "TIME WITH TIME ZONE comes without its zone; cast it to VARCHAR to see it."


def note_of(kinds: list[Any]) -> str:
    """Return what a result of these types lacks; DuckDB hands out no more."""
    return _NO_ZONE if any("TIME WITH TIME ZONE" in str(kind) for kind in kinds) else ""


def kind_of(kind: Any) -> str:
    """Return the kind that arrow_frames knows, of a column of DuckDB's type `kind`; '' is none."""
    while kind.id in ("list", "array"):
        kind = kind.children[0][1]
    return _KINDS.get(kind.id, "")


def type_as_meant(given: pyarrow.DataType, kind: Any) -> pyarrow.DataType:
    """Return the type that `as_meant` gives to a column that DuckDB hands out as `given`."""
    if not _is_coded(kind):
        return given
    if kind.id in _LEAVES:
        return _LEAVES[kind.id][0]
    if kind.id == "struct":
        children = zip(given, kind.children, strict=True)
        return pyarrow.struct([(f.name, type_as_meant(f.type, child)) for f, (_, child) in children])
    if kind.id == "map":
        (_, key), (_, value) = kind.children
        return pyarrow.map_(type_as_meant(given.key_type, key), type_as_meant(given.item_type, value))
    return pyarrow.list_(type_as_meant(given.value_type, kind.children[0][1]))


def as_meant(column: pyarrow.Array, kind: Any) -> pyarrow.Array:
    """Return a column with its values as DuckDB itself would write them."""
    if not _is_coded(kind):
        return column
    return pyarrow.array([_value(v, kind) for v in column.to_pylist()], type_as_meant(column.type, kind))


def _is_coded(kind: Any) -> bool:
    if kind.id in ("list", "array"):
        return _is_coded(kind.children[0][1])
    if kind.id in ("struct", "map"):
        return any(_is_coded(child) for _, child in kind.children)
    return kind.id in _LEAVES


def _value(value: Any, kind: Any) -> Any:
    if value is None:
        return None
    if kind.id in ("list", "array"):
        return [_value(item, kind.children[0][1]) for item in value]
    if kind.id == "struct":
        return {name: _value(value[name], child) for name, child in kind.children}
    if kind.id == "map":
        (_, key), (_, item) = kind.children
        return [(_value(k, key), _value(v, item)) for k, v in value]
    return _LEAVES[kind.id][1](value) if kind.id in _LEAVES else value


def _bits(packed: bytes) -> str:
    """Return a bit string as 0 and 1; it comes packed, behind a byte with the bits to skip."""
    return "".join(f"{byte:08b}" for byte in packed[1:])[packed[0] :]


def _digits(packed: bytes) -> str:
    """Return a number of any size; it comes behind three bytes that begin with its sign, inverted below 0."""
    negative = packed[0] < 0x80
    magnitude = bytes(byte ^ 0xFF for byte in packed[3:]) if negative else packed[3:]
    return str(-int.from_bytes(magnitude) if negative else int.from_bytes(magnitude))


def _unsigned(value: Decimal) -> Decimal:
    """Return 128 bits without a sign, which come as if they had one."""
    return Decimal(int(value) % 2**128)


def _variant(value: Any) -> str:
    return json.dumps(parquet_variant.decoded(value["metadata"], value["value"]), default=str)


_LEAVES: dict[str, tuple[pyarrow.DataType, Callable[[Any], Any]]] = {
    "bignum": (pyarrow.string(), _digits),
    "bit": (pyarrow.string(), _bits),
    "uhugeint": (pyarrow.decimal256(39, 0), _unsigned),
    "variant": (pyarrow.string(), _variant),
}
