"""The script that compares the known clients with their packages finds what is not there."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "client_names.py"
SOURCES = {
    "the names are there": (
        {
            "asynch/__init__.py": "from .pool import *\ndef connect(): ...",
            "asynch/pool.py": "class Pool: ...\nclass Connection: ...",
        },
        0,
        "",
    ),
    "a name is missing": (
        {"asynch/__init__.py": "class Connection: ...\nclass Pool: ..."},
        1,
        "asynch: asynch has no connect\n",
    ),
    "the module is another": (
        {"asynchronous/__init__.py": "def connect(): ..."},
        1,
        "asynch: no module asynch; it has asynchronous\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SOURCES)
def test_what_a_package_lacks_is_said(case: str, tmp_path: Path) -> None:
    files, status, said = SOURCES[case]
    with zipfile.ZipFile(tmp_path / "asynch-1.0-py3-none-any.whl", "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)

    done = subprocess.run(
        [sys.executable, SCRIPT, "--folder", tmp_path, "asynch"], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (status, said)
