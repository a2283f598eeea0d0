"""Write the parameters of a statement in the style of its driver (PEP 249)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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


def mark_of(style: str, number: int) -> str:
    """Return the n-th placeholder of a text whose parameters come as a sequence."""
    write = _STYLES.get("format" if style == "pyformat" else style)
    if write is None or style == "named":
        raise StatementFailed(
            "This connection's driver does not say how it writes parameters, so no table can be filled."
        )
    return write("", number)


def written_for(style: str, call: Call, values: Mapping[str, object], dialect: str) -> tuple[str, Any]:
    """Return the text and the parameters of `call` as a driver of that style wants them.

    Without parameters the text is the one that was judged; with them only the placeholders
    differ, and `%` is doubled where the driver looks for its own placeholders.
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
    pieces = [piece.replace("%", "%%") if style in _PERCENT else piece for piece in call.pieces]
    marks = [write(name, names.index(name) + 1) for name in call.uses]
    text = "".join(part for pair in zip(pieces, (*marks, ""), strict=True) for part in pair)
    if style in _BY_NAME:
        return text, {name: values[name] for name in names}
    return text, tuple(values[name] for name in (names if numbered else call.uses))
