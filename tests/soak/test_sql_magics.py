"""ipython-sql, whose module has the name of JupySQL's, so that it needs an environment of its own.

`make soak` makes one and names its Python in IPYTHON_SQL.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

from tests.kernel.conftest import TIMEOUT, Kernel

OPEN = """
import pandas
frame = pandas.DataFrame({'id': [99], 'city': ['X']})
get_ipython().run_line_magic('load_ext', 'sql')
get_ipython().run_line_magic('sql', 'sqlite:///it.db')
"""
WRITES = {
    "a line": "get_ipython().run_line_magic('sql', \"INSERT INTO orders VALUES (99, 'X')\")",
    "a cell": "get_ipython().run_cell_magic('sql', '', 'DELETE FROM orders')",
    "--persist": "made = frame\nget_ipython().run_line_magic('sql', '--persist made')",
    "--append": "orders = frame.set_index('id')\nget_ipython().run_line_magic('sql', '--append orders')",
}
READ = "int(get_ipython().run_line_magic('sql', 'SELECT count(*) FROM orders')[0][0])"


@contextmanager
def kernel(folder: Path, **variables: str) -> Iterator[Kernel]:
    """A kernel of the environment that has ipython-sql."""
    python = os.environ.get("IPYTHON_SQL") or pytest.skip("IPYTHON_SQL names no Python; make soak does")
    spec = folder / "kernels" / "magics"
    spec.mkdir(parents=True, exist_ok=True)
    argv = [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (spec / "kernel.json").write_text(
        json.dumps({"argv": argv, "display_name": "magics", "language": "python"})
    )
    found = KernelSpecManager(kernel_dirs=[str(spec.parent)])
    manager = KernelManager(kernel_name="magics", kernel_spec_manager=found)
    manager.start_kernel(
        cwd=str(folder), env={**os.environ, "IPYTHONDIR": str(folder / "ipython"), **variables}
    )
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=TIMEOUT)
        yield Kernel(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def tables(folder: Path) -> tuple[int, int]:
    """Return how many orders there are, and how many tables."""
    connection = sqlite3.connect(folder / "it.db")
    try:
        orders = connection.execute("SELECT count(*) FROM orders").fetchone()[0]
        return orders, connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    finally:
        connection.close()


def make(folder: Path) -> Path:
    folder.mkdir()
    (folder / "guard.toml").write_text('default = "prod"\n')
    with sqlite3.connect(folder / "it.db") as connection:
        connection.executescript(
            "CREATE TABLE orders (id int, city text); INSERT INTO orders VALUES (1, 'NY')"
        )
    connection.close()
    return folder


@pytest.mark.parametrize("way", WRITES)
def test_a_write_is_stopped_and_a_read_passes(way: str, tmp_path: Path) -> None:
    free, guarded = make(tmp_path / "free"), make(tmp_path / "guarded")
    before = tables(free)

    with kernel(free, JUPYTER_GUARD="off") as control:
        control.run(OPEN)
        control.run(WRITES[way])
    with kernel(guarded) as mine:
        opened, refused = mine.run(OPEN), mine.run(WRITES[way])
        read = mine.value(READ)

    assert not opened.error
    assert tables(free) != before
    assert tables(guarded) == before
    assert any("application/vnd.jupyter-guard.refusal+json" in display for display in refused.displays)
    assert read == "1"
