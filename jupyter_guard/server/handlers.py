"""The routes below /jupyter-guard/; only these know HTTP status codes."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import NoSuchKernel
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import ensure_async, to_api_path, url_path_join
from tornado import web

from jupyter_guard import __version__
from jupyter_guard.errors import GuardError
from jupyter_guard.server import exporting
from jupyter_guard.server.places import file_of, kernels_by_path, root_of
from jupyter_guard.server.sessions import Session

FOLDER = "jupyter_guard_folder"  # the setting with the folder of the tag files


class GuardHandler(APIHandler):
    """Base of all routes: a verb that a route does not offer is refused, but only to who may ask."""

    auth_resource = "jupyter_guard"

    @property
    def folder(self) -> Path:
        """The folder of the tag files."""
        return Path(self.settings[FOLDER])

    @property
    def root(self) -> str:
        """The folder of the notebooks; where they are no files, that of the kernels."""
        return root_of(self.contents_manager) or str(self.kernel_manager.root_dir)

    def refuse(self, status: int, message: str) -> None:
        """Answer with an error whose message stands as it is: tornado would double each %."""
        self.set_status(status)
        self.finish({"message": message})

    async def model(self, path: str, *, content: bool) -> dict[str, Any]:
        """Return what the contents manager says of a path."""
        manager: Any = self.contents_manager  # untyped
        model: dict[str, Any] = await ensure_async(manager.get(path, content=content))
        return model

    async def notebook(self, path: str) -> Path | None:
        """Return the file of a notebook that the contents manager serves, or refuse."""
        try:
            model = await self.model(path, content=False)
        except web.HTTPError as error:
            self.refuse(error.status_code, f"The notebook {path} cannot be read: {error.log_message}")
            return None
        if model["type"] != "notebook":
            self.refuse(400, f"{path} is no notebook.")
            return None
        if root_of(self.contents_manager) is None:
            self.refuse(
                501, "The notebooks of this server are no files; export one by `jupyter guard export`."
            )
            return None
        return file_of(path, self.root)

    # Written out one by one: `authorized` remembers the verb of the method that it decorates.

    @web.authenticated
    @authorized
    def get(self, *_: str, **__: str) -> None:
        """Refuse, unless a route offers it."""
        raise web.HTTPError(405)

    @web.authenticated
    @authorized
    def head(self, *_: str, **__: str) -> None:
        """Refuse, unless a route offers it."""
        raise web.HTTPError(405)

    @web.authenticated
    @authorized
    def post(self, *_: str, **__: str) -> None:
        """Refuse, unless a route offers it."""
        raise web.HTTPError(405)

    @web.authenticated
    @authorized
    def put(self, *_: str, **__: str) -> None:
        """Refuse, unless a route offers it."""
        raise web.HTTPError(405)

    @web.authenticated
    @authorized
    def patch(self, *_: str, **__: str) -> None:
        """Refuse, unless a route offers it."""
        raise web.HTTPError(405)

    @web.authenticated
    @authorized
    def delete(self, *_: str, **__: str) -> None:
        """Refuse, unless a route offers it."""
        raise web.HTTPError(405)

    @web.authenticated
    @authorized
    def options(self, *_: str, **__: str) -> None:  # type: ignore[override]  # a login may come first
        """Refuse: Jupyter's own answer needs no login, and these routes are for the server's own pages."""
        raise web.HTTPError(405)


class StatusHandler(GuardHandler):
    """Whether the server part is there, and which version."""

    @web.authenticated
    @authorized
    def get(self) -> None:
        """Tell the version."""
        self.finish({"version": __version__})


class KernelHandler(GuardHandler):
    """The session that a kernel belongs to."""

    @web.authenticated
    @authorized
    async def get(self, kernel_id: str) -> None:
        """Tell where the session is."""
        found = await self._session(kernel_id)
        if found is not None:
            self.finish((await asyncio.to_thread(found.state)).to_json())

    @web.authenticated
    @authorized
    async def put(self, kernel_id: str) -> None:
        """Tag the session, and tell where it is now."""
        body = self.get_json_body()
        name = body.get("environment") if isinstance(body, dict) else None
        if not isinstance(name, str):
            return self.refuse(400, 'Say which environment: {"environment": "prod"}.')
        found = await self._session(kernel_id)
        if found is None:
            return None
        state = await asyncio.to_thread(found.state)
        if name not in [choice.environment.name for choice in state.choices] and not state.problem:
            known = ", ".join(choice.environment.name for choice in state.choices)
            return self.refuse(400, f"There is no environment {name!r}; choose one of {known}.")
        try:
            await asyncio.to_thread(found.set, name)
        except GuardError as error:
            return self.refuse(409, str(error))
        except OSError as error:
            return self.refuse(500, f"The tag cannot be stored: {error.strerror}.")
        self.finish((await asyncio.to_thread(found.state)).to_json())
        return None

    async def _session(self, kernel_id: str) -> Session | None:
        """Return the session of a kernel, or refuse."""
        if kernel_id not in self.kernel_manager:
            self.refuse(404, f"There is no kernel {kernel_id} any more; start one to see where it is.")
            return None
        sessions = await kernels_by_path(self.session_manager)
        path = next((path for path, kernel in sessions if kernel["id"] == kernel_id), "")
        kernel = self.kernel_manager.get_kernel(kernel_id)
        starting = getattr(kernel, "execution_state", None) in ("starting", "restarting")
        return Session(self.folder, kernel_id, file_of(path, self.root), path, starting)


class NotebookHandler(GuardHandler):
    """A notebook without a kernel."""

    @web.authenticated
    @authorized
    async def get(self, path: str) -> None:
        """Tell where a session of this notebook would be."""
        file = await self.notebook(path)
        if file is not None:
            found = Session(self.folder, "", file, path.strip("/"))
            self.finish((await asyncio.to_thread(found.state)).to_json())


class ExportsHandler(GuardHandler):
    """Projects made from notebooks."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Tell what would become of each cell of a notebook; write nothing."""
        path, everything = (self.get_query_argument(name, "") for name in ("path", "all"))
        wanted = await self._wanted({"path": path, "all": everything == "1"})
        if wanted is None:
            return None
        try:
            planned = await exporting.plan(wanted)
        except GuardError as error:
            return self.refuse(422, str(error))
        self.finish({key: planned[key] for key in ("name", "draft", "decisions", "findings")})
        return None

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Export a notebook; tell where the project and its REVIEW.md are."""
        body = self.get_json_body()
        wanted = await self._wanted(body if isinstance(body, dict) else {})
        if wanted is None:
            return None
        try:
            done = await exporting.export(wanted)
        except GuardError as error:
            return self.refuse(422, str(error))
        project = to_api_path(str(done.folder.absolute()), self.root)
        self.set_status(201)
        self.finish(
            {
                "path": project,
                "review": url_path_join(project, "REVIEW.md"),
                "draft": done.draft,
                "blockers": done.blockers,
                "verified": done.verified,
            }
        )
        return None

    async def _wanted(self, asked: dict[str, Any]) -> exporting.Wanted | None:
        """Return what is asked of an export; None where the answer is a refusal."""
        path = asked.get("path")
        if not isinstance(path, str) or not path:
            self.refuse(400, 'Say which notebook: {"path": "folder/notebook.ipynb"}.')
            return None
        file = await self.notebook(path)
        if file is None:
            return None
        python = exporting.interpreter(await self._argv(path))
        chosen = (asked.get(name) is True for name in ("all", "data", "verify"))
        return exporting.Wanted(file, python, *chosen)

    async def _argv(self, path: str) -> list[str]:
        """Return the command of the kernel that the notebook has now, or that it names."""
        for session_path, kernel in await kernels_by_path(self.session_manager):
            if session_path == path.strip("/"):
                return self._argv_of(kernel["name"])
        model = await self.model(path, content=True)
        return self._argv_of(model["content"].get("metadata", {}).get("kernelspec", {}).get("name", ""))

    def _argv_of(self, kernel_name: str) -> list[str]:
        try:
            return list(self.kernel_spec_manager.get_kernel_spec(kernel_name).argv)
        except NoSuchKernel:
            return []


_KERNEL = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"
ROUTES = [
    (url_path_join("jupyter-guard", "status"), StatusHandler),
    (url_path_join("jupyter-guard", "kernels", _KERNEL), KernelHandler),
    (url_path_join("jupyter-guard", "notebooks", "(?P<path>.+)"), NotebookHandler),
    (url_path_join("jupyter-guard", "exports"), ExportsHandler),
]
