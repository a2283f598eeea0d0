"""Read expressions that are nested deeper than Python's own limit of calls allows, up to a limit of ours."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyter_guard.errors import NotExportable

_CALLS = 5000  # a sum of a thousand terms takes two thousand


@contextmanager
def room_for_depth(notebook: Path) -> Iterator[None]:
    """Allow deep calls meanwhile; raise NotExportable where `notebook` needs even deeper ones."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _CALLS))
    try:
        yield
    except RecursionError:
        raise NotExportable(f"{notebook} holds an expression that is nested too deeply.") from None
    finally:
        sys.setrecursionlimit(limit)
