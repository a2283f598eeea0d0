"""Say what a statement that is not understood was perhaps meant to say; asked only for a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

from sqlglot.errors import ParseError, SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from .grammar import grammar, tokenize, without_remarks
from .knowledge import Known, knowledge
from .model import Effect, Statement

# What stands inside of queries, in all dialects; two words may have been written as one.
_INSIDE = (
    "SELECT DISTINCT FROM WHERE HAVING LIMIT OFFSET UNION INTERSECT EXCEPT INNER OUTER CROSS JOIN BETWEEN "
    "LIKE CASE WHEN THEN ELSE EXISTS WINDOW PARTITION QUALIFY GROUP ORDER"
).split()
_JOINED = {"GROUPBY": "GROUP BY", "ORDERBY": "ORDER BY", "PARTITIONBY": "PARTITION BY"}
_BEFORE_NAMES = frozenset({"FROM", "JOIN", "AS", "INTO", "UPDATE", "."})
_SIMILAR = 0.74  # of 1: FORM and FROM have 0.75
_BEFORE = 2  # words: a misspelt one is taken for an alias, and what follows it is in the way


def meant(statement: Statement, dialect: str) -> str:
    """Return what to write instead, such as "FROM instead of FORM"; "" where nothing is near."""
    if statement.effect is not Effect.UNKNOWN:
        return ""
    known = knowledge(dialect)
    if statement.function:
        name = statement.function.lower()
        near = _near(name, known.reading, 0.8)
        return f"{near}() instead of {statement.function}()" if near else ""
    try:
        tokens = tokenize(statement.text, known.grammar)
    except SqlglotError:
        return ""
    if not tokens:
        return ""
    word = tokens[0].text.upper()
    if word not in known.statements:
        harmless = (start for start, ways in known.statements.items() if any(map(_reads, ways)))
        near = _near(word, harmless, _SIMILAR)
        return f"{near} instead of {tokens[0].text}" if near else ""
    return _inside(_suspects(tokens, statement.text, known.grammar))


def _reads(way: tuple[tuple[str, ...], Known | str]) -> bool:
    return isinstance(way[1], str) or way[1].effect <= Effect.SESSION


def _near(word: str, words: Iterable[str], similar: float) -> str:
    return next(iter(get_close_matches(word, words, n=1, cutoff=similar)), "")


def _suspects(tokens: Sequence[Token], sql: str, dialect: str) -> Iterator[Token]:
    """Yield the token at which the parser stumbles, and those before it that need be no name."""
    try:
        with without_remarks():
            grammar(dialect).parser().parse(list(tokens), sql)
    except ParseError as error:
        place = error.errors[0].get("line"), error.errors[0].get("col")
        index = next((i for i, token in enumerate(tokens) if (token.line, token.col) == place), -1)
        for i in range(index, max(index - _BEFORE - 1, 0), -1):
            if tokens[i - 1].text.upper() not in _BEFORE_NAMES:
                yield tokens[i]
    except Exception:  # noqa: BLE001  # without a place nothing can be said
        return


def _inside(tokens: Iterable[Token]) -> str:
    for token in tokens:
        word = token.text.upper()
        # A plural, such as orders, is a name.
        if (
            token.token_type is TokenType.VAR
            and word not in _INSIDE
            and word.removesuffix("S") not in _INSIDE
        ):
            near = _JOINED.get(word) or _near(word, _INSIDE, _SIMILAR)
            if near:
                return f"{near} instead of {token.text}"
    return ""
