"""A small real case to try the guard on: which top-selling items does each store not carry?"""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

from jupyter_guard.errors import UsageError

NOTEBOOK = "missing_items.ipynb"
_MARK = ".jupyter-guard-demo"  # says that a folder is ours to remake
_OURS = ("guard.toml", NOTEBOOK, "data")


def make(folder: Path, *, reset: bool = False) -> Path:
    """Make the demo in `folder` and return its notebook; what is already there stays, unless reset.

    Raises UsageError when `folder` holds something that is not the demo.
    """
    from . import warehouse

    ours = (folder / _MARK).is_file()
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; choose another folder with --dir.")
    if folder.is_dir() and any(folder.iterdir()) and not ours:
        raise UsageError(f"{folder} holds other files already; choose an empty or new folder with --dir.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if reset and ours:
            _remove(folder)
        (folder / _MARK).touch()
        for name in ("guard.toml", NOTEBOOK):
            if not (folder / name).exists():
                (folder / name).write_bytes((resources.files(__package__) / "files" / name).read_bytes())
        warehouse.make(folder / "data")
    except OSError as error:
        raise UsageError(f"The demo cannot be written to {folder}: {error.strerror}.") from None
    return folder / NOTEBOOK


def _remove(folder: Path) -> None:
    for name in _OURS:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
