"""Keep an analyst's SQL away from production, and say which environment a notebook works in."""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Tell JupyterLab where the built browser part is."""
    return [{"src": "labextension", "dest": "jupyter-guard"}]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Tell Jupyter Server which application to load."""
    # Kernels and terminals import this package, too: they must not load Jupyter for it.
    from jupyter_guard.server.app import GuardApp

    return [{"module": "jupyter_guard.server.app", "app": GuardApp}]
