"""Notebooks of the zoo, laid out with the files that they need."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import nbclient
import nbformat
import pytest

from jupyter_guard.export import Project, export
from jupyter_guard.policy import Policy

ZOO = Path(__file__).with_name("notebooks")
RULES = """
version = 1
default = "dev"

[environments.dev]
tier = "dev"
connections.shop = "duckdb:///shop.duckdb"

[environments.prod]
tier = "prod"
connections.shop = "postgresql://analyst:${keyring:shop/analyst}@db.example.com/shop"
"""
FILES = {
    "guard.toml": RULES,
    "pricing.py": "def with_tax(price):\n    return price * 1.19\n",
    "greeting.py": "import os\n\nWORD = os.environ['GREETING']\n",
    "data/prices.csv": "item,price\npen,1.5\ncup,4\n",
    "data/more_1.csv": "item,price\nhat,20\n",
    "data/factor.txt": "0.5\n",
}


def lay_out(folder: Path) -> Path:
    """Put the whole zoo and what its notebooks read into `folder`."""
    shutil.copytree(ZOO, folder, dirs_exist_ok=True)
    for path, text in FILES.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    with duckdb.connect(str(folder / "shop.duckdb")) as shop:
        shop.execute("CREATE TABLE orders (id INTEGER, city VARCHAR, amount DECIMAL(9, 2), open BOOLEAN)")
        shop.execute("INSERT INTO orders SELECT range, 'Ulm', range + 0.25, range % 2 = 0 FROM range(9)")
    return folder


@pytest.fixture
def zoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the notebooks of the zoo, whose guard.toml is trusted."""
    from jupyter_guard.policy.places import content_hash

    monkeypatch.setenv("JUPYTER_GUARD_TRUST", content_hash(RULES.encode()))
    return lay_out(tmp_path / "zoo")


@pytest.fixture
def exported(zoo: Path) -> Callable[..., Project]:
    """Export a notebook of the zoo."""

    def run(name: str, **options: bool) -> Project:
        notebook = zoo / f"{name}.ipynb"
        return export(notebook, policy=Policy.load(notebook), **options)

    return run


def execute(notebook: Path) -> None:
    """Run a notebook in a kernel of its own, and save it as JupyterLab does."""
    content = nbformat.read(notebook, as_version=4)
    client = nbclient.NotebookClient(
        content, timeout=120, allow_errors=True, resources={"metadata": {"path": str(notebook.parent)}}
    )
    client.execute()
    nbformat.write(content, notebook)


def run(project: Path, package: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run an exported project from its sources, in another folder."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("JUPYTER")}
    environment |= {"PYTHONPATH": str(project / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    folder.mkdir(exist_ok=True)
    return subprocess.run(
        [
            sys.executable,
            "-W",
            "error::DeprecationWarning:__main__",
            "-m",
            package,
            "--quiet",
            "--output-dir",
            ".",
            *arguments,
        ],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
