"""The journal stays within its age and size, and what was pruned is not missed."""

from __future__ import annotations

import subprocess
import sys
import threading
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


def test_size_takes_the_oldest_rows_first(folder: Path) -> None:
    names = []
    for _ in range(4):
        writer = session(folder, 400, text="x" * 1000)
        names.append(writer.session)
        writer.close()
    before = size_of(folder)

    pruned = prune(folder, Keeping(megabytes=1))

    kept = list(places.sessions(folder))
    places_of_rows = [(e.session, e.seq) for e in entries(folder)]
    all_of_them = [(name, seq) for name in sorted(names) for seq in range(1, 402)]
    assert before > 1_500_000 > 900_000 >= size_of(folder) > 500_000
    assert places_of_rows == all_of_them[-len(places_of_rows) :]
    assert pruned == Pruned(4 * 401 - len(places_of_rows), 4 - len(kept))
    assert verify(folder).damages == ()


def test_a_living_session_keeps_what_is_newer_than_an_ended_one(folder: Path) -> None:
    living = session(folder, 400, text="x" * 1000)
    ended = session(folder, 400, text="x" * 1000)
    ended.close()
    for number in range(400, 600):
        living.append(("a", {"n": number, "text": "x" * 1000}))

    prune(folder, Keeping(megabytes=1))

    kept = [e.body["n"] for e in entries(folder, ["a"]) if e.session == living.session]
    assert kept == list(range(400, 600))
    assert size_of(folder) < 1_000_000
    assert verify(folder).damages == ()
    living.close()


def test_a_killed_kernel_leaves_no_large_file_behind(folder: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from jupyter_guard.journal.writer import Writer; from jupyter_guard.policy.keeping import Keeping\n"
        "writer = Writer(Path(sys.argv[1]), Keeping(), {})\n"
        "for n in range(400): writer.append(('a', {'n': n, 'text': 'x' * 1000}))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    for _ in range(2):
        subprocess.run([sys.executable, "-c", code, folder], check=False)
    before = size_of(folder)
    assert any(file.name.endswith("-wal") for file in folder.iterdir())

    pruned = prune(folder, Keeping(megabytes=2))

    # What both wrote fits once it stands in the files alone.
    assert before > 2_000_000 > size_of(folder)
    assert pruned == Pruned(0, 0)
    assert verify(folder) == Checked(2, 802, ())


def test_whoever_prunes_as_a_kernel_does_never_gets_above_the_size(folder: Path) -> None:
    keeping, largest, writers = Keeping(megabytes=24), 0, [Writer(folder, Keeping(), {}) for _ in range(2)]
    for number in range(50):
        for writer in writers:
            for _ in range(100):
                writer.append(("a", {"n": number, "text": "x" * 4000}))
            largest = max(largest, size_of(folder))
            prune(folder, keeping)

    assert 8_000_000 < size_of(folder) <= largest < 24_000_000
    assert verify(folder).damages == ()
    for writer in writers:
        writer.close()


def test_a_living_session_that_is_too_large_keeps_its_newest_rows(folder: Path) -> None:
    writer = session(folder, 3000, text="x" * 1000)

    prune(folder, Keeping(megabytes=1))
    writer.append(("a", {"n": 3000}))

    numbers = [e.body["n"] for e in entries(folder, ["a"])]
    assert numbers == list(range(3001))[-len(numbers) :]
    assert 1 < len(numbers) < 1100
    assert verify(folder).damages == ()
    writer.close()


def test_a_check_is_not_misled_by_what_is_pruned_meanwhile(folder: Path) -> None:
    living, ended = session(folder, 600), session(folder, 300)
    ended.close()
    between = time.time_ns() // 1000
    is_over = threading.Event()

    def prune_on_and_on() -> None:
        for step in range(1, 200):
            prune(folder, Keeping(days=1), now=between + DAY - (200 - step) * 1000)
        is_over.set()

    thread = threading.Thread(target=prune_on_and_on)
    thread.start()
    while not is_over.is_set():
        assert verify(folder).damages == ()
    thread.join()
    living.close()
