"""The package can be imported, and its command explains itself; no data is needed."""

import pytest

# isort: split

from monthly_sales import __main__, pipeline


def test_there_is_something_to_run() -> None:
    assert callable(pipeline.run)


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
