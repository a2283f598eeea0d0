"""Judge statements that move data by which way they move it: COPY to the client, ATTACH to read only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from sqlglot.tokenizer_core import Token, TokenType

from .defining import closing
from .judgements import Judgement, Text
from .model import Effect

_NAME = frozenset({TokenType.VAR, TokenType.IDENTIFIER, TokenType.DOT})
_ENGINES = frozenset({"DUCKDB", "SQLITE", "POSTGRES", "MYSQL"})
_NO = frozenset({"FALSE", "0", "OFF", "NO"})


def judge_copy(text: Text, judge: Callable[[Text], Judgement]) -> Judgement | None:
    """Judge COPY … TO STDOUT by what it reads; None for every other COPY."""
    tokens = text.tokens
    if len(tokens) < 4:
        return None
    if tokens[1].token_type is TokenType.L_PAREN:
        close = closing(tokens, 1)
        if not _to_client(tokens, close + 1):
            return None
        judged = judge(replace(text, tokens=tokens[2:close], level=text.level + 1))
        return judged._replace(cause="COPY to the client") if judged.effect is Effect.READ else judged
    end = 1
    while end < len(tokens) and tokens[end].token_type in _NAME and tokens[end].text.upper() != "TO":
        end += 1
    name = "".join(token.text for token in tokens[1:end])
    if end < len(tokens) and tokens[end].token_type is TokenType.L_PAREN:  # its columns
        end = closing(tokens, end) + 1
    if not name or not _to_client(tokens, end):
        return None
    return Judgement(Effect.READ, "COPY to the client", reads=(name,))


def judge_attach(text: Text) -> Judgement | None:
    """Judge DuckDB's ATTACH … (READ_ONLY) as a change of one's own session; None for every other."""
    tokens = text.tokens
    opening = next((i for i, token in enumerate(tokens) if token.token_type is TokenType.L_PAREN), None)
    if opening is None or closing(tokens, opening) != len(tokens) - 1:
        return None
    options = dict(_options(tokens[opening + 1 : -1]))
    engine = options.pop("TYPE", "DUCKDB")
    if options.keys() == {"READ_ONLY"} and options["READ_ONLY"] not in _NO and engine in _ENGINES:
        return Judgement(Effect.SESSION, "ATTACH, to read only")
    return None


def _to_client(tokens: Sequence[Token], at: int) -> bool:
    """Say whether TO STDOUT stands there: a word, not the name of a file or a quoted name."""
    words = tokens[at : at + 2]
    return [word.text.upper() for word in words] == ["TO", "STDOUT"] and words[1].token_type is TokenType.VAR


def _options(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Yield the options of a list, each with its value or ''."""
    option: list[str] = []
    for token in tokens:
        if token.token_type is TokenType.COMMA:
            yield option[0] if option else "", " ".join(option[1:])
            option = []
        else:
            option.append(token.text.upper())
    yield option[0] if option else "", " ".join(option[1:])
