"""The whole story, as an analyst lives it: see it, keep it, be refused."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import duckdb
from playwright.sync_api import Page, expect

from jupyter_guard import demo
from tests.browser.conftest import LOADED, RAN, Lab, Notebook, picture


def test_an_analyst_runs_exports_and_is_kept_from_deleting_production(
    lab: Lab, page: Page, tmp_path: Path
) -> None:
    file = demo.make(lab.folder / "story")
    before = rows(file.parent)
    notebook = Notebook(page, file)

    # Run all in dev.
    page.goto(lab.address(f"lab/workspaces/story/tree/story/{file.name}"))
    expect(notebook.badge).to_be_visible(timeout=LOADED)
    notebook.shows("dev", "dev")
    notebook.idle()
    notebook.menu("Run", "Run All Cells")
    skipped = page.get_by_text("Skipped: try_to_break_it is not true.")
    expect(skipped).to_be_visible(timeout=RAN)
    expect(page.locator(".jg-Receipt")).to_contain_text("dev · warehouse · items = ")
    written = (file.parent / "output" / "missing_items.csv").read_bytes()

    # Export by one click: the project is open, and says what a reviewer has to know.
    notebook.export()
    review = page.locator(".jp-MarkdownViewer:visible")
    expect(review.get_by_role("heading", name="Review of missing-items")).to_be_visible(timeout=RAN)
    expect(page.locator(".jp-FileBrowser-crumbs")).to_contain_text("missing-items")
    picture(page, "export")

    # The project runs outside while the kernel lives, and gives the same numbers.
    assert outside(file.parent / "missing-items", tmp_path) == written

    # In prod, deleting is refused and nothing is gone.
    page.locator(".lm-TabBar-tab", has_text=file.name).click()
    notebook.choose("prod")
    notebook.shows("prod", "prod")
    expect(notebook.banner).to_contain_text("prod")
    red = notebook.badge.evaluate("badge => getComputedStyle(badge).backgroundColor")
    assert reddish(red), red
    switch, delete = (page.locator(".jp-CodeCell", has_text=text).last for text in ("_break_it = ", "DELETE"))
    switch.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("try_to_break_it = True")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    refusal = delete.locator(".jg-Refusal")
    expect(refusal).to_contain_text("Nothing was sent to warehouse", timeout=RAN)
    for text in ("DELETE FROM dim_store_inventory", "WRITE", "writes dim_store_inventory", "[effect-limit]"):
        expect(refusal).to_contain_text(text)
    expect(delete.get_by_text("StatementBlocked")).to_be_visible()
    assert rows(file.parent) == before
    refusal.scroll_into_view_if_needed()
    picture(page, "story")


def rows(folder: Path) -> list[int]:
    """Count the rows that the demo's DELETE would remove, in dev and in prod."""
    counts = []
    for name in ("dev", "prod"):
        with duckdb.connect(folder / "data" / f"{name}.duckdb", read_only=True) as connection:
            counts.append(connection.execute("SELECT count(*) FROM dim_store_inventory").fetchall()[0][0])
    return counts


def outside(project: Path, folder: Path) -> bytes:
    """Install the project without the guard, run its tests and itself, and return what it writes."""
    python = folder / "venv" / "bin" / "python"
    call(sys.executable, "-m", "venv", "--without-pip", folder / "venv")
    site = next((folder / "venv").glob("lib/python*/site-packages"))
    (site / "here.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    (site / "jupyter_guard.py").write_text("raise ImportError('a project must not need this')\n")
    call(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", project)
    call(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", project, folder=folder)
    call(python, "-m", "missing_items", "--env", "dev", folder=folder)
    return (folder / "output" / "missing_items.csv").read_bytes()


def call(*command: str | Path, folder: Path | None = None) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def reddish(colour: str) -> bool:
    """Say whether rgb(…) is a strong red."""
    red, green, blue = (int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))
    return red > 180 and max(green, blue) < 100
