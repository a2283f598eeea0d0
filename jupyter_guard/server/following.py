"""Keep the tags true while kernels restart and end and notebooks are renamed."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_guard import session_files
from jupyter_guard.server.places import file_of, kernels_by_path, root_of
from jupyter_guard.server.sessions import Session

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

KERNELS = "https://events.jupyter.org/jupyter_server/kernel_actions/v1"
CONTENTS = "https://events.jupyter.org/jupyter_server/contents_service/v1"


def follow(server: ServerApp, folder: Path) -> None:
    """Listen to what happens to the kernels and notebooks of `server`."""

    async def kernel_changed(logger: object, schema_id: str, data: dict[str, Any]) -> None:
        kernel_id = data.get("kernel_id", "")
        if not kernel_id:
            return
        if data.get("action") == "shutdown":
            session_files.forget(folder, kernel_id)
        elif data.get("action") == "restart":
            session_files.forget_ready(folder, kernel_id)

    async def contents_changed(logger: object, schema_id: str, data: dict[str, Any]) -> None:
        if data.get("action") == "rename":
            await renamed(server, folder, str(data["source_path"]), str(data["path"]))

    if server.event_logger is not None:
        server.event_logger.add_listener(schema_id=KERNELS, listener=kernel_changed)
        server.event_logger.add_listener(schema_id=CONTENTS, listener=contents_changed)


async def renamed(server: ServerApp, folder: Path, old: str, new: str) -> None:
    """Let the sessions of the notebooks at `old`, or below it, follow to `new`."""
    root = root_of(server.contents_manager)
    if root is None:
        return
    old, new = old.strip("/"), new.strip("/")
    for path, kernel in await kernels_by_path(server.session_manager):
        # The browser tells the session's new path when it hears of the rename: before or after this.
        place = next((p for p in (old, new) if path == p or path.startswith(f"{p}/")), None)
        if place is not None:
            rest = path[len(place) :]
            moved = Session(folder, kernel["id"], file_of(new + rest, root), new + rest)
            await asyncio.to_thread(moved.moved_from, file_of(old + rest, root))
