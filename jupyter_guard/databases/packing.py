"""Pack a column of plain numbers or texts at the speed of C; whatever is not plain is left to `array_of`.

A driver that hands out Python's values makes half of a large read's price; Arrow, which looks at each value,
most of the rest. `struct` and `str.join` refuse by themselves what is of another type than the first value.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from typing import Any

import numpy
import pyarrow

from .unifying import array_of, joined_array

_EXACT = 2.0**53  # from here on a float may not hold the whole number that stood among floats
_LONGEST = 2**28  # characters at once: their places are counted in 32 bits
Packed = tuple[bytes, ...]  # of the buffers of an array


class PackedColumn:
    """The values of one column, held as bytes until they become an array."""

    def __init__(self, hint: pyarrow.DataType | None = None) -> None:
        self._hint = hint  # the type that the driver says
        self._kind: type = object
        self._parts: list[Packed] = []
        self._arrays: list[pyarrow.Array] = []

    def add(self, values: Sequence[object]) -> int:
        """Take more values, of which there is at least one, and return their size in bytes."""
        kind = type(values[0])
        plain = kind in _PACKS and self._hint in (None, _PACKED_AS[kind])
        packed = _PACKS[kind](values) if plain else None
        if packed is None:
            self._settle()
            array = array_of(values, self._hint)
            self._arrays.append(array)
            return int(array.nbytes)
        if kind is not self._kind:
            self._settle()
            self._kind = kind
        self._parts.append(packed)
        return sum(map(len, packed))

    def take(self) -> pyarrow.Array:
        """Return all values as one array, and forget them."""
        self._settle()
        arrays, self._arrays = self._arrays, []
        return joined_array(arrays) if arrays else pyarrow.array([], self._hint)

    def _settle(self) -> None:
        """Make an array of the bytes at hand."""
        if self._parts:
            buffers = map(b"".join, zip(*self._parts, strict=True))
            self._arrays.append(_UNPACKS[self._kind](*buffers))
            self._parts = []


def _pack_integers(values: Sequence[object]) -> Packed | None:
    try:
        return (struct.pack(f"{len(values)}q", *values),)
    except struct.error:
        return None


def _pack_floats(values: Sequence[object]) -> Packed | None:
    try:
        packed = struct.pack(f"{len(values)}d", *values)
    except (struct.error, OverflowError):
        return None
    return (packed,) if numpy.abs(numpy.frombuffer(packed)).max() < _EXACT else None


def _pack_texts(values: Sequence[object]) -> Packed | None:
    try:
        joined = "".join(values)  # type: ignore[arg-type]  # refused if one is no text
    except TypeError:
        return None
    if len(joined) > _LONGEST:
        return None
    texts: Any = values if joined.isascii() else [str(text).encode() for text in values]
    return struct.pack(f"{len(values)}i", *map(len, texts)), joined.encode()


def _integers(packed: bytes) -> pyarrow.Array:
    return pyarrow.Array.from_buffers(pyarrow.int64(), len(packed) // 8, [None, pyarrow.py_buffer(packed)])


def _floats(packed: bytes) -> pyarrow.Array:
    return pyarrow.Array.from_buffers(pyarrow.float64(), len(packed) // 8, [None, pyarrow.py_buffer(packed)])


def _texts(lengths: bytes, text: bytes) -> pyarrow.Array:
    places = numpy.zeros(len(lengths) // 4 + 1, "i4")
    numpy.cumsum(numpy.frombuffer(lengths, "i4"), out=places[1:])
    buffers = [None, pyarrow.py_buffer(places), pyarrow.py_buffer(text)]
    return pyarrow.Array.from_buffers(pyarrow.string(), len(places) - 1, buffers)


_PACKS: dict[type, Callable[[Sequence[object]], Packed | None]] = {
    int: _pack_integers,
    float: _pack_floats,
    str: _pack_texts,
}
_PACKED_AS = {int: pyarrow.int64(), float: pyarrow.float64(), str: pyarrow.string()}
_UNPACKS: dict[type, Callable[..., pyarrow.Array]] = {int: _integers, float: _floats, str: _texts}
