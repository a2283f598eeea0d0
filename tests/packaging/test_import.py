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
