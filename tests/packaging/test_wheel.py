"""The wheel carries all parts and installs on a machine without Node."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

import jupyter_guard

ROOT = Path(__file__).parents[2]
STARTUP = "etc/ipython/startup/00-jupyter-guard.py"


def test_the_wheel_carries_every_part_once(wheel: Path) -> None:
    data = f"jupyter_guard-{jupyter_guard.__version__}.data/data"
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        startup = archive.read(f"{data}/{STARTUP}")

    for path in (
        "jupyter_guard.pth",
        "jupyter_guard/py.typed",
        f"{data}/etc/jupyter/jupyter_server_config.d/jupyter_guard.json",
        f"{data}/share/jupyter/labextensions/jupyter-guard/install.json",
        f"{data}/share/jupyter/labextensions/jupyter-guard/package.json",
        f"{data}/share/jupyter/labextensions/jupyter-guard/static/style.js",
    ):
        assert names.count(path) == 1
    assert startup == (ROOT / "jupyter_guard" / STARTUP).read_bytes()
    assert [n for n in names if "remoteEntry" in n and "/share/jupyter/labextensions/" not in n] == []
    assert [n for n in names if n.startswith(("jupyter_guard/etc", "jupyter_guard/labextension"))] == []


def test_the_environment_has_the_wheel_not_the_checkout(environment: Path, run) -> None:
    where = run("-c", "import jupyter_guard; print(jupyter_guard.__file__)")

    assert Path(where.strip()).is_relative_to(environment)


def test_a_python_that_a_guarded_kernel_starts_is_guarded(run, tmp_path: Path) -> None:
    (tmp_path / "guard.toml").write_text('default = "prod"\n')
    code = (
        "import os; os.environ.pop('JUPYTER_GUARD_PARENT', None); import subprocess, sys, json\n"
        f"told = json.dumps({{'notebook': {str(tmp_path)!r}, 'environment': 'prod'}})\n"
        "write = \"import sqlite3; sqlite3.connect('it.db').execute('CREATE TABLE made (a)')\"\n"
        f"done = subprocess.run([sys.executable, '-c', write], cwd={str(tmp_path)!r}, capture_output=True,\n"
        "    text=True, env={**os.environ, 'JUPYTER_GUARD_PARENT': told})\n"
        "print(done.returncode, 'Nothing was sent to it.db' in done.stderr)"
    )

    assert run("-c", code).strip() == "1 True"


def test_jupyterlab_lists_the_extension(run) -> None:
    pytest.importorskip("jupyterlab")
    listed = run("-m", "jupyterlab.labextensions", "list")

    line = next(line for line in listed.splitlines() if "jupyter-guard" in line)
    assert f"v{jupyter_guard.__version__}" in line
    assert "enabled" in line
    assert "OK" in line
    assert "python, jupyter_guard" in line


def test_jupyter_server_lists_the_extension(run) -> None:
    pytest.importorskip("jupyter_server")
    listed = run("-m", "jupyter_server.extension.serverextension", "list")

    assert "jupyter_guard enabled" in listed
    line = next(line for line in listed.splitlines() if f"jupyter_guard {jupyter_guard.__version__}" in line)
    assert "OK" in line


def test_jupyter_finds_the_command(environment: Path) -> None:
    assert (environment / "bin" / "jupyter-guard").exists()
