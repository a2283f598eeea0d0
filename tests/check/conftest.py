"""Notebooks and the command, as a reviewer or CI has them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Check = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CONFIG", "DATA", "RUNTIME"):
        monkeypatch.setenv(f"JUPYTER_{name}_DIR", str(tmp_path / name.lower()))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    return tmp_path


@pytest.fixture
def check(home: Path) -> Check:
    """Run `jupyter guard check …` in a folder of its own."""

    def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "jupyter_guard.cli", "check", *arguments],
            cwd=home,
            env=dict(os.environ),
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def notebook(path: Path, *sources: str, metadata: dict[str, Any] | None = None) -> Path:
    """Write a notebook as Jupyter does: each line of a cell on one of the file, outputs before the source."""
    cells = [
        {
            "cell_type": "code",
            "execution_count": 10 + number,
            "id": f"c{number}",
            "metadata": {},
            "outputs": [{"name": "stdout", "output_type": "stream", "text": source.splitlines(True)}],
            "source": source.splitlines(True),
        }
        for number, source in enumerate(sources)
    ]
    title = {"cell_type": "markdown", "id": "t", "metadata": {}, "source": ["# Title"]}
    content = {"cells": [title, *cells], "metadata": metadata or {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
    return path
