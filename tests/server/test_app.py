"""The extension is found and loaded, and its folder is there for its kernels alone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from stat import S_IMODE

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_server.extension.utils import validate_extension

from jupyter_guard import __version__


def test_jupyter_server_loads_the_extension(jp_serverapp) -> None:
    assert validate_extension("jupyter_guard")
    assert "jupyter_guard" in jp_serverapp.extension_manager.extension_apps


def test_the_folder_is_for_its_owner_only(jp_serverapp, jp_runtime_dir) -> None:
    folder = Path(os.environ["JUPYTER_GUARD_DIR"])
    server = folder / "server.json"

    assert folder.parent == jp_runtime_dir / "jupyter_guard"
    assert folder.name.startswith(f"{os.getpid()}-")
    assert [S_IMODE(p.stat().st_mode) for p in (folder.parent, folder, server)] == [0o700, 0o700, 0o600]
    assert json.loads(server.read_text(encoding="utf-8")) == {"pid": os.getpid(), "version": __version__}


async def test_a_kernel_knows_the_folder(jp_serverapp) -> None:
    kernels = jp_serverapp.kernel_manager
    kernel_id = await kernels.start_kernel()
    client: AsyncKernelClient = kernels.get_kernel(kernel_id).client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=60)
        reply = await client.execute_interactive(
            "import os",
            user_expressions={"folder": "os.environ['JUPYTER_GUARD_DIR']"},
            timeout=60,
        )
    finally:
        client.stop_channels()
        await kernels.shutdown_kernel(kernel_id, now=True)

    folder = reply["content"]["user_expressions"]["folder"]["data"]["text/plain"]
    assert folder == repr(os.environ["JUPYTER_GUARD_DIR"])


async def test_the_folder_goes_with_the_server(jp_serverapp) -> None:
    folder = Path(os.environ["JUPYTER_GUARD_DIR"])

    await jp_serverapp.cleanup_extensions()

    assert not folder.exists()
    assert "JUPYTER_GUARD_DIR" not in os.environ


def test_a_server_that_is_terminated_leaves_nothing(tmp_path: Path) -> None:
    folders = tmp_path / "runtime" / "jupyter_guard"
    environment = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
        "JUPYTER_DATA_DIR": str(tmp_path / "data"),
        "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime"),
    }
    command = [
        sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", "--port=0",
        "--ServerApp.jpserver_extensions=jupyter_guard=True", f"--ServerApp.root_dir={tmp_path}",
    ]  # fmt: skip
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            while not list(tmp_path.glob("runtime/jpserver-*.json")):
                assert server.poll() is None, (tmp_path / "log").read_text()
                time.sleep(0.1)
            assert [f.name.split("-")[0] for f in folders.iterdir()] == [str(server.pid)]
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)

    assert list(folders.iterdir()) == []
