"""Let Python's collector rest while modules are loaded: all that they make stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile nor right after: a tenth of the time that pandas needs to load."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():  # somebody else's stay frozen
            gc.freeze()
            gc.unfreeze()  # everything is among the oldest objects now, which are looked through least often
        if was_enabled:
            gc.enable()
