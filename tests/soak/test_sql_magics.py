"""ipython-sql, whose module has the name of JupySQL's, so that it needs an environment of its own.

`make soak` makes one and names its Python in IPYTHON_SQL.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.soak.kernels import kernel_of

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

    with kernel_of("IPYTHON_SQL", free, JUPYTER_GUARD="off") as control:
        control.run(OPEN)
        control.run(WRITES[way])
    with kernel_of("IPYTHON_SQL", guarded) as mine:
        opened, refused = mine.run(OPEN), mine.run(WRITES[way])
        read = mine.value(READ)

    assert not opened.error
    assert tables(free) != before
    assert tables(guarded) == before
    assert any("application/vnd.jupyter-guard.refusal+json" in display for display in refused.displays)
    assert read == "1"
