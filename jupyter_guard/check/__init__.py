"""Judge the SQL of files and notebooks where they stand: for terminals, pre-commit and CI.

Nothing is run and no database is opened; neither Jupyter Lab nor Server is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .found import Checked, Found, Place
    from .judging import check
    from .whereabouts import Request

__all__ = ["Checked", "Found", "Place", "Request", "check"]
_HOMES = {
    "Checked": "found",
    "Found": "found",
    "Place": "found",
    "Request": "whereabouts",
    "check": "judging",
}


def __getattr__(name: str) -> Any:
    """Load a module when it is asked for: the other commands do without sqlglot."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
