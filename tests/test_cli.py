"""`jupyter guard …` as a person types it."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import IO
from urllib.error import URLError

import nbformat
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
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    words = ["demo", "--no-browser", "--dir", "d", "--port", port]
    command = [sys.executable, "-m", "jupyter_guard.cli", *words]
    with subprocess.Popen(command, cwd=home, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            address, token = printed_address(process.stderr)
            served = fetch(f"{address}/api/contents/missing_items.ipynb?content=0&token={token}", process)
        finally:
            process.terminate()
            process.stderr.read()

    assert served["type"] == "notebook"
    assert (home / "d" / "data" / "prod.duckdb").stat().st_size > 1_000_000


def fetch(address: str, process: subprocess.Popen[str]) -> dict[str, object]:
    """Return the JSON at `address`, which the server prints shortly before it listens there."""
    while process.poll() is None:
        with suppress(URLError), urllib.request.urlopen(address, timeout=60) as response:
            return dict(json.load(response))
        time.sleep(0.1)
    pytest.fail("the server ended")


def printed_address(log: IO[str]) -> tuple[str, str]:
    """Return address and token of the notebook as the server prints them for a person."""
    lines = []
    for line in log:
        lines.append(line)
        if found := re.search(r"(http://[\w.]+:\d+)/lab/tree/missing_items\.ipynb\?token=(\w+)", line):
            return found[1], found[2]
    pytest.fail("".join(lines))


@pytest.fixture
def executed(home: Path) -> Path:
    """A notebook that ran: it writes a table, and shows one."""
    sources = ["import pandas as pd", "pd.DataFrame({'a': [1]}).to_csv('a.csv', index=False)", "1 + 1"]
    cells = [nbformat.v4.new_code_cell(source, execution_count=n) for n, source in enumerate(sources, 1)]
    path = home / "a.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def test_export_writes_a_project_beside_the_notebook_and_never_twice(executed: Path) -> None:
    first = run("export", executed.name, cwd=executed.parent)
    second = run("export", executed.name, cwd=executed.parent)

    assert (first.returncode, first.stdout) == (0, "Project written to a; read a/REVIEW.md first.\n")
    assert (second.returncode, second.stdout) == (2, "")
    assert "never overwritten" in second.stderr
    assert (executed.parent / "a" / "REVIEW.md").is_file()


def test_export_plan_and_json_say_what_becomes_of_each_cell(executed: Path) -> None:
    plan = run("export", executed.name, "--plan", cwd=executed.parent)
    written = json.loads(
        run("export", executed.name, "--output", "out", "--name", "b", "--json", cwd=executed.parent).stdout
    )

    assert "exportable" in plan.stdout
    assert [d["fate"] for d in written["decisions"]] == ["kept", "kept", "dropped"]
    assert (written["path"], written["draft"]) == ("out/b", False)


def test_export_of_a_secret_writes_nothing_and_has_status_1(executed: Path) -> None:
    notebook = nbformat.read(executed, as_version=4)
    notebook.cells.insert(1, nbformat.v4.new_code_cell("password = 'hunter2-Xk9!'", execution_count=2))
    notebook.cells[2].source = notebook.cells[2].source.replace("[1]", "[password]")
    nbformat.write(notebook, executed)

    ran = run("export", executed.name, cwd=executed.parent)

    assert ran.returncode == 1
    assert ran.stdout.startswith("Nothing was written: the project would hold a credential.")
    assert "hunter2" not in ran.stdout + ran.stderr
    assert not (executed.parent / "a").exists()


def test_a_draft_is_written_with_its_blockers_and_has_status_1(executed: Path) -> None:
    notebook = nbformat.read(executed, as_version=4)
    notebook.cells[1].source = "names = !git --version\npd.DataFrame({'a': names}).to_csv('a.csv')"
    nbformat.write(notebook, executed)

    ran = run("export", executed.name, cwd=executed.parent)

    assert ran.returncode == 1
    assert "draft: " in ran.stdout
    assert (executed.parent / "a" / "REVIEW.md").is_file()
