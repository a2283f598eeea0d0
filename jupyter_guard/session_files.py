"""The small files by which a server and its kernels tell each other about a notebook session.

A Jupyter Server with the extension names a folder to the kernels it starts. There, one
small file per kernel id holds the tag that the user chose, and one more is written by the
kernel to say that it is guarded. Each kernel needs this at its start, so it imports little.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import time
from pathlib import Path
from typing import Any

FOLDER_VARIABLE = "JUPYTER_GUARD_DIR"
SERVER_FILE = "server.json"  # written by the server: {"pid": …, "version": …}
_KERNEL_FILE = re.compile(r"kernel-(?P<id>[\w-]+)\.json\Z")


def own_folder() -> Path | None:
    """Return the folder that this kernel's own server named, if one did.

    A kernel that was started from within another kernel inherits the variable too; that
    folder is not about it.
    """
    named = os.environ.get(FOLDER_VARIABLE)
    if not named:
        return None
    server = read_json(Path(named, SERVER_FILE))
    parents = {str(os.getppid()), os.environ.get("JPY_PARENT_PID", "")}
    return Path(named) if server and str(server.get("pid")) in parents else None


def kernel_id_of(connection_file: str) -> str:
    """Return the id in a name such as kernel-<id>.json; '' for any other name."""
    found = _KERNEL_FILE.search(connection_file)
    return found["id"] if found else ""


def write_tag(folder: Path, kernel_id: str, environment: str, why: str, notebook: Path | None = None) -> None:
    """Give the session of `kernel_id` the environment called `environment`.

    `notebook` is where its notebook lies now: a kernel hears of a rename in no other way.
    """
    content = {"environment": environment, "why": why}
    if notebook is not None:
        content["notebook"] = str(notebook)
    _write_json(folder / f"{kernel_id}.json", content)


def read_tag(folder: Path, kernel_id: str) -> dict[str, str] | None:
    """Return what `write_tag` wrote, or None where there is nothing readable."""
    stored = read_json(folder / f"{kernel_id}.json")
    return stored if stored and isinstance(stored.get("environment"), str) else None


def write_ready(folder: Path, kernel_id: str, version: str) -> None:
    """Say that the kernel `kernel_id` is guarded."""
    _write_json(folder / f"{kernel_id}.ready", {"pid": os.getpid(), "version": version})


def is_guarded(folder: Path, kernel_id: str) -> bool:
    """Say whether the kernel `kernel_id` said that it is guarded."""
    return read_json(folder / f"{kernel_id}.ready") is not None


def write_unlocks(folder: Path, kernel_id: str, unlocks: list[dict[str, Any]]) -> None:
    """Say which unlocks last in this kernel; each has `until`, in seconds since 1970."""
    file = folder / f"{kernel_id}.unlocks"
    if unlocks:
        _write_json(file, {"pid": os.getpid(), "unlocks": unlocks})
    else:
        file.unlink(missing_ok=True)


def read_unlocks(folder: Path, kernel_id: str) -> list[dict[str, Any]]:
    """Return the unlocks that last in a kernel which lives, with `seconds` left in place of `until`."""
    stored = read_json(folder / f"{kernel_id}.unlocks")
    if stored is None or not _lives(stored.get("pid")) or not isinstance(stored.get("unlocks"), list):
        return []
    now = time.time()
    found = []
    for unlock in stored["unlocks"]:
        until = unlock.get("until") if isinstance(unlock, dict) else None
        if isinstance(until, int | float) and until > now:
            found.append({**unlock, "seconds": round(until - now, 1)})
            del found[-1]["until"]
    return found


def forget_ready(folder: Path, kernel_id: str) -> None:
    """Remove the word of a process that has ended; the one that took its place may be unguarded."""
    ready = read_json(folder / f"{kernel_id}.ready")
    if ready is not None and not _lives(ready.get("pid")):
        take_back_ready(folder, kernel_id)
        (folder / f"{kernel_id}.unlocks").unlink(missing_ok=True)


def take_back_ready(folder: Path, kernel_id: str) -> None:
    """Say no longer that the kernel `kernel_id` is guarded."""
    (folder / f"{kernel_id}.ready").unlink(missing_ok=True)


def forget(folder: Path, kernel_id: str) -> None:
    """Remove what is stored about a kernel that has ended."""
    for suffix in (".json", ".ready", ".unlocks"):
        (folder / f"{kernel_id}{suffix}").unlink(missing_ok=True)


def _lives(pid: object) -> bool:
    try:
        os.kill(int(str(pid)), 0)
    except PermissionError:
        return True  # somebody else's
    except (OSError, ValueError, OverflowError):
        return False
    return True


def read_json(file: Path) -> dict[str, Any] | None:
    """Return the object in a file of JSON, or None where there is nothing readable."""
    try:
        content = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def _write_json(file: Path, content: dict[str, Any]) -> None:
    """Replace `file` in one step, readable by its owner alone."""
    # mkstemp makes its files 0600.
    handle, draft = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(content, stream)
        os.replace(draft, file)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
