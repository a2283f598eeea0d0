"""Where a session is, as the routes tell it, and as its kernel obeys it."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp

from jupyter_guard import session_files
from tests.server.conftest import Ask

STATUS = "application/vnd.jupyter-guard.status+json"


@dataclass
class Opened:
    """A notebook with a running kernel."""

    server: ServerApp
    ask: Ask
    session_id: str
    kernel_id: str

    @property
    def route(self) -> str:
        return f"jupyter-guard/kernels/{self.kernel_id}"

    async def state(self) -> dict[str, Any]:
        """Return what the server tells once the kernel has started."""
        while True:
            status, state = await self.ask("GET", self.route)
            assert status == 200, state
            if state["guarded"] is not None:
                return state
            await asyncio.sleep(0.1)

    async def environment(self) -> str:
        """Return the name of the environment that the server tells."""
        return str((await self.state())["environment"]["name"])

    async def kernels_own(self) -> str:
        """Return the environment that the kernel itself tells."""
        client = self.server.kernel_manager.get_kernel(self.kernel_id).client()
        client.start_channels()
        shown: list[str] = []

        def collect(message: dict[str, Any]) -> None:
            data = message["content"].get("data", {})
            if STATUS in data:
                shown.append(data[STATUS]["environment"])

        try:
            await client.wait_for_ready(timeout=60)
            await client.execute_interactive("%guard", timeout=60, output_hook=collect)
        finally:
            client.stop_channels()
        return shown[0]


@pytest.fixture
def opened(jp_serverapp, ask, make) -> Callable[..., Any]:
    """Open a notebook: `async with opened("a.ipynb") as session`."""

    @asynccontextmanager
    async def open_notebook(path: str, **options: str) -> AsyncIterator[Opened]:
        make(path, **options)
        body = {"path": path, "name": Path(path).name, "type": "notebook", "kernel": {"name": "python3"}}
        status, model = await ask("POST", "api/sessions", body)
        assert status == 201, model
        opened = Opened(jp_serverapp, ask, model["id"], model["kernel"]["id"])
        try:
            yield opened
        finally:
            if opened.kernel_id in jp_serverapp.kernel_manager:
                await jp_serverapp.kernel_manager.shutdown_kernel(opened.kernel_id, now=True)

    return open_notebook


def environment(name: str, tier: str, colour: str, limit: str) -> dict[str, str]:
    return {"name": name, "tier": tier, "colour": colour, "limit": limit}


DEV = environment("dev", "DEV", "green", "UNKNOWN")
PROD = environment("prod", "PROD", "red", "SESSION")


async def test_a_guarded_kernel_is_tagged_and_the_kernel_obeys(opened, rules) -> None:
    async with opened("a b/ü ' <b>.ipynb") as session:
        before = await session.state()
        answer = await session.ask("PUT", session.route, {"environment": "prod"})

        assert before == {
            "environment": DEV,
            "why": "default of guard.toml",
            "guarded": True,
            "path": "a b/ü ' <b>.ipynb",
            "choices": [
                {"environment": DEV, "way": "free", "reason": ""},
                {"environment": PROD, "way": "free", "reason": ""},
            ],
            "problem": "",
            "untrusted": [],
            "trust_command": "",
            "warnings": [],
            "unlocks": [],
        }
        assert answer == (
            200,
            before
            | {
                "environment": PROD,
                "why": "chosen in the notebook's toolbar",
                "choices": [
                    {"environment": DEV, "way": "confirm", "reason": ""},
                    {"environment": PROD, "way": "free", "reason": ""},
                ],
            },
        )
        assert await session.kernels_own() == "prod"


async def test_a_restart_keeps_the_tag_and_a_shutdown_forgets_it(opened, rules) -> None:
    folder = Path(os.environ["JUPYTER_GUARD_DIR"])
    async with opened("a.ipynb") as session:
        await session.state()
        await session.ask("PUT", session.route, {"environment": "prod"})
        await session.ask("POST", f"api/kernels/{session.kernel_id}/restart", {})
        restarted = await session.environment(), await session.kernels_own()
        guarded = (await session.state())["guarded"]
        held = sorted(file.suffix for file in folder.glob(f"{session.kernel_id}*"))
        await session.ask("DELETE", f"api/sessions/{session.session_id}")
        while list(folder.glob(f"{session.kernel_id}*")):
            await asyncio.sleep(0.1)

    assert (restarted, guarded, held) == (("prod", "prod"), True, [".json", ".ready"])


async def test_a_kernel_that_restarts_without_the_guard_is_unguarded(opened, monkeypatch) -> None:
    async with opened("a.ipynb") as session:
        before = (await session.state())["guarded"]
        manager = session.server.kernel_manager.get_kernel(session.kernel_id)
        manager._launch_args["env"]["JUPYTER_GUARD"] = "off"
        await session.ask("POST", f"api/kernels/{session.kernel_id}/restart", {})
        await session.kernels_own()

        assert (before, (await session.state())["guarded"]) == (True, False)


async def test_a_rename_into_a_prod_folder_raises_and_out_of_it_keeps(opened, rules) -> None:
    async with opened("a.ipynb") as session:
        names = [await session.environment()]
        for path in ("reports/b.ipynb", "c.ipynb"):
            (rules.parent / "reports").mkdir(exist_ok=True)
            source = (await session.state())["path"]
            assert (await session.ask("PATCH", f"api/contents/{source}", {"path": path}))[0] == 200
            await session.ask("PATCH", f"api/sessions/{session.session_id}", {"path": path})
            if path == "reports/b.ipynb":
                refused = await session.ask("PUT", session.route, {"environment": "dev"})
            names += [await session.environment(), await session.kernels_own()]
        lowered = await session.ask("PUT", session.route, {"environment": "dev"})
        await session.kernels_own()

        assert names == ["dev", "prod", "prod", "prod", "prod"]
        assert refused[0] == 409
        assert "reports/**" in refused[1]["message"]
        assert (lowered[0], await session.kernels_own()) == (200, "dev")


async def test_a_renamed_folder_takes_its_notebooks_along(opened, rules) -> None:
    async with opened("drafts/a.ipynb") as session:
        await session.state()
        await session.ask("PATCH", "api/contents/drafts", {"path": "reports"})
        while await session.kernels_own() != "prod":
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("body", [[], {}, {"environment": 1}, {"environment": "staging"}])
async def test_only_environments_of_guard_toml_can_be_chosen(opened, rules, body) -> None:
    async with opened("a.ipynb") as session:
        status, answer = await session.ask("PUT", session.route, body)

    assert status == 400
    assert "environment" in answer["message"]


async def test_a_broken_guard_toml_is_told_with_file_and_line_and_prod_rules_apply(opened, rules) -> None:
    async with opened("a.ipynb") as session:
        rules.write_text("version = 1\n[environments.dev\n", encoding="utf-8")
        state = await session.state()
        status, answer = await session.ask("PUT", session.route, {"environment": "dev"})

        assert state["environment"]["name"] == "prod"
        assert str(rules) in state["problem"]
        assert "line 2" in state["problem"]
        assert (status, str(rules) in answer["message"]) == (409, True)


async def test_a_notebook_without_a_kernel_tells_where_it_would_be(ask, make, rules) -> None:
    make("a.ipynb", environment="prod")
    make("reports/ü & b.ipynb", environment="dev")
    states = [
        (await ask("GET", f"jupyter-guard/notebooks/{path}"))[1]
        for path in ("a.ipynb", "reports/%C3%BC%20%26%20b.ipynb")
    ]

    assert [(s["environment"]["name"], s["guarded"]) for s in states] == [("prod", None), ("prod", None)]
    assert [s["why"].split()[0] for s in states] == ["stored", "path"]
    assert [c["way"] for c in states[1]["choices"]] == ["refused", "free"]


async def test_what_waits_for_trust_is_told_with_the_command(ask, make, rules) -> None:
    rules.write_text('[environments.test]\nlimit = "unknown"\n', encoding="utf-8")
    make("a.ipynb")
    _, state = await ask("GET", "jupyter-guard/notebooks/a.ipynb")

    assert state["untrusted"] == ["environments.test.limit"]
    assert state["trust_command"] == f"jupyter guard trust {rules}"


@pytest.mark.parametrize("path", ["../a.ipynb", "..%2F..%2Fetc%2Fpasswd", "a.txt", "none.ipynb"])
async def test_only_notebooks_below_the_servers_folder_are_told_about(ask, jp_root_dir, path) -> None:
    (jp_root_dir.parent / "a.ipynb").write_text("{}")
    (jp_root_dir / "a.txt").write_text("")

    status, answer = await ask("GET", f"jupyter-guard/notebooks/{path}")

    assert status in (400, 404)
    assert answer["message"]


def test_unlocks_are_told_while_they_last_and_their_kernel_lives(tmp_path: Path) -> None:
    now = time.time()
    told = {"effect": "WRITE", "tables": ["t"], "reason": "x", "environment": "prod"}
    session_files.write_unlocks(tmp_path, "k", [{**told, "until": now + 60}, {**told, "until": now - 1}])

    (one,) = session_files.read_unlocks(tmp_path, "k")
    session_files.write_unlocks(tmp_path, "k", [])
    ended = session_files.read_unlocks(tmp_path, "k")
    gone = {"pid": 2**22 + 1, "unlocks": [{**told, "until": now + 60}]}
    (tmp_path / "k.unlocks").write_text(json.dumps(gone))

    assert 0 < one.pop("seconds") <= 60
    assert one == told
    assert (ended, session_files.read_unlocks(tmp_path, "k")) == ([], [])
