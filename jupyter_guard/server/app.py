"""The Jupyter Server extension: the routes, and the folder that links the server to its kernels."""

from __future__ import annotations

import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory

from jupyter_server.extension.application import ExtensionApp

from jupyter_guard import __version__
from jupyter_guard.server.following import follow
from jupyter_guard.server.handlers import FOLDER, ROUTES
from jupyter_guard.session_files import FOLDER_VARIABLE, SERVER_FILE


class GuardApp(ExtensionApp):
    """Jupyter Guard's part of a Jupyter server."""

    name = "jupyter_guard"
    extension_url = "/jupyter-guard/status"
    load_other_extensions = True

    _folder: TemporaryDirectory[str] | None = None

    def initialize_settings(self) -> None:
        """Make the folder of this server's kernels and name it to them."""
        self._folder = _make_folder(Path(self.runtime_dir))
        # Kernels inherit the environment of the server; no kernel manager has to be replaced for it.
        os.environ[FOLDER_VARIABLE] = self._folder.name
        self.settings[FOLDER] = self._folder.name
        if self.serverapp is not None:
            follow(self.serverapp, Path(self._folder.name))

    def initialize_handlers(self) -> None:
        """Add the routes."""
        self.handlers.extend(ROUTES)

    async def stop_extension(self) -> None:
        """Remove the folder; a server that dies without this removes it when Python ends."""
        if self._folder is None:
            return
        if os.environ.get(FOLDER_VARIABLE) == self._folder.name:
            del os.environ[FOLDER_VARIABLE]
        self._folder.cleanup()


def _make_folder(runtime: Path) -> TemporaryDirectory[str]:
    """Make a folder for this server alone: nobody else may read or write the tags in it."""
    parent = runtime / "jupyter_guard"
    parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Kernels still live when the folder goes; what they write meanwhile must not make the stop fail.
    folder = TemporaryDirectory(prefix=f"{os.getpid()}-", dir=parent, ignore_cleanup_errors=True)
    server = Path(folder.name, SERVER_FILE)
    server.touch(mode=0o600)
    server.write_text(json.dumps({"pid": os.getpid(), "version": __version__}), encoding="utf-8")
    return folder


main = launch_instance = GuardApp.launch_instance
