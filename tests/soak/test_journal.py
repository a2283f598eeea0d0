"""A day of work in fast motion: four kernels that are killed, a full disk, and a journal that has it all."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_guard.journal import anchor, places, retention, schema
from jupyter_guard.journal.verify import verify
from jupyter_guard.policy.places import content_hash
from tests.kernel.conftest import Kernel, starting

KERNELS = 4
UNGUARDED = KERNELS  # the number of a fifth, without a guard: what IPython itself takes of memory
CELLS = int(os.environ.get("SOAK_CELLS", "22000"))  # of all kernels together
STATEMENTS = 5  # of a cell, from two threads
MEGABYTES = int(os.environ.get("SOAK_MEGABYTES", "80"))  # of the journal; a day makes half as many more
ROOM = 200  # megabytes of the disk that the journal lies on
FULL = 20  # seconds
KILL = max(1, CELLS // 55)  # cells that a kernel lives for, on average; the first lives to the end
RULES = f"""
[environments.prod]
tier = "prod"
limit = "write"
[journal]
literals = "all"
megabytes = {MEGABYTES}
"""
SET_UP = """
import sqlite3, threading
frame = {"n": list(range(100))}

def send(numbers):
    connection = sqlite3.connect(FILE, isolation_level=None, timeout=60)
    for number in numbers:
        try:
            connection.execute(f"INSERT INTO sent VALUES ({number})")
        except Exception as error:
            with open(FILE + ".refused", "a") as stream:
                print(number, type(error).__name__, file=stream)
    connection.close()

def work(first):
    frame["n"].append(first)
    del frame["n"][0]
    parts = range(first, first + 3), range(first + 3, first + 5)
    threads = [threading.Thread(target=send, args=(part,)) for part in parts]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
"""


@dataclass
class Seen:
    """What a reader saw who looked again and again."""

    intents: dict[int, tuple[str, int]] = field(default_factory=dict)  # number -> session and row
    outcomes: dict[tuple[str, int], str] = field(default_factory=dict)
    reached: dict[str, int] = field(default_factory=dict)
    cells: int = 0
    missed: int = 0  # rows that were pruned before they were seen
    largest: int = 0

    def look(self, folder: Path) -> None:
        self.largest = max(self.largest, retention.size_of(folder))
        for session in list(places.sessions(folder)):
            with (
                suppress(OSError, sqlite3.Error),
                closing(schema.open_to_read(places.file_of(folder, session))) as connection,
            ):
                last = self.reached.get(session, 0)
                query = "SELECT seq, kind, body FROM entries WHERE seq > ? ORDER BY seq"
                for seq, kind, body in connection.execute(query, (last,)):
                    self.missed += seq - last - 1
                    last = self.reached[session] = seq
                    self.note(session, seq, kind, body)

    def note(self, session: str, seq: int, kind: str, body: str) -> None:
        if kind == "intent":
            told = json.loads(body)
            assert told["sent"]
            self.intents[int(re.findall(r"\d+", told["text"])[0])] = session, seq
        elif kind == "outcome":
            told = json.loads(body)
            self.outcomes[told["session"], told["intent"]] = told["state"]
        elif kind == "cell":
            self.cells += 1


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """Put a disk of its own below `folder` where that is allowed; say whether it was."""
    folder.mkdir(parents=True)
    options = ["-t", "tmpfs", "-o", f"size={ROOM}m,mode=700", "tmpfs"]
    mounted = (
        shutil.which("mount") is not None
        and not subprocess.run(["mount", *options, folder], check=False, capture_output=True).returncode
    )
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_day_of_work(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "jupyter_guard" / "journal"
    (tmp_path / "guard.toml").write_text(RULES)
    with small_disk(folder.parent) as mounted:
        workers = [
            subprocess.Popen([sys.executable, "-m", "tests.soak.test_journal", tmp_path, str(number)])
            for number in range(KERNELS + 1)
        ]
        seen, filler, filled = Seen(), folder.with_name("filler"), 0.0
        while any(worker.poll() is None for worker in workers):
            time.sleep(0.5)
            seen.look(folder)
            if mounted and not filled and seen.cells > CELLS // 3:
                filled = time.monotonic()
            if filled and time.monotonic() - filled < FULL:
                fill(filler)
            else:
                filler.unlink(missing_ok=True)
        seen.look(folder)
        marks, _ = anchor.read(folder / places.ANCHOR)
        seen.missed += sum(max(0, mark.pruned.seq - seen.reached.get(mark.session, 0)) for mark in marks)
        reports = [json.loads((tmp_path / f"report-{number}").read_text()) for number in range(KERNELS + 1)]
        report = judge(seen, reports, tmp_path, folder, mounted=mounted)
    print(json.dumps(report, indent=2))


def fill(filler: Path) -> None:
    """Take all room that is left on the disk."""
    with open(filler, "ab", buffering=0) as stream, suppress(OSError):
        while True:
            stream.write(b"x" * 4096)


def judge(
    seen: Seen, reports: list[dict[str, object]], tmp_path: Path, folder: Path, *, mounted: bool
) -> dict[str, object]:
    received: set[int] = set()
    for number in range(KERNELS):
        with closing(sqlite3.connect(tmp_path / f"store-{number}.db")) as connection:
            received |= {row[0] for row in connection.execute("SELECT n FROM sent")}
    files = [tmp_path / f"store-{number}.db.refused" for number in range(KERNELS)]
    refused = [line for file in files if file.exists() for line in file.read_text().splitlines()]
    *reports, unguarded = reports
    kills = sum(int(str(report["kills"])) for report in reports)
    states = {number: seen.outcomes.get(place, "unknown") for number, place in seen.intents.items()}
    done = {number for number, state in states.items() if state == "done"}
    unknown = {number for number, state in states.items() if state == "unknown"}
    memory = reports[0]["memory"], unguarded["memory"]  # of the one that was never killed
    grown, grown_unguarded = (after - before for before, after in memory)  # type: ignore[misc,has-type]  # two numbers
    checked = verify(folder)
    found = {
        "cells": seen.cells,
        "statements received": len(received),
        "received but not in the journal": len(received - seen.intents.keys()),
        "done but not received": len(done - received),
        "unknown": len(unknown),
        "kills": kills,
        "refused while the disk was full": len(refused),
        "disk filled": mounted,
        "rows pruned before they were seen": seen.missed,
        "damages": [damage.message for damage in checked.damages],
        "largest size, MB": round(seen.largest / 1e6, 1),
        "memory of a kernel after a tenth and at the end, MB": memory[0],
        "and of one without a guard": memory[1],
        "longest cell, s": max(float(str(report["longest"])) for report in reports),
    }
    assert found["rows pruned before they were seen"] == 0, json.dumps(found)
    assert found["received but not in the journal"] == found["done but not received"] == 0, json.dumps(found)
    assert checked.damages == (), json.dumps(found)
    assert kills > 0, json.dumps(found)
    assert len(unknown) <= 2 * kills, json.dumps(found)
    assert not mounted or found["refused while the disk was full"], json.dumps(found)
    assert seen.largest < MEGABYTES * 1e6, json.dumps(found)
    assert grown < grown_unguarded + 8, json.dumps(found)
    return found


# --- One of the four: run as a program. ---


def worker(folder: Path, number: int) -> None:
    """Run a kernel's share of cells; a new kernel takes the place of one that was killed."""
    chance = random.Random(number)
    file, cells = folder / f"store-{number}.db", CELLS // KERNELS
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE sent (n INTEGER)")
    variables = {"JUPYTER_GUARD_TRUST": content_hash((folder / "guard.toml").read_bytes())}
    set_up = f"FILE = {str(file)!r}\n{SET_UP}"
    if number == UNGUARDED:
        variables["JUPYTER_GUARD"] = "off"
    else:
        set_up = f"%guard tag prod\n{set_up}"
    report = {"kills": 0, "memory": [0, 0], "longest": 0.0}
    with starting(folder) as start:
        kernel = begin(lambda: start(folder, **variables), set_up)
        for cell in range(cells):
            first = (number * cells + cell) * STATEMENTS
            if 0 < number < UNGUARDED and chance.random() < 1 / KILL:
                kill(kernel, f"work({first})", chance.random() / 20)
                report["kills"] += 1  # type: ignore[operator]  # a number
                kernel = begin(lambda: start(folder, **variables), set_up)
                continue
            began = time.monotonic()
            kernel.run(f"work({first})")
            report["longest"] = max(report["longest"], time.monotonic() - began)  # type: ignore[call-overload]  # a number
            if cell in (cells // 10, cells - 1):
                report["memory"][cell == cells - 1] = memory(kernel)  # type: ignore[index]  # a list
    (folder / f"report-{number}").write_text(json.dumps(report))


def begin(start: Callable[[], Kernel], set_up: str) -> Kernel:
    """Start a kernel; one of another worker may have taken its ports meanwhile."""
    for _ in range(5):
        with suppress(RuntimeError):
            kernel = start()
            break
    ran = kernel.run(set_up)
    assert not ran.error, ran.error
    return kernel


def kill(kernel: Kernel, cell: str, delay: float) -> None:
    """Kill a kernel while it runs a cell."""
    pid = kernel.manager.provisioner.pid  # type: ignore[union-attr]  # it runs
    assert pid
    kernel.client.execute(cell)
    time.sleep(delay)
    os.kill(pid, signal.SIGKILL)
    kernel.client.stop_channels()


def memory(kernel: Kernel) -> int:
    """Return the megabytes that a kernel has in memory."""
    return int(kernel.value("int(open('/proc/self/statm').read().split()[1]) * 4096 // 1_000_000"))


if __name__ == "__main__":
    worker(Path(sys.argv[1]), int(sys.argv[2]))
