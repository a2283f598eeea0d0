"""What is said of one statement, and the text that it is said of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from sqlglot.tokenizer_core import Token, TokenType

from .beyond import Beyond
from .calls import judge_calls
from .knowledge import Knowledge
from .model import READ, UNKNOWN, Effect
from .tokens import QUOTED

_LEADING = 6  # words that a statement's kind may take


class Judgement(NamedTuple):
    """What a statement does, before it is tied to its place in the text."""

    effect: Effect
    cause: str = ""
    function: str = ""
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()  # tables behind the views that it reads
    parsed: bool = True  # False: the parser does not know it, and its words decided, if anything
    defines: tuple[str, str] | None = None  # a function that only reads, and its seat


@dataclass(frozen=True)
class Text:
    """The tokens of one statement and what is needed to judge them."""

    tokens: Sequence[Token]
    sql: str
    known: Knowledge
    beyond: Beyond
    script: bool = False
    cut: bool = False  # it is one of several statements that no semicolon stood between
    own: tuple[tuple[str, str], ...] = ()  # functions of the text's own that only read, and their seats
    level: int = 0  # of statements within statements: EXPLAIN, PREPARE

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Return its leading words in capitals."""
        return tuple(t.text.upper() for t in self.tokens[:_LEADING])

    def behind(self, count: int) -> Text:
        """Return it without its first tokens."""
        return replace(self, tokens=self.tokens[count:], level=self.level + 1)


def with_calls(text: Text, judged: Judgement) -> Judgement:
    """Return the stronger of a judgement and of what the statement's calls do."""
    if tail := _tail(text):
        return Judgement(Effect.ADMIN, f"{tail} does more than read")
    if word := _another(text) or _within(text):
        return Judgement(UNKNOWN, f"{word.upper()} begins another statement")
    judged = max(judged, _with_columns(text), key=lambda j: j.effect)
    calls = judge_calls(text.tokens, text.known, text.beyond, text.own)
    if calls.unexplained:
        name = calls.unexplained[0]
        return Judgement(UNKNOWN, f"function {name}() is not known", name)
    if calls.texts:  # only the parser's way judges them
        return Judgement(UNKNOWN, f"{judged.cause} with a function that runs a text")
    if calls.effect > judged.effect:
        return judged._replace(effect=calls.effect, cause=calls.cause, function=calls.function)
    return judged


_WRITING = frozenset("insert update delete merge replace create drop alter truncate copy call".split())


def _within(text: Text) -> str:
    """Return the word that begins a writing statement within brackets."""
    before = TokenType.COMMA
    for token in text.tokens:
        if before is TokenType.L_PAREN and token.text.lower() in _WRITING:
            return token.text
        before = token.token_type
    return ""


def _tail(text: Text) -> str:
    """Return what stands behind a statement and does more than the statement."""
    if not text.known.tails:
        return ""
    words = ["" if t.token_type in QUOTED else t.text.upper() for t in text.tokens]
    for start in range(1, len(words)):
        for tail in text.known.tails:
            found = words[start : start + len(tail)]
            if len(found) == len(tail) and all(a in ("?", b) for a, b in zip(tail, found, strict=True)):
                return " ".join(found)
    return ""


def _with_columns(text: Text) -> Judgement:
    """Return what names do that look like columns: sequence.NEXTVAL."""
    before = TokenType.COMMA
    for token in text.tokens if text.known.columns else ():
        known = text.known.columns.get(token.text.lower())
        if known and before is TokenType.DOT:
            return Judgement(known.effect, f"{token.text} {known.why}")
        before = token.token_type
    return Judgement(READ)


def _another(text: Text) -> str:
    """Return the word that begins another statement, where none needs a semicolon."""
    depth = 0
    for token in text.tokens[1:] if text.known.reserved else ():
        depth += (token.token_type is TokenType.L_PAREN) - (token.token_type is TokenType.R_PAREN)
        word = token.text.lower()
        quoted = token.token_type in (TokenType.IDENTIFIER, TokenType.STRING)
        if not depth and not quoted and word in text.known.reserved - text.known.fillers:
            return word
    return ""
