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
from paired import in_turn, summary, workers

from jupyter_guard.journal.places import journal_folder
from jupyter_guard.journal.writer import Writer
from jupyter_guard.kernel.guard import Guard
from jupyter_guard.policy.keeping import Keeping
from jupyter_guard.policy.model import Connection

# What an analyst does to larger frames; each line is a cell.
FRAMES = """
import numpy as np, pandas as pd
rng = np.random.default_rng(1)
sales = pd.DataFrame({"store": rng.integers(0, 500, 1_000_000), "price": rng.random(1_000_000) * 100})
sales["day"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 365, 1_000_000), unit="D")
sales["city"] = pd.Series(np.array(["NY", "LA", "SF", "Köln"])[rng.integers(0, 4, 1_000_000)], dtype="str")
sales["total"] = sales["price"] * rng.integers(1, 9, 1_000_000)
sales.loc[sales["price"] < 1, "price"] = np.nan
sales["price"] = sales["price"].fillna(sales["price"].mean())
sales = sales.sort_values(["store", "day"])
sales = sales.reset_index(drop=True)
stores = pd.DataFrame({"store": range(500), "region": rng.integers(0, 12, 500)})
joined = sales.merge(stores, on="store")
joined["month"] = joined["day"].dt.month
by_month = joined.groupby(["region", "month"])["total"].agg(["sum", "mean", "count"])
by_month
joined["rank"] = joined.groupby("store")["total"].rank()
joined.iloc[5, 1] = 7.0
top = joined[joined["rank"] <= 10].copy()
top["label"] = top["city"] + "-" + top["store"].astype(str)
joined.describe()
del top
pivot = joined.pivot_table(index="store", columns="month", values="total", aggfunc="sum")
""".strip().splitlines()
# Run in a process of its own, guarded or not; each time as cells that were never run before.
_NOTEBOOK = """
import gc, time
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
shell = InteractiveShell.instance()
if {guarded}:
    import jupyter_guard.kernel
    jupyter_guard.kernel.load_ipython_extension(shell)
shell.user_ns.update({{f"name_{{number}}": number for number in range(500)}})
count = 0

def work(question):
    global count
    count += 1
    gc.collect()
    began = time.process_time()
    with capture_output():
        for cell in {cells!r}:
            shell.run_cell(f"{{cell}}\\n# {{count}}", store_history=False).raise_error()
    return time.process_time() - began
"""
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
    log(guard, on=True)
    shell.run_cell("x = 1", store_history=False)
    logged = milliseconds(lambda _: shell.run_cell("x = 1", store_history=False), runs)
    log(guard, on=False)
    return {
        "bare": bare["median"],
        "logged": logged["median"],
        "more": round(logged["median"] - bare["median"], 4),
        "more, 99th percentile": round(logged["p99"] - bare["p99"], 4),
    }


def log(guard: Guard, *, on: bool) -> None:
    events = guard.shell.events
    change = events.register if on else events.unregister
    change("pre_run_cell", guard.start_cell)
    change("post_run_cell", guard.recorder.end_cell)


def notebook(folder: Path, rounds: int, runs: int) -> dict[str, object]:
    """Return how much longer a notebook takes that makes and changes frames of 1e6 rows, in CPU time.

    In processes of their own, each of which has run it once before; all their threads count.
    """
    bare, guarded = (_NOTEBOOK.format(guarded=guarded, cells=FRAMES) for guarded in (False, True))
    pairs = []
    for _ in range(runs):
        with workers(bare, guarded, folder) as both:
            in_turn(both, "run", 1)  # imports
            pairs += in_turn(both, "run", rounds)
    return {"cells": len(FRAMES), "unit": "CPU seconds, median", **summary(pairs)}


def rows(folder: Path, runs: int, *, power_safe: bool) -> dict[str, float]:
    """Return what two bare rows of 500 characters cost."""
    writer = Writer(folder, Keeping(power_safe=power_safe), {})
    body = {"text": "x" * 500}
    writer.append(("a", body))
    found = milliseconds(lambda _: (writer.append(("a", body)), writer.append(("a", body))), runs)
    writer.close()
    return found


def power_safe(folder: Path, blocks: int) -> dict[str, float]:
    """Return what two rows of 500 characters cost that survive a power cut, in syncs of this disk.

    In turn with the syncs, as what else the machine does changes both.
    """
    writer = Writer(folder / "safe", Keeping(power_safe=True), {})
    body = {"text": "x" * 500}
    writer.append(("a", body))
    ratios, took, synced = [], [], []
    with open(folder / "sync", "wb", buffering=0) as stream:

        def sync(_: int) -> None:
            stream.write(b"x" * 8192)
            os.fdatasync(stream.fileno())

        for _ in range(blocks):
            before = milliseconds(sync, 20)["median"]
            pair = milliseconds(lambda _: (writer.append(("a", body)), writer.append(("a", body))), 40)
            after = milliseconds(sync, 20)["median"]
            ratios.append(pair["median"] / ((before + after) / 2))
            took.append(pair["median"])
            synced += [before, after]
    writer.close()
    return {
        "two rows": round(statistics.median(took), 3),
        "one sync": round(statistics.median(synced), 3),
        "in syncs": round(statistics.median(ratios), 2),
        "quartiles of it": [round(q, 2) for q in statistics.quantiles(ratios, n=4)][::2],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=9, help="of the notebook, in each pair of processes")
    options = parser.parse_args()
    runs, rounds = options.runs, options.rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["JUPYTER_DATA_DIR"] = str(folder / "data")
        (folder / "guard.toml").write_text(RULES)
        guard = Guard(InteractiveShell(), folder, None, "")
        found = {
            "benchmark": "journal",
            "unit": "ms, where nothing else is said",
            "runs": runs,
            "sqlite": sqlite3.sqlite_version,
            "a statement's two rows": {
                "dev, a new statement each time": recorded(guard, "dev", runs, new=True),
                "prod, a new statement each time (masked)": recorded(guard, "prod", runs, new=True),
                "prod, the same statement": recorded(guard, "prod", runs, new=False),
                "two bare rows": rows(folder / "bare", runs, power_safe=False),
                "asked": 0.2,
            },
            "bytes per statement": size(journal_folder()) // (3 * (runs + 1)),
            "power-safe": power_safe(folder, 15) | {"asked": 2.0},
            "a trivial cell among 500 names": cells(guard, min(runs, 500)) | {"asked": 5.0},
            "a notebook of frames of 1e6 rows": notebook(folder, rounds, 3) | {"asked": 1.05},
            "load": os.getloadavg()[0],
        }
    print(json.dumps(found, indent=2))


def size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("*.sqlite"))


if __name__ == "__main__":
    main()
