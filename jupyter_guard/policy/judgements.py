"""What is said of one statement, and the text that it is said of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlglot.tokenizer_core import Token, TokenType

from .calls import judge_calls
from .knowledge import Knowledge
from .model import Effect

_LEADING = 6  # words that a statement's kind may take


@dataclass(frozen=True)
class Judgement:
    """What a statement does, before it is tied to its place in the text."""

    effect: Effect
    cause: str = ""
    function: str = ""
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    parsed: bool = True  # its words alone decided where the parser does not know it
    defines: tuple[str, str] | None = None  # a function that only reads, and its seat


@dataclass(frozen=True)
class Text:
    """The tokens of one statement and what is needed to judge them."""

    tokens: Sequence[Token]
    sql: str
    known: Knowledge
    functions: tuple[str, ...]
    script: bool = False
    cut: bool = False  # it is one of several statements that no semicolon stood between
    own: tuple[tuple[str, str], ...] = ()  # functions of the text's own that only read, and their seats
    level: int = 0  # of statements within statements: EXPLAIN, PREPARE

    @property
    def words(self) -> tuple[str, ...]:
        """Return its leading words in capitals."""
        return tuple(t.text.upper() for t in self.tokens[:_LEADING])

    def behind(self, count: int) -> Text:
        """Return it without its first tokens."""
        return replace(self, tokens=self.tokens[count:], level=self.level + 1)


def with_calls(text: Text, judged: Judgement) -> Judgement:
    """Return the stronger of a judgement and of what the statement's calls do."""
    if word := _another(text):
        return Judgement(Effect.UNKNOWN, f"{word.upper()} begins another statement")
    calls = judge_calls(text.tokens, text.known, text.functions, text.own)
    if calls.unexplained:
        name = calls.unexplained[0]
        return Judgement(Effect.UNKNOWN, f"function {name}() is not known", name)
    if calls.effect > judged.effect:
        return replace(judged, effect=calls.effect, cause=calls.cause, function=calls.function)
    return judged


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
