"""What the gate lets pass because the guard itself sends it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar

_judged: ContextVar[bool] = ContextVar("jupyter_guard_judged", default=False)
_recorded: ContextVar[bool] = ContextVar("jupyter_guard_recorded", default=False)


def is_judged() -> bool:
    """Whether what is sent at this moment comes from the guard itself, which judged it before."""
    return _judged.get()


@contextlib.contextmanager
def judged_already() -> Iterator[None]:
    """Send what was judged: the gate lets it pass as it is."""
    token = _judged.set(True)
    try:
        yield
    finally:
        _judged.reset(token)


def is_recorded() -> bool:
    """Whether the journal has what is sent now: the magic sends it on a connection of the notebook."""
    return _recorded.get()


@contextlib.contextmanager
def recorded_already() -> Iterator[None]:
    """Send what the journal has: the gate judges and locks as always, and records it no second time."""
    token = _recorded.set(True)
    try:
        yield
    finally:
        _recorded.reset(token)
