"""What Arrow type each PostgreSQL type has, whichever way its values come."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy
import psycopg
import pyarrow
from psycopg.abc import AdaptContext
from psycopg.adapt import Buffer, Loader
from psycopg.pq import Format
from psycopg.types.string import TextLoader

from . import moments
from .arrow_frames import field

_US = pyarrow.timestamp("us")
_TEXT = pyarrow.string()
# OID of pg_type -> Arrow type and kind of arrow_frames. All others come as the text that the server writes.
_TYPES: dict[int, tuple[pyarrow.DataType, str]] = {
    16: (pyarrow.bool_(), ""),
    17: (pyarrow.binary(), ""),  # bytea
    18: (_TEXT, ""),  # "char"
    19: (_TEXT, ""),  # name
    20: (pyarrow.int64(), ""),
    21: (pyarrow.int16(), "wide"),
    23: (pyarrow.int32(), "wide"),
    25: (_TEXT, ""),
    26: (pyarrow.int64(), ""),  # oid
    114: (_TEXT, "json"),
    700: (pyarrow.float32(), "wide"),
    701: (pyarrow.float64(), ""),
    1042: (_TEXT, ""),  # char(n)
    1043: (_TEXT, ""),
    1082: (pyarrow.date32(), ""),
    1083: (pyarrow.time64("us"), ""),
    1114: (_US, ""),
    1184: (pyarrow.timestamp("us", "UTC"), ""),
    1186: (pyarrow.month_day_nano_interval(), ""),
    1700: (_TEXT, "numeric"),
    2950: (_TEXT, "uuid"),
    3802: (_TEXT, "json"),
    1000: (pyarrow.list_(pyarrow.bool_()), ""),
    1005: (pyarrow.list_(pyarrow.int16()), ""),
    1007: (pyarrow.list_(pyarrow.int32()), ""),
    1009: (pyarrow.list_(_TEXT), ""),
    1015: (pyarrow.list_(_TEXT), ""),
    1016: (pyarrow.list_(pyarrow.int64()), ""),
    1021: (pyarrow.list_(pyarrow.float32()), ""),
    1022: (pyarrow.list_(pyarrow.float64()), ""),
    1115: (pyarrow.list_(_US), ""),
    1182: (pyarrow.list_(pyarrow.date32()), ""),
    1185: (pyarrow.list_(pyarrow.timestamp("us", "UTC")), ""),
    1231: (pyarrow.list_(_TEXT), "numbers"),
    2951: (pyarrow.list_(_TEXT), "uuid"),
    199: (pyarrow.list_(_TEXT), "json"),
    3807: (pyarrow.list_(_TEXT), "json"),
    1001: (pyarrow.list_(pyarrow.binary()), ""),
    1003: (pyarrow.list_(_TEXT), ""),  # name[]
    1014: (pyarrow.list_(_TEXT), ""),  # char(n)[]
    1028: (pyarrow.list_(pyarrow.int64()), ""),  # oid[]
    1183: (pyarrow.list_(pyarrow.time64("us")), ""),
}
# What ADBC delivers in these very types, or as a text of a numeric.
DIRECT = frozenset({16, 17, 20, 21, 23, 25, 700, 701, 1042, 1043, 1082, 1083, 1114, 1184, 1186, 1700})
_AS_TEXT = (114, 1700, 2950, 3802)
_MOMENTS = (1082, 1083, 1114, 1184)
_CLOCK = re.compile(r"(?P<sign>[+-]?)(\d+):(\d\d):(\d\d)(?:\.(\d+))?\Z")
_DATE = r"(?P<year>\d{4,})(?P<day>-\d\d-\d\d)"
_TIME = r"(?P<hours>\d\d):(?P<minutes>\d\d):(?P<seconds>\d\d)(?:\.(?P<fraction>\d+))?"
_ZONE = r"(?P<zone>[+-]\d\d(?::\d\d)*)?"
_MOMENT = re.compile(rf"(?:{_DATE})? ?(?:{_TIME})?{_ZONE}(?P<bc> BC)?\Z")
_NO_PLACE = "has no place in a DataFrame; cast it to text"
_ENDLESS = {"infinity": 1, "-infinity": -1}
_UNITS = {"year": (12, 0), "mon": (1, 0), "day": (0, 1)}  # in months and days


def field_of(name: str, oid: int, precision: int | None, scale: int | None) -> pyarrow.Field:
    """Return the Arrow field of a column; precision and scale are those of a NUMERIC, where it says them."""
    kind, meaning = _TYPES.get(oid, (_TEXT, ""))
    if (
        meaning == "numeric"
        and precision is not None
        and scale is not None
        and precision <= 76
        and scale >= 0
    ):
        meaning = f"numeric {precision} {scale}"
    return field(name, kind, meaning)


def load_as_arrow(session: AdaptContext) -> None:
    """Have `session` make of each value what Arrow takes: texts where Python's type would lose something."""
    known = {oid for info in session.adapters.types for oid in (info.oid, info.array_oid) if oid}
    for oid in {*_AS_TEXT, *(known - set(_TYPES))}:
        session.adapters.register_loader(oid, TextLoader)
    session.adapters.register_loader(1186, _IntervalLoader)
    for oid in _MOMENTS:
        session.adapters.register_loader(oid, _MomentLoader)


class _MomentLoader(Loader):
    """Dates and times as psycopg reads them; as the numbers that Arrow has for those that Python has not."""

    def __init__(self, oid: int, context: AdaptContext | None = None) -> None:
        super().__init__(oid, context)
        self._usual = psycopg.adapters.get_loader(oid, Format.TEXT)(oid, context)  # type: ignore[misc]  # it has one

    def load(self, data: Buffer) -> object:
        try:
            return self._usual.load(data)
        except psycopg.DataError:
            number = _number(bytes(data).decode(), whole_days=self.oid == 1082)
            if number is None:
                raise
            if not -(2**63) < number < 2**63:
                raise psycopg.DataError(f"{bytes(data).decode()} {_NO_PLACE}") from None
            return number


def _number(text: str, *, whole_days: bool) -> int | None:
    """Return the days, or microseconds, since 1970 or midnight; infinity as `moments` has it."""
    if text in _ENDLESS:
        return _ENDLESS[text] * (2**31 - 1 if whole_days else 2**63 - 1)
    found = _MOMENT.match(text)
    if not found:
        return None
    days = 0
    if found["year"]:
        year = 1 - int(found["year"]) if found["bc"] else int(found["year"])
        days = int(numpy.datetime64(f"{year:05}{found['day']}", "D").astype("int64"))
    if whole_days:
        return days
    clock = [int(found[part] or 0) for part in ("hours", "minutes", "seconds")]
    zone = [int(part) for part in (found["zone"] or "0").lstrip("+-").split(":")] + [0, 0]
    offset = _seconds(zone) * (-1 if (found["zone"] or "").startswith("-") else 1)
    fraction = int((found["fraction"] or "").ljust(6, "0"))
    return (days * 86_400 + _seconds(clock) - offset) * 10**6 + fraction


def _seconds(clock: Sequence[int]) -> int:
    return (clock[0] * 60 + clock[1]) * 60 + clock[2]


class _IntervalLoader(Loader):
    """Months, days and nanoseconds, which are three things."""

    def load(self, data: Buffer) -> object:
        months = days = nanoseconds = 0
        words = bytes(data).decode().split()
        if words and (clock := _CLOCK.match(words[-1])):
            words.pop()
            hours, minutes, seconds = int(clock[2]), int(clock[3]), int(clock[4])
            fraction = int((clock[5] or "").ljust(9, "0") or 0)
            nanoseconds = ((hours * 60 + minutes) * 60 + seconds) * 10**9 + fraction
            nanoseconds = -nanoseconds if clock["sign"] == "-" else nanoseconds
            if abs(nanoseconds) > moments.LONGEST:
                raise psycopg.DataError(f"the interval {bytes(data).decode()} {_NO_PLACE}")
            nanoseconds = (nanoseconds + 2**63) % 2**64 - 2**63  # goes round, as `moments` knows
        for count, unit in zip(words[::2], words[1::2], strict=True):
            per_month, per_day = _UNITS[unit.rstrip("s")]
            months += int(count) * per_month
            days += int(count) * per_day
        return months, days, nanoseconds
