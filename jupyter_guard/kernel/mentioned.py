"""Find the files that a library opens in C, where Python does not see it, by what a cell passes to calls.

`frame.to_parquet(OUT / "x.parquet")`, `pl.scan_csv("y.csv")` or `FROM 'z.csv'` name them. A file that
was changed while the cell ran was written; one that a reading call or SQL names was read.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any, NamedTuple

_MOST = 100  # of one cell
_LONGEST = 300  # characters of a path
_EARLY = 20_000_000  # nanoseconds by which a file system's clock may go behind
_READING = re.compile(r"(?:read|scan|load|open|connect|from_|attach|parquetfile|dataset)", re.IGNORECASE)
_QUOTED = re.compile(r"'([^'\n]+\.\w{1,10})'")  # in SQL


class Mention(NamedTuple):
    """An argument of a call that may be a path."""

    value: ast.expr
    is_read: bool  # by the name of what is called


def mentions(nodes: Iterable[ast.AST]) -> Iterator[Mention]:
    """Yield the arguments of all calls among nodes."""
    for node in nodes:
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            for value in (*node.args, *(keyword.value for keyword in node.keywords)):
                yield Mention(value, bool(_READING.match(name)))


def opened(
    found: Iterable[Mention], variables: Mapping[str, Any], since: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the files that were read, and those written since a moment in nanoseconds since 1970."""
    read, written = dict[str, None](), dict[str, None]()
    for path, is_read in _paths(found, variables):
        if len(read) + len(written) >= _MOST or not os.path.isfile(path):
            continue
        if was_changed(path, since):
            written[os.path.abspath(path)] = None
        elif is_read:
            read[os.path.abspath(path)] = None
    return tuple(read), tuple(written)


def was_changed(path: str, since: int) -> bool:
    """Say whether a file was changed since a moment in nanoseconds since 1970."""
    try:
        return os.stat(path).st_mtime_ns > since - _EARLY
    except OSError:
        return False


def _paths(found: Iterable[Mention], variables: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    for mention in found:
        text = _value(mention.value, variables)
        if text is None:
            continue
        if len(text) <= _LONGEST and "://" not in text and "\n" not in text:
            yield os.path.expanduser(text), mention.is_read
        yield from ((quoted, True) for quoted in _QUOTED.findall(text))


def _value(node: ast.expr, variables: Mapping[str, Any]) -> str | None:
    """Return the text or path that an expression stands for, without running anything of the user's."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Name(id=name):
            value = variables.get(name)
            return str(value) if isinstance(value, PurePath) or type(value) in (str, int) else None
        case ast.BinOp(left=left, op=ast.Div() | ast.Add() as operator, right=right):
            parts = _value(left, variables), _value(right, variables)
            return _joined(parts, "/" if isinstance(operator, ast.Div) else "")
        case ast.JoinedStr(values=values):
            return _joined([_value(part, variables) for part in values], "")
        case ast.FormattedValue(value=value, format_spec=None):
            return _value(value, variables)
        case ast.Call(func=ast.Name(id="Path") | ast.Attribute(attr="Path" | "join"), args=args) if args:
            return _joined([_value(part, variables) for part in args], "/")
        case ast.Call(func=ast.Name(id="str"), args=[part]):
            return _value(part, variables)
    return None


def _joined(parts: Sequence[str | None], between: str) -> str | None:
    known = [part for part in parts if part is not None]
    return between.join(known) if len(known) == len(parts) else None
