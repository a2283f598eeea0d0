"""Say what a SQL text would do, without running it.

Everything here errs on the side of danger: a statement is a READ only when every node and
every call in it is known to read.
"""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from .beyond import NOTHING, Beyond
from .grammar import reword, tokenize
from .judgements import Judgement, Text
from .knowledge import Knowledge, knowledge
from .lexing import Piece, Unreadable, cut
from .model import SCHEMA, SESSION, UNKNOWN, WRITE, Span, Statement
from .native import second_opinion
from .statements import judge
from .tokens import QUOTED

CACHED_TEXT = 16_384  # characters; with the number of entries this bounds the cache's memory
MAX_TOKENS = 60_000  # of one statement, apart from lists of constants
_FEW_TOKENS = 1_500  # fit on any stack, however they are nested
_STACK_PER_TOKEN = 4_096  # bytes; more than twice of what was measured
_LIST = 64  # constants of a list that are kept: the rest can't change what a statement does
_QUOTES = "'\"`[$"
_FRAMES = 10_000  # of recursion for the parser; the depth of the text itself is bounded


def parse(sql: str, dialect: str, beyond: Beyond = NOTHING) -> tuple[Statement, ...]:
    """Return the statements of `sql` with their effects; never raises.

    `beyond` is what guard.toml and the database's catalog know. Blank or comment-only
    text gives `()`; other text in which no statement was found gives one of effect UNKNOWN.
    """
    if len(sql) <= CACHED_TEXT:
        return _remembered(sql, dialect, beyond)
    return judge_text(sql, dialect, beyond)


def judge_text(sql: str, dialect: str, beyond: Beyond = NOTHING) -> tuple[Statement, ...]:
    """Do what `parse` does, without remembering it."""
    try:
        known = beyond.extended(knowledge(dialect))
        pieces = cut(sql, known.dialect)
        return tuple(_statements(pieces, known, beyond))
    except Unreadable as error:
        return (_unreadable(sql, str(error)),)


def _statements(pieces: Sequence[Piece], known: Knowledge, beyond: Beyond) -> Iterator[Statement]:
    """Judge one after the other: later ones may call functions that earlier ones made."""
    results: dict[str, Judgement] = {}  # the same text does the same
    own: tuple[tuple[str, str], ...] = ()
    for piece in pieces:
        judged = results.get(piece.text)
        if judged is None:
            judged = results[piece.text] = _judge(piece, known, beyond, own)
        if judged.defines:
            own, results = (*own, judged.defines), {}
        elif judged.effect > SESSION and own:
            own, results = (), {}  # nobody knows what those names mean now
        if judged.effect >= SCHEMA and beyond.catalog is not None:
            beyond, results = beyond.without_catalog(), {}  # it is another one now
        yield _statement(piece, judged)


_remembered = lru_cache(maxsize=1024)(judge_text)


def _unreadable(sql: str, reason: str) -> Statement:
    start = len(sql) - len(sql.lstrip())
    text = sql.strip()
    line_start = sql.rfind("\n", 0, start) + 1
    span = Span(start, start + len(text), sql.count("\n", 0, start) + 1, start - line_start + 1)
    return Statement(text, span, UNKNOWN, cause=f"cannot be read with certainty: {reason}")


def _statement(piece: Piece, judged: Judgement) -> Statement:
    return Statement(
        piece.text,
        piece.span,
        judged.effect,
        judged.reads,
        judged.writes,
        judged.cause,
        judged.function,
        judged.behind,
    )


def _judge(piece: Piece, known: Knowledge, beyond: Beyond, own: tuple[tuple[str, str], ...]) -> Judgement:
    """Return what one statement does, by our parser and by the engine's own where that is at hand."""
    ours = _parsed(piece, known, beyond, own)
    try:
        return _with_hidden(piece, second_opinion(piece.text, ours, known, beyond, own), beyond)
    except Exception as error:  # noqa: BLE001  # a parser that fails says nothing in favour of a text
        return Judgement(UNKNOWN, f"the engine's own parser failed: {type(error).__name__}")


def _with_hidden(piece: Piece, judged: Judgement, beyond: Beyond) -> Judgement:
    """Return a judgement with what runs by the catalog's word where nothing but names stand."""
    if beyond.catalog is None or judged.effect > WRITE:
        return judged
    behind = beyond.behind((*judged.reads, *judged.writes))
    hidden = beyond.mentioned(piece.text, (*judged.reads, *judged.writes, *behind))
    if hidden.effect > judged.effect:
        return judged._replace(effect=hidden.effect, cause=hidden.why, function="", behind=behind)
    return judged._replace(behind=behind) if behind else judged


def _parsed(piece: Piece, known: Knowledge, beyond: Beyond, own: tuple[tuple[str, str], ...]) -> Judgement:
    """Return what one statement does; whatever fails on the way makes it UNKNOWN."""
    limit = sys.getrecursionlimit()
    if limit < _FRAMES:
        sys.setrecursionlimit(_FRAMES)
    try:
        _hints(piece, known)
        text = reword(piece, known)
        tokens = agreed(tokenize(text, known.grammar), text, piece)
        statement = Text(tokens, text, known, beyond, piece.script, own=own)
        return _with_room(len(tokens), lambda: judge(statement))
    except RecursionError:
        return Judgement(UNKNOWN, "it is nested too deeply to be judged", parsed=False)
    except Unreadable as error:
        return Judgement(UNKNOWN, f"cannot be read with certainty: {error}", parsed=False)
    except SqlglotError as error:
        return Judgement(UNKNOWN, f"could not be parsed{_near(error)}", parsed=False)
    except Exception:  # noqa: BLE001  # the parser raises all kinds: TypeError, IndexError, …
        return Judgement(UNKNOWN, "could not be parsed", parsed=False)
    finally:
        if limit < _FRAMES:
            sys.setrecursionlimit(limit)


def _near(error: SqlglotError) -> str:
    """Say where the parser stumbled; never by a constant, which may be a secret."""
    place: dict[str, object] = next(iter(getattr(error, "errors", ())), {})
    word = str(place.get("highlight") or "")
    if not word:
        return ""
    missing = str(place.get("description")).removeprefix("Expecting ")
    said = f", where {missing} is missing" if missing == ")" else ""
    plain = word.isidentifier() or not any(mark.isalnum() or mark in _QUOTES for mark in word)
    return f" near {word}{said}" if plain else f" near a constant{said}"


def _with_room(tokens: int, run: Callable[[], Judgement]) -> Judgement:
    """Run it on a stack that is large enough: the compiled parser recurses without a limit."""
    if tokens <= _FEW_TOKENS:
        return run()
    results: list[Judgement | BaseException] = []

    def work() -> None:
        try:
            results.append(run())
        except Exception as error:  # noqa: BLE001  # raised again in the caller's thread
            results.append(error)

    before = threading.stack_size(tokens * _STACK_PER_TOKEN // 4096 * 4096)
    try:
        thread = threading.Thread(target=work)
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()
    if isinstance(results[0], BaseException):
        raise results[0]
    return results[0]


_CONSTANTS = frozenset({TokenType.NUMBER, TokenType.STRING})


def agreed(tokens: Sequence[Token], sql: str, piece: Piece) -> list[Token]:
    """Return the tokens, without the rest of long lists of constants.

    Raise Unreadable if the parser's lexer cuts the text differently than the database's.
    """
    # Rewording blanked those that belong to what the parser does not know.
    begins = {end: start for start, end in piece.quoted if sql[end - 1] != " "}
    position = strings = 0
    for token in tokens:
        start, kind = token.start, token.token_type
        if start > position and (gap := sql[position:start]) != " " and not gap.isspace():
            raise Unreadable(f"{sql[position:start].strip()[:20]!r} is no comment to the database")
        position = token.end + 1
        if kind in QUOTED and sql[position - 1] in "'\"`]$":
            strings += 1
            if not start <= begins.get(position, -1) <= start + _PREFIX:
                raise Unreadable("a quoted part of it ends elsewhere to the database")
    if strings != len(begins) or sql[position:].strip():
        raise Unreadable("a quoted part of it ends elsewhere to the database")
    return _without_lists(tokens) if len(tokens) > _FEW_TOKENS else list(tokens)


_PREFIX = 3  # letters before a quote, as in E'…' and N'…'


def _without_lists(tokens: Sequence[Token]) -> list[Token]:
    """Drop the constants behind the first ones of a long list: they cannot change what it does."""
    kept: list[Token] = []
    run, before = 0, None
    for token in tokens:
        kind = token.token_type
        is_constant = kind in _CONSTANTS
        if is_constant and before is TokenType.COMMA and run > _LIST:
            kept.pop()  # the comma before it
        else:
            kept.append(token)
        run = run + 1 if is_constant or kind is TokenType.COMMA else 0
        before = kind
    if len(kept) > MAX_TOKENS:
        raise Unreadable("it is too long")
    return kept


_HINT = re.compile(r"([A-Za-z_]\w*)\s*\(")


def _hints(piece: Piece, known: Knowledge) -> None:
    """Raise Unreadable for an optimizer hint that may do more than choose a plan."""
    for start, end in piece.comments:
        if known.hints is not None and piece.text.startswith("/*+", start):
            for name in _HINT.findall(piece.text, start, end):
                if name.lower() not in known.hints:
                    raise Unreadable(f"the hint {name} is not known")
