"""Measure the export: CPU time by number of cells, and the reading of a large file.

usage: python benchmarks/export.py
"""

from __future__ import annotations

import json
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import nbformat

from jupyter_guard.export import Installed, export
from jupyter_guard.export.notebook import read
from jupyter_guard.policy import Policy

SIZES = (100, 500, 1000, 2000)
# One cell each; {n} is a number of its own for every ten cells.
CELLS = (
    "import pandas as pd\ntable{n} = pd.DataFrame({{'a': [1, 2, 3]}})",
    "table{n}['b'] = table{n}['a'] * 2",
    "table{n}.head()",
    "sums{n} = table{n}.groupby('a').sum()",
    "def total{n}(table):\n    return table.sum()",
    "totals{n} = total{n}(sums{n})",
    "print(totals{n})",
    "seen{n} = [value for value in range({n})]",
    "seen{n}.append(totals{n})",
    "table{n}.to_csv('table{n}.csv')",
)


def notebook(path: Path, cells: int, output: str = "") -> Path:
    """Write a notebook whose cells depend on one another, each with the text `output`."""
    shown = [{"output_type": "stream", "name": "stdout", "text": output}] if output else []
    content = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}},
        "cells": [
            {
                "cell_type": "code",
                "id": str(i),
                "metadata": {},
                "source": CELLS[i % 10].format(n=i // 10),
                "outputs": shown,
                "execution_count": i + 1,
            }
            for i in range(cells)
        ],
    }
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def cpu_of(call: Callable[[], object], times: int = 1) -> float:
    """Return the least CPU time of a call, in seconds."""
    found = []
    for _ in range(times):
        began = time.process_time()
        call()
        found.append(time.process_time() - began)
    return min(found)


def main() -> None:
    """Print one JSON object."""
    Installed.here()  # once for each process
    told: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "notebook.ipynb")
        seconds: dict[int, float] = {}
        for cells in (100, *SIZES):  # the first one pays for the imports
            policy = Policy.load(notebook(path, cells))
            seconds[cells] = round(cpu_of(lambda: export(path, policy=policy)), 2)  # noqa: B023  # called here
        told["export_cpu_seconds_by_cells"] = seconds
        told["seconds_per_cell_2000_over_500"] = round(seconds[2000] / 2000 / (seconds[500] / 500), 2)
        notebook(path, 500, "x" * 100_000)
        size = path.stat().st_size
        mine = cpu_of(lambda: read(path), 3)
        theirs = cpu_of(lambda: nbformat.read(path, as_version=4), 3)  # type: ignore[no-untyped-call]  # untyped
        told |= {"file_mb": round(size / 1e6), "read_cpu_seconds": round(mine, 3)}
        told |= {"nbformat_cpu_seconds": round(theirs, 3), "read_over_nbformat": round(mine / theirs, 2)}
        tracemalloc.start()
        read(path)
        told["read_memory_over_file"] = round(tracemalloc.get_traced_memory()[1] / size, 1)
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
