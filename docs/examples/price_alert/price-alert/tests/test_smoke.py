"""The command explains itself, and the whole program runs on made-up data."""

from pathlib import Path

import pytest
from tolerance import tolerance

# isort: split

from price_alert import __main__, config, pipeline


def test_the_whole_program_runs_on_made_up_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MPLBACKEND", "Agg")
    monkeypatch.chdir(tmp_path)
    settings = config.load(config.DEFAULT_ENVIRONMENT)

    # Made-up data may not be enough here: .raise_for_status, tariffs.with_tax
    with tolerance(monkeypatch, seconds=120):
        pipeline.run(settings)

    assert (tmp_path / "risen.csv").stat().st_size > 0


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
