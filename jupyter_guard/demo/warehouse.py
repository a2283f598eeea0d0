"""Generate the demo's two DuckDB files: the same tables, a small dev and a large prod.

All values come from integer arithmetic on row numbers, so every machine and every version
of DuckDB makes the same data.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from importlib import resources
from pathlib import Path


@dataclass(frozen=True)
class Size:
    """How large one environment's warehouse is."""

    file: str
    stores: int


SIZES = (Size("dev.duckdb", 50), Size("prod.duckdb", 2_000))
ITEMS = 800
TOP = 60  # best sellers that are listed per market
CARRIED = 66  # of 100 items are in a store's inventory


def make(folder: Path) -> None:
    """Make the DuckDB files that are missing in `folder`; each appears only once it is whole."""
    import duckdb

    folder.mkdir(exist_ok=True)
    sql = (resources.files(__package__) / "files" / "warehouse.sql").read_text(encoding="utf-8")
    for size in SIZES:
        file = folder / size.file
        if file.exists():
            continue
        with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as draft:
            path = Path(draft, size.file)
            with duckdb.connect(path) as connection:
                connection.execute(sql.format(items=ITEMS, stores=size.stores, top=TOP, carried=CARRIED))
            os.replace(path, file)
