"""A repository with the hook of this one does not take a bad commit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.check.conftest import notebook

ROOT = Path(__file__).parents[2]
CONFIG = """\
repos:
  - repo: {hooks}
    rev: v1
    hooks:
      - id: jupyter-guard
        args: [--environment, prod, --dialect, postgres]
"""


def git(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run git with the commands of this environment on PATH, and without anybody's settings."""
    variables = {
        **{k: v for k, v in os.environ.items() if not k.startswith("GIT_")},
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
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
    hooks, sample = tmp_path / "hooks", tmp_path / "sample"
    for folder in (hooks, sample):
        folder.mkdir()
        git(folder, "init", "-q")
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", hooks)
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
