"""Know what a function is given as constant text: SQL that it runs, files, names.

What is no constant is not known, and then the function does whatever its entry says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlglot.tokenizer_core import Token, TokenType

_STRINGS = frozenset({TokenType.STRING, TokenType.HEREDOC_STRING})
_CONSTANTS = _STRINGS | {TokenType.COMMA, TokenType.NUMBER}
# Files of the machine itself and hidden ones are no data: looking there is no plain question.
_MACHINE = re.compile(
    r"^/+(?:etc|proc|sys|dev|root|boot|run|var/(?:log|run|spool)|usr|bin|sbin|lib\w*)(?:/|$)"
    r"|^[a-z]:[\\/]+(?:windows|program)|(?:^|[\\/])\.(?!\.?(?:[\\/]|$))",
    re.IGNORECASE,
)


def constants(tokens: Sequence[Token], index: int) -> list[str]:
    """Return the strings between brackets that open before `index`; none if anything else stands there."""
    texts: list[str] = []
    before = TokenType.COMMA
    for token in tokens[index:]:
        kind = token.token_type
        if kind is TokenType.R_PAREN:
            return texts
        # Two strings side by side are one to the database.
        if (before is TokenType.COMMA) == (kind is TokenType.COMMA) or kind not in _CONSTANTS:
            break
        if kind in _STRINGS:
            texts.append(token.text)
        before = kind
    return []


def wrapped(tokens: Sequence[Token], index: int, wrapper: str) -> list[str]:
    """Return the constant that another function, alone between the brackets, is given first."""
    kinds = [token.token_type for token in tokens[index : index + 4]]
    if len(kinds) < 4 or tokens[index].text.lower() != wrapper or kinds[1] is not TokenType.L_PAREN:
        return []
    if kinds[2] not in _STRINGS or kinds[3] not in (TokenType.COMMA, TokenType.R_PAREN):
        return []
    depth = 0
    for position in range(index + 1, len(tokens) - 1):
        kind = tokens[position].token_type
        depth += (kind is TokenType.L_PAREN) - (kind is TokenType.R_PAREN)
        if not depth:
            alone = tokens[position + 1].token_type is TokenType.R_PAREN
            return [tokens[index + 2].text] if alone else []
    return []


def filled(template: str, texts: Sequence[str]) -> str:
    """Return the SQL that a function makes of its constants; nothing if there are too few."""
    try:
        return template.format(*texts)
    except IndexError:
        return ""


def names_one(tokens: Sequence[Token], index: int) -> bool:
    """Say whether one constant stands between the brackets, and no further brackets behind them."""
    kinds = [token.token_type for token in tokens[index : index + 3]]
    if not kinds or kinds[0] not in _STRINGS or kinds[1:2] != [TokenType.R_PAREN]:
        return False
    return kinds[2:] != [TokenType.L_PAREN]


def names_data(tokens: Sequence[Token], index: int) -> bool:
    """Say whether all that is between the brackets are the paths of files that may be data."""
    if index < len(tokens) and tokens[index].token_type is TokenType.L_BRACKET:
        index += 1  # a list of them
    texts = []
    for token in tokens[index:]:
        if token.token_type in (TokenType.R_PAREN, TokenType.R_BRACKET):
            break
        if token.token_type in _STRINGS:
            texts.append(token.text)
        elif token.token_type is not TokenType.COMMA:
            return False
    return bool(texts) and not any(_MACHINE.search(text) or ".." in text for text in texts)
