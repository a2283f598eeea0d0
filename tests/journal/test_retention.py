"""The journal stays within its age and size, and what was pruned is not missed."""

from __future__ import annotations

import time
from pathlib import Path

from jupyter_guard.journal import places
from jupyter_guard.journal.reader import entries
from jupyter_guard.journal.retention import Pruned, prune, size_of
from jupyter_guard.journal.verify import Checked, verify
from jupyter_guard.journal.writer import Writer
from jupyter_guard.policy.keeping import Keeping

DAY = 86_400_000_000


def session(folder: Path, rows: int, *, text: str = "") -> Writer:
    writer = Writer(folder, Keeping(), {})
    for number in range(rows):
        writer.append(("a", {"n": number, "text": text}))
    return writer


def test_what_is_new_stays(folder: Path) -> None:
    session(folder, 3).close()

    assert prune(folder, Keeping()) == Pruned(0, 0)
    assert verify(folder) == Checked(1, 4, ())


def test_an_ended_session_goes_whole_and_is_not_missed(folder: Path) -> None:
    session(folder, 3).close()

    pruned = prune(folder, Keeping(days=90), now=time.time_ns() // 1000 + 91 * DAY)

    assert pruned == Pruned(4, 1)
    assert [file.name for file in folder.iterdir()] == [places.ANCHOR]
    assert verify(folder) == Checked(0, 0, ())


def test_a_living_session_loses_its_old_rows_and_goes_on(folder: Path) -> None:
    writer = session(folder, 3)
    between = time.time_ns() // 1000 + 1
    time.sleep(0.001)
    writer.append(("a", {"n": 3}))

    pruned = prune(folder, Keeping(days=1), now=between + DAY)
    writer.append(("a", {"n": 4}))

    assert pruned == Pruned(4, 0)
    assert [e.body["n"] for e in entries(folder)] == [3, 4]
    assert verify(folder) == Checked(1, 2, ())
    writer.close()


def test_a_living_session_whose_rows_are_all_old_keeps_its_file(folder: Path) -> None:
    writer = session(folder, 3)

    prune(folder, Keeping(days=1), now=time.time_ns() // 1000 + 2 * DAY)
    writer.append(("a", {"n": 3}))

    assert [(e.seq, e.body["n"]) for e in entries(folder)] == [(5, 3)]
    assert verify(folder) == Checked(1, 1, ())
    writer.close()


def test_size_takes_the_oldest_sessions_first(folder: Path) -> None:
    names = []
    for _ in range(4):
        writer = session(folder, 400, text="x" * 1000)
        names.append(writer.session)
        writer.close()
    before = size_of(folder)

    pruned = prune(folder, Keeping(megabytes=1))

    kept = list(places.sessions(folder))
    assert before > 1_500_000 > 1_000_000 >= size_of(folder)
    assert kept == sorted(names)[-len(kept) :]
    assert 0 < len(kept) < 4
    assert pruned == Pruned(401 * (4 - len(kept)), 4 - len(kept))
    assert verify(folder).damages == ()


def test_a_living_session_that_is_too_large_keeps_its_newest_rows(folder: Path) -> None:
    writer = session(folder, 3000, text="x" * 1000)

    prune(folder, Keeping(megabytes=1))
    writer.append(("a", {"n": 3000}))

    numbers = [e.body["n"] for e in entries(folder, ["a"])]
    assert numbers == list(range(3001))[-len(numbers) :]
    assert 1 < len(numbers) < 1100
    assert verify(folder).damages == ()
    writer.close()
