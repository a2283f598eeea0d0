"""What `%%guarded_sql` costs by itself, beside the driver alone and beside JupySQL; prints JSON.

Each side runs in a process of its own, in turns. CPU time, because other programs run, too.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

_COMMON = """
import contextlib, io, statistics, sys, time
import ipykernel.kernelapp  # which every notebook's kernel has loaded
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

shell = InteractiveShell.instance()
count = {count}

def cost(work):
    times = []
    for _ in range(count):
        began = time.process_time_ns()
        work()
        times.append(time.process_time_ns() - began)
    return statistics.median(times) / 1e3

def said(first, each):
    sys.__stdout__.write(f"\\nCOST {{first / 1e6}} {{each}}\\n")
"""
_SIDES = {
    # The judgement, the receipt and the journal included.
    "guarded_sql": """
from jupyter_guard.kernel import load_ipython_extension
load_ipython_extension(shell)
def cell():
    with capture_output():
        shell.run_cell_magic("guarded_sql", "notes", "SELECT 1 AS one")
began = time.process_time_ns()
cell()
first = time.process_time_ns() - began
said(first, cost(cell))
""",
    "jupysql": """
began = time.process_time_ns()
with capture_output():
    shell.run_line_magic("load_ext", "sql")
first = time.process_time_ns() - began
with capture_output():
    shell.run_line_magic("config", "SqlMagic.autopandas = True")
    shell.run_line_magic("sql", "sqlite:///notes.db")
def cell():
    with capture_output():
        shell.run_cell_magic("sql", "", "SELECT 1 AS one")
cell()
said(first, cost(cell))
""",
    "driver": """
import sqlite3, pandas
connection = sqlite3.connect("notes.db")
def cell():
    with capture_output():
        cursor = connection.execute("SELECT 1 AS one")
        pandas.DataFrame(cursor.fetchall(), columns=[c[0] for c in cursor.description])
cell()
said(0, cost(cell))
""",
}


def run(side: str, count: int, folder: Path) -> tuple[float, float]:
    """Return the CPU milliseconds of the first cell (or load) and the microseconds of each later one."""
    variables = {
        **os.environ,
        "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
    }
    variables.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package has its bytecode
    done = subprocess.run(
        [sys.executable, "-c", _COMMON.format(count=count) + _SIDES[side]],
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("COST ")]
    first, each = map(float, line.split()[1:])
    return first, each


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--cells", type=int, default=300)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "guard.toml").write_text('[environments.dev]\nconnections.notes = "sqlite:///notes.db"\n')
        (folder / "notes.db").touch()
        for side in _SIDES:
            run(side, 1, folder)  # bytecode and disk cache
        runs = [{side: run(side, arguments.cells, folder) for side in _SIDES} for _ in range(arguments.runs)]
    first = {side: statistics.median(r[side][0] for r in runs) for side in ("guarded_sql", "jupysql")}
    each = {side: statistics.median(r[side][1] for r in runs) for side in _SIDES}
    own = {side: each[side] - each["driver"] for side in ("guarded_sql", "jupysql")}
    print(
        json.dumps(
            {
                "benchmark": "magic",
                "unit": "CPU time, medians",
                "runs": arguments.runs,
                "select_1_us": {side: round(cost) for side, cost in each.items()},
                "own_us": {side: round(cost) for side, cost in own.items()},
                "own_ratio_to_jupysql": round(own["guarded_sql"] / own["jupysql"], 3),
                "first_cell_ms": round(first["guarded_sql"]),
                "load_ext_sql_ms": round(first["jupysql"]),
                "first_cell_ratio": round(first["guarded_sql"] / first["jupysql"], 3),
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
