"""Runs without a person: a refusal fails the run with an exit status and a message, whatever runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbclient
import nbformat
import pytest

from jupyter_guard.policy import places

from .test_gate import orders, write

CELL = "import sqlite3\nsqlite3.connect('it.db').execute('INSERT INTO orders VALUES (1)').connection.commit()"
READ = "import sqlite3\nsqlite3.connect('it.db').execute('SELECT count(*) FROM orders').fetchall()"
TOLD = "Nothing was sent to it.db: it is a WRITE to orders (INSERT)"
UNLOCKING = '[environments.prod]\nunlock = { effects = ["write"], max_minutes = 5 }\n'
JUPYTER = [sys.executable, "-m", "jupyter"]
# What may run a notebook, as it is typed.
RUNNERS = {
    "nbconvert": [*JUPYTER, "nbconvert", "--to", "notebook", "--execute", "a.ipynb", "--output", "b.ipynb"],
    "execute": [*JUPYTER, "execute", "a.ipynb"],
    "papermill": [sys.executable, "-m", "papermill", "-k", "python3", "a.ipynb", "b.ipynb"],
}


def notebook(folder: Path, *cells: str) -> nbformat.NotebookNode:
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(made, folder / "a.ipynb")
    return made


def run(folder: Path, command: list[str], **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_refusal_fails_the_run_with_a_message(runner: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "project")
    notebook(folder, CELL)

    done = run(folder, RUNNERS[runner])

    assert done.returncode == 1
    assert TOLD in done.stdout + done.stderr
    assert orders(folder) == 0


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_run_that_only_reads_ends_well(runner: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "project")
    notebook(folder, READ)

    assert run(folder, RUNNERS[runner]).returncode == 0


def test_nbclient_raises_the_refusal(tmp_path: Path) -> None:
    folder = write(tmp_path / "project")
    made = notebook(folder, CELL)

    with pytest.raises(nbclient.exceptions.CellExecutionError, match="StatementBlocked: Nothing was sent"):
        nbclient.NotebookClient(made, resources={"metadata": {"path": str(folder)}}).execute()

    assert orders(folder) == 0


def test_without_a_person_there_is_no_unlock(tmp_path: Path) -> None:
    folder = write(tmp_path / "project", f'default = "prod"\n{UNLOCKING}')
    notebook(folder, '%guard unlock --effect write --table orders --for 1m --reason "test"', CELL)
    trusted = places.content_hash((folder / "guard.toml").read_bytes())

    done = run(folder, RUNNERS["nbconvert"], JUPYTER_GUARD_TRUST=trusted)

    assert done.returncode == 1
    assert "in a headless run there is no unlock" in done.stdout + done.stderr
    assert orders(folder) == 0


def test_a_script_that_a_notebook_starts_fails_with_a_message(tmp_path: Path) -> None:
    folder = write(tmp_path / "project")
    (folder / "load.py").write_text(CELL)
    notebook(
        folder,
        "import subprocess, sys\n"
        "done = subprocess.run([sys.executable, 'load.py'], capture_output=True, text=True)\n"
        "raise SystemError(done.stderr)",
    )

    done = run(folder, RUNNERS["nbconvert"])

    assert TOLD in done.stderr
    assert orders(folder) == 0
