"""Real kernels, as Jupyter starts them: the guard has to load by itself."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

RULES = """
[environments.dev]
tier = "dev"
connections.warehouse = "duckdb:///dev.duckdb"
connections.notes = "sqlite:///notes.db"

[environments.prod]
tier = "prod"
connections.warehouse = "duckdb:///prod.duckdb"
paths = ["reports/**"]
"""
TIMEOUT = 120  # seconds after which a cell hangs


@dataclass
class Ran:
    """What a cell showed."""

    displays: list[dict[str, Any]] = field(default_factory=list)
    earlier: list[dict[str, Any]] = field(default_factory=list)  # what displays were before they changed
    result: dict[str, Any] = field(default_factory=dict)
    error: dict[str, Any] = field(default_factory=dict)
    output: str = ""

    def shown(self, kind: str) -> dict[str, Any]:
        """Return the JSON of the one display of ours of that kind."""
        mime = f"application/vnd.jupyter-guard.{kind}+json"
        (data,) = [display[mime] for display in self.displays if mime in display]
        return data


@dataclass
class Kernel:
    """A running kernel."""

    manager: KernelManager
    client: BlockingKernelClient

    def run(self, code: str, timeout: float = TIMEOUT) -> Ran:
        """Run a cell and return what it showed at its end."""
        ran = Ran()
        places: dict[str, int] = {}

        def collect(message: dict[str, Any]) -> None:
            content = message["content"]
            name = content.get("transient", {}).get("display_id")
            match message["msg_type"]:
                case "display_data":
                    if name:
                        places[name] = len(ran.displays)
                    ran.displays.append(content["data"])
                case "update_display_data":
                    ran.earlier.append(ran.displays[places[name]])
                    ran.displays[places[name]] = content["data"]
                case "execute_result":
                    ran.result = content["data"]
                case "error":
                    ran.error = content
                case "stream":
                    ran.output += content["text"]

        self.client.execute_interactive(code, timeout=timeout, output_hook=collect)
        return ran

    def value(self, expression: str) -> str:
        """Return the repr of an expression."""
        return str(self.run(expression).result["text/plain"])

    def environment(self) -> str:
        """Return the environment that %guard shows."""
        return str(self.run("%guard").shown("status")["environment"])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a guard.toml, a dev and a prod warehouse."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "guard.toml").write_text(RULES)
    for name, rows in (("dev", 3), ("prod", 30)):
        with duckdb.connect(folder / f"{name}.duckdb") as connection:
            connection.execute(
                f"CREATE TABLE orders AS SELECT i AS id, 'NY' AS city FROM range({rows}) AS r(i)"
            )
    return folder


@pytest.fixture
def rows(project: Path) -> Callable[[str], int]:
    """Count the orders of an environment from outside."""

    def count(environment: str) -> int:
        with duckdb.connect(project / f"{environment}.duckdb", read_only=True) as connection:
            return int(connection.execute("SELECT count(*) FROM orders").fetchall()[0][0])

    return count


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Kernel]]:
    """Start kernels in a folder, with Jupyter and IPython folders of their own."""
    with starting(tmp_path) as start_kernel:
        yield start_kernel


@contextmanager
def starting(tmp_path: Path) -> Iterator[Callable[..., Kernel]]:
    """Give a function that starts kernels; they end with the block."""
    # A kernel that takes itself for a test does not show what its children print.
    outer = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    variables = {
        **outer,
        "IPYTHONDIR": str(tmp_path / "ipython"),
        "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
        "JUPYTER_DATA_DIR": str(tmp_path / "data"),
        "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime"),
    }
    with ExitStack() as stack:

        def start_kernel(folder: Path, **extra: str) -> Kernel:
            # A server names the file after the kernel's id; a manager alone would not.
            file = tmp_path / f"kernel-{uuid4()}.json"
            manager = KernelManager(kernel_name="python3", connection_file=str(file))
            manager.start_kernel(cwd=str(folder), env={**variables, **extra})
            stack.callback(manager.shutdown_kernel, now=True)
            client = manager.blocking_client()
            client.start_channels()
            stack.callback(client.stop_channels)
            client.wait_for_ready(timeout=TIMEOUT)
            return Kernel(manager, client)

        yield start_kernel


@pytest.fixture
def kernel(start: Callable[..., Kernel], project: Path) -> Kernel:
    """A kernel in the project's folder."""
    return start(project)
