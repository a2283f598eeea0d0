"""What the guard of a kernel said stays readable: after a reload, without a kernel, and as text only."""

from __future__ import annotations

from collections.abc import Callable

import nbformat
from playwright.sync_api import Page, expect

from tests.browser.conftest import RAN, Lab

SQL = '%%guarded_sql\n/* <img src=x onerror=alert(1)> */ DELETE FROM "<script>alert(2)</script>"'


def test_a_refusal_is_read_without_a_kernel_and_runs_nothing(
    notebook: Callable, lab: Lab, page: Page
) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    opened = notebook(SQL, environment="prod")
    opened.idle()
    opened.run(0)
    refusal = page.locator(".jg-Refusal")
    expect(refusal).to_contain_text("<script>alert(2)</script>", timeout=RAN)
    expect(refusal.locator("script, img")).to_have_count(0)
    shown = refusal.inner_text()
    opened.menu("File", "Save Notebook")
    opened.menu("Kernel", "Shut Down Kernel")

    # Somebody else's notebook: not trusted, and its kernel is not there.
    content = nbformat.read(opened.file, as_version=4)
    content.metadata.kernelspec.name = "none"
    nbformat.write(content, opened.file.with_name("other.ipynb"))
    page.goto(lab.address(f"lab/workspaces/other/tree/{opened.file.parent.name}/other.ipynb"))
    asked = page.locator(".jp-Dialog").get_by_role(
        "button", name="No Kernel"
    )  # JupyterLab does not always ask
    expect(asked.or_(refusal).first).to_be_visible(timeout=RAN)
    if asked.is_visible():
        asked.click()

    expect(refusal).to_be_visible(timeout=RAN)
    assert refusal.inner_text() == shown
    assert dialogs == []
