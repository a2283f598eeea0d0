"""docs/locks.md says what the tests show."""

from __future__ import annotations

from pathlib import Path

from .document import document


def test_the_document_is_that_of_the_tests() -> None:
    assert Path("docs/locks.md").read_text(encoding="utf-8") == document()
