"""What documents leave in pasted SQL is told by its name, its place and the way to mend it."""

from __future__ import annotations

import pytest

from jupyter_guard.policy import Effect, parse
from jupyter_guard.policy.pasted import advice


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELECT 1", ""),
        ("SELECT '\u2018\xa0\u2013' AS \"\u201c\" -- \u2014\n/* \xa0 */", ""),
        ("SELECT 1,\n\xa0 2", "Line 2, column 1 holds the no-break space (U+00A0): type a plain space."),
        (
            "SELECT 'a',\u200b 2",
            "Line 1, column 12 holds the zero width space (U+200B): delete it; it cannot be seen.",
        ),
        (
            "'\n' = \u2019a\u2019",
            "Line 2, column 5 holds the right single quotation mark \u2019 (U+2019): type ' around a text.",
        ),
        ("1 \u2212 2", "Line 1, column 3 holds the minus sign \u2212 (U+2212): type a plain -."),
    ],
)
def test_the_first_pasted_character_is_named(sql: str, words: str) -> None:
    assert advice(sql) == words


def test_a_text_with_an_unseen_character_is_not_understood_and_says_which() -> None:
    (statement,) = parse("SELECT\xa01", "postgres")

    assert statement.effect is Effect.UNKNOWN
    assert "the no-break space (U+00A0) stands outside of quotes" in statement.cause
