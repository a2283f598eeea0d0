"""What recording costs: a statement's two rows, in the kernel and by themselves; prints JSON."""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell

from jupyter_guard.journal.places import journal_folder
from jupyter_guard.journal.writer import Writer
from jupyter_guard.kernel.guard import Guard
from jupyter_guard.policy.keeping import Keeping
from jupyter_guard.policy.model import Connection

RULES = '[environments.dev]\ntier = "dev"\n[environments.prod]\ntier = "prod"\n'
SQL = "SELECT id, total FROM sales.orders WHERE city = 'NY' AND total > {n} ORDER BY id LIMIT 100"


def milliseconds(work: Callable[[int], object], runs: int) -> dict[str, float]:
    """Return the median and the 99th percentile of one call."""
    took = []
    for number in range(runs):
        began = time.perf_counter()
        work(number)
        took.append((time.perf_counter() - began) * 1000)
    return {
        "median": round(statistics.median(took), 4),
        "p99": round(statistics.quantiles(took, n=100)[98], 4),
    }


def recorded(guard: Guard, tag: str, runs: int, *, new: bool) -> dict[str, float]:
    """Return what the pair of rows of an allowed statement costs; judging is not counted."""
    environment = guard.policy.environment(tag)
    connection = Connection("warehouse", "postgres", environment, "postgresql://me:s3cret@h/shop")
    verdicts = [
        guard.policy.judge(SQL.format(n=number if new else 0), connection, environment)
        for number in range(runs)
    ]

    def both(number: int) -> None:
        token = guard.recorder.intent(verdicts[number], connection, route="guarded_sql", send=True)
        guard.recorder.outcome(token, rows=[100], seconds=[0.1])

    both(0)
    return milliseconds(both, runs)


def cells(guard: Guard, runs: int) -> dict[str, float]:
    """Return what a trivial cell costs more, in milliseconds of its median."""
    shell = guard.shell
    names = {f"name_{number}": number for number in range(500)}  # a notebook of some size
    shell.user_ns.update(names)
    bare = milliseconds(lambda _: shell.run_cell("x = 1", store_history=False), runs)
    shell.events.register("pre_run_cell", guard.start_cell)
    shell.events.register("post_run_cell", guard.recorder.end_cell)
    shell.run_cell("x = 1", store_history=False)
    logged = milliseconds(lambda _: shell.run_cell("x = 1", store_history=False), runs)
    return {
        "bare": bare["median"],
        "logged": logged["median"],
        "more": round(logged["median"] - bare["median"], 4),
    }


def rows(folder: Path, runs: int, *, power_safe: bool) -> dict[str, float]:
    """Return what two bare rows of 500 characters cost."""
    writer = Writer(folder, Keeping(power_safe=power_safe), {})
    body = {"text": "x" * 500}
    writer.append(("a", body))
    found = milliseconds(lambda _: (writer.append(("a", body)), writer.append(("a", body))), runs)
    writer.close()
    return found


def sync(folder: Path, runs: int) -> dict[str, float]:
    """Return what it costs to write 8 kB and sync them."""
    with open(folder / "sync", "wb", buffering=0) as stream:

        def write(_: int) -> None:
            stream.write(b"x" * 8192)
            os.fdatasync(stream.fileno())

        return milliseconds(write, runs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=2000)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["JUPYTER_DATA_DIR"] = str(folder / "data")
        (folder / "guard.toml").write_text(RULES)
        guard = Guard(InteractiveShell(), folder, None, "")
        once, few = sync(folder, 200), 200
        safe = rows(folder / "safe", few, power_safe=True)
        found = {
            "benchmark": "journal",
            "unit": "ms for the two rows of a statement",
            "runs": runs,
            "sqlite": sqlite3.sqlite_version,
            "dev, a new statement each time": recorded(guard, "dev", runs, new=True),
            "prod, a new statement each time (masked)": recorded(guard, "prod", runs, new=True),
            "prod, the same statement": recorded(guard, "prod", runs, new=False),
            "two bare rows": rows(folder / "bare", runs, power_safe=False),
            "two bare rows, power-safe": safe,
            "one sync of this disk": once,
            "power-safe in syncs": round(safe["median"] / once["median"], 2),
            "bytes per statement": size(journal_folder()) // (3 * (runs + 1)),
            "a trivial cell among 500 names": cells(guard, min(runs, 500)),
        }
    print(json.dumps(found, indent=2))


def size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("*.sqlite"))


if __name__ == "__main__":
    main()
