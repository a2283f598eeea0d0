"""What is ours can be read in both themes: contrasts as WCAG 2.1 AA wants them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing

from playwright.sync_api import Page, expect

from tests.browser.conftest import RAN, Notebook

RULES = """
[environments.dev]
tier = "dev"
connections.files = "sqlite:///dev.db"
[environments.prod]
tier = "prod"
connections.files = "sqlite:///prod.db"
"""
# Tries each kind and tier on what is there; returns what falls short of 4.5 for text and of 3 for marks.
SHORTFALLS = """async () => {
  const changes = document.getAnimations().filter(one => one instanceof CSSTransition);
  await Promise.all(changes.map(one => one.finished));
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const channels = colour => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const over = (upper, lower) =>
    [0, 1, 2].map(i => lower[i] + ((upper[i] - lower[i]) * upper[3]) / 255).concat(255);
  const behind = node => {
    const colour = node ? channels(getComputedStyle(node).backgroundColor) : [255, 255, 255, 255];
    return colour[3] === 255 ? colour : over(colour, behind(node.parentElement));
  };
  const luminance = colour => {
    const [r, g, b] = colour.map(c => (c <= 10 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (colour, node) => {
    const lower = behind(node);
    const [less, more] = [lower, over(channels(colour), lower)].map(luminance).sort((a, b) => a - b);
    return (more + 0.05) / (less + 0.05);
  };
  const short = [];
  const look = (node, state) => {
    const style = getComputedStyle(node);
    const own = [...node.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.data.trim());
    const found = {
      text: own ? contrast(style.color, node) / 4.5 : 1,
      icon: node.matches('.jg-Icon') ? contrast(style.color, node) / 3 : 1,
      edge: parseFloat(style.borderLeftWidth) ? contrast(style.borderLeftColor, node.parentElement) / 3 : 1
    };
    for (const [what, share] of Object.entries(found).filter(([, share]) => share < 1)) {
      short.push(`${state} ${node.className} ${what}: ${share.toFixed(2)} of what it should be`);
    }
  };
  for (const [names, states, key] of [
    ['.jg-Badge, .jg-StatusItem, .jg-Banner', ['dev', 'test', 'prod', 'unguarded', 'unknown'], 'jgKind'],
    ['.jg-Receipt, .jg-Refusal', ['DEV', 'TEST', 'PROD', 'UNGUARDED'], 'jgTier']
  ]) {
    for (const top of document.querySelectorAll(names)) {
      top.style.removeProperty('--jg-colour'); // of the environment that it was
      for (const state of states) {
        const marked = [top, ...top.querySelectorAll('[data-jg-tier]')];
        marked.forEach(node => (node.dataset[key] = state));
        [top, ...top.querySelectorAll('*:not(svg *)')].forEach(node => look(node, state));
      }
    }
  }
  return short;
}"""


def test_badges_receipts_and_refusals_are_read_in_both_themes(
    notebook: Callable[..., Notebook], page: Page
) -> None:
    opened = notebook(
        "%guarded_sql SELECT 1 AS one", "%guarded_sql DELETE FROM orders", rules=RULES, environment="prod"
    )
    with closing(sqlite3.connect(opened.file.with_name("prod.db"))) as made:
        made.execute("CREATE TABLE orders (id int)")
    opened.idle()
    opened.run(0)
    expect(page.locator(".jg-Receipt")).to_be_visible(timeout=RAN)
    opened.run(1)
    command = page.locator(".jg-Refusal .jg-Command")
    expect(command).to_be_visible(timeout=RAN)
    command.focus()
    page.keyboard.press("Enter")
    expect(command).to_have_attribute("data-jg-copied", "copied")
    expect(command).to_be_focused()

    short = {}
    for theme in ("Light", "Dark"):
        opened.menu("Settings", "Theme")
        page.locator(".lm-Menu-item:visible", has_text=re.compile(f"^JupyterLab {theme}$")).click()
        expect(page.locator("body")).to_have_attribute(
            "data-jp-theme-light", "true" if theme == "Light" else "false"
        )
        short[theme] = page.evaluate(SHORTFALLS)

    assert short == {"Light": [], "Dark": []}
