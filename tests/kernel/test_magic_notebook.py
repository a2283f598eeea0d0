"""The notebook of docs/ runs, and shows what it stores."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from jupyter_guard.policy.magic_line import OPTIONS

FILE = Path(__file__).parents[2] / "docs" / "magic.ipynb"
SECONDS = re.compile(r"\d+\.\d\d s")


def said(cell: nbformat.NotebookNode) -> list[str]:
    """Return what the guard said below a cell, without the times."""
    words = []
    for output in cell.outputs:
        if output.output_type == "error":
            words.append(output.evalue)
        elif any(kind.startswith("application/vnd.jupyter-guard.") for kind in output.get("data", {})):
            words.append(SECONDS.sub("… s", output.data["text/plain"]))
    return words


def test_the_notebook_shows_what_it_stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("IPYTHONDIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR"):
        monkeypatch.setenv(variable, str(tmp_path / variable))
    stored = nbformat.read(FILE, as_version=4)
    ran = copy.deepcopy(stored)

    NotebookClient(
        ran, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    ).execute()

    for before, now in zip(stored.cells, ran.cells, strict=True):
        if before.cell_type == "code" and "varies" not in before.metadata.get("tags", ()):
            failed = any(output.output_type == "error" for output in now.outputs)
            assert failed == ("raises-exception" in before.metadata.get("tags", ())), now.source
            assert said(now) == said(before)


def test_every_option_is_shown() -> None:
    lines = [cell.source.partition("\n")[0] for cell in nbformat.read(FILE, as_version=4).cells]
    used = {word for line in lines for word in line.split()}

    assert {option.name for option in OPTIONS} - used <= {"--connection"}
