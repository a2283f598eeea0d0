"""Judge batches of a database that needs no semicolon between statements, as SQL Server's T-SQL.

A batch is cut before each word that can only begin a statement. Every token stays in one part, every
part is judged, and a word that can be no name stands nowhere as one: so a cut in the wrong place
makes parts that are not understood, never a weaker effect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlglot.tokenizer_core import Token, TokenType

from .defining import select_token
from .judgements import Judgement, Text
from .model import Effect

_QUOTED = frozenset({TokenType.IDENTIFIER, TokenType.STRING, TokenType.NATIONAL_STRING})
# Behind these a word goes on with a statement instead of beginning one.
_BEFORE = {
    "SELECT": frozenset("UNION ALL EXCEPT INTERSECT AS FOR".split()),
    "UPDATE": frozenset("THEN FOR AFTER OF INSTEAD ,".split()),
    "DELETE": frozenset("THEN FOR AFTER OF INSTEAD ,".split()),
    "INSERT": frozenset("THEN FOR AFTER OF INSTEAD , BULK".split()),
    "IF": frozenset("TABLE VIEW INDEX PROCEDURE FUNCTION SCHEMA COLUMN TRIGGER".split()),
    "EXEC": frozenset({"AS"}),
    "EXECUTE": frozenset({"AS"}),
}
# Within statements that begin with the first, the others are parts of them.
_WITHIN = {
    "UPDATE": frozenset({"SET"}),
    "MERGE": frozenset({"SET"}),
    "ALTER": frozenset("DROP SET ALTER WITH".split()),
    "CREATE": frozenset({"SET"}),
}
_QUERIES = frozenset({"SELECT", "VALUES"})
_FLOW = frozenset({"BEGIN", "END", "ELSE"})
_CONDITIONS = frozenset({"IF", "WHILE"})
_FULL = 2  # dots of a name that says its database
_MOST = 200  # statements of a batch


class _Part(NamedTuple):
    tokens: Sequence[Token]
    word: str


def judge_batch(text: Text, judge: Callable[[Text], Judgement]) -> Judgement | None:
    """Return what all statements of a batch do together; nothing if it is only one statement."""
    parts = [part for part in _parts(text) if not (part.word in _FLOW and len(part.tokens) == 1)]
    if not 0 < len(parts) <= _MOST:
        return None
    if len(parts[0].tokens) == len(text.tokens) and parts[0].word not in _CONDITIONS:
        return None
    judged = [_judge_part(text, part, judge) for part in parts]
    strongest = max(judged, key=lambda j: j.effect)
    database, reads, writes = "", dict[str, None](), dict[str, None]()
    for part, of_it in zip(parts, judged, strict=True):
        if part.word == "USE":
            database = "".join(token.text for token in part.tokens[1:])
        reads |= dict.fromkeys(_within(database, name) for name in of_it.reads)
        writes |= dict.fromkeys(_within(database, name) for name in of_it.writes)
    return strongest._replace(reads=tuple(reads), writes=tuple(writes), defines=None)


def _within(database: str, name: str) -> str:
    """Return the full name of a table behind a USE of the same batch."""
    return f"{database}.{name}" if database and name.count(".") < _FULL else name


def _judge_part(text: Text, part: _Part, judge: Callable[[Text], Judgement]) -> Judgement:
    tokens = part.tokens
    if part.word in _CONDITIONS:
        tokens = _as_query(part.tokens)
    if not tokens:
        return Judgement(Effect.UNKNOWN, f"{part.word} of nothing")
    return judge(replace(text, tokens=tokens, level=text.level + 1, cut=True))


def _as_query(tokens: Sequence[Token]) -> list[Token]:
    """Return SELECT 1 WHERE with a condition."""
    if len(tokens) < 2:
        return []
    first, start = tokens[0], tokens[0].start
    one = Token(TokenType.NUMBER, "1", first.line, first.col, start, start)
    where = Token(TokenType.WHERE, "WHERE", first.line, first.col, start, start)
    return [select_token(first), one, where, *tokens[1:]]


def _parts(text: Text) -> Iterator[_Part]:
    """Yield the parts of a batch, cut before each word that begins a statement."""
    tokens, starts = text.tokens, text.known.starts
    begin = depth = cases = 0
    first, has_query = tokens[0].text.upper(), False
    for index, token in enumerate(tokens):
        kind = token.token_type
        if kind is TokenType.L_PAREN:
            depth += 1
        elif kind is TokenType.R_PAREN:
            depth -= 1
        if depth or kind in _QUOTED:
            continue
        word = token.text.upper()
        if word == "CASE":
            cases += 1
        elif cases:
            cases -= word == "END"
        elif index > begin and word.lower() in starts and _begins(tokens, index, word, first, has_query):
            yield _Part(tokens[begin:index], first)
            begin, first, has_query = index, word, False
        has_query = has_query or word in _QUERIES
    yield _Part(tokens[begin:], first)


def _begins(tokens: Sequence[Token], index: int, word: str, first: str, has_query: bool) -> bool:
    """Say whether a word begins a statement where it stands."""
    before = tokens[index - 1].text.upper()
    if word in _WITHIN.get(first, ()) or before in _BEFORE.get(word, ()):
        return False
    if tokens[index - 1].token_type is TokenType.DOT:
        return False
    # WITH x AS (…) SELECT, and INSERT INTO t SELECT
    return not (word == "SELECT" and first in {"WITH", "INSERT"} and not has_query)
