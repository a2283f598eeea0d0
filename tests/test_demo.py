"""The demo: a small real case that is the same on every machine, and that its own project repeats."""

from __future__ import annotations

from pathlib import Path

import duckdb
import nbformat
import pytest
from nbclient import NotebookClient

from jupyter_guard import demo
from jupyter_guard.errors import UsageError

TABLES = ("dim_stores", "tbl_top_selling_market_skus", "dim_store_inventory")
# Made once; other numbers mean that another version of DuckDB, or a change, makes other data.
SUMS = {"dev": 6_632_479_591, "prod": 272_852_706_840}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, made once."""
    return demo.make(tmp_path_factory.mktemp("demo") / "new").parent


def describe(folder: Path, environment: str) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(folder / "data" / f"{environment}.duckdb", read_only=True) as connection:
        return {table: connection.execute(f"DESCRIBE {table}").fetchall() for table in TABLES}


def count(folder: Path, environment: str, sql: str) -> int:
    with duckdb.connect(folder / "data" / f"{environment}.duckdb", read_only=True) as connection:
        return int(connection.execute(sql).fetchall()[0][0])


def test_dev_is_small_prod_is_large_and_their_schema_is_the_same(folder: Path) -> None:
    stores = [count(folder, e, "SELECT count(*) FROM dim_stores") for e in ("dev", "prod")]

    assert stores == [50, 2000]
    assert count(folder, "prod", "SELECT count(*) FROM dim_store_inventory") >= 1_000_000
    assert describe(folder, "dev") == describe(folder, "prod")


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_the_data_is_the_same_everywhere(folder: Path, environment: str) -> None:
    total = count(
        folder, environment, "SELECT sum(store_id * 7 + sku_id * units_on_hand) FROM dim_store_inventory"
    )

    assert total == SUMS[environment]


def test_what_is_there_stays_and_reset_makes_it_anew(tmp_path: Path) -> None:
    notebook = demo.make(tmp_path / "demo")
    notebook.write_text("changed")
    with duckdb.connect(notebook.parent / "data" / "dev.duckdb") as connection:
        connection.execute("DELETE FROM dim_store_inventory")
    (notebook.parent / "mine.txt").write_text("mine")

    demo.make(notebook.parent)
    kept = notebook.read_text(), count(notebook.parent, "dev", "SELECT count(*) FROM dim_store_inventory")
    demo.make(notebook.parent, reset=True)

    assert kept == ("changed", 0)
    assert notebook.read_text() != "changed"
    assert count(notebook.parent, "dev", "SELECT count(*) FROM dim_store_inventory") > 0
    assert (notebook.parent / "mine.txt").read_text() == "mine"


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "guard.toml").write_text("mine")

    with pytest.raises(UsageError, match="holds other files already"):
        demo.make(tmp_path, reset=True)
    with pytest.raises(UsageError, match="is a file"):
        demo.make(tmp_path / "guard.toml")

    assert [p.name for p in tmp_path.iterdir()] == ["guard.toml"]


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_the_notebook_runs_and_the_delete_waits_until_it_is_asked_for(
    folder: Path, tmp_path: Path, environment: str
) -> None:
    notebook = nbformat.read(folder / demo.NOTEBOOK, as_version=4)
    tag = nbformat.v4.new_code_cell(f"%guard tag {environment}")
    notebook.cells.insert(0, tag)

    NotebookClient(notebook, resources={"metadata": {"path": str(folder)}}).execute()

    outputs = {cell.id: cell.get("outputs", []) for cell in notebook.cells}
    assert outputs["delete"][0].text == "Skipped: try_to_break_it is not true.\n"
    assert outputs["typo"][0].ename == "KeyError"
    assert (
        outputs["query"][0].data["application/vnd.jupyter-guard.receipt+json"]["environment"] == environment
    )
    assert (folder / "output" / "missing_items.csv").stat().st_size > 1_000


def test_in_prod_the_delete_is_refused(folder: Path) -> None:
    notebook = nbformat.read(folder / demo.NOTEBOOK, as_version=4)
    (delete,) = (cell for cell in notebook.cells if cell.id == "delete")
    notebook.cells = [nbformat.v4.new_code_cell("%guard tag prod\ntry_to_break_it = True"), delete]
    delete.metadata.tags = ["raises-exception"]
    before = count(folder, "prod", "SELECT count(*) FROM dim_store_inventory")

    NotebookClient(notebook, resources={"metadata": {"path": str(folder)}}).execute()

    assert [output.get("ename", "") for output in delete.outputs] == ["", "StatementBlocked"]
    assert count(folder, "prod", "SELECT count(*) FROM dim_store_inventory") == before
