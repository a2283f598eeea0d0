"""A cell of `%%guarded_sql` looks like SQL, by day and by night."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import LOADED, RAN, Lab, Notebook, picture, write

CELL = (
    "%%guarded_sql warehouse top << --limit 9\n"
    "-- orders of one city\n"
    "SELECT city, count(*) AS n, 'SELECT' AS word\nFROM orders WHERE id = :low AND at::date > now()"
)


def colour(word: Locator) -> str:
    """Return the colour in which a word is painted."""
    return str(word.evaluate("node => getComputedStyle(node).color"))


def word(cell: Locator, text: str) -> Locator:
    """Return the innermost mark around exactly this text."""
    return cell.locator("span", has_text=re.compile(f"^{re.escape(text)}$")).last


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_sql_has_the_colours_of_the_theme(notebook: Callable[..., Notebook], page: Page, theme: str) -> None:
    opened = notebook(CELL, "for row in []:\n    SELECT = 'no'")
    opened.menu("Settings", "Theme")
    page.locator(".lm-Menu-item:visible", has_text=re.compile(f"^{theme}$")).click()
    dark = "false" if theme.endswith("Dark") else "true"
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", dark)

    cell, python = opened.source(0), opened.source(1)
    expect(cell).to_have_attribute("data-language", "sql", timeout=RAN)
    for shown in (word(cell, "FROM"), word(python, "for")):
        expect(shown).to_be_visible(timeout=RAN)
    seen = {text: colour(word(cell, text)) for text in ("%%guarded_sql", "FROM", "'SELECT'", ":low")}
    picture(page, f"sql-{theme.rpartition(' ')[2].lower()}")

    assert seen["FROM"] == colour(word(python, "for"))
    assert seen["'SELECT'"] == colour(word(python, "'no'"))
    assert len({*seen.values(), colour(cell)}) == 5
    expect(cell.locator(".jg-SqlParameter")).to_have_text([":low"])


def test_sql_is_coloured_as_it_is_typed(notebook: Callable[..., Notebook], page: Page) -> None:
    opened = notebook("")
    opened.source(0).click()
    page.keyboard.type("%%guarded_sql\nSELECT 1 AS one -- for", delay=20)

    expect(opened.source(0)).to_have_attribute("data-language", "sql", timeout=RAN)
    expect(word(opened.source(0), "-- for")).to_be_visible(timeout=RAN)

    page.keyboard.press("Control+/")
    expect(opened.source(0).locator(".cm-line").last).to_have_text("-- SELECT 1 AS one -- for")


def test_sql_is_coloured_in_notebook_7(start: Callable[..., Lab], page: Page) -> None:
    pytest.importorskip("notebook")
    lab = start("notebook")
    write(lab.folder / "a.ipynb", CELL)
    page.goto(lab.address("notebooks/a.ipynb"))

    cell = page.locator(".jp-Cell .cm-content").first
    expect(cell).to_have_attribute("data-language", "sql", timeout=LOADED)
    expect(word(cell, "FROM")).to_be_visible(timeout=RAN)
