"""Rows are chained, private and there for any reader as soon as they are written."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from jupyter_guard.errors import JournalFailed
from jupyter_guard.journal import anchor, places, schema
from jupyter_guard.journal.reader import Entry, entries, session_entries
from jupyter_guard.journal.verify import Checked, verify
from jupyter_guard.journal.writer import Place, Writer
from jupyter_guard.policy.keeping import Keeping


def told(folder: Path) -> list[tuple[int, str, dict[str, object]]]:
    return [(e.seq, e.kind, e.body) for e in entries(folder, ["a", "b"])]


def test_what_is_written_is_read(writer: Writer, folder: Path) -> None:
    written = writer.append(("a", {"text": "é\n"}), ("b", {"n": [1, None]}))

    session = writer.session
    assert written == (Place(session, 2), Place(session, 3))
    assert told(folder) == [(2, "a", {"text": "é\n"}), (3, "b", {"n": [1, None]})]
    assert verify(folder) == Checked(1, 3, ())


def test_the_first_row_says_what_the_session_is(writer: Writer, folder: Path) -> None:
    writer.append(("a", {}))

    (first,) = entries(folder, ["session"])
    assert (first.seq, first.body) == (
        1,
        {"notebook": "a.ipynb", "pid": os.getpid(), "after": "", "write_ahead": True},
    )


def test_only_the_owner_can_read_it(writer: Writer, folder: Path) -> None:
    folder.mkdir(mode=0o755)
    writer.append(("a", {}))

    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert set(modes.values()) == {0o600}
    assert len(modes) == 4  # the file, its two WAL files, the anchor


def test_all_rows_of_threads_are_in_one_chain(writer: Writer, folder: Path) -> None:
    def work(name: str) -> None:
        for number in range(100):
            writer.append(("a", {"thread": name, "n": number}))

    threads = [threading.Thread(target=work, args=(name,)) for name in "xyz"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    bodies = [e.body for e in entries(folder, ["a"])]
    told = {name: [body["n"] for body in bodies if body["thread"] == name] for name in "xyz"}
    assert told == {name: list(range(100)) for name in "xyz"}
    assert verify(folder) == Checked(1, 301, ())


_FORKS = """
import os, sys
from pathlib import Path
from jupyter_guard.journal.writer import Writer
from jupyter_guard.policy.keeping import Keeping
writer = Writer(Path(sys.argv[1]), Keeping(), {})
writer.append(("a", {"who": "parent", "n": 1}))
child = os.fork()
writer.append(("a", {"who": "parent" if child else "child", "n": 2}))
if not child:
    writer.close()
    sys.exit()  # with all of its clean-up
os.waitpid(child, 0)
writer.append(("a", {"who": "parent", "n": 3}))
"""


def test_a_forked_process_has_a_file_of_its_own(folder: Path) -> None:
    subprocess.run([sys.executable, "-c", _FORKS, folder], check=True)

    found = [
        [(e.body["who"], e.body["n"]) for e in session_entries(folder, session, ["a"])]
        for session in places.sessions(folder)
    ]
    assert sorted(found) == [[("child", 2)], [("parent", 1), ("parent", 2), ("parent", 3)]]
    assert verify(folder) == Checked(2, 6, ())


def test_a_file_that_is_taken_away_is_missed_and_a_new_one_begun(writer: Writer, folder: Path) -> None:
    writer.append(("a", {"n": 1}))
    first = writer.session
    places.file_of(folder, first).unlink()

    writer.append(("a", {"n": 2}))

    (session,) = entries(folder, ["session"])
    assert session.body["after"] == first
    assert told(folder) == [(2, "a", {"n": 2})]
    assert [(d.session, d.kind) for d in verify(folder).damages] == [(first, "missing")]


@pytest.mark.parametrize("write_ahead", [True, False])
def test_a_reader_in_the_middle_of_a_file_blocks_no_writer(folder: Path, write_ahead: bool) -> None:
    writer = Writer(folder, Keeping(), {}, write_ahead=write_ahead)
    writer.append(*(("a", {"n": n}) for n in range(1200)))
    reading = entries(folder, ["a"])
    seen = [next(reading).body["n"]]

    writer.append(("a", {"n": 1200}))
    seen += [entry.body["n"] for entry in reading]

    assert seen == list(range(1201))
    assert verify(folder) == Checked(1, 1202, ())


def test_without_shared_memory_there_is_no_wal(folder: Path) -> None:
    Writer(folder, Keeping(), {}, write_ahead=False).append(("a", {}))

    assert [file.suffix for file in sorted(folder.iterdir()) if file.suffix != ".sqlite-journal"] == [
        ".sqlite",
        "",
    ]


def test_the_file_system_decides_about_wal(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda / ext4 rw 0 0\n"
        "server:/home /home nfs4 rw 0 0\n"
        "tmpfs /home/me/fast tmpfs rw 0 0\n"
        "//server/s /mnt/my\\040share cifs rw 0 0\n"
    )
    folders = ["/var/x", "/home/me", "/home/me/fast/x", "/homely", "/mnt/my share/j"]

    assert [places.on_network(Path(folder), mounts) for folder in folders] == [
        False,
        True,
        False,
        False,
        True,
    ]


def test_a_folder_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    writer = Writer(tmp_path / "file" / "journal", Keeping(), {})

    with pytest.raises(JournalFailed) as caught:
        writer.append(("a", {}))

    assert str(caught.value) == f"The journal in {tmp_path}/file/journal cannot be written: Not a directory."


_FULL = """
import json, resource, signal, sys
from pathlib import Path
from jupyter_guard.errors import JournalFailed
from jupyter_guard.journal.writer import Writer
from jupyter_guard.policy.keeping import Keeping
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
writer = Writer(Path(sys.argv[1]), Keeping(), {})
writer.append(("a", {"n": 0}))
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))  # no file may become larger: a full disk
kept = 0
try:
    for n in range(1, 1000):
        writer.append(("a", {"n": n, "text": "x" * 1000}))
        kept = n
except JournalFailed as error:
    failed = str(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
writer.append(("a", {"n": -1}))  # there is room again
print(json.dumps([kept, failed]))
"""


def test_a_full_disk_loses_nothing_that_was_written_before(folder: Path) -> None:
    done = subprocess.run([sys.executable, "-c", _FULL, folder], check=True, capture_output=True, text=True)
    kept, failed = json.loads(done.stdout)

    assert failed.startswith(f"The journal in {folder} cannot be written: ")
    assert kept > 10
    assert [e.body["n"] for e in entries(folder, ["a"])] == [*range(kept + 1), -1]
    assert verify(folder).damages == ()


def test_an_old_row_is_read_as_the_newest_version_says_it() -> None:
    steps = {
        1: lambda kind, body: {"rows": body["count"], "seconds": body["seconds"]},
        2: lambda kind, body: {**body, "seconds": body["seconds"] / 1000},
    }

    read = [
        schema.upgrade("outcome", {"count": 3, "seconds": 500}, 1, steps),
        schema.upgrade("outcome", {"rows": 3, "seconds": 500}, 2, steps),
        schema.upgrade("outcome", {"rows": 3, "seconds": 0.5}, 3, steps),
    ]

    assert read == [{"rows": 3, "seconds": 0.5}] * 3


def test_a_file_of_a_newer_version_is_named_and_left_out(writer: Writer, folder: Path) -> None:
    writer.append(("a", {}))
    writer.close()
    with schema.open_to_prune(places.file_of(folder, writer_session(folder))) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()

    assert list(entries(folder)) == []
    assert [d.kind for d in verify(folder).damages] == ["unreadable"]


def writer_session(folder: Path) -> str:
    (mark,), _ = anchor.read(folder / places.ANCHOR)
    return mark.session


def test_every_row_has_its_moment(writer: Writer, folder: Path) -> None:
    writer.append(("a", {}))
    writer.append(("a", {}))

    found = list(entries(folder))
    assert all(isinstance(entry, Entry) for entry in found)
    assert [e.at for e in found] == sorted(e.at for e in found)
    assert list(entries(folder, ["a"], since=found[-1].at)) == [e for e in found if e.at == found[-1].at]
