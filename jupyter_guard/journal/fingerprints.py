"""The witness of a value or a file: a hash of all of its content, under a key of this user's.

The same content gives the same witness in any process. Without the key nobody can find out by
trying which content it was. What cannot be read in full, or not in one way only, has none.
"""

from __future__ import annotations

import datetime
import decimal
import hashlib
import hmac
import os
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_ROWS = 16_384  # of a column at a time: a few milliseconds
_BYTES = 1 << 20  # of a buffer at a time
_DEEPEST = 20
_SCALARS = (
    bool, int, float, complex, str, bytes, type(None), type(...), decimal.Decimal, uuid.UUID,
    datetime.date, datetime.datetime, datetime.time, datetime.timedelta,
)  # fmt: skip
_KEY = "witness-key"

Content = Iterator[bytes | memoryview]


class Unwitnessable(Exception):
    """A value of a kind whose whole content nobody here knows how to read; holds its type."""


def key_of(folder: Path) -> bytes:
    """Return the key of the journal in `folder`, made when it is first wanted; raises OSError."""
    file = folder / _KEY
    try:
        found = file.read_bytes()
    except FileNotFoundError:
        found = b""
    if len(found) == 32:
        return found
    made = file.with_name(f"{_KEY}.{uuid.uuid4().hex}")
    descriptor = os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with open(descriptor, "wb") as stream:
        stream.write(os.urandom(32))
    try:
        os.link(made, file)  # the first process wins
    except FileExistsError:
        pass
    except OSError:  # no links on this file system
        made.replace(file)
        return file.read_bytes()
    made.unlink()
    return file.read_bytes()


def witness_of(value: object, key: bytes) -> str:
    """Return the witness of a value; raises Unwitnessable."""
    return finish(content_of(value), key)


def witness_of_file(file: Path, key: bytes) -> str:
    """Return the witness of a file's content; raises OSError."""
    return finish(content_of_file(file), key)


def finish(content: Content, key: bytes) -> str:
    """Return the witness of content."""
    hashed = begin(key)
    for part in content:
        hashed.update(part)
    return hashed.hexdigest()


def begin(key: bytes) -> hmac.HMAC:
    """Return what takes the parts of content."""
    return hmac.new(key, digestmod=hashlib.sha256)


def content_of_file(file: Path) -> Content:
    """Yield the bytes of a file."""
    yield b"file"
    with open(file, "rb") as stream:
        while part := stream.read(_BYTES):
            yield part


def content_of(value: object, depth: int = 0) -> Content:
    """Yield all that a value consists of, in small parts and in one way only; raises Unwitnessable."""
    kind = type(value)
    if depth > _DEEPEST:
        raise Unwitnessable(_name(kind))
    if kind in _SCALARS:
        yield _scalar(value)
    elif kind in (list, tuple):
        yield from _sequence(value, depth)  # type: ignore[arg-type]  # its very type was compared
    elif kind is dict:
        yield f"dict {len(value)};".encode()  # type: ignore[arg-type]  # its very type was compared
        for pair in value.items():  # type: ignore[attr-defined]  # its very type was compared
            yield from _sequence(pair, depth)
    elif kind in (set, frozenset):
        yield f"set {len(value)};".encode()  # type: ignore[arg-type]  # its very type was compared
        yield from sorted(b"".join(content_of(item, depth + 1)) for item in value)  # type: ignore[attr-defined]  # its very type was compared
    else:
        yield from _of_a_library(value, depth)


def _scalar(value: object) -> bytes:
    text = repr(value).encode("utf-8", "surrogatepass")
    return f"{type(value).__name__} {len(text)};".encode() + text


def _sequence(items: list[object] | tuple[object, ...], depth: int) -> Content:
    yield f"{type(items).__name__} {len(items)};".encode()
    for start in range(0, len(items), _ROWS):
        part = items[start : start + _ROWS]
        if set(map(type, part)) <= set(_SCALARS):
            yield b"".join(map(_scalar, part))
        else:
            for item in part:
                yield from content_of(item, depth + 1)


def _of_a_library(value: Any, depth: int) -> Content:
    numpy, pandas, arrow, polars = map(sys.modules.get, ("numpy", "pandas", "pyarrow", "polars"))
    kind = type(value)
    if numpy and isinstance(value, numpy.generic) and value.dtype.kind in "biufcmMSU":
        yield f"scalar {value.dtype.str};".encode() + value.tobytes()
    elif numpy and kind is numpy.ndarray:
        yield from _array(value, depth)
    elif pandas and kind is pandas.DataFrame:
        yield f"DataFrame {value.shape};".encode()
        yield from _labels(value.index, depth)
        yield from _labels(value.columns, depth)
        for place in range(value.shape[1]):
            yield from _column(value.iloc[:, place].array, depth)
    elif pandas and kind is pandas.Series:
        yield f"Series {len(value)};".encode()
        yield from content_of(value.name, depth + 1)
        yield from _labels(value.index, depth)
        yield from _column(value.array, depth)
    elif pandas and isinstance(value, pandas.Index):
        yield from _labels(value, depth)
    elif pandas and (
        kind in (pandas.Timestamp, pandas.Timedelta) or any(value is n for n in (pandas.NaT, pandas.NA))
    ):
        yield _scalar(value)
    elif arrow and isinstance(value, arrow.Table):
        yield from _table(value, "Table")
    elif polars and kind in (polars.DataFrame, polars.Series):
        frame = value if kind is polars.DataFrame else value.to_frame()
        yield from _table(frame.to_arrow(), f"polars.{kind.__name__}")
    else:
        raise Unwitnessable(_name(kind))


def _array(value: Any, depth: int) -> Content:
    yield f"ndarray {value.dtype.newbyteorder('<')} {value.shape};".encode()
    if value.dtype.hasobject:
        if value.dtype.kind != "O":
            raise Unwitnessable("a structured array of objects")
        yield from _objects(value.ravel(), depth)
        return
    flat = value.reshape(-1)  # a view where it can be
    step = max(1, _BYTES // max(1, value.dtype.itemsize))
    for start in range(0, flat.size, step):
        part = flat[start : start + step]
        if part.dtype.str[0] == ">":
            part = part.astype(part.dtype.newbyteorder("<"))
        yield part.tobytes()


def _labels(index: Any, depth: int) -> Content:
    if type(index).__name__ == "RangeIndex":
        yield f"RangeIndex {index.start} {index.stop} {index.step};".encode()
    elif type(index).__name__ == "MultiIndex":
        yield f"MultiIndex {index.nlevels};".encode()
        for codes, level in zip(index.codes, index.levels, strict=True):
            yield from _array(codes, depth)
            yield from _labels(level, depth)
    else:
        yield b"Index;"
        yield from _column(index.array, depth)
    for name in index.names:
        yield from content_of(name, depth + 1)


def _column(array: Any, depth: int) -> Content:
    """Yield the content of a pandas array."""
    kind = type(array).__name__
    yield f"{array.dtype} {len(array)};".encode()
    if kind == "NumpyExtensionArray":
        yield from _array(array.to_numpy(), depth)
    elif kind in ("DatetimeArray", "TimedeltaArray", "PeriodArray"):
        yield from _array(array.view("i8"), depth)
    elif kind == "Categorical":
        yield from _array(array.codes, depth)
        yield from _labels(array.categories, depth)
    elif kind in ("IntegerArray", "FloatingArray", "BooleanArray"):
        yield from _array(array.isna(), depth)
        yield from _array(array.to_numpy(dtype=array.dtype.numpy_dtype, na_value=0), depth)
    elif kind in ("ArrowStringArray", "StringArray"):  # the same texts, however they are kept
        for start in range(0, len(array), _ROWS):
            part = array[start : start + _ROWS].to_numpy(dtype=object, na_value=None)
            yield from _texts(part.tolist())
    elif kind.startswith("Arrow"):
        yield from _arrow(array.__arrow_array__())
    else:
        for start in range(0, len(array), _ROWS):
            yield from _objects(array[start : start + _ROWS].to_numpy(dtype=object), depth)


def _objects(values: Any, depth: int) -> Content:
    for start in range(0, len(values), _ROWS):
        part = values[start : start + _ROWS].tolist()
        if set(map(type, part)) == {str}:
            yield from _texts(part)
        else:
            yield from _sequence(part, depth)


def _texts(texts: list[str | None]) -> Content:
    lengths = [-1 if text is None else len(text) for text in texts]
    yield f"texts {lengths};".encode()
    yield "".join(text for text in texts if text is not None).encode("utf-8", "surrogatepass")


def _table(table: Any, kind: str) -> Content:
    yield f"{kind} {table.shape};".encode()
    for name, column in zip(table.column_names, table.columns, strict=True):
        yield _scalar(name)
        yield from _arrow(column)


def _arrow(column: Any) -> Content:
    yield f"arrow {column.type} {len(column)};".encode()
    kind = str(column.type)
    is_number = kind.startswith(("int", "uint", "float", "double"))
    whole = {"timestamp": "int64", "duration": "int64", "time64": "int64", "date32": "int32"}
    integer = whole.get(kind.partition("[")[0])
    # In rows, not in its chunks: these do not belong to the content.
    for start in range(0, len(column), _ROWS):
        part = column.slice(start, _ROWS)
        if integer:
            part = part.cast(integer)
        if is_number or integer:
            yield part.is_null().to_numpy(zero_copy_only=False).tobytes()
            yield part.fill_null(0).to_numpy(zero_copy_only=False).tobytes()
            continue
        values = part.to_pylist()
        if set(map(type, values)) <= {str, type(None)}:
            yield from _texts(values)
        else:
            yield from _sequence(values, 0)


def _name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"
