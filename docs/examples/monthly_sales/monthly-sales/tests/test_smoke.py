"""The command explains itself, and the whole program runs on made-up data."""

import shutil
from pathlib import Path

import pytest

# isort: split

from monthly_sales import __main__, config, pipeline

DATA = Path(__file__).with_name("data")


def test_the_whole_program_runs_on_made_up_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(DATA, tmp_path / "data")
    monkeypatch.setenv("MONTHLY_SALES_DATA", str(folder))
    monkeypatch.setenv("MPLBACKEND", "Agg")
    monkeypatch.chdir(tmp_path)
    settings = config.load(config.DEFAULT_ENVIRONMENT)

    pipeline.run(settings)

    assert len((tmp_path / "by_shop.csv").read_text(encoding="utf-8").splitlines()) > 1


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
