"""Every environment can be used, and none holds a secret."""

import re

import pytest

# isort: split

from late_orders import config

PRODS = ["prod"]


@pytest.mark.parametrize("name", config.environments())
def test_an_environment_loads(name: str) -> None:
    assert config.load(name).environment == name


@pytest.mark.parametrize("name", PRODS)
def test_production_is_read_only(name: str) -> None:
    assert config.load(name).read_only is True


def test_production_is_never_the_default() -> None:
    assert config.DEFAULT_ENVIRONMENT not in PRODS


@pytest.mark.parametrize("name", ["base", *config.environments()])
def test_no_file_holds_a_password(name: str) -> None:
    text = (config.config_folder() / f"{name}.toml").read_text(encoding="utf-8")

    assert not re.search(r"://[^:@/\s\"]*:(?!\$\{)[^@/\s\"]+@", text)


def test_an_unknown_environment_is_refused() -> None:
    with pytest.raises(config.ConfigError, match="choose one of"):
        config.load("nowhere")
