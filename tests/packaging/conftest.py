"""The wheel of this checkout, and an environment in which it is installed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT], check=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="session")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel, without Node, in an environment that borrows everything else from this one."""
    root = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", root], check=True)
    python = root / "bin" / "python"
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel],
        check=True,
        env={"PATH": str(python.parent)},
    )
    site = next(root.glob("lib/python*/site-packages"))
    # Only the folder itself, after the environment's own: an editable install there is not followed.
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return root


@pytest.fixture(scope="session")
def variables(environment: Path) -> dict[str, str]:
    """Variables with only the environment on PATH, and no Jupyter or IPython folder of the user."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    home = environment / "home"
    return kept | {
        "HOME": str(home),
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "PATH": str(environment / "bin"),
    }


@pytest.fixture(scope="session")
def run(environment: Path, variables: dict[str, str]) -> Callable[..., str]:
    """Run Python in the environment and return what it says, without colours."""

    def run(*command: str) -> str:
        done = subprocess.run(
            [environment / "bin" / "python", *command],
            check=True,
            cwd=environment,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return re.sub(r"\x1b\[\d+m", "", done.stdout)

    return run
