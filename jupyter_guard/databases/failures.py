"""Turn what an engine says about a statement into a message for the person who wrote it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from jupyter_guard.errors import StatementFailed
from jupyter_guard.policy import Effect

from .model import Call, Outcome

_WIDTH = 100  # characters shown of the line in question
_PLACEHOLDER = re.compile(r"[$:]\w+|\?")
_PART = re.compile(r"__(?:null|json|\d+)\Z")
_NUMBERED = re.compile(r"(?<=parameter )\$(\d+)")


class Failure(NamedTuple):
    """What an engine said, without its own prefixes and markers."""

    message: str
    offset: int | None = None  # of the character it means, in the text of the statement
    hints: tuple[str, ...] = ()


def statement_failed(
    failure: Failure,
    calls: Sequence[Call],
    index: int,
    *,
    done: int,
    rolled_back: bool,
    outcomes: Sequence[Outcome] = (),
) -> StatementFailed:
    """Return the error for `calls[index]`: the engine's words, the place, what holds now.

    `done` statements before it were carried out, and gave `outcomes`.
    """
    call = calls[index]
    text, offset = as_written(call, failure.offset)
    lines = [_NUMBERED.sub(lambda found: _named(call, int(found[1])), failure.message)]
    which = f"statement {index + 1} of {len(calls)}" if len(calls) > 1 else ""
    if offset is not None:
        line, column, *marked = place(text, offset)
        lines.append(", ".join(filter(None, (which, f"line {line}, column {column}:"))))
        lines += [f"  {part}" for part in marked]
    elif which:
        lines += [f"{which}:", f"  {text.strip().splitlines()[0][:_WIDTH]}"]
    lines += failure.hints
    holds = ""
    if rolled_back:
        holds = "The open transaction was rolled back."
    elif any(call.effect > Effect.SESSION for call in calls[:done]):
        holds = f"What stands before it ({_count(done)}) took effect."
    text = "\n".join([*lines, holds] if holds else lines)
    return StatementFailed(text, index, tuple(outcomes), holds)


def as_written(call: Call, offset: int | None) -> tuple[str, int | None]:
    """Return the text of `call` with `:name` for each placeholder, and where `offset` lies in that."""
    text, at, written, there = call.text, 0, "", offset
    for piece, name in zip(call.pieces, (*call.uses, ""), strict=bool(call.uses)):
        at, written = at + len(piece), written + piece
        mark = _PLACEHOLDER.match(text, at) if name else None
        if mark:
            if offset is not None and offset >= mark.end():
                there = offset + len(written) + len(_variable(name)) + 1 - mark.end()
            at, written = mark.end(), f"{written}:{_variable(name)}"
    return (written, there) if call.uses and at == len(text) else (text, offset)


def _variable(name: str) -> str:
    """Return the variable that a parameter of its own stands for, such as one value of a list."""
    return _PART.sub("", name)


def _named(call: Call, number: int) -> str:
    return f":{_variable(call.names[number - 1])}" if 0 < number <= len(call.names) else f"${number}"


def place(text: str, offset: int) -> tuple[str, str, str, str]:
    """Return line and column of `offset`, counted from 1, the line, and a caret below it."""
    offset = min(offset, len(text))
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = text[start : end if end >= 0 else len(text)].rstrip("\r")
    column = min(offset - start, len(line))
    skip = max(0, column - _WIDTH // 2) if len(line) > _WIDTH else 0
    shown = line[skip : skip + _WIDTH]
    # Tabs are kept, so that the caret stands below its character at any tab width.
    indent = "".join("\t" if c == "\t" else " " for c in line[skip:column])
    return str(text.count("\n", 0, offset) + 1), str(column + 1), shown, f"{indent}^"


def _count(number: int) -> str:
    return "1 statement" if number == 1 else f"{number} statements"
