"""Short ways to write a batch."""

from __future__ import annotations

from jupyter_guard.databases import Call
from jupyter_guard.policy import Effect


def read(text: str, *names: str) -> Call:
    return Call(text, names, Effect.READ)


def session(text: str) -> Call:
    return Call(text, (), Effect.SESSION)


def write(text: str, *names: str) -> Call:
    return Call(text, names, Effect.WRITE)


def schema(text: str) -> Call:
    return Call(text, (), Effect.SCHEMA)
