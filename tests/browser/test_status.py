"""A user sees whether the guard is there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

import jupyter_guard
from tests.browser.conftest import LOADED

VERSION = f"Guard {jupyter_guard.__version__}"


def test_the_status_bar_shows_the_version(lab, page: Page) -> None:
    page.goto(lab.address())

    item = page.locator("#jp-main-statusbar .jg-StatusItem")
    expect(item).to_have_text(VERSION, timeout=LOADED)
    expect(item.get_by_role("button")).to_have_attribute(
        "title", f"Jupyter {VERSION}: its server part is running. Click to ask again."
    )


def test_a_missing_server_part_is_said(start: Callable, page: Page) -> None:
    lab = start("jupyterlab", "--ServerApp.jpserver_extensions=jupyter_guard=False")
    page.goto(lab.address())

    item = page.locator("#jp-main-statusbar .jg-StatusItem")
    expect(item).to_have_text("Guard: server part missing", timeout=LOADED)
    # Loud, and not transparent as the items beside it.
    expect(item.get_by_role("button")).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")


def test_jupyter_notebook_shows_the_version(start: Callable, page: Page) -> None:
    pytest.importorskip("notebook")
    page.goto(start("notebook").address("tree"))

    expect(page.locator("#menu-panel .jg-StatusItem")).to_have_text(VERSION, timeout=LOADED)
