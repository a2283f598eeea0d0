"""Who may ask what: every route, every verb, with and without a login and a permission."""

from __future__ import annotations

import json
import warnings

import pytest
from jupyter_server.auth import Authorizer, User
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.serverapp import JupyterServerAuthWarning, ServerApp

from jupyter_guard import __version__
from jupyter_guard.server.handlers import ROUTES

VERBS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

KERNEL = "0a0b0c0d-0000-4000-8000-000000000001"  # there is none of that id

# One line per route: a path, and what each of its verbs answers there.
OFFERED = {
    "jupyter-guard/status": {"GET": 200},
    f"jupyter-guard/kernels/{KERNEL}": {"GET": 404, "PUT": 400},
    "jupyter-guard/notebooks/none.ipynb": {"GET": 404},
    "jupyter-guard/exports": {"GET": 400, "POST": 400},
}
EVERYTHING = [(path, verb) for path in OFFERED for verb in VERBS]


class NotTheGuard(Authorizer):
    """Permits everything but the guard's routes."""

    def is_authorized(self, handler: JupyterHandler, user: User, action: str, resource: str) -> bool:
        return resource != "jupyter_guard"


@pytest.fixture
def status(http_server_client, jp_base_url, jp_auth_header):
    """Send a request and return the HTTP status of the answer."""

    async def send(path: str, verb: str, headers: dict[str, str]) -> int:
        response = await http_server_client.fetch(
            jp_base_url + path,
            method=verb,
            headers=headers,
            body="{}" if verb in {"POST", "PUT", "PATCH"} else None,
            raise_error=False,
        )
        return response.code

    return send


def test_the_list_names_every_route() -> None:
    assert len(OFFERED) == len(ROUTES)


@pytest.mark.parametrize(("path", "verb"), EVERYTHING)
@pytest.mark.parametrize("headers", [{}, {"Authorization": "token wrong"}], ids=["no token", "wrong token"])
async def test_without_a_login_nothing_is_answered(status, path, verb, headers) -> None:
    assert await status(path, verb, headers) == 403


@pytest.mark.parametrize(("path", "verb"), EVERYTHING)
async def test_with_a_login_the_offered_verbs_are_answered(status, jp_auth_header, path, verb) -> None:
    assert await status(path, verb, jp_auth_header) == OFFERED[path].get(verb, 405)


class TestWithoutPermission:
    """The same with a login that may do everything else."""

    @pytest.fixture
    def jp_server_config(self, jp_server_config):
        return {"ServerApp": {**jp_server_config["ServerApp"], "authorizer_class": NotTheGuard}}

    @pytest.mark.parametrize(("path", "verb"), EVERYTHING)
    async def test_nothing_is_answered(self, status, jp_auth_header, path, verb) -> None:
        assert await status("api/contents", "GET", jp_auth_header) == 200
        assert await status(path, verb, jp_auth_header) == 403


async def test_status_tells_the_version(jp_fetch) -> None:
    response = await jp_fetch("jupyter-guard", "status")

    assert json.loads(response.body) == {"version": __version__}


def test_jupyter_finds_no_route_without_a_login(jp_environ) -> None:
    """Jupyter itself warns at start about a verb that does not ask for a login."""
    server = ServerApp(
        allow_unauthenticated_access=False,
        jpserver_extensions={"jupyter_guard": True},
        reraise_server_extension_failures=True,
        allow_root=True,
    )
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        server.initialize(argv=[], find_extensions=False, new_httpserver=False)

    found = [str(w.message) for w in caught if issubclass(w.category, JupyterServerAuthWarning)]
    assert [text for text in found if "guard" in text.lower()] == []
