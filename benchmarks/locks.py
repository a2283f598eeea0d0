"""What the engine's lock costs on PostgreSQL, beside the same connection in prod without it; prints JSON.

What is sent: a read; a change of the session and a read behind it; a read in a transaction of one's
own, where the lock is said again; the opening of a connection. A proxy counts the round trips.
"""

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

# Run in a process of its own, locked or not; prints the microseconds and the round trips of each thing.
_MEASURE = """
import json, os, sys, time
sys.path.insert(0, {root!r})
from tests.locks.proxy import Proxy
url, port, calls = {url!r}, {port}, {calls}
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
import jupyter_guard.kernel
from jupyter_guard.kernel.gate import Gate
if not {locked}:
    Gate.wants_lock = lambda self, targets: False
jupyter_guard.kernel.load_ipython_extension(shell)
import psycopg
proxy = Proxy(port)

def connect(port_of=port):
    there = url.replace(f":{{port}}/", f":{{port_of}}/")
    return psycopg.connect(there, autocommit=True, prepare_threshold=None)

def read(con):
    con.execute("SELECT 1").fetchone()

def changed(con):
    con.execute("SET search_path = public")
    con.execute("SELECT 1").fetchone()

def transaction(con):
    con.execute("BEGIN")
    con.execute("SELECT 1").fetchone()
    con.execute("COMMIT")

def opened(con):
    connect().close()

def least(thing, con, number):
    thing(con)
    times = []
    for _ in range(20):
        began = time.perf_counter_ns()
        for _ in range(number):
            thing(con)
        times.append((time.perf_counter_ns() - began) / number / 1e3)
    return min(times)

def counted(thing, con):
    thing(con)
    proxy.round_trips
    for _ in range(10):
        thing(con)
    return proxy.round_trips / 10

con, seen = connect(), connect(proxy.port)
print(json.dumps({{
    "read": [least(read, con, calls), counted(read, seen)],
    "changed": [least(changed, con, calls), counted(changed, seen)],
    "transaction": [least(transaction, con, calls), counted(transaction, seen)],
    "opened": [least(opened, con, max(calls // 20, 1)), None],
}}))
sys.stdout.flush()
os._exit(0)
"""


def measure(folder: Path, url: str, port: int, calls: int, *, locked: bool) -> dict[str, list[float]]:
    """Return the least microseconds and the round trips of each thing."""
    code = _MEASURE.format(
        url=url, port=port, calls=calls, locked=locked, root=str(Path(__file__).parents[1])
    )
    variables = {
        **os.environ,
        "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=variables, cwd=folder, capture_output=True, text=True, check=True
    )
    found: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=20)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with ExitStack() as stack:
        server = stack.enter_context(running_postgres())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (folder / "guard.toml").write_text('default = "prod"\n')
        runs = [
            [
                measure(folder, server.url, server.port, options.calls, locked=locked)
                for locked in (False, True)
            ]
            for _ in range(options.runs)
        ]
    rows = {}
    for thing in runs[0][0]:
        free, locked = (min(run[side][thing][0] for run in runs) for side in (0, 1))
        rows[thing] = {
            "unlocked": round(free, 1),
            "locked": round(locked, 1),
            "ratio": round(locked / free, 3),
            "round_trips": [runs[0][side][thing][1] for side in (0, 1)],
        }
    print(json.dumps({"benchmark": "lock on psycopg", "unit": "microseconds, least", **rows}, indent=2))


if __name__ == "__main__":
    main()
