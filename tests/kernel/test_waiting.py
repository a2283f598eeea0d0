"""Before its first cell a kernel has only somebody at every way out; whatever goes there is guarded."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_guard import session_files

from .conftest import Kernel, Ran

Start = Callable[..., Kernel]

AT_START = """
import os, sys
out = os.dup(1)
from ipykernel.kernelapp import IPKernelApp
app = IPKernelApp.instance()
app.initialize(["-f", "kernel-1.json"])
magics = app.shell.magics_manager.magics
there = "guarded_sql" in magics["cell"] and "guard" in magics["line"]
os.write(out, repr((there, sorted(name for name in sys.modules if name.startswith(HEAVY)))).encode())
os._exit(0)
"""
HEAVY = (
    "duckdb",
    "jupyter_guard.databases",
    "jupyter_guard.journal",
    "jupyter_guard.kernel.gate",
    "jupyter_guard.policy",
    "pandas",
    "sqlglot",
)


def test_a_start_loads_nothing_heavy(tmp_path: Path) -> None:
    variables = {**os.environ, "IPYTHONDIR": str(tmp_path / "ipython")}

    done = subprocess.run(
        [sys.executable, "-c", f"HEAVY = {HEAVY!r}\n{AT_START}"],
        cwd=tmp_path,
        env=variables,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.rpartition("\n")[2] == "(True, [])"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that is prod, with an empty table of orders."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "guard.toml").write_text('default = "prod"\n')
    with sqlite3.connect(folder / "it.db") as connection:
        connection.execute("CREATE TABLE orders (id)")
    connection.close()
    return folder


def orders(folder: Path) -> int:
    connection = sqlite3.connect(folder / "it.db")
    try:
        return int(connection.execute("SELECT count(*) FROM orders").fetchone()[0])
    finally:
        connection.close()


def run_at_start(tmp_path: Path, code: str) -> None:
    """Let the profile run `code` behind the start-up files, which IPython orders by their full paths."""
    profile = tmp_path / "ipython" / "profile_default"
    profile.mkdir(parents=True)
    (profile / "own.py").write_text(code)
    (profile / "ipython_config.py").write_text(
        f"get_config().InteractiveShellApp.exec_files = [{str(profile / 'own.py')!r}]\n"
    )


INSERT = "INSERT INTO orders VALUES (1)"
# What a file that a profile runs at the start may do before any cell.
WAYS = {
    "sqlite3": f"import sqlite3\nc = sqlite3.connect('it.db')\nc.execute({INSERT!r})\nc.commit()",
    "an early name": f"from sqlite3 import connect\nc = connect('it.db')\nc.execute({INSERT!r})\nc.commit()",
    "the C module": f"import _sqlite3\nc = _sqlite3.connect('it.db')\nc.execute({INSERT!r})\nc.commit()",
    "a driver": "import adbc_driver_sqlite.dbapi as adbc\nc = adbc.connect('it.db')\n"
    f"c.cursor().execute({INSERT!r})\nc.commit()",
    "subprocess": f"import subprocess\nsubprocess.run(['sqlite3', 'it.db', {INSERT!r}])",
    "os.system": f"import os\nos.system('sqlite3 it.db \"{INSERT}\"')",
    "another thread": "import threading\ndef work():\n    import sqlite3\n    c = sqlite3.connect('it.db')\n"
    f"    c.execute({INSERT!r})\n    c.commit()\nt = threading.Thread(target=work)\nt.start()\nt.join()",
    "a magic": f"get_ipython().run_cell_magic('guarded_sql', 'it', {INSERT!r})",
}


@pytest.mark.parametrize("way", WAYS)
def test_a_file_of_a_profile_writes_nothing_to_prod(
    way: str, start: Start, folder: Path, tmp_path: Path
) -> None:
    if way == "a driver":
        pytest.importorskip("adbc_driver_sqlite")
    if way == "a magic":
        (folder / "guard.toml").write_text('[environments.prod]\nconnections.it = "sqlite:///it.db"\n')
        with (folder / "guard.toml").open("a") as file:
            file.write('[environments.dev]\nconnections.it = "sqlite:///it.db"\n')
    run_at_start(tmp_path, WAYS[way])

    kernel = start(folder)

    assert kernel.value("1 + 1") == "2"
    assert orders(folder) == 0


def test_a_silent_request_is_guarded_too(start: Start, folder: Path) -> None:
    kernel = start(folder)

    code = f"import sqlite3; c = sqlite3.connect('it.db'); c.execute({INSERT!r}); c.commit()"
    reply = kernel.client.execute(code, silent=True, reply=True, timeout=60)

    assert (reply["content"]["ename"], orders(folder)) == ("StatementBlocked", 0)


def test_a_completion_may_come_before_any_cell(start: Start, project: Path) -> None:
    kernel = start(project)

    code = "%%guarded_sql w"
    reply = kernel.client.complete(code, reply=True, timeout=60)

    assert reply["content"]["matches"] == ["warehouse"]


def test_a_guard_that_cannot_be_built_says_so(start: Start, folder: Path, tmp_path: Path) -> None:
    ours = tmp_path / "of-the-server"
    ours.mkdir(mode=0o700)
    (ours / session_files.SERVER_FILE).write_text(f'{{"pid": {os.getpid()}}}')
    run_at_start(tmp_path, "import sys\nsys.modules['jupyter_guard.kernel.gate'] = None\n")
    kernel = start(folder, JUPYTER_GUARD_DIR=str(ours))
    kernel_id = session_files.kernel_id_of(kernel.manager.connection_file)
    before = session_files.is_guarded(ours, kernel_id)

    first: Ran = kernel.run("1 + 1")
    second = kernel.run("1 + 1")

    assert before
    assert first.output.startswith("jupyter_guard: this kernel is UNGUARDED, nothing checks its SQL. ")
    assert (first.result["text/plain"], second.output) == ("2", "")
    assert not session_files.is_guarded(ours, kernel_id)


BROKEN = "import sys\nsys.modules['jupyter_guard.kernel.gate'] = None\n"
# What a notebook may do where the guard could not be built, and how that ends under prod.
DRIVERS = {
    "a driver": ("import duckdb", "duckdb was not imported."),
    "a client without a route": ("import pymongo", "pymongo was not imported."),
    "sqlite3": (WAYS["sqlite3"], "it.db was not opened."),
    "a program": (WAYS["subprocess"], "A database client was not started."),
}


@pytest.mark.parametrize("way", DRIVERS)
def test_without_a_guard_prod_gets_no_driver(way: str, start: Start, folder: Path, tmp_path: Path) -> None:
    code, told = DRIVERS[way]
    run_at_start(tmp_path, BROKEN)
    kernel = start(folder)

    first, ran = kernel.run("1 + 1"), kernel.run(code)

    assert "Database drivers are refused" in first.output
    assert (ran.error["ename"], ran.error["evalue"].startswith(told)) == ("GuardNotThere", True)
    assert orders(folder) == 0
    assert kernel.value("__import__('sqlite3').connect(':memory:').execute('SELECT 2').fetchone()[0]") == "2"


def test_without_a_guard_dev_goes_on_and_says_so(start: Start, folder: Path, tmp_path: Path) -> None:
    (folder / "guard.toml").write_text('default = "dev"\n')
    run_at_start(tmp_path, BROKEN)
    kernel = start(folder)

    first, ran = kernel.run("1 + 1"), kernel.run("import duckdb; duckdb.sql('SELECT 3').fetchall()")

    assert "UNGUARDED" in first.output
    assert "refused" not in first.output
    assert ran.result["text/plain"] == "[(3,)]"


def test_a_broken_guard_toml_gets_no_driver_either(start: Start, folder: Path, tmp_path: Path) -> None:
    (folder / "guard.toml").write_text("this is no TOML")
    run_at_start(tmp_path, BROKEN)
    kernel = start(folder)

    kernel.run("1 + 1")

    assert kernel.run("import duckdb").error["ename"] == "GuardNotThere"
