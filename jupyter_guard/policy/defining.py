"""Judge functions that a text defines for its session by their bodies, so that it may call them.

Only what the database cannot mistake for something else counts: a temporary function that hides
every other of its name, whose body only reads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlglot.tokenizer_core import Token, TokenType

from .judgements import Judgement, Text
from .model import Effect

SCALAR, TABLE = "scalar", "table"  # where a function may be called
_KINDS = frozenset({"MACRO", "FUNCTION"})
_TEMPORARY = frozenset({"TEMP", "TEMPORARY"})
# What a definition may say between its parameters and its body.
_HARMLESS_WORDS = frozenset(
    """
    RETURNS RETURN TABLE AS LANGUAGE SQL JS DETERMINISTIC NOT CONTAINS READS DATA CALLED ON NULL INPUT
    STRICT OPTIONS
    """.split()
)
# Dialects whose temporary functions hide all others of that name, whatever their arguments are.
_HIDING = frozenset({"duckdb", "bigquery", "spark", "databricks"})


def judge_function(text: Text, judge: Callable[[Text], Judgement]) -> Judgement | None:
    """Return what CREATE TEMPORARY FUNCTION does if its body only reads; of all else, nothing."""
    words = [t.text.upper() for t in text.tokens[:6]]
    start = 3 if words[1:3] == ["OR", "REPLACE"] else 1
    if words[start : start + 1] == [] or words[start] not in _TEMPORARY or text.known.dialect not in _HIDING:
        return None
    if words[start + 1 : start + 2] == [] or words[start + 1] not in _KINDS:
        return None
    name = text.tokens[start + 2] if len(text.tokens) > start + 3 else text.tokens[0]
    opening = start + 3
    if name.token_type is TokenType.IDENTIFIER or text.tokens[opening : opening + 1] == []:
        return None
    if text.tokens[opening].token_type is not TokenType.L_PAREN or not name.text.isidentifier():
        return None
    body = _body(text, closing(text.tokens, opening) + 1)
    if body is None:
        return None
    seat, inner = body
    if inner is not None and judge(inner).effect is not Effect.READ:
        return None
    kind = words[start + 1].lower()
    return Judgement(Effect.SESSION, f"CREATE of a temporary {kind}", defines=(name.text.lower(), seat))


def judge_inline(text: Text, judge: Callable[[Text], Judgement]) -> Judgement:
    """Judge WITH FUNCTION name(…) RETURNS type RETURN value, … SELECT: all bodies, then the query."""
    tokens, index, own = text.tokens, 1, text.own
    while index + 2 < len(tokens) and tokens[index].text.upper() == "FUNCTION":
        name = tokens[index + 1]
        opening = index + 2
        if name.token_type is TokenType.IDENTIFIER or tokens[opening].token_type is not TokenType.L_PAREN:
            break
        start = _returns(text, closing(tokens, opening) + 1)
        end = _ends(tokens, start) if start else 0
        if not end:
            break
        body = [select_token(tokens[start]), *tokens[start:end]]
        judged = judge(replace(text, tokens=body, level=text.level + 1, own=own))
        if judged.effect is not Effect.READ:
            return judged
        own = (*own, (name.text.lower(), SCALAR))
        if tokens[end].token_type is not TokenType.COMMA:
            return judge(replace(text, tokens=tokens[end:], level=text.level + 1, own=own))
        index = end + 1
    return Judgement(Effect.UNKNOWN, "WITH FUNCTION of a body that is not known")


def _returns(text: Text, index: int) -> int:
    """Return where the value of a function begins; 0 if it has none, or is no SQL."""
    found = _body(text, index)
    if found is None or found[1] is None or found[0] != SCALAR:
        return 0
    words = [token.text.upper() for token in text.tokens]
    return words.index("RETURN", index) + 1 if "RETURN" in words[index:] else 0


_QUERY = frozenset({TokenType.SELECT, TokenType.WITH, TokenType.VALUES, TokenType.TABLE})


def _ends(tokens: Sequence[Token], start: int) -> int:
    """Return where a value ends: before the next function, or before the query; 0 if nowhere."""
    depth = 0
    for index in range(start, len(tokens) - 1):
        kind = tokens[index].token_type
        depth += (kind is TokenType.L_PAREN) - (kind is TokenType.R_PAREN)
        if not depth and kind is TokenType.COMMA and tokens[index + 1].text.upper() == "FUNCTION":
            return index
        if not depth and index > start and kind in _QUERY:
            return index
    return 0


def _body(text: Text, index: int) -> tuple[str, Text | None] | None:
    """Return the seat of a function and its body as a query; no text for a script that can't write."""
    tokens, language, seat, is_type = text.tokens, "SQL", SCALAR, False
    while index < len(tokens):
        word = tokens[index].text.upper()
        if tokens[index].token_type is TokenType.L_PAREN:
            index = closing(tokens, index) + 1
            continue
        if word == "LANGUAGE" and index + 1 < len(tokens):
            language, word = tokens[index + 1].text.upper(), "LANGUAGE"
            index += 1
        if word in {"AS", "RETURN"}:
            return _query(text, index + 1, language, seat)
        if word == "TABLE" and not is_type:
            return None
        seat = TABLE if word == "TABLE" else seat
        if word in _HARMLESS_WORDS:
            is_type = word == "RETURNS"
        elif not is_type:
            return None
        index += 1
    return None


def _query(text: Text, index: int, language: str, seat: str) -> tuple[str, Text | None] | None:
    tokens = text.tokens
    if language == "JS" and text.known.dialect == "bigquery":
        # It runs on its own, without files, network or database.
        is_string = len(tokens) == index + 1 and tokens[index].token_type is not TokenType.L_PAREN
        return (seat, None) if is_string else None
    if language != "SQL" or index >= len(tokens):
        return None
    if tokens[index].token_type is TokenType.TABLE:
        return TABLE, text.behind(index + 1)
    is_query = seat == TABLE or text.known.statement((tokens[index].text.upper(),)) == "parse"
    if is_query and tokens[index].token_type is not TokenType.L_PAREN:
        return seat, text.behind(index)
    return seat, replace(text, tokens=[select_token(tokens[index]), *tokens[index:]], level=text.level + 1)


def select_token(before: Token) -> Token:
    """Return the word SELECT, to make a query of an expression that begins with `before`."""
    return Token(TokenType.SELECT, "SELECT", before.line, before.col, before.start, before.start)


def closing(tokens: Sequence[Token], opening: int) -> int:
    """Return where a bracket closes."""
    depth = 0
    for index in range(opening, len(tokens)):
        kind = tokens[index].token_type
        depth += (kind is TokenType.L_PAREN) - (kind is TokenType.R_PAREN)
        if not depth:
            return index
    return len(tokens) - 1
