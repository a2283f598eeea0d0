"""Change hints: say within milliseconds whether a value was changed in place since it was last looked at.

A hint holds good in this process only: its hash is keyed anew in each, so that it tells nobody
what the value was. Of a large value every byte is summed up; where time is short, a sample.
"""

from __future__ import annotations

import array
import collections
import datetime
import decimal
import hashlib
import os
import sys
import time
from collections.abc import Iterable
from functools import lru_cache
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any, NamedTuple

from .buffers import LIBRARIES, buffers_of, dtypes_of

_LANES = 1021  # sums of a buffer; a prime, so that they fall in with no one's row length
_SAMPLES = 16  # words of a buffer
_SMALL = 1 << 16  # bytes that are summed up as quickly as a sample is taken
_NESTED = 0.001  # seconds more for what is inside a container
_LEAVES = 5_000  # of a container
_DEEPEST = 6
_DTYPES = 50  # runs of them that are told
_KEY = os.urandom(16)
# Nothing in these can be changed, and their own hash does not call anybody's code.
SCALARS = frozenset(
    (
        bool, int, float, complex, str, bytes, type(None), range, decimal.Decimal, datetime.date,
        datetime.datetime, datetime.time, datetime.timedelta,
    )
)  # fmt: skip
# Told by their identity alone: what they are does not change, or is code.
PLAIN = SCALARS | {type, FunctionType, BuiltinFunctionType, MethodType, ModuleType}
# Tells objects apart as `id` does, of which Python tells each audit hook: that takes ten times as long.
identity = object.__hash__
_CONTAINERS = (list, tuple, dict, set, frozenset, collections.deque, bytearray)


class Hint(NamedTuple):
    """What a value looked like at one moment."""

    type: str
    shape: tuple[int, ...] = ()
    dtypes: tuple[str, ...] = ()
    sample: str = ""
    whole: str = ""  # "" where only a sample was looked at

    def differs(self, other: Hint) -> bool:
        """Say whether the value was certainly changed between two hints of the same object."""
        if (self.type, self.shape, self.dtypes) != (other.type, other.shape, other.dtypes):
            return True
        if self.whole and other.whole:
            return self.whole != other.whole
        return self.sample != other.sample


def hint_of(value: object, seconds: float) -> Hint | None:
    """Return what `value` looks like; None where nothing can be told.

    Large buffers are summed up as long as there are `seconds` of this thread's time for it.
    """
    if type(value) in PLAIN:
        return None
    try:
        return _Look(seconds).at(value)
    except Exception:  # noqa: BLE001  # a value of the user's may refuse to be looked at in any way
        return None


class _Look:
    """One look at one value, for so many seconds."""

    def __init__(self, seconds: float) -> None:
        self._until, self._is_whole = time.thread_time() + seconds, True
        self._has_any = seconds > 0
        self._sample = hashlib.blake2b(key=_KEY, digest_size=8)
        self._sums = hashlib.blake2b(key=_KEY, digest_size=8)
        self._leaves = 0

    def at(self, value: Any) -> Hint | None:
        shape, dtypes = _form(value)
        if not self._add(value, 0):
            return None
        sample, whole = self._sample.hexdigest(), self._sums.hexdigest()
        return Hint(type_name(type(value)), shape, dtypes, sample, whole if self._is_whole else "")

    def _add(self, value: Any, depth: int) -> bool:
        """Take in a value; False where it is only known by its identity."""
        buffers = buffers_of(value)
        if buffers is not None:
            for buffer in buffers:
                self._take(buffer)
        elif isinstance(value, _CONTAINERS):
            self._contain(value, depth)
        elif getattr(value, "__dict__", None) and not isinstance(value, type):
            self._contain(vars(value), depth)
        else:
            return False
        return True

    def _contain(self, value: Any, depth: int) -> None:
        if isinstance(value, bytearray):
            self._note(hash(bytes(value)))
            return
        items = [x for pair in dict.items(value) for x in pair] if isinstance(value, dict) else value
        marks = array.array("q")
        nested = []
        for item in items:
            self._leaves += 1
            if self._leaves > _LEAVES:
                self._is_whole = False
                break
            if type(item) in SCALARS:
                marks.append(hash((type(item).__name__, item)))
            else:
                marks.append(identity(item))
                nested.append(item)
        marks.append(len(value))
        self._note(*marks)
        for item in nested:
            if depth >= _DEEPEST or time.thread_time() > self._until + _NESTED:
                self._is_whole = False
                break
            if type(item) not in PLAIN and not self._add(item, depth + 1):
                self._is_whole = False  # an object that can't be looked into

    def _note(self, *marks: int) -> None:
        content = array.array("q", marks).tobytes()
        self._sample.update(content)
        self._sums.update(content)

    def _take(self, buffer: Any) -> None:
        """Take in an array, or a number that stands for something that has none."""
        if isinstance(buffer, int):
            self._note(buffer)
            return
        is_in_order, size = buffer.flags.c_contiguous, buffer.nbytes
        has_time = size < _SMALL or self._has_time(size if is_in_order else 7 * size)  # a copy takes long
        if not is_in_order:
            if not has_time:
                self._sample.update(_thinned(buffer).tobytes())
                self._is_whole = False
                return
            buffer = sys.modules["numpy"].ascontiguousarray(buffer)
        content = buffer.reshape(-1)
        if size % 8:
            content = content.view("u1")
            self._sample.update(content[size // 8 * 8 :].tobytes())
            content = content[: size // 8 * 8]
        words = content.view("u8")
        self._sample.update(words[:: max(1, words.size // _SAMPLES)].tobytes())
        if has_time:
            self._sum(words)
        self._is_whole &= has_time

    def _has_time(self, size: int) -> bool:
        """Say whether so many bytes can be summed up by then."""
        return self._has_any and time.thread_time() + 1.5 * size / _pace.bytes_a_second < self._until

    def _sum(self, words: Any) -> None:
        lanes = words.size // _LANES * _LANES
        if lanes:
            began = time.thread_time()
            # Each word counts in one of the sums: a single change, or a change of order, shows.
            self._sums.update(words[:lanes].reshape(-1, _LANES).sum(axis=0).tobytes())
            if words.nbytes > _Pace.enough:
                seen = words.nbytes / (time.thread_time() - began)
                _pace.bytes_a_second = (_pace.bytes_a_second + seen) / 2
        self._sums.update(words[lanes:].tobytes())
        self._sums.update(self._sample.digest())


class _Pace:
    """How fast this machine sums up, as it was seen last."""

    enough = 1_000_000  # bytes to tell it by
    bytes_a_second = 5e9


_pace = _Pace()


def _thinned(values: Any) -> Any:
    """Return about _SAMPLES items of an array of any form."""
    each = max(1, round((values.size / _SAMPLES) ** (1 / max(1, values.ndim))))
    return values[(slice(None, None, each),) * values.ndim]


def _form(value: Any) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return shape and dtypes; never names of columns, which may be data."""
    shape = getattr(value, "shape", None)
    if type(value).__module__.partition(".")[0] not in LIBRARIES or not isinstance(shape, tuple):
        return ((len(value),), ()) if isinstance(value, _CONTAINERS) else ((), ())
    counted = [(_dtype_name(dtype), count) for dtype, count in _runs(dtypes_of(value))]
    dtypes = (name if count == 1 else f"{name} x {count}" for name, count in counted if name)
    return tuple(map(int, shape)), tuple(dtypes)


def _runs(dtypes: Iterable[Any]) -> list[tuple[Any, int]]:
    """Return the dtypes with how many of them stand in a row, as far as they are told."""
    runs: list[tuple[Any, int]] = []
    last, count = None, 0
    for dtype in dtypes:
        # Of one class first: to compare NumPy's with others raises within NumPy.
        if dtype is last or (type(dtype) is type(last) and dtype == last):
            count += 1
            continue
        if count:
            runs.append((last, count))
        if len(runs) == _DTYPES:
            return runs
        last, count = dtype, 1
    return [*runs, (last, count)] if count else runs


def _dtype_name(dtype: object) -> str:
    # NumPy takes long to tell it. Others may hold data, which must not be kept alive.
    told = _told_by_numpy if type(dtype).__module__ == "numpy.dtypes" else str
    return told(dtype).partition("(")[0].partition("<")[0]


@lru_cache(maxsize=256)
def _told_by_numpy(dtype: object) -> str:
    return str(dtype)


def type_name(kind: type) -> str:
    """Return the name of a type and of the package that it belongs to."""
    return f"{kind.__module__.partition('.')[0]}.{kind.__qualname__}"
