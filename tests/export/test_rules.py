"""Every rule is documented, under a code of its own."""

from __future__ import annotations

import re
from pathlib import Path

from jupyter_guard.export import rules

ROOT = Path(__file__).parents[2]


def test_the_page_is_made_from_the_docstrings() -> None:
    assert (ROOT / "docs/rules.md").read_text(encoding="utf-8") == rules.page()


def test_every_code_that_the_export_uses_is_documented() -> None:
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "jupyter_guard/export").glob("*.py"))

    used = {code for source in sources for code in re.findall(r"JG\d{3}", source)}

    assert used == rules.rules().keys()
