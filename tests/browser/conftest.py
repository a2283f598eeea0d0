"""A real JupyterLab and a real browser; the tests say what a user sees."""

from __future__ import annotations

import json
import os
import re
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
from urllib.parse import quote

import nbformat
import pytest
from jupyter_core.paths import ENV_JUPYTER_PATH
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("GUARD_CHROMIUM") or shutil.which("chromium")
PICTURES = os.environ.get("GUARD_PICTURES")  # a folder, to make the pictures of the documentation anew
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


# Starting a server and loading JupyterLab for the first time takes a while on a small machine.
LOADED = 60_000
RAN = 60_000  # so does a kernel
RULES = """
[environments.dev]
tier = "dev"
connections.warehouse = "duckdb:///dev.duckdb"

[environments.prod]
tier = "prod"
connections.warehouse = "duckdb:///prod.duckdb"
paths = ["reports/**"]
"""


@dataclass
class Notebook:
    """An open notebook, as a user sees it."""

    page: Page
    file: Path

    @property
    def badge(self) -> Locator:
        """The badge in its toolbar."""
        return self.page.locator(".jp-NotebookPanel:visible .jg-Badge-button")

    @property
    def banner(self) -> Locator:
        """The strip between toolbar and cells."""
        return self.page.locator(".jp-NotebookPanel:visible .jg-Banner-line")

    def shows(self, kind: str, word: str) -> None:
        """Expect the badge to show a word, loudly or not."""
        badge = self.page.locator(f".jg-Badge:visible[data-jg-kind='{kind}'] .jg-Badge-button")
        expect(badge).to_have_text(word, timeout=RAN)

    def idle(self) -> None:
        """Wait until the kernel is there and has nothing to do."""
        # The indicator says so even before there is a kernel; the badge knows of one.
        waiting = re.compile(r"No kernel is running yet|Asking")
        expect(self.badge).not_to_have_attribute("title", waiting, timeout=RAN)
        indicator = self.page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']:visible")
        expect(indicator).to_be_visible(timeout=RAN)

    def choose(self, environment: str) -> None:
        """Choose an environment in the menu of the badge."""
        self.badge.click()
        self.page.locator(".jg-Menu .lm-Menu-item", has_text=environment).first.click()

    def source(self, index: int) -> Locator:
        """The editor of a cell."""
        return self.page.locator(".jp-NotebookPanel:visible .jp-Cell .cm-content").nth(index)

    def write(self, index: int, source: str) -> None:
        """Replace the source of a cell."""
        self.source(index).click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)

    def run(self, index: int) -> None:
        """Run a cell."""
        self.source(index).click()
        self.page.keyboard.press("Shift+Enter")

    def export(self) -> None:
        """Click the button in the toolbar."""
        button = "[data-jp-item-name='jupyter-guard-export']"
        self.page.locator(f".jp-NotebookPanel:visible .jp-NotebookPanel-toolbar {button}").click()
        self.confirm()

    def confirm(self) -> None:
        """Read what would become of each cell, and export."""
        dialog = self.page.locator(".jg-PreviewDialog")
        expect(dialog.locator(".jg-Preview-sum")).to_contain_text("code cells go into", timeout=RAN)
        dialog.locator("button", has_text="Export").click()

    def menu(self, menu: str, label: str) -> None:
        """Click an entry of a menu."""
        self.page.locator(".lm-MenuBar-item", has_text=menu).first.click()
        self.page.locator(".lm-Menu-item:visible", has_text=label).first.click()

    def command(self, label: str) -> None:
        """Call a command from the palette."""
        self.page.keyboard.press("Control+Shift+C")
        self.page.locator(".lm-CommandPalette-input:visible").fill(label)
        self.page.locator(".lm-CommandPalette-item:visible", has_text=label).first.click()


@dataclass
class Lab:
    """A running Jupyter: where it answers, and the folder that it shows."""

    url: str
    folder: Path
    start: Callable[[], subprocess.Popen[bytes]]
    process: subprocess.Popen[bytes] | None = None

    def address(self, path: str = "lab") -> str:
        """Return the address of a page, with the token in it."""
        return f"{self.url}/{quote(path)}?token={TOKEN}"

    def stop(self) -> None:
        """End the server, and its kernels with it."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(60)

    def run(self) -> None:
        """Start the server, and wait until it answers."""
        self.process = self.start()
        while True:
            try:
                with urllib.request.urlopen(self.address("api/status"), timeout=5):
                    return
            except (URLError, TimeoutError, ConnectionError):
                if self.process.poll() is not None:
                    pytest.fail("Jupyter ended; server.log beside its folder says why.")
                time.sleep(0.2)


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

    def start() -> subprocess.Popen[bytes]:
        with (root / "server.log").open("a") as log:
            return subprocess.Popen(command, cwd=folder, env=variables, stdout=log, stderr=log)

    lab = Lab(f"http://127.0.0.1:{port}", folder, start)
    try:
        lab.run()
        yield lab
    finally:
        lab.stop()


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


@pytest.fixture
def notebook(lab: Lab, page: Page, tmp_path: Path) -> Callable[..., Notebook]:
    """Write a notebook into a folder of its own and open it in JupyterLab."""

    def open_notebook(
        *sources: str,
        name: str = "a.ipynb",
        rules: str = RULES,
        environment: str = "",
        kernel: str = "python3",
    ) -> Notebook:
        folder = lab.folder / tmp_path.name
        folder.mkdir(exist_ok=True)
        if rules:
            (folder / "guard.toml").write_text(rules, encoding="utf-8")
        write(folder / name, *sources, environment=environment, kernel=kernel)
        page.goto(lab.address(f"lab/workspaces/{folder.name}/tree/{folder.name}/{name}"))
        opened = Notebook(page, folder / name)
        expect(opened.badge).to_be_visible(timeout=LOADED)
        return opened

    return open_notebook


def write(file: Path, *sources: str, environment: str = "", kernel: str = "python3") -> None:
    """Write a notebook with these code cells."""
    content = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    content.metadata.kernelspec = {"name": kernel, "display_name": kernel, "language": "python"}
    if environment:
        content.metadata.jupyter_guard = {"environment": environment}
    nbformat.write(content, file)


def picture(page: Page, name: str) -> None:
    """Make a picture, where somebody asked for it."""
    if PICTURES:
        page.wait_for_timeout(500)  # colours fade in
        page.screenshot(path=Path(PICTURES, f"{name}.png"))
