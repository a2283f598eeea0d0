"""A user exports a notebook without typing, and is told what stands in the way."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import RAN, picture

SOURCES = ("from pathlib import Path", 'Path("a.txt").write_text("1")')


def test_each_way_makes_a_project_of_its_own(notebook: Callable, page: Page) -> None:
    opened = notebook(*SOURCES)
    opened.idle()
    # Not saved yet: what is exported is what the user sees.
    opened.write(1, 'Path("b.txt").write_text("2")')

    opened.menu("File", "Export to Project")
    opened.confirm()
    expect(review(page)).to_contain_text("Review of a", timeout=RAN)
    page.locator(".lm-TabBar-tab", has_text="a.ipynb").click()
    opened.command("Export to Project")
    opened.confirm()
    expect(review(page)).to_contain_text("Review of a-2", timeout=RAN)
    page.locator(".jp-BreadCrumbs-item", has_text=opened.file.parent.name).click()
    page.locator(".jp-DirListing-item", has_text="a.ipynb").click(button="right")
    page.locator(".lm-Menu-item", has_text="Export to Project").click()
    opened.confirm()
    expect(review(page)).to_contain_text("Review of a-3", timeout=RAN)

    projects = sorted(path.parent.name for path in opened.file.parent.glob("*/REVIEW.md"))
    assert projects == ["a", "a-2", "a-3"]
    pipelines = [path.read_text() for path in opened.file.parent.glob("*/src/*/pipeline.py")]
    assert ["b.txt" in text for text in pipelines] == [True, True, True]


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Callable[[Path], None]]:
    """Take away the right to write into a folder, also from root."""
    folders: list[Path] = []

    def lock(folder: Path) -> None:
        folders.append(folder)
        folder.chmod(0o555)
        if os.geteuid() == 0 and shutil.which("chattr"):
            subprocess.run(["chattr", "+i", folder], check=False)
        if os.access(folder, os.W_OK) and _writable(folder):
            pytest.skip("no folder can be locked here: this is root on a file system without attributes")

    yield lock
    for folder in folders:
        if os.geteuid() == 0 and shutil.which("chattr"):
            subprocess.run(["chattr", "-i", folder], check=False)
        folder.chmod(0o755)


def _writable(folder: Path) -> bool:
    try:
        (folder / "probe").touch()
    except OSError:
        return False
    (folder / "probe").unlink()
    return True


def test_a_folder_that_cannot_be_written_to_is_named(
    notebook: Callable, page: Page, locked: Callable
) -> None:
    opened = notebook(*SOURCES)
    opened.idle()
    locked(opened.file.parent)
    opened.export()

    toast = page.locator(".Toastify__toast", has_text="a.ipynb was not exported.")
    expect(toast).to_contain_text(f"{opened.file.parent} cannot be written to", timeout=RAN)
    assert [
        path for path in opened.file.parent.iterdir() if path.is_dir() and path.name != ".ipynb_checkpoints"
    ] == []


def test_a_secret_is_said_and_a_draft_is_shown_as_one(notebook: Callable, page: Page) -> None:
    opened = notebook("key = 'AKIAIOSFODNN7EXAMPLZ'\nopen('a.txt', 'w').write(key)")
    opened.idle()
    opened.command("Export to Project")
    dialog = page.locator(".jg-PreviewDialog")
    expect(dialog).to_contain_text("cell 1, line 1 holds a literal", timeout=RAN)
    expect(dialog.locator("button", has_text="Export")).to_have_count(0)
    dialog.locator("button", has_text="Close").click()

    opened.write(0, "open('a.txt', 'w').write(nowhere_defined)")
    opened.export()
    expect(page.locator(".Toastify__toast", has_text="It is a draft")).to_be_visible(timeout=RAN)
    expect(review(page)).to_contain_text("Draft.")


def test_the_fate_of_each_cell_is_shown_before_anything_is_written(notebook: Callable, page: Page) -> None:
    opened = notebook(*SOURCES, "1 + 1")
    opened.idle()
    opened.menu("Run", "Run All Cells")
    opened.idle()
    opened.command("Export to Project")

    dialog = page.locator(".jg-PreviewDialog")
    rows = dialog.locator(".jg-Preview-cells tbody tr")
    expect(rows).to_have_count(3, timeout=RAN)
    expect(rows.nth(1)).to_contain_text("it writes")
    expect(rows.nth(2)).to_contain_text("left out")
    picture(page, "preview")
    dialog.get_by_label("Keep every cell that ran without an error").check()
    expect(rows.nth(2)).to_contain_text("kept", timeout=RAN)
    dialog.locator("button", has_text="Cancel").click()
    expect(dialog).to_have_count(0)
    assert list(opened.file.parent.glob("*/REVIEW.md")) == []


def review(page: Page) -> Locator:
    """The REVIEW.md in front, as a user reads it."""
    return page.locator(".jp-MarkdownViewer:visible")
