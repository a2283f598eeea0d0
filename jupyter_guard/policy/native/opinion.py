"""What an engine's own parser says of a statement, before our lists weigh it."""

from __future__ import annotations

from typing import NamedTuple

from jupyter_guard.policy.model import Effect


class Opinion(NamedTuple):
    """What stands in a statement, by the engine's own tree."""

    effect: Effect  # of the nodes: READ only if every one is listed
    cause: str = ""
    functions: tuple[tuple[str, str], ...] = ()  # (schema or '', name)
    operators: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    pragmas: tuple[tuple[str, bool], ...] = ()  # name, and whether a value is given to it
