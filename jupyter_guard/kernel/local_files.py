"""Which local database files are nobody's data: libraries keep their own there."""

from __future__ import annotations

import os
import tempfile
from functools import lru_cache
from pathlib import Path


def is_exempt(path: str, project: Path) -> bool:
    """Say whether the file at `path` lies in a temporary, cache or Jupyter folder.

    A project may itself lie in the temporary folder: what is inside the project is the user's.
    """
    real = os.path.realpath(path)
    inside = [folder for folder in _folders() if _contains(folder, real)]
    mine = os.path.realpath(project)
    return bool(inside) and not (_contains(mine, real) and len(mine) > max(map(len, inside)))


@lru_cache(maxsize=1)
def _folders() -> tuple[str, ...]:
    from IPython.paths import get_ipython_dir
    from jupyter_core.paths import jupyter_data_dir, jupyter_runtime_dir

    home = Path.home()
    named = (
        tempfile.gettempdir(),
        os.environ.get("XDG_CACHE_HOME") or home / ".cache",
        os.environ.get("LOCALAPPDATA") or home / "Library" / "Caches",
        jupyter_data_dir(),
        jupyter_runtime_dir(),
        get_ipython_dir(),  # history.sqlite
    )
    return tuple(dict.fromkeys(os.path.realpath(folder) for folder in named))


def _contains(folder: str, path: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
