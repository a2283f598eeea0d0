"""The anchor: how far each session's chain reached, so that a missing or shortened file shows.

One line of fixed length per session, and one file for all of them. A session appends its line
once and from then on writes over its own head only, so that no two processes wait for each
other; who prunes writes over the other half of the line.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .chain import GENESIS, Head

_NAME = 32  # "20260131T094500123456-0123456789"
_NUMBER = 12
_PLACE = 8
_HEAD = _NUMBER + 1 + 64
_LINE = _PLACE + 1 + _NAME + 1 + _HEAD + 1 + _HEAD + 1
_HEAD_AT = _PLACE + 1 + _NAME + 1
_PRUNED_AT = _HEAD_AT + _HEAD + 1
_BINARY = getattr(os, "O_BINARY", 0)  # where lines would otherwise end in two characters


class Mark(NamedTuple):
    """What the anchor knows of one session."""

    session: str
    head: Head  # of its last row; a process that was killed may have written one batch more
    pruned: Head  # of the last row that was pruned


class Slot:
    """The line of one session, kept open by the process that writes that session."""

    def __init__(self, file: Path, session: str) -> None:
        self._place = _claim(file, session)
        self._descriptor = os.open(file, _BINARY | os.O_WRONLY)

    def move(self, head: Head) -> None:
        """Say that the chain reached `head`."""
        _write_at(self._descriptor, _written(head), self._place * _LINE + _HEAD_AT)

    def close(self) -> None:
        """Let the file go."""
        os.close(self._descriptor)


def read(file: Path) -> tuple[tuple[Mark, ...], tuple[int, ...]]:
    """Return the mark of every session, and the numbers of the lines that cannot be read."""
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return (), ()
    marks, damaged = [], []
    for place, line in enumerate(_lines(content)):
        mark = _mark(line, place)
        if mark is None:
            damaged.append(place + 1)
        else:
            marks.append(mark)
    return tuple(marks), tuple(damaged)


def mark_pruned(file: Path, session: str, pruned: Head) -> bool:
    """Say that the rows of `session` up to `pruned` were taken out; False if it has no line."""
    content = file.read_bytes()
    for place, line in enumerate(_lines(content)):
        mark = _mark(line, place)
        if mark is not None and mark.session == session:
            with open(file, "r+b", buffering=0) as stream:
                _write_at(stream.fileno(), _written(pruned), place * _LINE + _PRUNED_AT)
            return True
    return False


def _write_at(descriptor: int, content: bytes, offset: int) -> None:
    # os.pwrite is not everywhere; a descriptor is used by one thread at a time.
    os.lseek(descriptor, offset, os.SEEK_SET)
    os.write(descriptor, content)


def _claim(file: Path, session: str) -> int:
    """Append a line for `session` and return its place."""
    descriptor = os.open(file, _BINARY | os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        # One write in append mode lands behind all others, whole, and moves to its own end.
        os.write(descriptor, _line(0, session))
        place = os.lseek(descriptor, 0, os.SEEK_CUR) // _LINE - 1
    finally:
        os.close(descriptor)
    descriptor = os.open(file, _BINARY | os.O_WRONLY)
    try:
        _write_at(descriptor, f"{place + 1:0{_PLACE}}".encode(), place * _LINE)
    finally:
        os.close(descriptor)
    return place


def _line(number: int, session: str) -> bytes:
    empty = _written(Head()).decode()
    return f"{number:0{_PLACE}} {session:<{_NAME}} {empty} {empty}\n".encode()


def _written(head: Head) -> bytes:
    return f"{head.seq:0{_NUMBER}} {head.hash.hex()}".encode()


def _lines(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), _LINE):
        yield content[start : start + _LINE]


def _mark(line: bytes, place: int) -> Mark | None:
    """Read one line; its number has to be that of its place, or a line before it is gone."""
    try:
        number, session, seq, digest, pruned, before = line.decode("ascii").split()
        marks = Head(int(seq), bytes.fromhex(digest)), Head(int(pruned), bytes.fromhex(before))
    except (UnicodeDecodeError, ValueError):
        return None
    whole = len(line) == _LINE and all(len(mark.hash) == len(GENESIS) for mark in marks)
    # 0: the process died between its two first writes.
    return Mark(session, *marks) if whole and int(number) in (0, place + 1) else None
