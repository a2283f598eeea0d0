"""Write the parameters of a statement in the style of its driver (PEP 249)."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jupyter_guard.errors import StatementFailed

from .model import Call

# How each style writes the placeholder of a name that is the n-th of the text.
_STYLES: dict[str, Callable[[str, int], str]] = {
    "qmark": lambda name, number: "?",
    "numeric": lambda name, number: f":{number}",
    "numeric_dollar": lambda name, number: f"${number}",
    "named": lambda name, number: f":{name}",
    "format": lambda name, number: "%s",
    "pyformat": lambda name, number: f"%({name})s",
}
_BY_NAME = ("named", "pyformat")
_PERCENT = ("format", "pyformat")
_KEEP_PERCENT = (
    "mysql",
    "pymssql",
)  # packages of drivers that replace their placeholders, and leave %% alone
# pg8000 makes one of two only outside of what is quoted.
_OUTSIDE = re.compile(r"""E'(?:[^'\\]|\\.)*'|'(?:[^']|'')*'|"[^"]*"|--[^\n]*|\$\$.*?\$\$|%""", re.DOTALL)
_MARK = re.compile(r"%(?:\(\w+\)[a-zA-Z]|[sd])")


def mark_of(style: str, number: int) -> str:
    """Return the n-th placeholder of a text whose parameters come as a sequence."""
    write = _STYLES.get("format" if style == "pyformat" else style)
    if write is None or style == "named":
        raise StatementFailed(
            "This connection's driver does not say how it writes parameters, so no table can be filled."
        )
    return write("", number)


def written_for(style: str, call: Call, values: Mapping[str, object], *, driver: str = "") -> tuple[str, Any]:
    """Return the text and the parameters of `call` as a driver of that style wants them.

    Without parameters the text is the one that was judged; with them only the placeholders
    differ, and `%` is doubled where the driver makes one of two.
    """
    if not call.uses:
        return call.text, None
    write = _STYLES.get(style)
    if write is None:
        raise StatementFailed(
            "This connection's driver does not say how it writes parameters; write the values."
        )
    names = tuple(dict.fromkeys(call.uses))
    numbered = style.startswith("numeric")
    pieces = _percents_kept(call.pieces, driver) if style in _PERCENT else call.pieces
    marks = [write(name, names.index(name) + 1) for name in call.uses]
    text = "".join(part for pair in zip(pieces, (*marks, ""), strict=True) for part in pair)
    if style in _BY_NAME:
        return text, {name: values[name] for name in names}
    return text, tuple(values[name] for name in (names if numbered else call.uses))


def _percents_kept(pieces: Sequence[str], driver: str) -> Sequence[str]:
    """Return what stands beside the placeholders so that each `%` of it reaches the server as one."""
    if driver in _KEEP_PERCENT:
        if any(map(_MARK.search, pieces)):
            raise StatementFailed(
                f"{driver} would take what looks like a placeholder for one; write the values."
            )
        return pieces
    if driver == "pg8000":
        return [_OUTSIDE.sub(lambda found: "%%" if found[0] == "%" else found[0], p) for p in pieces]
    return [piece.replace("%", "%%") for piece in pieces]


def paramstyle_of(connection: object) -> str:
    """Return how the driver of a connection writes placeholders, as its module says it."""
    module = connection.__class__.__module__  # a guarded proxy shows its driver's
    while module:
        style = getattr(sys.modules.get(module), "paramstyle", "")
        if style:
            return str(style)
        module = module.rpartition(".")[0]
    return ""
