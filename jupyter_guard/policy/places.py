"""Where guard.toml files lie, and which contents the user has trusted."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

FILE_NAME = "guard.toml"
TRUST_VARIABLE = "JUPYTER_GUARD_TRUST"  # for runs without a person: hashes, separated by commas


def find_project_file(start: Path) -> Path | None:
    """Return the nearest guard.toml in the folder of `start` or above it."""
    start = start.absolute()
    folder = start if start.is_dir() else start.parent
    for candidate in (folder, *folder.parents):
        file = candidate / FILE_NAME
        if file.is_file():
            return file
    return None


def outer_files() -> tuple[Path, ...]:
    """Return where the user's and the system's files may lie, the user's first."""
    from jupyter_core.paths import jupyter_config_path  # slow to import: once a session

    return tuple(Path(folder, "jupyter_guard", FILE_NAME) for folder in jupyter_config_path())


def content_hash(content: bytes) -> str:
    """Return the hash by which a content is trusted."""
    return hashlib.sha256(content).hexdigest()


def is_trusted(content: bytes) -> bool:
    """Say whether the user trusts this very content of a project's guard.toml."""
    digest = content_hash(content)
    if digest in os.environ.get(TRUST_VARIABLE, "").replace(" ", "").split(","):
        return True
    return (_trust_folder() / digest).is_file()


def trust(file: Path) -> str:
    """Trust the content that `file` has now, and return its hash."""
    digest = content_hash(file.read_bytes())
    folder = _trust_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark = folder / digest
    mark.touch(mode=0o600)
    mark.write_text(f"{file.absolute()}\n", encoding="utf-8")
    return digest


def stamp(files: Iterable[Path]) -> object:
    """Return what changes when one of `files`, or the trust in it, changes."""
    return [(str(file), _modified(file)) for file in files], trust_stamp()


def trust_stamp() -> object:
    """Return what changes when the user trusts something."""
    try:
        return _trust_folder().stat().st_mtime_ns, os.environ.get(TRUST_VARIABLE)
    except OSError:
        return None, os.environ.get(TRUST_VARIABLE)


def _modified(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _trust_folder() -> Path:
    from jupyter_core.paths import jupyter_data_dir  # slow to import: once a session

    return Path(jupyter_data_dir(), "jupyter_guard", "trusted")
