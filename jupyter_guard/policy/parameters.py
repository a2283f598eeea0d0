"""Turn `:name` in a SQL text into the placeholders of a database's driver.

The text that comes out is the one that is judged and sent. Where the notebook's variable may
stand is decided by the dialect's own tokens: `::`, `a[1:2]`, `col:path`, `'12:30'`, `{'a':1}`,
`:=` and comments hold no parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from .grammar import grammar
from .knowledge import knowledge
from .lexing import Unreadable, cut

_T = TokenType


@dataclass(frozen=True)
class BoundText:
    """A text with its driver's placeholders, and the variables that they stand for."""

    text: str
    names: tuple[str, ...] = ()  # in the order that the driver wants; each once
    # The text cut at its placeholders, and the name of each: pieces[0] uses[0] pieces[1] …
    pieces: tuple[str, ...] = field(default=(), compare=False)
    uses: tuple[str, ...] = field(default=(), compare=False)


# How each driver writes the placeholder of a name that is the n-th of the text.
_STYLES: Mapping[str, Callable[[str, int], str]] = {
    "duckdb": lambda name, number: f"${name}",
    "sqlite": lambda name, number: f":{name}",
    "postgres": lambda name, number: f"${number}",
}
_NAMED: Callable[[str, int], str] = _STYLES["sqlite"]

# Behind one of these a value is over, so that a colon belongs to it: slice, path, key.
_VALUES = frozenset(
    {
        _T.R_PAREN, _T.R_BRACKET, _T.R_BRACE, _T.STRING, _T.NUMBER, _T.IDENTIFIER, _T.VAR, _T.BIT_STRING,
        _T.HEX_STRING, _T.BYTE_STRING, _T.NATIONAL_STRING, _T.RAW_STRING, _T.HEREDOC_STRING,
        _T.UNICODE_STRING, _T.NULL, _T.TRUE, _T.FALSE, _T.PARAMETER, _T.PLACEHOLDER, _T.COLON, _T.DCOLON,
        _T.DOLLAR,
    }
)  # fmt: skip
# Words that a value may follow although they are names elsewhere.
_BEFORE_VALUES = frozenset(
    """
    all and any as asc between by case collate cross delete desc distinct else end escape except exists
    false fetch filter first following for from full glob group having ilike in inner intersect
    interval into is isnull join last lateral left like limit natural next not notnull null nulls
    offset on or order outer over partition preceding qualify range regexp returning right rlike row
    rows select set similar some then to top true union using values when where with return
    """.split()
) - {"end", "null", "true", "false"}  # fmt: skip


def bind(sql: str, dialect: str) -> BoundText:
    """Return `sql` with `:name` as its driver writes it; text that is not understood stays."""
    known = knowledge(dialect)
    style = _STYLES.get(known.dialect, _NAMED)
    try:
        found = [
            hit
            for piece in cut(sql, known.dialect)
            for hit in _find(piece.text, piece.span.start, known.grammar)
        ]
    except (Unreadable, SqlglotError, RecursionError):
        return BoundText(sql)
    names = tuple(dict.fromkeys(name for _, _, name in found))
    if not names:
        return BoundText(sql)
    pieces, position = [], 0
    for start, end, _ in found:
        pieces.append(sql[position:start])
        position = end
    pieces.append(sql[position:])
    uses = tuple(name for _, _, name in found)
    placeholders = [style(name, names.index(name) + 1) for name in uses]
    text = "".join(part for pair in zip(pieces, (*placeholders, ""), strict=True) for part in pair)
    return BoundText(text, names, tuple(pieces), uses)


def _find(text: str, offset: int, grammar_name: str) -> list[tuple[int, int, str]]:
    """Return (start, end, name) of each parameter of one statement."""
    tokens = grammar(grammar_name).tokenize(text)
    found = []
    brackets: list[TokenType] = []
    for index, token in enumerate(tokens[:-1]):
        if token.token_type in (_T.L_BRACKET, _T.L_BRACE, _T.L_PAREN):
            brackets.append(token.token_type)
        elif token.token_type in (_T.R_BRACKET, _T.R_BRACE, _T.R_PAREN) and brackets:
            brackets.pop()
        elif token.token_type is _T.COLON:
            name = tokens[index + 1]
            if (
                name.start == token.end + 1
                and name.text.isidentifier()
                and _may_stand(tokens, index, brackets)
            ):
                written = text[name.start : name.end + 1]
                if written == name.text:
                    found.append((offset + token.start, offset + name.end + 1, name.text))
    return found


def _may_stand(tokens: Sequence[Token], index: int, brackets: list[TokenType]) -> bool:
    """Say whether a value may stand behind the token before this colon."""
    if index == 0:
        return False
    before = tokens[index - 1]
    if before.token_type is _T.COLON and brackets[-1:] == [_T.L_BRACE]:
        return before.end + 1 < tokens[index].start  # {'key': :name}
    if before.token_type in _VALUES:
        return before.token_type is _T.VAR and before.text.lower() in _BEFORE_VALUES
    if before.token_type is _T.L_BRACKET:
        return False  # a[:n] is a slice
    return not before.text.isidentifier() or before.text.lower() in _BEFORE_VALUES
