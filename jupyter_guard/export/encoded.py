"""Read what is written in another form: base64, hexadecimal, backwards, as numbers, packed."""

from __future__ import annotations

import ast
import base64
import binascii
import bz2
import codecs
import gzip
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import unquote

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,4000}={0,2}")
_MOST = 20_000_000  # characters of what is unpacked
_BASE64_CALLS = frozenset(
    {"b64decode", "urlsafe_b64decode", "standard_b64decode", "decodebytes", "a2b_base64"}
)
_HEX_CALLS = frozenset({"fromhex", "unhexlify", "a2b_hex", "b16decode"})
_PACKED = (gzip.decompress, bz2.decompress, lzma.decompress)
_STARTS = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ")


def hidden(tree: ast.AST | None) -> Iterator[tuple[str, str]]:
    """Yield the texts that a statement makes of literals in another form, each with that literal."""
    for node in ast.walk(tree) if tree is not None else ():
        match node:
            case ast.Call(func=func, args=[first, *rest]):
                name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
                yield from _called(name, first, rest)
            case ast.Subscript(value=ast.Constant(value=str(text)), slice=ast.Slice(step=ast.UnaryOp())):
                yield text[::-1], text


def in_base64(tree: ast.AST | None) -> Iterator[tuple[str, str]]:
    """Yield the texts that literals are in base64, whatever is done with them."""
    for node in ast.walk(tree) if tree is not None else ():
        value = node.value if isinstance(node, ast.Constant) else ""
        if isinstance(value, (str, bytes)) and (text := _text(value)) and _BASE64.fullmatch(text):
            yield from ((plain, text) for plain in _printable(_of_base64(text)))


def texts_of(content: bytes) -> Iterator[str]:
    """Yield the texts of a file: of each one in an archive, and of what is packed."""
    if content.startswith(b"PK\x03\x04"):
        yield from _of_archive(content)
    elif content.startswith(_STARTS):
        yield from _unpacked(content)
    elif content.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield content.decode("utf-16", "replace")
    elif content.startswith((b"PAR1", b"ARROW1")):
        yield from _of_columns(content)
    else:
        yield content.decode("utf-8", "replace")


def _called(name: str, first: ast.expr, rest: list[ast.expr]) -> Iterator[tuple[str, str]]:
    raw = first.value if isinstance(first, ast.Constant) else None
    text = _text(raw) if isinstance(raw, (str, bytes)) else ""
    if name in _BASE64_CALLS and text:
        yield from ((plain, text) for plain in _printable(_of_base64(text)))
    elif name in _HEX_CALLS and text:
        yield from ((plain, text) for plain in _printable(_of_hex(text)))
    elif name in ("unquote", "unquote_plus") and text:
        yield unquote(text), text
    elif name == "decode" and text and rest:
        how = rest[0].value if isinstance(rest[0], ast.Constant) else ""
        if how in ("rot13", "rot_13"):
            yield codecs.decode(text, "rot13"), text
    elif name in ("map", "bytes", "bytearray"):
        numbers = rest[0] if name == "map" and rest else first
        listed = numbers.elts if isinstance(numbers, (ast.List, ast.Tuple)) else []
        values = [n.value for n in listed if isinstance(n, ast.Constant) and isinstance(n.value, int)]
        if len(values) >= 8 and all(31 < value < 127 for value in values):
            yield "".join(map(chr, values)), ast.unparse(numbers)


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")


def _of_base64(text: str) -> bytes:
    plain = re.sub(r"\s", "", text).replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _of_hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def _printable(raw: bytes) -> Iterator[str]:
    if len(raw) >= 8 and all(31 < byte < 127 or byte in b"\t\r\n" for byte in raw):
        yield raw.decode("ascii")


def _of_archive(content: bytes) -> Iterator[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            left = _MOST
            for member in archive.infolist():
                with archive.open(member) as file:
                    raw = file.read(left)
                left -= len(raw)
                yield f"{member.filename}\n{raw.decode('utf-8', 'replace')}"
    except (zipfile.BadZipFile, RuntimeError, OSError, zlib.error):  # RuntimeError: how it is packed
        yield content.decode("utf-8", "replace")


def _unpacked(content: bytes) -> Iterator[str]:
    for unpack in _PACKED:
        try:
            yield unpack(content)[:_MOST].decode("utf-8", "replace")
        except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError):
            continue
        return
    yield content.decode("utf-8", "replace")


def _of_columns(content: bytes) -> Iterator[str]:
    """Yield the table of a Parquet or Feather file as a CSV."""
    import pyarrow as pa
    from pyarrow import csv, feather, parquet

    try:
        read = parquet.read_table if content.startswith(b"PAR1") else feather.read_table
        table = read(io.BytesIO(content))
        flat = [i for i, kind in enumerate(table.schema.types) if not pa.types.is_nested(kind)]
        out = io.BytesIO()
        csv.write_csv(table.select(flat), out)
    except (pa.ArrowException, OSError):
        yield content.decode("utf-8", "replace")
    else:
        yield out.getvalue().decode("utf-8", "replace")
