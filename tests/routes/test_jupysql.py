"""JupySQL's other words, `%sqlcmd` and `%sqlplot`: what reads passes under prod, what writes does not."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kernel.conftest import Kernel

pytest.importorskip("sql", reason="JupySQL is not installed")
REFUSAL = "application/vnd.jupyter-guard.refusal+json"
READS = (
    "%sqlcmd tables",
    "%sqlcmd columns --table orders",
    "%sqlcmd profile --table orders",
    "%sqlcmd test --table orders --column id --greater 0",
    "%sqlcmd explore --table orders",
    "%sqlplot histogram --table orders --column id",
    "%sqlplot bar --table orders --column city",
    "%%sql --save few\nSELECT * FROM orders WHERE id < 3",
    "%sqlcmd snippets few",
    "%%sql --with few\nSELECT * FROM few",
)
WRITES = (
    "%sql --persist made",
    "%sql --persist-replace made",
    "%sql --append orders",
    "%%sql --save gone\nDELETE FROM orders",
    "%%sql --with gone\nSELECT 1",
)


def test_what_reads_passes_and_what_writes_does_not(start: Callable[..., Kernel], tmp_path: Path) -> None:
    (tmp_path / "guard.toml").write_text('default = "prod"\n')
    with sqlite3.connect(tmp_path / "it.db") as connection:
        connection.executescript(
            "CREATE TABLE orders (id int, city text); INSERT INTO orders VALUES (1, 'NY'), (2, 'LA')"
        )
    kernel = start(tmp_path)
    kernel.run(
        "import pandas\nmade = pandas.DataFrame({'a': [1]})\n"
        "orders = pandas.DataFrame({'id': [3], 'city': ['X']})\n"
        "%load_ext sql\n%sql sqlite:///it.db"
    )

    read = [kernel.run(cell) for cell in READS]
    written = [kernel.run(cell) for cell in WRITES]

    assert [ran.error for ran in read] == [{}] * len(READS)
    assert [any(REFUSAL in shown for shown in ran.displays) for ran in written] == [True] * len(WRITES)
    assert connection.execute("SELECT count(*) FROM orders").fetchone() == (2,)
    assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == [("orders",)]
    connection.close()
