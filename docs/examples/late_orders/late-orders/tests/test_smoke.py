"""The command explains itself, and the whole program runs on made-up data."""

from pathlib import Path

import pandas as pd
import pytest
from tolerance import tolerance

# isort: split

from late_orders import __main__, config, database, pipeline, steps

DATA = Path(__file__).with_name("data")


def answer(
    connection: config.Connection, name: str, /, **parameters: object
) -> pd.DataFrame:
    """Answer a query from made-up tables: DuckDB stands in for the server."""
    duckdb = pytest.importorskip("duckdb")
    text = (config.sql_folder() / f"{name}.sql").read_text(encoding="utf-8")
    parameters = database.values_of(parameters)
    with duckdb.connect() as opened:
        opened.execute(
            (DATA.parent / f"{connection.name}.sql").read_text(encoding="utf-8")
        )
        return opened.execute(text, list(parameters.values()) or None).df()


def test_the_whole_program_runs_on_made_up_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MPLBACKEND", "Agg")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LATE_ORDERS_SHOP_URL", "postgres://made-up")
    monkeypatch.setattr(steps, "run_query", answer)
    settings = config.load(config.DEFAULT_ENVIRONMENT)

    # Made-up data may not be enough here: rows are chosen by values that the
    # program computes
    with tolerance(monkeypatch, seconds=120):
        pipeline.run(settings)

    assert (tmp_path / "late_customers.csv").stat().st_size > 0


def test_the_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        __main__.main(["--help"])

    assert stopped.value.code == 0
    assert "--env" in capsys.readouterr().out


def test_an_unknown_environment_gives_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert __main__.main(["--env", "nowhere"]) == 2
    assert "nowhere" in capsys.readouterr().err
