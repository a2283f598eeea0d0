"""Check that no row of the journal was changed, taken out or cut off."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from . import anchor, places, reader, schema
from .chain import GENESIS, Head, Row


@dataclass(frozen=True)
class Damage:
    """One thing that is wrong with the journal."""

    session: str  # "" for the anchor itself
    kind: str  # "missing", "shortened", "changed", "not-anchored", "unreadable" or "anchor"
    seq: int | None
    message: str


@dataclass(frozen=True)
class Checked:
    """What was checked, and what was found."""

    sessions: int
    rows: int
    damages: tuple[Damage, ...]


def verify(folder: Path) -> Checked:
    """Check every chain against the anchor; sessions that are being written may go on."""
    # The anchor first: by the time a file is read, it has reached at least that far.
    marks, lines = anchor.read(folder / places.ANCHOR)
    known = {mark.session: mark for mark in marks}
    damages = [
        Damage("", "anchor", line, f"Line {line} of the anchor was changed or moved.") for line in lines
    ]
    present = list(places.sessions(folder))
    total = 0
    for session in present:
        count, found = _check_again(folder, session, known.get(session))
        total += count
        damages += found
    gone = [mark.session for mark in marks if mark.session not in present]
    now = anchor.read(folder / places.ANCHOR)[0] if gone else ()  # it may have been pruned meanwhile
    damages += [_missing(mark) for mark in now if mark.session in gone and _should_be_there(mark)]
    return Checked(len(present), total, tuple(damages))


def _check_again(folder: Path, session: str, mark: anchor.Mark | None) -> tuple[int, list[Damage]]:
    """Check a session; where rows were pruned since the anchor was read, by what it says now."""
    while True:
        count, found = _check(folder, session, mark)
        if not found:
            return count, found
        is_gone = not places.file_of(folder, session).exists()
        marks, _ = anchor.read(folder / places.ANCHOR)  # after that: a file goes when its mark says so
        before, mark = mark, next((m for m in marks if m.session == session), None)
        if is_gone and mark and not _should_be_there(mark):
            return 0, []
        if mark is None or (before and before.pruned == mark.pruned):
            return count, found


def _should_be_there(mark: anchor.Mark) -> bool:
    return mark.head.seq > mark.pruned.seq


def _missing(mark: anchor.Mark) -> Damage:
    count = mark.head.seq - mark.pruned.seq
    return Damage(mark.session, "missing", None, f"The file is gone, with {count} rows that were not pruned.")


def _check(folder: Path, session: str, mark: anchor.Mark | None) -> tuple[int, list[Damage]]:
    try:
        with closing(schema.open_to_read(places.file_of(folder, session))) as connection:
            if mark is None and schema.is_blank(connection):
                return 0, []  # its process was killed while it made the file
            if not 0 < schema.version_of(connection) <= schema.VERSION:
                raise sqlite3.DatabaseError("it is not of a version that is known here")
            return _check_rows(connection, session, mark)
    except (OSError, sqlite3.Error, TypeError, ValueError) as error:
        return 0, [Damage(session, "unreadable", None, f"The file cannot be read: {error}.")]


def _check_rows(
    connection: sqlite3.Connection, session: str, mark: anchor.Mark | None
) -> tuple[int, list[Damage]]:
    pruned, head = (mark.pruned, mark.head) if mark else (Head(), Head())
    count, last = 0, Head(0, GENESIS)
    damages: list[Damage] = []
    anchored = None  # the hash of the row that the anchor calls the head
    for row in reader.rows(connection):
        if count == 0 and row.seq > pruned.seq:
            last = pruned
        count += 1
        # Rows before the mark may still be there where pruning was interrupted.
        if row.seq > pruned.seq or last.seq:
            damages += _step(session, last, row)
        last = Head(row.seq, row.hash)
        anchored = row.hash if row.seq == head.seq else anchored
        if row.seq == pruned.seq and row.hash != pruned.hash:
            damages.append(Damage(session, "changed", row.seq, f"Row {row.seq} is not the one pruned up to."))
    if count and mark is None:
        damages.append(Damage(session, "not-anchored", None, "The anchor does not know this session."))
    elif max(last.seq, pruned.seq) < head.seq:
        lost = head.seq - max(last.seq, pruned.seq)
        message = f"{lost} rows are missing at the end."
        damages.append(Damage(session, "shortened", last.seq, message))
    elif anchored not in (None, head.hash):
        message = f"Row {head.seq} is not the one that was written."
        damages.append(Damage(session, "changed", head.seq, message))
    return count, damages


def _step(session: str, last: Head, row: Row) -> Iterator[Damage]:
    if row.seq != last.seq + 1:
        lost = row.seq - last.seq - 1
        message = f"{lost} rows are missing before row {row.seq}."
        yield Damage(session, "shortened", row.seq, message)
    elif not row.follows(last.hash):
        yield Damage(session, "changed", row.seq, f"Row {row.seq}, or one before it, was changed.")
