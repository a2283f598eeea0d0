"""Importing the package costs next to nothing and needs none of the optional parts."""

from __future__ import annotations

import subprocess
import sys


def test_import_loads_no_library() -> None:
    script = "import sys, jupyter_guard; print(*sorted({name.partition('.')[0] for name in sys.modules}))"

    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)

    heavy = {"duckdb", "IPython", "ipykernel", "keyring", "nbformat", "pandas", "sqlglot", "traitlets"}
    loaded = set(done.stdout.split())
    assert "jupyter_guard" in loaded
    assert {name for name in loaded if name in heavy or name.startswith("jupyter")} == {"jupyter_guard"}


def test_check_needs_neither_jupyterlab_nor_server() -> None:
    script = """
import sys
from jupyter_guard.cli import main
for name in ("jupyterlab", "jupyter_server", "pandas"):
    sys.modules[name] = None
assert main(["check", "-"]) == 1
print(*sorted({name.partition('.')[0] for name in sys.modules}))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, input="DELETE FROM t"
    )

    loaded = set(done.stdout.splitlines()[-1].split())
    assert loaded & {"duckdb", "IPython", "ipykernel", "keyring", "tornado"} == set()
