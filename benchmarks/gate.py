"""What the gate costs a read, beside the same read without it, as a ratio of CPU seconds; prints JSON."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.servers import running_postgres

# Run in a process of its own, guarded or not, which prints the CPU microseconds of one call.
_MEASURE = """
import json, os, sys, time
guarded, url, calls = {guarded}, {url!r}, {calls}
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
if guarded:
    import jupyter_guard.kernel
    jupyter_guard.kernel.load_ipython_extension(shell)

def sqlite():
    import sqlite3
    c = sqlite3.connect("it.db")
    return lambda: c.execute("select 1")

def duckdb():
    import duckdb
    c = duckdb.connect("it.duckdb")
    return lambda: c.execute("select 1")

def sqlalchemy():
    import sqlalchemy
    c = sqlalchemy.create_engine("sqlite:///sa.db").connect()
    text = sqlalchemy.text("select 1")
    return lambda: c.execute(text)

def psycopg():
    import psycopg
    c = psycopg.connect(url, autocommit=True)
    return lambda: c.execute("select 1")

def cost(call, number):
    call()
    number = max(number // 20, 1)  # short stretches, some of which nobody disturbs
    times = []
    for _ in range(100):
        began = time.process_time_ns()
        for _ in range(number):
            call()
        times.append((time.process_time_ns() - began) / number / 1e3)
    return min(times)

makers = [(sqlite, 10 * calls), (duckdb, calls // 4), (sqlalchemy, calls), (psycopg, calls)]
print(json.dumps({{make.__name__: cost(make(), number) for make, number in makers}}))
sys.stdout.flush()
os._exit(0)
"""


def measure(folder: Path, url: str, calls: int, *, guarded: bool) -> dict[str, float]:
    """Return the CPU microseconds of a `select 1` per driver."""
    code = _MEASURE.format(guarded=guarded, url=url, calls=calls)
    # Folders of their own: nothing goes into the developer's journal, no guard.toml of theirs counts.
    own = {f"JUPYTER_{name.upper()}_DIR": str(folder / name) for name in ("data", "config")}
    variables = {**os.environ, **own, "IPYTHONDIR": str(folder / "ipython")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=variables, cwd=folder, capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--postgres", default="", help="URL of a server; without it one is started")
    options = parser.parse_args()
    with ExitStack() as stack:
        name = stack.enter_context(tempfile.TemporaryDirectory())
        url = options.postgres or stack.enter_context(running_postgres()).url
        folder = Path(name, "project")
        folder.mkdir()
        (folder / "guard.toml").write_text('default = "prod"\n')
        runs = [
            (
                measure(folder, url, options.calls, guarded=False),
                measure(folder, url, options.calls, guarded=True),
            )
            for _ in range(options.runs)
        ]
    rows = {}
    for driver in runs[0][0]:
        bare, guarded = (min(run[side][driver] for run in runs) for side in (0, 1))
        rows[driver] = {
            "bare": round(bare, 3),
            "guarded": round(guarded, 3),
            "ratio": round(guarded / bare, 3),
        }
    print(json.dumps({"benchmark": "gate, select 1", "unit": "CPU microseconds, least", **rows}, indent=2))


if __name__ == "__main__":
    main()
