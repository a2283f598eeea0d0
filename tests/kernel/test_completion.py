"""Completion of SQL cells, asked of a real kernel as JupyterLab asks."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import duckdb
import pytest

from tests.kernel.conftest import RULES, TIMEOUT, Kernel, starting


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel beside databases with a few names."""
    folder = tmp_path_factory.mktemp("completion") / "project"
    folder.mkdir()
    (folder / "guard.toml").write_text(RULES)
    with duckdb.connect(folder / "dev.duckdb") as connection:
        connection.execute('CREATE TABLE orders (id INT, city TEXT, "unit price" DECIMAL(9, 2))')
        connection.execute("CREATE SCHEMA shop; CREATE VIEW shop.stores AS SELECT 1 AS store_id, 'x' AS city")
        connection.execute('CREATE SCHEMA words; CREATE VIEW words.kept AS SELECT 1 AS "order"')
    sqlite = sqlite3.connect(folder / "notes.db")
    sqlite.execute("CREATE TABLE notes (id INT, body TEXT)")
    sqlite.close()
    with starting(folder.parent) as start:
        started = start(folder)
        started.run("import pandas\ncity, cities, frame = 'NY', ['NY'], pandas.DataFrame({'a': [1]})")
        started.run("%%guarded_sql notes --save kept_query\nSELECT 1 AS one")
        while "orders" not in completed(started, "%%guarded_sql warehouse\nSELECT * FROM o|"):
            pass  # the first listing waits for no more than a moment
        yield started


def completed(kernel: Kernel, code: str) -> list[str]:
    """Return what the kernel offers at | in `code`, each as the text that would then stand there."""
    cursor = code.index("|")
    content = kernel.client.complete(code.replace("|", ""), cursor, reply=True, timeout=TIMEOUT)["content"]
    start = content["cursor_start"]
    assert content["cursor_end"] == cursor
    return [code[start:start] + match for match in content["matches"]]


@pytest.mark.parametrize(
    ("code", "first"),
    [
        ("%%guarded_sql |", ["notes", "warehouse", "--connection"]),
        ("%%guarded_sql w|", ["warehouse"]),
        ("%%guarded_sql warehouse --li|\nSELECT 1", ["--limit"]),
        ("%%guarded_sql --connection n|", ["notes"]),
        ("%%guarded_sql notes --with |", ["kept_query"]),
        ("%%guarded_sql warehouse --if ci|", ["city", "cities"]),
        ("%%guarded_sql warehouse\nSELECT * FROM o|", ["orders"]),
        ("%%guarded_sql warehouse\nSELECT * FROM s|", ["shop", "shop.stores"]),
        ("%%guarded_sql warehouse\nSELECT * FROM shop.|", ["stores"]),
        ("%%guarded_sql warehouse\nSELECT * FROM fra|", ["frame"]),
        ("%%guarded_sql warehouse\nSELECT | FROM orders", ["id", "city", '"unit price"', "orders"]),
        ("%%guarded_sql warehouse\nSELECT un| FROM orders", ['"unit price"', "union"]),
        ("%%guarded_sql warehouse\nSELECT o.c|\nFROM orders AS o", ["city"]),
        ("%%guarded_sql warehouse\nWITH c AS (SELECT id AS n FROM orders) SELECT c.| FROM c", ["n"]),
        ("%%guarded_sql warehouse\nSELECT k.or| FROM words.kept k", ['"order"']),
        ("%%guarded_sql warehouse\nSELECT store|\nFROM shop.stores", ["store_id", "stores"]),
        ("%%guarded_sql warehouse\nSELECT * FROM orders WHERE city = :cit|", ["city", "cities"]),
        ("%%guarded_sql notes\nSELECT * FROM no|", ["notes"]),
        ("%%guarded_sql notes --with kept_query\nSELECT * FROM ke|", ["kept_query"]),
        ("x = 1\n%guarded_sql notes SELECT bo| FROM notes", ["body", "both"][:1]),
        ("y = %guarded_sql no|", ["notes"]),
    ],
)  # fmt: skip
def test_what_is_offered(kernel: Kernel, code: str, first: list[str]) -> None:
    assert completed(kernel, code)[: len(first)] == first


def test_python_cells_complete_as_before(kernel: Kernel) -> None:
    assert "cities" in completed(kernel, "citi|")
    assert "body" not in completed(kernel, "from_ = 1\nbo|")


@pytest.mark.parametrize(
    "code", ["SELECT 'cit|", "SELECT 1 -- cit|", "SELECT * FROM citi|", "SELECT 1 AS x1.|"]
)
def test_python_is_not_offered_within_sql(kernel: Kernel, code: str) -> None:
    assert "cities" not in completed(kernel, f"%%guarded_sql notes\n{code}")
    assert "cities" in completed(kernel, "citi|")


def test_a_table_that_a_cell_made_is_offered(kernel: Kernel) -> None:
    before = completed(kernel, "%%guarded_sql notes\nSELECT * FROM fresh|")
    kernel.run("%%guarded_sql notes\nCREATE TABLE fresh_one (a INT)")
    completed(kernel, "%%guarded_sql notes\nSELECT * FROM fresh|")  # lists again, and may not wait for it

    offered: list[str] = []
    for _ in range(100):
        offered = completed(kernel, "%%guarded_sql notes\nSELECT * FROM fresh|")
        if "fresh_one" in offered:
            break
    assert "fresh_one" not in before
    assert "fresh_one" in offered


def test_a_file_that_another_process_holds_costs_no_time_and_no_error(kernel: Kernel) -> None:
    kernel.run("import duckdb\nheld = duckdb.connect('dev.duckdb')\nheld.execute('CREATE TABLE x (i INT)')")
    kernel.run("%%guarded_sql local\nCREATE OR REPLACE TABLE kept AS SELECT 1 AS one")

    offered = completed(kernel, "%%guarded_sql warehouse\nSELECT * FROM ord|")
    kernel.run("held.close()")

    assert offered == ["orders"]  # the last known names
