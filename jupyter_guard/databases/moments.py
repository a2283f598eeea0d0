"""Give dates, times and intervals the form they have in a DataFrame, also those beyond Python's own types.

Years before 1 or after 9999 stay moments, as NumPy's. A column with `infinity` or 24:00:00 in it is one of
texts, because no type of NumPy or Arrow has a value for these. In Arrow's columns infinity is the greatest
number of the type, and less it, as DuckDB has it.
"""

from __future__ import annotations

from typing import Any

import numpy
import pandas
import pyarrow
import pyarrow.compute

_DAY = 86_400_000_000_000  # nanoseconds
_YEARS = (-719_162, 2_932_896)  # Python's first and last date, in days since 1970
_PER_DAY = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": _DAY}
_US = 2**63 // _PER_DAY["us"]  # days that microseconds can count
_WRAP = 2**64
_TURNS = 62  # times that nanoseconds may have gone round: each is 584 years
LONGEST = _TURNS * _WRAP  # nanoseconds of an interval that are still told from others


def is_moment(kind: pyarrow.DataType) -> bool:
    """Say whether a column holds dates, timestamps or times."""
    return bool(
        pyarrow.types.is_date(kind) or pyarrow.types.is_timestamp(kind) or pyarrow.types.is_time(kind)
    )


def as_texts(column: pyarrow.ChunkedArray) -> pyarrow.ChunkedArray | None:
    """Return a column of moments as texts where one of them is infinite or 24:00:00; else None."""
    least, greatest = _extent(column)
    if pyarrow.types.is_time(column.type):
        if greatest < _PER_DAY[column.type.unit]:
            return None
        per_second = _PER_DAY[column.type.unit] // 86_400
        return pyarrow.chunked_array(
            [[_clock(v, per_second) for v in _numbers(column).to_pylist()]], "string"
        )
    endless = _endless(column.type)
    if greatest != endless and least != -endless:
        return None
    numbers = _numbers(column)
    finite = pyarrow.compute.less(pyarrow.compute.abs(numbers), endless)
    texts = pyarrow.compute.if_else(finite, column, None).cast(pyarrow.string())
    signs = pyarrow.compute.if_else(pyarrow.compute.greater(numbers, 0), "infinity", "-infinity")
    return pyarrow.compute.if_else(finite, texts, signs)


def is_far(column: pyarrow.ChunkedArray) -> bool:
    """Say whether a moment of the column lies outside of Python's years, 1 to 9999."""
    if pyarrow.types.is_time(column.type):
        return False
    per_day = 1 if pyarrow.types.is_date32(column.type) else _PER_DAY[_unit(column.type)]
    least, greatest = _extent(column)
    return bool(least < _YEARS[0] * per_day or greatest >= (_YEARS[1] + 1) * per_day)


def timestamps(column: pyarrow.ChunkedArray) -> Any:
    """Return dates or timestamps as an array of datetime64, with the zone that they have."""
    kind = column.type
    if pyarrow.types.is_date(kind) or kind.unit == "s":
        least, greatest = _extent(column)
        days = 1 if pyarrow.types.is_date32(kind) else _PER_DAY[_unit(kind)]
        fits = max(abs(least), abs(greatest)) // days < _US - 1
        kind = pyarrow.timestamp("us" if fits else "s", getattr(kind, "tz", None))
        column = column.cast(kind)
    values = column.cast(pyarrow.timestamp(kind.unit)) if kind.tz else column
    naive: Any = pandas.Series(values.to_numpy(), dtype=f"datetime64[{kind.unit}]")
    return (naive.dt.tz_localize("UTC").dt.tz_convert(kind.tz) if kind.tz else naive).array


def durations(column: pyarrow.ChunkedArray) -> Any:
    """Return lengths of time as an array of timedelta64."""
    return pandas.array(column.cast(pyarrow.duration("us")).to_numpy(), dtype="timedelta64[us]")


def intervals(column: pyarrow.ChunkedArray) -> Any:
    """Return intervals as timedelta64, or as DateOffset objects where one counts months or is too long."""
    values = [
        None if v is None else (v.months, v.days, microseconds(v.nanoseconds)) for v in column.to_pylist()
    ]
    spans = [None if v is None else v[1] * _PER_DAY["us"] + v[2] for v in values]
    if all(v is None or not v[0] for v in values) and all(v is None or abs(v) < 2**63 for v in spans):
        return pandas.array(
            pyarrow.array(spans, pyarrow.duration("us")).to_numpy(False), dtype="timedelta64[us]"
        )
    offsets = numpy.empty(len(values), dtype=object)
    offsets[:] = [
        None if v is None else pandas.DateOffset(months=v[0], days=v[1], microseconds=v[2]) for v in values
    ]
    return offsets


def interval_texts(column: pyarrow.Array) -> pyarrow.Array:
    """Return intervals as texts that PostgreSQL and DuckDB read, such as `1 months 2 days 03:04:05.5`."""
    return pyarrow.array([None if v is None else _written(v) for v in column.to_pylist()], pyarrow.string())


def microseconds(nanoseconds: int) -> int:
    """Return the microseconds of an interval, also where its nanoseconds went round.

    Engines count microseconds, and more than 292 years of them are no 64 bits of nanoseconds.
    """
    for turn in range(_TURNS) if nanoseconds % 1000 else ():
        for meant in (nanoseconds + turn * _WRAP, nanoseconds - turn * _WRAP):
            if meant % 1000 == 0:
                return meant // 1000
    return nanoseconds // 1000


def _written(value: Any) -> str:
    span = microseconds(value.nanoseconds)
    clock = ("-" if span < 0 else "") + _clock(abs(span), 10**6)
    counted = [f"{n} {unit}" for n, unit in ((value.months, "months"), (value.days, "days")) if n]
    return " ".join([*counted, clock] if span or not counted else counted)


def _clock(number: Any, per_second: int) -> Any:
    if number is None:
        return None
    seconds, rest = divmod(number, per_second)
    digits = len(str(per_second)) - 1
    fraction = f".{rest:0{digits}}".rstrip("0") if rest else ""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{fraction}"


def _unit(kind: pyarrow.DataType) -> str:
    return "ms" if pyarrow.types.is_date64(kind) else str(kind.unit)


def _endless(kind: pyarrow.DataType) -> int:
    return 2**31 - 1 if kind.bit_width == 32 else 2**63 - 1


def _numbers(column: pyarrow.ChunkedArray) -> pyarrow.ChunkedArray:
    return column.cast(pyarrow.int32() if column.type.bit_width == 32 else pyarrow.int64())


def _extent(column: pyarrow.ChunkedArray) -> tuple[int, int]:
    found = pyarrow.compute.min_max(_numbers(column)).as_py()
    return found["min"] or 0, found["max"] or 0
