"""Once installed, the guard is in every kernel; a kernel that it cannot enter says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

LOADED = "import sys; print('jupyter_guard.kernel' in sys.modules)"

BROKEN = """
import sys

class Broken:
    def find_spec(name, path=None, target=None):
        if name == "jupyter_guard.kernel":
            raise ImportError("half an\\ninstallation")

sys.meta_path.insert(0, Broken)
"""


@contextmanager
def kernel(python: Path, variables: dict[str, str], log: Path) -> Iterator[BlockingKernelClient]:
    """Start a kernel with `python`, as any Jupyter client does."""
    manager = KernelManager()
    manager.kernel_spec.argv[0] = str(python)
    with log.open("w") as stream:
        manager.start_kernel(env=variables, stderr=stream)
        client = manager.blocking_client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=60)
            yield client
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)


def streams(client: BlockingKernelClient, code: str) -> dict[str, str]:
    """Run a cell and return what it wrote, by stream."""
    written: dict[str, str] = {}

    def collect(message: dict) -> None:
        if message["msg_type"] == "stream":
            content = message["content"]
            written[content["name"]] = written.get(content["name"], "") + content["text"]

    client.execute_interactive(code, output_hook=collect, timeout=60)
    return written


@pytest.fixture
def start(environment: Path, variables: dict[str, str], tmp_path: Path) -> Callable:
    def start(**more: str):
        return kernel(environment / "bin" / "python", variables | more, tmp_path / "log")

    return start


def test_every_kernel_has_the_guard(start) -> None:
    with start() as client:
        assert streams(client, LOADED) == {"stdout": "True\n"}


def test_the_user_finds_no_name_of_ours(start) -> None:
    with start() as client:
        assert streams(client, "print([n for n in dir() if 'guard' in n.lower()])") == {"stdout": "[]\n"}


def test_ipython_in_a_terminal_stays_as_it_is(run) -> None:
    assert run("-m", "IPython", "--no-banner", "--colors=nocolor", "-c", LOADED).split()[-1] == "False"


def test_a_kernel_that_the_guard_cannot_enter_says_so(start, tmp_path: Path) -> None:
    # Python runs this file at its start.
    (tmp_path / "sitecustomize.py").write_text(BROKEN)

    with start(PYTHONPATH=str(tmp_path)) as client:
        first = streams(client, "print('still works')")
        second = streams(client, "print('said once')")

    assert first["stdout"] == "still works\n"
    [line] = first["stderr"].splitlines()
    assert line.startswith("jupyter_guard: this kernel is UNGUARDED")
    assert line.endswith("ImportError: half an installation")
    assert line in (tmp_path / "log").read_text().splitlines()
    assert second == {"stdout": "said once\n"}
