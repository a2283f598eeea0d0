"""Short ways to write a batch."""

from __future__ import annotations

import re

from jupyter_guard.databases import Call
from jupyter_guard.policy import Effect


def read(text: str, *names: str) -> Call:
    parts = re.split(r":(\w+)", text) if names else [text]
    return Call(text, names, Effect.READ, tuple(parts[::2]), tuple(parts[1::2]))


def session(text: str) -> Call:
    return Call(text, (), Effect.SESSION)


def write(text: str, *names: str) -> Call:
    return Call(text, names, Effect.WRITE)


def schema(text: str) -> Call:
    return Call(text, (), Effect.SCHEMA)
