"""What a guarded kernel costs at its start, beside a bare one and beside loading JupySQL; prints JSON.

CPU seconds, each of a process of its own, all of them in turn.
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

from paired import own_variables, summary

# The whole application, up to the point where it would wait for cells.
_START = """
import os, time
out = os.dup(1)  # the kernel takes standard output for itself
import IPython.core.application as application
if {bare}:
    application.ENV_CONFIG_DIRS.clear()  # the guard's start-up file lies in one of them
from ipykernel.kernelapp import IPKernelApp
app = IPKernelApp.instance()
app.initialize(["-f", {file!r}])
assert ("guarded_sql" in app.shell.magics_manager.magics["cell"]) is not {bare}
"""
_WHOLE = """
used = time.process_time()
"""
# What one adds to a bare kernel, alone and with a first cell, when the guard is built.
_LOADED = """
began = time.process_time()
app.shell.run_line_magic("load_ext", {extension!r})
if {first_cell}:
    app.shell.run_cell("1")
used = time.process_time() - began
"""
_TELL = """
os.write(out, str(used).encode())
os._exit(0)
"""


def start(folder: Path, *, bare: bool, extension: str = "", first_cell: bool = False) -> float:
    """Return the CPU seconds of one start, or of what loading an extension adds to one."""
    start = _START.format(bare=bare, file=str(folder / "kernel-1.json"))
    measured = _LOADED.format(extension=extension, first_cell=first_cell) if extension else _WHOLE
    done = subprocess.run(
        [sys.executable, "-c", start + measured + _TELL],
        env=own_variables(folder) | {"PLOOMBER_STATS_ENABLED": "false"},  # JupySQL tells nobody
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout.rpartition("\n")[2])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    starts, loads, cells = [], [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start(folder, bare=False)  # its bytecode
        start(folder, bare=True, extension="sql")
        for _ in range(runs):
            starts.append((start(folder, bare=True), start(folder, bare=False)))
            loads.append(tuple(start(folder, bare=True, extension=e) for e in ("sql", "jupyter_guard")))
            cells.append(
                tuple(
                    start(folder, bare=True, extension=e, first_cell=True) for e in ("sql", "jupyter_guard")
                )
            )
    found = {
        "benchmark": "kernel start",
        "unit": "CPU seconds, median",
        "a guarded kernel beside a bare one": summary(starts, 4) | {"asked": 1.05},
        "%load_ext jupyter_guard beside %load_ext sql": _beside_jupysql(loads) | {"asked": 0.25},
        "both with a first cell": _beside_jupysql(cells),
        "load": os.getloadavg()[0],
    }
    print(json.dumps(found, indent=2))


def _beside_jupysql(pairs: list[tuple[float, ...]]) -> dict[str, object]:
    jupysql, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratios = [after / before for before, after in pairs]
    return {
        "JupySQL": round(jupysql, 4),
        "jupyter_guard": round(ours, 4),
        "ratio": round(statistics.median(ratios), 4),
        "quartiles of it": [round(q, 4) for q in statistics.quantiles(ratios, n=4)][::2],
    }


if __name__ == "__main__":
    main()
