"""`jupyter guard …` as a person types it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import IO

import pytest

from jupyter_guard.policy import Policy, places


def run(*arguments: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "jupyter_guard.cli", *arguments],
        cwd=cwd,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CONFIG", "DATA", "RUNTIME"):
        monkeypatch.setenv(f"JUPYTER_{name}_DIR", str(tmp_path / name.lower()))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    return tmp_path


def test_trust_lets_the_nearest_guard_toml_loosen(home: Path) -> None:
    file = home / "guard.toml"
    file.write_text('[environments.prod]\nlimit = "write"\n')
    (home / "deep").mkdir()

    before = Policy.load(file).untrusted
    digest = run("trust", "--hash", cwd=home / "deep").stdout.strip()
    still = Policy.load(file).untrusted
    done = run("trust", cwd=home / "deep")

    assert before == still == ("environments.prod.limit",)
    assert digest == places.content_hash(file.read_bytes())
    assert (done.returncode, done.stdout) == (
        0,
        f"{file} is trusted as it is now; a change to it asks again.\n",
    )
    assert Policy.load(file).untrusted == ()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["trust"], "There is no guard.toml in this folder or above it; name one."),
        (["trust", "nowhere/guard.toml"], "cannot be read: No such file or directory."),
        (["export", "nowhere.ipynb"], "nowhere.ipynb"),
        (["demo", "--dir", "taken"], "is a file; choose another folder with --dir."),
    ],
)
def test_bad_input_is_one_line_and_status_2(home: Path, arguments: list[str], message: str) -> None:
    (home / "taken").write_text("")

    ran = run(*arguments, cwd=home)

    assert ran.returncode == 2
    assert ran.stderr.startswith("jupyter guard: ")
    assert message in ran.stderr
    assert "Traceback" not in ran.stderr


def test_demo_serves_its_notebook(home: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "jupyter_guard.cli",
        "demo",
        "--no-browser",
        "--dir",
        "d",
        "--port",
        "18999",
    ]
    with subprocess.Popen(command, cwd=home, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            address, token = printed_address(process.stderr)
            request = f"{address}/api/contents/missing_items.ipynb?content=0&token={token}"
            with urllib.request.urlopen(request, timeout=60) as response:
                served = json.load(response)
        finally:
            process.terminate()
            process.stderr.read()

    assert served["type"] == "notebook"
    assert (home / "d" / "data" / "prod.duckdb").stat().st_size > 1_000_000


def printed_address(log: IO[str]) -> tuple[str, str]:
    """Return address and token of the notebook as the server prints them for a person."""
    lines = []
    for line in log:
        lines.append(line)
        if found := re.search(r"(http://[\w.]+:\d+)/lab/tree/missing_items\.ipynb\?token=(\w+)", line):
            return found[1], found[2]
    pytest.fail("".join(lines))
