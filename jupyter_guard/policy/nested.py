"""Judge statements that hold another one: EXPLAIN, PREPARE, cursors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlglot.tokenizer_core import Token, TokenType

from .calls import calls_in
from .defining import closing, select_token
from .judgements import Judgement, Text, with_calls
from .knowledge import Known
from .model import Effect


def judge_explain(text: Text, judge: Callable[[Text], Judgement]) -> Judgement:
    """Judge EXPLAIN by what it explains, and whether it runs that."""
    tokens = text.tokens
    start, runs = 1, text.words[0] == "ANALYZE" or text.words[1:2] in (("ANALYZE",), ("ANALYSE",))
    start += runs and text.words[0] != "ANALYZE"
    has_options = len(tokens) > start and tokens[start].token_type is TokenType.L_PAREN
    if has_options and not _begins_query(text.behind(start + 1)):
        close = closing(tokens, start)
        runs = runs or any(t.text.upper() in _ANALYZE for t in tokens[start:close])
        start = close + 1
    while start < len(tokens) and tokens[start].text.lower() in text.known.explain:
        runs = runs or tokens[start].text.upper() in _ANALYZE
        start += _option(tokens, start)
    inner = text.behind(start)
    if not inner.tokens:
        return Judgement(Effect.UNKNOWN, "EXPLAIN of nothing")
    judged = judge(inner)
    if text.known.explain_tables and not runs and _is_name(inner.tokens):
        return Judgement(Effect.READ, "EXPLAIN of a table")
    if runs or judged.effect in (Effect.ADMIN, Effect.UNKNOWN):
        return judged._replace(cause=f"EXPLAIN ANALYZE of {judged.cause}" if runs else judged.cause)
    if (own := _run_while_planning(inner)) is not None:
        return judged._replace(
            effect=max(judged.effect, own.effect), cause=f"EXPLAIN of a function which {own.why}"
        )
    if text.known.explain_runs and judged.effect > Effect.SESSION:
        return judged
    if judged.effect is Effect.READ:
        return judged._replace(cause="EXPLAIN")
    return judged._replace(effect=Effect.SESSION, cause=f"EXPLAIN of {judged.cause}", writes=())


def _is_name(tokens: Sequence[Token]) -> bool:
    """Say whether nothing but a table, and perhaps a column, is named."""
    kinds = {t.token_type for t in tokens}
    return len(tokens) <= 4 and kinds <= {TokenType.VAR, TokenType.IDENTIFIER, TokenType.DOT}


def _run_while_planning(text: Text) -> Known | None:
    """Return what a function of somebody's own does, if it does more than read.

    One that is declared as immutable or stable may be run by whoever plans, whatever it does.
    """
    for name, known in calls_in(text.tokens, text.known, text.beyond):
        if known and known.effect > Effect.SESSION and text.beyond.knows(name.rpartition(".")[2]):
            return known
    return None


_ANALYZE = frozenset({"ANALYZE", "ANALYSE"})


def _begins_query(text: Text) -> bool:
    return text.known.statement(text.words) is not None and text.words[0] not in _ANALYZE


def _option(tokens: Sequence[Token], start: int) -> int:
    """Return how many tokens an option of EXPLAIN takes: WORD, or WORD = value."""
    if start + 2 < len(tokens) and tokens[start + 1].token_type is TokenType.EQ:
        return 3
    return 1


def judge_prepare(text: Text, judge: Callable[[Text], Judgement]) -> Judgement:
    """Judge PREPARE name … AS statement by the statement."""
    for index, token in enumerate(text.tokens[1:], 1):
        if token.text.upper() in {"AS", "FROM"}:
            judged = judge(text.behind(index + 1))
            return judged._replace(
                effect=max(judged.effect, Effect.SESSION), cause=f"PREPARE of {judged.cause}"
            )
    return Judgement(Effect.UNKNOWN, "PREPARE of nothing")


def judge_cursor(text: Text, judge: Callable[[Text], Judgement]) -> Judgement:
    """Judge DECLARE name CURSOR … FOR query by the query."""
    words = [t.text.upper() for t in text.tokens[:12]]
    if "CURSOR" in words and "FOR" in words:
        judged = judge(text.behind(words.index("FOR") + 1))
        return judged._replace(effect=max(judged.effect, Effect.SESSION), cause=f"cursor over {judged.cause}")
    return Judgement(Effect.UNKNOWN, "DECLARE")


def judge_declare(text: Text, judge: Callable[[Text], Judgement]) -> Judgement:
    """Judge DECLARE of a script's variables by the value that they get."""
    words = [token.text.upper() for token in text.tokens]
    if "DEFAULT" not in words:
        return with_calls(text, Judgement(Effect.SESSION, "DECLARE"))
    start = words.index("DEFAULT") + 1
    if start >= len(words):
        return Judgement(Effect.UNKNOWN, "DECLARE of no value")
    tokens = [select_token(text.tokens[start]), *text.tokens[start:]]
    judged = judge(replace(text, tokens=tokens, level=text.level + 1))
    return judged._replace(effect=max(judged.effect, Effect.SESSION), cause=f"DECLARE of {judged.cause}")
