"""Every query of sql/ finds rows in made-up tables: its filters and joins fit together."""

from pathlib import Path

import pytest

# isort: split

from late_orders import config


def made_up(connection: str) -> str:
    """Return the SQL that makes the tables of a connection up."""
    return Path(__file__).with_name(f"{connection}.sql").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("orders", {"since": "2026-01-01"}),
    ],
)
def test_shop_finds_rows_in_made_up_tables(
    name: str, parameters: dict[str, object]
) -> None:
    duckdb = pytest.importorskip("duckdb")
    text = (config.sql_folder() / f"{name}.sql").read_text(encoding="utf-8")
    with duckdb.connect() as database:
        database.execute(made_up("shop"))

        assert (
            database.execute(text, list(parameters.values()) or None).fetchone()
            is not None
        )
