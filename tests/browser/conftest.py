"""A real JupyterLab and a real browser; the tests say what a user sees."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import pytest
from jupyter_core.paths import ENV_JUPYTER_PATH
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("GUARD_CHROMIUM") or shutil.which("chromium")
TOKEN = "test-token"
# A headless browser in a container has no sandbox and no graphics card, and must not call home.
BROWSER_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A toast with news would cover what the tests look at.
NO_NEWS = {"fetchNews": "false", "checkForUpdates": False}


@dataclass(frozen=True)
class Lab:
    """A running Jupyter: where it answers, and the folder that it shows."""

    url: str
    folder: Path

    def address(self, path: str = "lab") -> str:
        """Return the address of a page, with the token in it."""
        return f"{self.url}/{path}?token={TOKEN}"


@contextmanager
def running(root: Path, application: str, *options: str) -> Iterator[Lab]:
    """Run a Jupyter application with settings, data and runtime files of its own below `root`."""
    folder = root / "work"
    folder.mkdir()
    settings = root / "settings"
    notification = settings / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    notification.parent.mkdir(parents=True)
    notification.write_text(json.dumps(NO_NEWS), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        application,
        "--no-browser",
        "--allow-root",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={folder}",
        f"--IdentityProvider.token={TOKEN}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        f"--LabServerApp.workspaces_dir={root / 'workspaces'}",
        f"--LabServerApp.user_settings_dir={settings}",
        *options,
    ]
    variables = {
        **os.environ,
        "IPYTHONDIR": str(root / "ipython"),
        "JUPYTER_CONFIG_DIR": str(root / "config"),
        "JUPYTER_DATA_DIR": str(root / "data"),
        "JUPYTER_RUNTIME_DIR": str(root / "runtime"),
    }
    log = root / "server.log"
    with log.open("w") as stream:
        process = subprocess.Popen(command, cwd=folder, env=variables, stdout=stream, stderr=stream)
    lab = Lab(f"http://127.0.0.1:{port}", folder)
    try:
        _wait_for(lab, process, log)
        yield lab
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(lab: Lab, process: subprocess.Popen[bytes], log: Path) -> None:
    while True:
        try:
            with urllib.request.urlopen(lab.address("api/status"), timeout=5):
                return
        except (URLError, TimeoutError):
            if process.poll() is not None:
                pytest.fail(log.read_text(encoding="utf-8"))
            time.sleep(0.2)


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Lab]]:
    """Start Jupyter applications that live as long as the tests."""
    built = ROOT / "jupyter_guard" / "labextension" / "package.json"
    installed = Path(ENV_JUPYTER_PATH[0], "labextensions", "jupyter-guard", "package.json")
    # The file names the bundle by the hash of its content. A test of yesterday's bundle proves nothing.
    if not built.exists() or not installed.exists() or built.read_bytes() != installed.read_bytes():
        pytest.fail("The installed browser part is not the one that was built last: run `make .venv/.test`.")
    with ExitStack() as stack:
        yield lambda application, *options: stack.enter_context(
            running(tmp_path_factory.mktemp("jupyter"), application, *options)
        )


@pytest.fixture(scope="session")
def lab(start: Callable[..., Lab]) -> Lab:
    """Run JupyterLab."""
    return start("jupyterlab")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Run Chromium; a machine without it skips the tests, CI fails."""
    if CHROMIUM is None:
        missing = "Chromium is not installed: nothing was tried in a browser"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=BROWSER_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a window with cookies of its own."""
    with browser.new_context(viewport={"width": 1400, "height": 900}) as context:
        yield context.new_page()
