"""What the gate costs a read, beside the same read without it, as a ratio of CPU seconds; prints JSON."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import duckdb
from paired import Pair, in_turn, summary, workers

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.servers import running_postgres

# Driver -> calls of one stretch, which takes some 20 ms, and what is asked of the ratio.
_DRIVERS = {
    "sqlite": (20_000, 3.0),
    "duckdb": (200, 1.2),
    "sqlalchemy": (1_500, 1.2),
    "psycopg": (1_500, 1.15),
}
_WARM = 5  # stretches of each driver that do not count: caches, and statements that the server prepares
# Run in a process of its own, guarded or not: tells the CPU microseconds of one call.
_WORK = """
import os, time
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
if {guarded}:
    import jupyter_guard.kernel
    jupyter_guard.kernel.load_ipython_extension(shell)

def sqlite():
    import sqlite3
    c = sqlite3.connect("it.db")
    return lambda: c.execute("select 1")

def duckdb():
    import duckdb
    c = duckdb.connect("{guarded}.duckdb")
    return lambda: c.execute("select 1")

def sqlalchemy():
    import sqlalchemy
    c = sqlalchemy.create_engine("sqlite:///sa.db").connect()
    text = sqlalchemy.text("select 1")
    return lambda: c.execute(text)

def psycopg():
    import psycopg
    c = psycopg.connect({url!r}, autocommit=True)
    return lambda: c.execute("select 1")

calls = {{}}
def work(question):
    name, number = question.split()
    if name not in calls:
        calls[name] = globals()[name]()
    call, number = calls[name], range(int(number))
    began = time.process_time_ns()
    for _ in number:
        call()
    return (time.process_time_ns() - began) / len(number) / 1e3
"""


def measure(folder: Path, url: str, rounds: int) -> dict[str, list[Pair]]:
    """Return the CPU microseconds of a `select 1` per driver, from one pair of processes."""
    bare, guarded = (_WORK.format(guarded=guarded, url=url) for guarded in (False, True))
    with workers(bare, guarded, folder) as both:
        found = {}
        for driver, (calls, _) in _DRIVERS.items():
            in_turn(both, f"{driver} {calls}", _WARM)
            found[driver] = in_turn(both, f"{driver} {calls}", rounds)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30, help="of each pair of processes")
    parser.add_argument("--runs", type=int, default=5, help="pairs of processes")
    parser.add_argument("--postgres", default="", help="URL of a server; without it one is started")
    options = parser.parse_args()
    with ExitStack() as stack:
        name = stack.enter_context(tempfile.TemporaryDirectory())
        url = options.postgres or stack.enter_context(running_postgres()).url
        folder = Path(name, "project")
        folder.mkdir()
        (folder / "guard.toml").write_text('default = "prod"\n')
        for guarded in (False, True):  # one each, as two processes cannot share one
            duckdb.connect(folder / f"{guarded}.duckdb").close()
        runs = [measure(folder, url, options.rounds) for _ in range(options.runs)]
    rows = {
        driver: summary([pair for run in runs for pair in run[driver]]) | {"asked": asked}
        for driver, (_, asked) in _DRIVERS.items()
    }
    about = {"benchmark": "gate, select 1", "unit": "CPU microseconds, median", "load": os.getloadavg()[0]}
    print(json.dumps({**about, **rows}, indent=2))


if __name__ == "__main__":
    main()
