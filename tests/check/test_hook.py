"""A repository with the hook of this one does not take a bad commit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.check.conftest import notebook

ROOT = Path(__file__).parents[2]
# What git does not have: no bundle is there, and Node is not asked to build one.
UNTRACKED = shutil.ignore_patterns(
    ".*cache*",
    ".git",
    ".venv",
    ".hypothesis",
    "__pycache__",
    "node_modules",
    "dist",
    "lib",
    "tests",
    "docs",
    "*.tsbuildinfo",
)
CONFIG = """\
repos:
  - repo: {hooks}
    rev: v1
    hooks:
      - id: jupyter-guard
        args: [--environment, prod, --dialect, postgres]
"""


def git(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run git as a person does who has pre-commit, but neither this package nor Node, and no settings."""
    variables = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "VIRTUAL_ENV"))},
        "PATH": f"{folder.parent / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin",
        # pip takes the dependencies that are here for installed, so that the environment is made in seconds.
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "HOME": str(folder.parent),
        "PRE_COMMIT_HOME": str(folder.parent / "pre-commit"),
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    command = [
        "git",
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@b.c",
        "-c",
        "protocol.file.allow=always",
        *words,
    ]
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A sample repository with a .pre-commit-config.yaml that names the hook of this checkout."""
    if shutil.which("git") is None or not (Path(sys.executable).parent / "pre-commit").exists():
        if os.environ.get("CI"):
            pytest.fail("git and pre-commit have to be there")
        pytest.skip("needs git and pre-commit")
    hooks, sample, programs = tmp_path / "hooks", tmp_path / "sample", tmp_path / "bin"
    shutil.copytree(ROOT, hooks, ignore=UNTRACKED)
    shutil.rmtree(hooks / "jupyter_guard" / "labextension", ignore_errors=True)
    for folder in (sample, programs):
        folder.mkdir()
    for name in ("npm", "node"):
        (programs / name).write_text("#!/bin/sh\necho there is no Node here >&2\nexit 1\n")
        (programs / name).chmod(0o755)
    for folder in (hooks, sample):
        git(folder, "init", "-q")
    (sample / ".pre-commit-config.yaml").write_text(CONFIG.format(hooks=hooks))
    for folder in (hooks, sample):
        git(folder, "add", ".")
        git(folder, "commit", "-qm", "begin")
    git(hooks, "tag", "v1")
    script = "import sys; from pre_commit.main import main; sys.exit(main(['install']))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=sample, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return sample


def test_a_bad_commit_is_blocked_and_a_good_one_is_not(repository: Path) -> None:
    notebook(repository / "report.ipynb", "%%guarded_sql\nSELECT a FROM orders")
    git(repository, "add", ".")
    good = git(repository, "commit", "-m", "good")
    notebook(repository / "report.ipynb", "%%guarded_sql\nDELETE FROM orders")
    (repository / "fix.sql").write_text("UPDATE orders SET a = 1;")
    git(repository, "add", ".")
    bad = git(repository, "commit", "-m", "bad")

    assert good.returncode == 0, good.stdout + good.stderr
    assert bad.returncode == 1
    assert "fix.sql:1:1: WRITE blocked in prod [effect-limit]" in bad.stderr + bad.stdout
    lines = [line.strip() for line in (repository / "report.ipynb").read_text().splitlines()]
    at = lines.index('"DELETE FROM orders"', lines.index('"source": [', lines.index('"outputs": [')))
    assert f"report.ipynb:{at + 1}: cell 2 [10], line 2: WRITE blocked in prod" in bad.stderr + bad.stdout
    assert git(repository, "log", "--format=%s").stdout.split() == ["good", "begin"]
