"""Where things are: which file a path of the server stands for, and which sessions there are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyter_server.utils import ApiPath, to_os_path


def root_of(contents_manager: object) -> str | None:
    """Return the folder of the notebooks; None where they are no files."""
    root = getattr(contents_manager, "root_dir", "")
    return str(Path(root).absolute()) if root else None


def file_of(path: str, root: str) -> Path:
    """Return the file that `path` stands for."""
    return Path(to_os_path(ApiPath(path), root))


async def kernels_by_path(session_manager: Any) -> list[tuple[str, dict[str, Any]]]:
    """Return the path and the kernel (id, name) of every session; notebooks first.

    A console may share the kernel of a notebook; then the notebook says where the session is.
    """
    entries = [
        (e["path"].strip("/"), e["kernel"]) for e in await session_manager.list_sessions() if e["kernel"]
    ]
    return sorted(entries, key=lambda entry: not entry[0].endswith(".ipynb"))
