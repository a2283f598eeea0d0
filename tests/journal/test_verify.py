"""Whatever somebody does to the files of the journal shows."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from jupyter_guard.journal import places
from jupyter_guard.journal.verify import Checked, Damage, verify
from jupyter_guard.journal.writer import Writer
from jupyter_guard.policy.keeping import Keeping

ROWS = 5


def written(folder: Path) -> str:
    """Write a session and return its name."""
    writer = Writer(folder, Keeping(), {})
    for number in range(1, ROWS):
        writer.append(("a", {"n": number}))
    session = writer.session
    writer.close()
    return session


def sql(*statements: str) -> Callable[[Path], None]:
    def change(file: Path) -> None:
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            for statement in statements:
                connection.execute(statement)

    return change


def shorten(file: Path) -> None:
    os.truncate(file, 5000)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (
            sql("UPDATE entries SET body = '{\"n\":9}' WHERE seq = 3"),
            ("changed", 3, "Row 3, or one before it, was changed."),
        ),
        (
            sql("UPDATE entries SET at = at - 1 WHERE seq = 2"),
            ("changed", 2, "Row 2, or one before it, was changed."),
        ),
        (sql("DELETE FROM entries WHERE seq = 3"), ("shortened", 4, "1 rows are missing before row 4.")),
        (sql("DELETE FROM entries WHERE seq < 3"), ("shortened", 3, "2 rows are missing before row 3.")),
        (sql("DELETE FROM entries WHERE seq > 3"), ("shortened", 3, "2 rows are missing at the end.")),
        (sql("DELETE FROM entries"), ("shortened", 0, "5 rows are missing at the end.")),
        (
            Path.unlink,
            ("missing", None, "The file is gone, with 5 rows that were not pruned."),
        ),
    ],
)
def test_tampering_shows(
    folder: Path, change: Callable[[Path], None], found: tuple[str, int | None, str]
) -> None:
    session = written(folder)
    other = written(folder)
    change(places.file_of(folder, session))

    checked = verify(folder)

    assert checked.damages == (Damage(session, *found),)
    assert checked.sessions == len({session, other}) - (found[0] == "missing")


def test_a_rebuilt_chain_is_not_the_one_that_was_written(folder: Path) -> None:
    session, forged = written(folder), written(folder)
    places.file_of(folder, forged).replace(places.file_of(folder, session))

    assert [(d.session, d.kind, d.seq) for d in verify(folder).damages] == [
        (session, "changed", ROWS),
        (forged, "missing", None),
    ]


def test_a_broken_file_and_a_smuggled_one_are_named(folder: Path, tmp_path: Path) -> None:
    broken = written(folder)
    shorten(places.file_of(folder, broken))
    smuggled = written(tmp_path / "elsewhere")
    places.file_of(tmp_path / "elsewhere", smuggled).replace(places.file_of(folder, smuggled))

    assert [(d.session, d.kind) for d in verify(folder).damages] == [
        (broken, "unreadable"),
        (smuggled, "not-anchored"),
    ]


def test_a_line_taken_out_of_the_anchor_shows(folder: Path) -> None:
    first, second = written(folder), written(folder)
    file = folder / places.ANCHOR
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[1:]))

    assert [(d.session, d.kind, d.seq) for d in verify(folder).damages] == [
        ("", "anchor", 1),
        (first, "not-anchored", None),
        (second, "not-anchored", None),
    ]


def test_a_journal_that_is_not_there_is_whole(folder: Path) -> None:
    assert verify(folder) == Checked(0, 0, ())


def test_a_file_whose_process_was_killed_while_it_made_it_is_no_damage(writer: Writer, folder: Path) -> None:
    writer.append(("a", {}))
    places.file_of(folder, places.new_session()).touch()

    assert verify(folder).damages == ()
