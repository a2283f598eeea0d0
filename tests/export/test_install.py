"""A project installs into a fresh environment, where jupyter_guard is not, and works there."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable
from pathlib import Path

from jupyter_guard.export import Project
from tests.export.conftest import execute


def call(*command: str | Path, folder: Path) -> str:
    """Run a command that has to succeed, without anything of this environment."""
    hidden = ("PYTHON", "JUPYTER", "VIRTUAL_ENV")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(hidden)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_an_installed_project_writes_the_same_bytes(
    zoo: Path, exported: Callable[..., Project], tmp_path: Path
) -> None:
    execute(zoo / "sql.ipynb")
    project = exported("sql")
    root = project.write(zoo / project.name)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    libraries = Path(
        call(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=tmp_path).strip()
    )
    # The libraries are those that are here already; jupyter_guard itself is hidden.
    (libraries / "here.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (libraries / "jupyter_guard.py").write_text("raise ImportError('a project must not need this')\n")

    call(python, "-m", "pip", "install", "--quiet", "--no-deps", root, folder=elsewhere)
    call(python, "-m", project.package, "--env", "dev", "--output-dir", ".", folder=elsewhere)
    tested = call(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", root, folder=elsewhere)

    assert (elsewhere / "orders.csv").read_bytes() == (zoo / "orders.csv").read_bytes()
    assert " passed" in tested


def test_ruff_finds_nothing_in_a_project(zoo: Path, exported: Callable[..., Project]) -> None:
    for name in ("sql", "files", "figures", "strings", "changes_in_place"):
        root = exported(name).write(zoo / "out" / name)

        for command in (["check"], ["check", "--isolated"], ["format", "--check"]):
            call(sys.executable, "-m", "ruff", *command, "--no-cache", ".", folder=root)
