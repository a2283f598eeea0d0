"""The notebook of docs/ runs, and shows what it stores."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from jupyter_guard.policy.magic_options import OPTIONS

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


def test_each_yes_of_the_comparison_names_a_test_that_is_there() -> None:
    tests = FILE.parents[1] / "tests"
    compared = FILE.with_name("magic.md").read_text("utf-8").partition("## Compared")[2]
    ours = [line.split("|")[2].strip() for line in compared.splitlines() if line.startswith("| ")][1:]
    sources = {file.name: file.read_text("utf-8") for file in tests.rglob("test_*.py")}

    yes = [cell for cell in ours if cell.startswith("yes")]
    named = [re.findall(r"`([\w./]+)`", cell) for cell in yes]

    assert yes
    assert all(named), yes
    for name in (name for names in named for name in names):
        function = any(f"def {name}(" in source for source in sources.values())
        assert function or name in sources or (FILE.parents[1] / name).is_dir(), name
