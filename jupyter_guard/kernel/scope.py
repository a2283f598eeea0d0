"""Which variables a magic sees: those of the function that it stands in, before the notebook's."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

_LOCAL: ContextVar[Mapping[str, Any] | None] = ContextVar("local variables", default=None)


@contextmanager
def inside(local: Mapping[str, Any] | None) -> Iterator[None]:
    """Let the local variables of a function count while the block runs."""
    before = _LOCAL.set(local)
    try:
        yield
    finally:
        _LOCAL.reset(before)


def variables(shell: InteractiveShell) -> Mapping[str, Any]:
    """Return the variables that are in scope, to be read only."""
    names: MutableMapping[str, Any] = shell.user_ns
    local = _LOCAL.get()
    return names if local is None or local is names else ChainMap(dict(local), names)
