"""Every environment can be used, and none holds a secret."""

import re
from pathlib import Path

import pytest

# isort: split

from price_alert import config

PRODS = ["prod"]


@pytest.mark.parametrize("name", config.environments())
def test_an_environment_loads(name: str) -> None:
    assert config.load(name).environment == name


@pytest.mark.parametrize("name", PRODS)
def test_production_is_read_only(name: str) -> None:
    assert config.load(name).read_only is True


def test_production_is_never_the_default() -> None:
    assert config.DEFAULT_ENVIRONMENT not in PRODS


@pytest.mark.parametrize(
    "path", sorted(config.config_folder().glob("*.toml")), ids=lambda path: path.stem
)
def test_no_file_holds_a_password(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"://[^:@/\s\"]*:(?!\$\{)[^@/\s\"]+@", text)


def test_an_unknown_environment_is_refused() -> None:
    with pytest.raises(config.ConfigError, match="choose one of"):
        config.load("nowhere")
