"""`jupyter guard check` installs from the repository and runs where neither JupyterLab nor Jupyter Server is.

Takes a minute or two and a package index: an environment is made as pre-commit and CI make it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.check.conftest import notebook
from tests.check.test_hook import ROOT, UNTRACKED

ABSENT = ("jupyterlab", "jupyter_server", "jupyterlab_server", "notebook")


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with this package and what it needs, built without a bundle and without Node."""
    folder = tmp_path_factory.mktemp("alone")
    source = folder / "source"
    shutil.copytree(ROOT, source, ignore=UNTRACKED)
    shutil.rmtree(source / "jupyter_guard" / "labextension", ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    subprocess.run(
        [folder / "venv" / "bin" / "pip", "install", "--quiet", source],
        check=True,
        env={**os.environ, "JUPYTER_GUARD_NO_BUNDLE": "1", "PATH": "/usr/bin:/bin"},
    )
    return folder / "venv"


def _run(environment: Path, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "PYTHON"))}
    variables = kept | {"HOME": str(folder), "PATH": f"{environment / 'bin'}:/usr/bin:/bin"}
    return subprocess.run(
        command, cwd=folder, env=variables, capture_output=True, text=True, check=False, timeout=120
    )


def test_check_runs_without_jupyterlab_and_server(environment: Path, tmp_path: Path) -> None:
    (tmp_path / "good.sql").write_text("SELECT a FROM t;\n")
    (tmp_path / "bad.sql").write_text("DELETE FROM t;\n")
    notebook(tmp_path / "report.ipynb", "%%sql\nDROP TABLE t", "spark.sql('DROP TABLE u')", "x = !ls")
    script = f"import importlib.util as u; print([n for n in {ABSENT} if u.find_spec(n)])"

    absent = _run(environment, tmp_path, "python", "-c", script)
    good = _run(environment, tmp_path, "jupyter", "guard", "check", "--explain", "good.sql")
    bad = _run(environment, tmp_path, "jupyter-guard", "check", "bad.sql", "report.ipynb")
    annotated = _run(environment, tmp_path, "jupyter-guard", "check", "--format", "github", "bad.sql")

    assert absent.stdout.strip() == "[]"
    assert (good.returncode, good.stderr) == (0, "")
    assert "1 statement in 1 file: all allowed." in good.stdout
    assert bad.returncode == 1
    assert bad.stdout.endswith("3 statements in 2 files: 3 blocked.\n")
    assert annotated.stdout.startswith("::error file=bad.sql,line=1,col=1,title=WRITE blocked in prod::")
