"""Pack a column of plain numbers or texts at the speed of C; whatever is not plain is left to `array_of`.

A driver that hands out Python's values makes half of a large read's price; Arrow, which looks at each value,
most of the rest. `struct` and `str.join` refuse by themselves what is of another type than the first value.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence

import numpy
import pyarrow

from .unifying import array_of, joined_array

_EXACT = 2.0**53  # from here on a float may not hold the whole number that stood among floats
_END = "\0"  # behind each text, while they are held


class PackedColumn:
    """The values of one column, held as bytes until they become an array."""

    def __init__(self, hint: pyarrow.DataType | None = None) -> None:
        self._hint = hint  # the type that the driver says
        self._kind: type = object
        self._parts: list[bytes] = []
        self._arrays: list[pyarrow.Array] = []

    def add(self, values: Sequence[object]) -> int:
        """Take more values, of which there is at least one, and return their size in bytes."""
        kind = type(values[0])
        packed = _PACKS[kind](values) if self._hint is None and kind in _PACKS else None
        if packed is None:
            self._settle()
            array = array_of(values, self._hint)
            self._arrays.append(array)
            return int(array.nbytes)
        if kind is not self._kind:
            self._settle()
            self._kind = kind
        self._parts.append(packed)
        return len(packed)

    def take(self) -> pyarrow.Array:
        """Return all values as one array, and forget them."""
        self._settle()
        arrays, self._arrays = self._arrays, []
        return joined_array(arrays)

    def _settle(self) -> None:
        """Make an array of the bytes at hand."""
        if self._parts:
            self._arrays.append(_UNPACKS[self._kind](b"".join(self._parts)))
            self._parts = []


def _pack_integers(values: Sequence[object]) -> bytes | None:
    try:
        return struct.pack(f"{len(values)}q", *values)
    except struct.error:
        return None


def _pack_floats(values: Sequence[object]) -> bytes | None:
    try:
        packed = struct.pack(f"{len(values)}d", *values)
    except (struct.error, OverflowError):
        return None
    return packed if numpy.abs(numpy.frombuffer(packed)).max() < _EXACT else None


def _pack_texts(values: Sequence[object]) -> bytes | None:
    try:
        joined = _END.join(values)  # type: ignore[arg-type]  # refused below if one is no text
    except TypeError:
        return None
    return (joined + _END).encode() if joined.count(_END) == len(values) - 1 else None


def _integers(packed: bytes) -> pyarrow.Array:
    return pyarrow.Array.from_buffers(pyarrow.int64(), len(packed) // 8, [None, pyarrow.py_buffer(packed)])


def _floats(packed: bytes) -> pyarrow.Array:
    return pyarrow.Array.from_buffers(pyarrow.float64(), len(packed) // 8, [None, pyarrow.py_buffer(packed)])


def _texts(packed: bytes) -> pyarrow.Array:
    ends = numpy.flatnonzero(numpy.frombuffer(packed, "u1") == 0)
    count = len(ends)
    places = numpy.zeros(count + 1, "i4")
    places[1:] = ends - numpy.arange(count)  # the ends before each are not kept
    text = pyarrow.py_buffer(packed.replace(b"\0", b""))
    return pyarrow.Array.from_buffers(pyarrow.string(), count, [None, pyarrow.py_buffer(places), text])


_PACKS: dict[type, Callable[[Sequence[object]], bytes | None]] = {
    int: _pack_integers,
    float: _pack_floats,
    str: _pack_texts,
}
_UNPACKS: dict[type, Callable[[bytes], pyarrow.Array]] = {int: _integers, float: _floats, str: _texts}
