"""Read a value in the encoding that Parquet has for VARIANT, in which DuckDB hands out its own."""

from __future__ import annotations

import datetime
import struct
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

_EPOCH = datetime.datetime.fromtimestamp(0, datetime.UTC).replace(tzinfo=None)


def decoded(metadata: bytes, value: bytes) -> object:
    """Return the value as Python's; raises ValueError for a kind that is not known."""
    size = (metadata[0] >> 6) + 1
    count = _number(metadata, 1, size)
    begins = [_number(metadata, 1 + size * (i + 1), size) for i in range(count + 1)]
    texts = metadata[1 + size * (count + 2) :]
    keys = [texts[begin:end].decode() for begin, end in pairwise(begins)]
    return _read(value, 0, keys)


def _read(data: bytes, at: int, keys: list[str]) -> object:
    basic, header = data[at] & 3, data[at] >> 2
    at += 1
    if basic == 0:
        return _primitive(data, at, header)
    if basic == 1:
        return data[at : at + header].decode()
    large = header >> (4 if basic == 2 else 2) & 1
    count = _number(data, at, 4 if large else 1)
    at += 4 if large else 1
    names = []
    if basic == 2:
        size = (header >> 2 & 3) + 1
        names = [keys[_number(data, at + i * size, size)] for i in range(count)]
        at += count * size
    size = (header & 3) + 1
    places = [_number(data, at + i * size, size) for i in range(count)]
    at += (count + 1) * size
    values = [_read(data, at + place, keys) for place in places]
    return dict(zip(names, values, strict=True)) if basic == 2 else values


def _primitive(data: bytes, at: int, kind: int) -> object:
    if kind in _CONSTANTS:
        return _CONSTANTS[kind]
    if kind in (15, 16):
        begin, length = at + 4, _number(data, at, 4)
        found = data[begin : begin + length]
        return found.decode() if kind == 16 else found
    if kind not in _FIXED:
        raise ValueError(f"a VARIANT of kind {kind} is not known")
    length, read = _FIXED[kind]
    return read(data[at : at + length])


def _number(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "little")


def _signed(data: bytes) -> int:
    return int.from_bytes(data, "little", signed=True)


def _decimal(data: bytes) -> Decimal:
    return Decimal(_signed(data[1:])).scaleb(-data[0])


def _moment(per_second: int, zone: datetime.timezone | None) -> Callable[[bytes], object]:
    def read(data: bytes) -> object:
        seconds, rest = divmod(_signed(data), per_second)
        span = datetime.timedelta(seconds=seconds, microseconds=rest * 10**6 // per_second)
        return (_EPOCH + span).replace(tzinfo=zone)

    return read


_CONSTANTS = {0: None, 1: True, 2: False}
_FIXED: dict[int, tuple[int, Callable[[bytes], object]]] = {
    **{kind: (length, _signed) for kind, length in ((3, 1), (4, 2), (5, 4), (6, 8))},
    7: (8, lambda data: struct.unpack("<d", data)[0]),
    14: (4, lambda data: struct.unpack("<f", data)[0]),
    **{kind: (length, _decimal) for kind, length in ((8, 5), (9, 9), (10, 17))},
    11: (4, lambda data: (_EPOCH + datetime.timedelta(days=_signed(data))).date()),
    12: (8, _moment(10**6, datetime.UTC)),
    13: (8, _moment(10**6, None)),
    17: (8, lambda data: (_EPOCH + datetime.timedelta(microseconds=_signed(data))).time()),
    18: (8, _moment(10**9, datetime.UTC)),
    19: (8, _moment(10**9, None)),
    20: (16, lambda data: UUID(bytes=data)),
}
