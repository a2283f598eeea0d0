"""The settings of one environment: config/base.toml, and above it config/ENVIRONMENT.toml."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

PREFIX = "PRICE_ALERT"
DEFAULT_ENVIRONMENT = "dev"
_REFERENCE = re.compile(r"\$\{env:([^}]+)\}")


class ConfigError(Exception):
    """Say which setting is missing or wrong, and how to give it."""


@dataclass(frozen=True)
class Parameters:
    """What whoever runs the project may choose."""

    threshold: float


@dataclass(frozen=True)
class Connection:
    """A database of the environment."""

    name: str
    url: str = field(repr=False)  # holds the password, once its references are filled
    read_only: bool = True


@dataclass(frozen=True)
class Settings:
    """All that differs from environment to environment."""

    environment: str
    tier: str
    read_only: bool
    output: str
    connections: Mapping[str, str] = field(repr=False)
    locations: Mapping[str, str]
    parameters: Parameters

    def connection(self, name: str) -> Connection:
        """Return the connection called `name`; the variable PRICE_ALERT_NAME_URL overrides its URL."""
        variable = f"{PREFIX}_{name.upper()}_URL"
        url = os.environ.get(variable) or self.connections.get(name)
        if url is None:
            raise ConfigError(
                f"{self.environment} has no connection {name!r}. Add it to "
                f"[connections] in config/{self.environment}.toml, or set {variable}."
            )
        return Connection(name, _filled(url), self.read_only)

    def location(self, name: str) -> str:
        """Return the place called `name` in config/."""
        if name not in self.locations:
            raise ConfigError(
                f"{self.environment} has no place {name!r}. Add it to [locations] in config/{self.environment}.toml."
            )
        return _filled(self.locations[name], safe=":/@?&=")


_current: Settings | None = None


def environments() -> list[str]:
    """Return the names of the environments that config/ has."""
    return sorted(
        path.stem for path in config_folder().glob("*.toml") if path.stem != "base"
    )


def load(environment: str | None = None, **chosen: Any) -> Settings:
    """Return the settings of `environment`, with parameters other than None put above them.

    Without a name the variable PRICE_ALERT_ENV counts, then dev.
    """
    name = environment or os.environ.get(f"{PREFIX}_ENV") or DEFAULT_ENVIRONMENT
    if name not in environments():
        known = ", ".join(environments())
        raise ConfigError(f"There is no environment {name!r}; choose one of {known}.")
    base = _read("base")
    own = _read(name)
    parameters = base.get("parameters", {}) | own.get("parameters", {})
    parameters |= {key: value for key, value in chosen.items() if value is not None}
    global _current
    _current = Settings(
        environment=name,
        tier=own.get("tier", ""),
        read_only=own.get("read_only", True),
        output=own.get("output", "."),
        connections=own.get("connections", {}),
        locations=base.get("locations", {}) | own.get("locations", {}),
        parameters=Parameters(**parameters),
    )
    return _current


def current() -> Settings:
    """Return the settings that were loaded last."""
    return _current or load()


def location(name: str) -> str:
    """Return the place called `name` in the environment that is in force."""
    return current().location(name)


def project_folder() -> Path:
    """Return the project's folder, which relative paths in config/ start from."""
    source = Path(__file__).resolve().parents[2]
    if (source / "config").is_dir() and (source / "pyproject.toml").is_file():
        return source
    try:  # installed with `pip install FOLDER`: pip notes where from
        noted = distribution("price-alert").read_text("direct_url.json")
    except PackageNotFoundError:
        noted = None
    url = urlsplit(json.loads(noted)["url"]) if noted else None
    return Path(unquote(url.path)) if url and url.scheme == "file" else Path.cwd()


def config_folder() -> Path:
    """Return the folder of the .toml files: the project's, or the copy in the installed package."""
    beside = project_folder() / "config"
    return beside if beside.is_dir() else Path(__file__).with_name("config")


def sql_folder() -> Path:
    """Return the folder of the .sql files: the installed package's, or the project's."""
    inside = Path(__file__).with_name("sql")
    return inside if inside.is_dir() else project_folder() / "sql"


def _read(name: str) -> dict[str, Any]:
    path = config_folder() / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path} cannot be used: {error}") from None


def _filled(url: str, safe: str = "") -> str:
    """Return `url` with every ${env:NAME} replaced by that variable's value."""

    def value(reference: re.Match[str]) -> str:
        found = os.environ.get(reference[1])
        if not found:
            raise ConfigError(f"The environment variable {reference[1]} is not set.")
        return quote(found, safe=safe)

    return _REFERENCE.sub(value, url)
