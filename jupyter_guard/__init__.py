"""Keep an analyst's SQL away from production, and say which environment a notebook works in."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

__version__ = "0.1.0"


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Guard a session by `%load_ext jupyter_guard`: where it is guarded already, nothing changes."""
    # By its name: for servers and terminals, which import this package, the kernel's part is out of reach.
    import_module("jupyter_guard.kernel").load_ipython_extension(shell)


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Tell JupyterLab where the built browser part is."""
    return [{"src": "labextension", "dest": "jupyter-guard"}]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Tell Jupyter Server which application to load."""
    # Kernels and terminals import this package, too: they must not load Jupyter for it.
    from jupyter_guard.server.app import GuardApp

    return [{"module": "jupyter_guard.server.app", "app": GuardApp}]
