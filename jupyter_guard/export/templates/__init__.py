"""The files of a project that are the same for every notebook, with words to fill in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path


def filled(template: str, words: Mapping[str, str]) -> str:
    """Return a template with its {{words}} replaced."""
    text = _text(template)
    for word, value in words.items():
        text = text.replace("{{" + word + "}}", value)
    return text


@cache
def carried(module: str) -> str:
    """Return the text of a module of jupyter_guard.databases as a module of a project."""
    path = Path(__file__).parents[2] / "databases" / f"{module}.py"
    text = path.read_text(encoding="utf-8")
    own = "from jupyter_guard.errors import StatementFailed"
    return text.replace(own, "from .config import ConfigError").replace("StatementFailed", "ConfigError")


@cache
def _text(template: str) -> str:
    return files(__package__).joinpath(f"{template}.txt").read_text(encoding="utf-8")
