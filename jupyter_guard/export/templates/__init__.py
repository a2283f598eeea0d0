"""The files of a project that are the same for every notebook, with words to fill in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def filled(template: str, words: Mapping[str, str]) -> str:
    """Return a template with its {{words}} replaced."""
    text = _text(template)
    for word, value in words.items():
        text = text.replace("{{" + word + "}}", value)
    return text


@cache
def _text(template: str) -> str:
    return files(__package__).joinpath(f"{template}.txt").read_text(encoding="utf-8")
