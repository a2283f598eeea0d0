"""A user sees that something is unlocked, what and until when, and that it is over."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import RAN

RULES = """
[environments.dev]
tier = "dev"
[environments.prod]
tier = "prod"
connections.files = "sqlite:///prod.db"
unlock = { effects = ["write"], max_minutes = 10 }
"""
TRUST = """
from pathlib import Path
from jupyter_guard.policy import places
places.trust(Path("guard.toml").resolve())
"""
UNLOCK = '%guard unlock --effect write --table orders --for {} --reason "the city of order 7 is wrong"'


def test_an_unlock_is_shown_while_it_lasts_and_vanishes(notebook: Callable, page: Page) -> None:
    opened = notebook(
        TRUST,
        "%guard tag prod",
        UNLOCK.format("45s"),
        "%%guarded_sql files\nINSERT INTO orders VALUES (7)",
        UNLOCK.format("10m"),
        "%guard lock",
        rules=RULES,
    )
    with closing(sqlite3.connect(opened.file.with_name("prod.db"))) as made:
        made.execute("CREATE TABLE orders (id int)")
    opened.idle()
    strip = page.locator(".jp-NotebookPanel:visible .jg-Unlocked")
    opened.run(0)
    opened.idle()
    opened.run(1)
    opened.shows("prod", "prod")
    expect(strip).to_be_hidden()

    opened.run(2)
    _type(page, "orders")
    expect(strip).to_contain_text("unlocked", timeout=RAN)
    expect(strip).to_contain_text(
        re.compile(
            r"until \d.*: WRITE to orders in prod \(the city of order 7 is wrong\)\. %guard lock ends it"
        )
    )
    opened.run(3)
    expect(page.locator(".jp-OutputArea").filter(has_text="Unlocked for").first).to_be_visible(timeout=RAN)
    _look(page, "light")
    expect(strip).to_be_hidden(timeout=90_000)  # by itself, its time is over

    opened.run(4)
    _type(page, "orders")
    expect(strip).to_be_visible(timeout=RAN)
    page.set_viewport_size({"width": 620, "height": 800})
    expect(strip).to_be_visible()
    _look(page, "narrow")
    page.set_viewport_size({"width": 1400, "height": 900})
    opened.run(5)
    expect(strip).to_be_hidden(timeout=RAN)  # ended by hand

    opened.run(4)
    _type(page, "orders")
    expect(strip).to_be_visible(timeout=RAN)
    opened.menu("Kernel", "Restart Kernel…")
    page.locator(".jp-Dialog .jp-mod-accept").click()
    expect(strip).to_be_hidden(timeout=RAN)  # ended with the kernel


def _type(page: Page, answer: str) -> None:
    box = page.locator(".jp-Stdin-input:visible")
    box.wait_for(timeout=RAN)
    box.fill(answer)
    box.press("Enter")


def _look(page: Page, name: str) -> None:
    """Keep a picture where GUARD_PICTURES says."""
    folder = os.environ.get("GUARD_PICTURES", "")
    if folder:
        page.wait_for_timeout(500)
        page.screenshot(path=Path(folder, f"unlock-{name}.png"))
