"""A user sees where a notebook works, whatever happens to its kernel, its file and its server."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import nbformat
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LOADED, RAN, RULES, Lab, Notebook, write

PROD_RED = "rgb(211, 47, 47)"  # of the light theme


def test_the_tag_outlives_a_restart_a_rename_and_a_new_kernel(notebook: Callable, page: Page) -> None:
    opened = notebook("%guard tag prod", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    opened.idle()
    opened.shows("dev", "dev")

    opened.run(0)  # a tag that a cell sets is seen, too
    opened.shows("prod", "prod")
    expect(page.locator("#jp-main-statusbar .jg-StatusItem")).to_have_text("prod")

    opened.menu("Kernel", "Restart Kernel…")
    page.locator(".jp-Dialog .jp-mod-accept").click()
    opened.idle()
    opened.shows("prod", "prod")

    opened.menu("File", "Rename Notebook…")
    page.locator(".jp-Dialog input").last.fill("b 'ü' & c.ipynb")
    page.locator(".jp-Dialog").locator(".jp-mod-accept").click()
    expect(page.locator(".lm-TabBar-tab", has_text="b 'ü' & c.ipynb")).to_be_visible()
    opened.shows("prod", "prod")

    opened.run(1)  # the kernel dies, and the server starts it again
    page.locator(".jp-Dialog .jp-mod-accept").click(timeout=RAN)
    opened.shows("prod", "prod")

    opened.menu("Kernel", "Shut Down Kernel")
    expect(opened.badge).to_have_attribute("title", re.compile(r"No kernel is running yet\."), timeout=RAN)


def test_leaving_prod_asks_and_a_path_rule_forbids_it(notebook: Callable, lab: Lab, page: Page) -> None:
    opened = notebook("1")
    opened.idle()
    opened.shows("dev", "dev")
    opened.choose("prod")
    opened.shows("prod", "prod")
    # The choice is stored in the notebook, for its next kernel.
    opened.menu("File", "Save Notebook")
    while stored(opened) != {"environment": "prod"}:
        page.wait_for_timeout(100)

    # By keyboard alone: the safe answer is the one that Enter gives.
    opened.badge.focus()
    page.keyboard.press("Enter")
    page.locator(".jg-Menu").wait_for()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    dialog = page.locator(".jp-Dialog")
    expect(dialog).to_contain_text("Leave prod?")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    opened.shows("prod", "prod")

    opened.choose("dev")
    dialog.get_by_text("Go to dev").click()
    opened.shows("dev", "dev")

    reports = opened.file.parent / "reports"
    reports.mkdir()
    write(reports / "r.ipynb", "1")
    page.goto(lab.address(f"lab/workspaces/reports/tree/{opened.file.parent.name}/reports/r.ipynb"))
    opened.shows("prod", "prod")
    opened.badge.click()
    refused = page.locator(".jg-Menu .lm-Menu-item.lm-mod-disabled")
    expect(refused).to_contain_text("dev · not here: prod at least, by the path rule")


def test_a_kernel_without_the_guard_is_shown_as_loudly_as_prod(
    notebook: Callable, lab: Lab, page: Page
) -> None:
    add_bare_kernel(lab)
    opened = notebook("1", kernel="bare")

    opened.shows("unguarded", "unguarded")
    expect(opened.banner).to_contain_text("nothing checks what this kernel sends")
    assert background(opened) == PROD_RED


def test_the_badge_follows_a_change_of_kernel(notebook: Callable, lab: Lab, page: Page) -> None:
    add_bare_kernel(lab)
    opened = notebook("1")
    opened.idle()
    opened.choose("prod")
    opened.shows("prod", "prod")

    for kernel, kind in (("bare", "unguarded"), ("Python 3 (ipykernel)", "prod")):
        opened.menu("Kernel", "Change Kernel…")
        page.locator(".jp-Dialog select").select_option(label=kernel)
        page.locator(".jp-Dialog .jp-mod-accept").click()
        opened.shows(kind, kind)


def add_bare_kernel(lab: Lab) -> None:
    """Offer a kernel in which the guard is switched off."""
    spec = lab.folder.parent / "data" / "kernels" / "bare" / "kernel.json"
    spec.parent.mkdir(parents=True, exist_ok=True)
    argv = ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    content = {"argv": argv, "display_name": "bare", "language": "python", "env": {"JUPYTER_GUARD": "off"}}
    spec.write_text(json.dumps(content))


def test_a_broken_guard_toml_is_shown_with_file_and_line(notebook: Callable) -> None:
    opened = notebook("1", rules="version = 1\n[environments.dev\n")

    opened.shows("prod", "prod")
    for text in (str(opened.file.parent / "guard.toml"), "line 2", "prod rules apply"):
        expect(opened.banner).to_contain_text(text)

    (opened.file.parent / "guard.toml").write_text(RULES, encoding="utf-8")
    opened.idle()
    opened.run(0)
    opened.shows("dev", "dev")


def test_a_server_that_ends_is_unknown_and_one_that_comes_back_is_known(
    start: Callable[..., Lab], page: Page
) -> None:
    lab = start("jupyterlab")
    write(lab.folder / "a.ipynb", "1", environment="prod")
    page.goto(lab.address("lab/tree/a.ipynb"))
    opened = Notebook(page, lab.folder / "a.ipynb")
    expect(opened.badge).to_be_visible(timeout=LOADED)
    opened.idle()
    opened.shows("prod", "prod")

    lab.stop()
    opened.shows("unknown", "unknown")
    assert background(opened) == PROD_RED

    lab.run()
    opened.shows("prod", "prod")


@pytest.mark.parametrize("name", ["a b.ipynb", 'it\'s "ü" 100% & <script>alert(1)<script>.ipynb'])
def test_any_name_is_shown_as_it_is(notebook: Callable, page: Page, name: str) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    opened = notebook("1", name=name)
    opened.idle()
    opened.shows("dev", "dev")
    opened.choose("prod")
    opened.shows("prod", "prod")
    opened.export()
    expect(page.locator(".jp-MarkdownViewer:visible")).to_contain_text("Review of", timeout=RAN)

    assert dialogs == []


def test_jupyter_notebook_shows_the_badge_and_the_way_to_the_project(
    start: Callable[..., Lab], page: Page
) -> None:
    pytest.importorskip("notebook")
    lab = start("notebook")
    write(lab.folder / "a b.ipynb", "1", environment="prod")
    page.goto(lab.address("notebooks/a b.ipynb"))
    opened = Notebook(page, lab.folder / "a b.ipynb")
    expect(opened.badge).to_be_visible(timeout=LOADED)
    opened.idle()
    opened.shows("prod", "prod")
    expect(page.locator("#menu-panel .jg-StatusItem")).to_have_text("prod")

    opened.export()
    toast = page.locator(".Toastify__toast", has_text="The project is in a-b.")
    expect(toast).to_be_visible(timeout=RAN)
    with page.context.expect_page() as popup:
        toast.get_by_role("button", name="Read REVIEW.md").click()
    expect(popup.value.locator(".cm-content")).to_contain_text("# Review of a-b", timeout=LOADED)


def stored(opened: Notebook) -> object:
    return nbformat.read(opened.file, as_version=4).metadata.get("jupyter_guard")


def background(opened: Notebook) -> str:
    return str(opened.badge.evaluate("badge => getComputedStyle(badge).backgroundColor"))
