"""Measure the export: CPU time by number of cells, and the reading of a large file.

usage: python benchmarks/export.py
"""

from __future__ import annotations

import json
import tempfile
import time
import tracemalloc
from pathlib import Path

import nbformat

from jupyter_guard.export import Installed, export
from jupyter_guard.export.notebook import read
from jupyter_guard.policy import Policy

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


def main() -> None:
    """Print one line for each size."""
    Installed.here()  # once for each process
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "notebook.ipynb")
        for cells in (100, 100, 500, 1000, 2000):  # the first one pays for the imports
            policy = Policy.load(notebook(path, cells))
            began, cpu = time.perf_counter(), time.process_time()
            export(path, policy=policy)
            print(
                f"{cells:5} cells: {time.process_time() - cpu:.2f} s CPU, {time.perf_counter() - began:.2f} s"
            )
        notebook(path, 500, "x" * 100_000)
        size = path.stat().st_size
        times = []
        for reader in (read, lambda file: nbformat.read(file, as_version=4)):
            began = time.process_time()
            reader(path)
            times.append(time.process_time() - began)
        tracemalloc.start()
        read(path)
        peak = tracemalloc.get_traced_memory()[1]
        print(
            f"{size / 1e6:.0f} MB file: read in {times[0]:.2f} s, by nbformat in {times[1]:.2f} s; "
            f"{peak / size:.1f} times its size in memory"
        )


if __name__ == "__main__":
    main()
