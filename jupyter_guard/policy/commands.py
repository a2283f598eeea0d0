"""Judge the statements that no parser is needed for: settings, pragmas, transactions, procedures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from sqlglot.tokenizer_core import Token, TokenType

from .judgements import Judgement, Text, with_calls
from .model import Effect


def judge_set(text: Text) -> Judgement:
    """Judge SET name = value by the name; of several assignments the strongest decides."""
    index = next(i for i, word in enumerate(text.words, 1) if word in {"SET", "UNSET"})
    shows = len(text.tokens) == index or not any(t.token_type in _GIVES for t in text.tokens)
    if shows and text.known.set_shows:
        return with_calls(text, Judgement(Effect.READ, "SET without a value"))
    if text.known.dialect == "duckdb" and text.words[index : index + 1] == ("VARIABLE",):
        return with_calls(text, Judgement(Effect.SESSION, "SET VARIABLE"))  # of the connection alone
    judged = [_settings(text, *_scoped(text.tokens, start), "SET") for start in _starts(text, index)]
    return with_calls(text, max(judged, key=lambda j: j.effect))


_GIVES = frozenset({TokenType.EQ, TokenType.COLON_EQ})
_SCOPES = frozenset({"SESSION", "LOCAL", "VARIABLE", "VAR"})
_WIDE = frozenset({"GLOBAL", "PERSIST", "PERSIST_ONLY"})


def _starts(text: Text, index: int) -> Iterator[int]:
    """Yield where each of the assignments begins."""
    yield index
    altered = text.words[0] == "ALTER"
    if text.known.set_lists or altered or "UNSET" in text.words[:3]:
        yield from _assignments(text.tokens, index)
    if altered:  # ALTER SESSION SET a = 1 b = 2
        for position in range(index + 2, len(text.tokens)):
            if text.tokens[position].token_type is TokenType.EQ:
                yield position - 1


def _assignments(tokens: Sequence[Token], index: int) -> Iterator[int]:
    """Yield where further assignments begin: behind commas outside of brackets."""
    depth = 0
    for position in range(index, len(tokens) - 1):
        depth += (tokens[position].token_type is TokenType.L_PAREN) - (
            tokens[position].token_type is TokenType.R_PAREN
        )
        if not depth and tokens[position].token_type is TokenType.COMMA:
            yield position + 1


def _scoped(tokens: Sequence[Token], index: int) -> tuple[str, bool]:
    """Return the name that is assigned, and whether for more than this session."""
    wide = False
    while index < len(tokens) - 1:
        word = tokens[index].text.upper()
        if word in _WIDE:
            wide = True
        elif word not in _SCOPES and not (word == "." and index):
            break
        if tokens[index + 1].token_type in _GIVES:
            break
        index += 1
    if tokens[index].text == "@@":
        name, wider = _scoped(tokens, index + 1)
        return name, wide or wider
    if tokens[index].token_type is TokenType.PARAMETER:
        if index + 1 < len(tokens) and tokens[index + 1].token_type is TokenType.PARAMETER:
            return f"@@{_setting(tokens, index + 2)}", wide
        return "@", wide
    return _setting(tokens, index), wide


def _setting(tokens: Sequence[Token], index: int) -> str:
    parts = []
    while index < len(tokens):
        parts.append(tokens[index].text.lower())
        if index + 1 < len(tokens) and tokens[index + 1].token_type is TokenType.DOT:
            index += 2
            continue
        break
    return ".".join(parts)


def _settings(text: Text, name: str, wide: bool, verb: str) -> Judgement:
    known = text.known.settings.get(name)
    if known is None and text.words[0] in {"SET", "UNSET"}:
        known = text.known.settings.get("*")
    if known is None or wide:
        return Judgement(Effect.ADMIN, f"{verb} {name} is not known to be harmless")
    return Judgement(max(known.effect, Effect.SESSION), f"{verb} {name}")


def judge_reset(text: Text) -> Judgement:
    """Judge RESET name, RESET SESSION name."""
    start = 2 if text.words[1:2] == ("SESSION",) else 1
    return _settings(text, _setting(text.tokens, start), False, "RESET")


def judge_pragma(text: Text) -> Judgement:
    """Judge PRAGMA [schema.]name, name = value, name(value)."""
    tokens = text.tokens
    index = 3 if len(tokens) > 2 and tokens[2].token_type is TokenType.DOT else 1
    if index >= len(tokens):
        return Judgement(Effect.UNKNOWN, "PRAGMA of nothing")
    name = tokens[index].text.lower()
    known = text.known.pragmas.get(name)
    alone = len(tokens) == index + 1
    if name in text.known.pragma_reads or (alone and known and not known.why):
        return with_calls(text.behind(index + 1), Judgement(Effect.READ, f"PRAGMA {name}"))
    if known:
        return Judgement(known.effect, f"PRAGMA {name} {known.why}".strip())
    return Judgement(Effect.UNKNOWN, f"PRAGMA {name} is not known")


def judge_begin(text: Text) -> Judgement:
    """Judge the start of a transaction, or a change of its mode."""
    words = [t.text.upper() for t in text.tokens]
    if any(a == "READ" and b == "WRITE" for a, b in pairwise(words)):
        return Judgement(Effect.ADMIN, "READ WRITE leaves read-only mode")
    if not set(words) <= _TRANSACTION:
        return Judgement(Effect.UNKNOWN, f"{words[0]} with something that is not known")
    return Judgement(Effect.SESSION, "transaction")


_TRANSACTION = frozenset(
    """
    BEGIN START SET SESSION LOCAL CHARACTERISTICS AS TRANSACTION WORK DEFERRED IMMEDIATE EXCLUSIVE
    ISOLATION LEVEL READ ONLY COMMITTED UNCOMMITTED REPEATABLE SERIALIZABLE NOT DEFERRABLE , WITH
    CONSISTENT SNAPSHOT TRAN
    """.split()
)


def judge_procedure(text: Text) -> Judgement:
    """Judge CALL or EXEC by the procedure's name."""
    name = _setting(text.tokens, 1)
    plain = len(text.tokens) <= 3 and name in text.known.plain_procedures
    if plain or name in text.known.procedures:
        return with_calls(text.behind(1), Judgement(Effect.READ, f"{text.words[0]} {name}"))
    schema, _, own = name.rpartition(".")
    known = text.known.functions.get(name) or text.beyond.function(own, schema)
    if known and known.effect is Effect.READ:
        return with_calls(text, Judgement(Effect.SESSION, f"{text.words[0]} {name}()"))
    return Judgement(Effect.UNKNOWN, f"procedure {name} is not known", name)
