"""A real Jupyter server inside the test process; pytest needs `-p pytest_jupyter.jupyter_server` for it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

RULES = """
[environments.dev]
tier = "dev"

[environments.prod]
tier = "prod"
paths = ["reports/**"]
"""
Ask = Callable[..., Awaitable[tuple[int, Any]]]


@pytest.fixture
def jp_server_config() -> dict[str, object]:
    # Without Jupyter's own barriers in front, each route has to ask for the login itself.
    return {
        "ServerApp": {
            "jpserver_extensions": {"jupyter_guard": True},
            "allow_unauthenticated_access": True,
            "disable_check_xsrf": True,
        }
    }


@pytest.fixture
def ask(http_server_client, jp_base_url, jp_auth_header) -> Ask:
    """Send a request with a login; return status and JSON."""

    async def send(verb: str, path: str, body: object = None) -> tuple[int, Any]:
        response = await http_server_client.fetch(
            jp_base_url + path,
            method=verb,
            headers=jp_auth_header,
            body=None if body is None else json.dumps(body),
            raise_error=False,
            request_timeout=120,
        )
        return response.code, json.loads(response.body) if response.body else None

    return send


@pytest.fixture
def make(jp_root_dir: Path) -> Callable[..., Path]:
    """Write a notebook below the server's folder."""

    def write(path: str, *sources: str, environment: str = "", kernel: str = "python3") -> Path:
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
        notebook.metadata.kernelspec = {"name": kernel, "display_name": kernel, "language": "python"}
        if environment:
            notebook.metadata.jupyter_guard = {"environment": environment}
        file = jp_root_dir / path
        file.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, file)
        return file

    return write


@pytest.fixture
def rules(jp_root_dir: Path) -> Path:
    """Write a guard.toml into the server's folder."""
    file = jp_root_dir / "guard.toml"
    file.write_text(RULES, encoding="utf-8")
    return file
