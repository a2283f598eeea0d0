"""Turn `:name` in a SQL text into the placeholders of a database's driver.

The text that comes out is the one that is judged and sent. Where the notebook's variable may
stand is decided by the dialect's own tokens: `::`, `a[1:2]`, `col:path`, `'12:30'`, `{'a':1}`,
`:=` and comments hold no parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, NoReturn

from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from jupyter_guard.errors import UsageError

from .grammar import grammar
from .knowledge import knowledge
from .lexing import Unreadable, cut

_T = TokenType
Length = Callable[[str], int | None]


def _no_list(_: str) -> int | None:
    return None


def _no_frame(_: str) -> bool:
    return False


@dataclass(frozen=True)
class BoundText:
    """A text with its driver's placeholders, and the variables that they stand for."""

    text: str
    names: tuple[str, ...] = ()  # in the order that the driver wants; each once
    # The text cut at its placeholders, and the name of each: pieces[0] uses[0] pieces[1] …
    pieces: tuple[str, ...] = field(default=(), compare=False)
    uses: tuple[str, ...] = field(default=(), compare=False)
    # A value of a list that stands behind IN: its name -> the variable, and which of its values.
    items: Mapping[str, tuple[str, int]] = field(default_factory=dict, compare=False)
    frames: tuple[str, ...] = ()  # variables that are read as tables of their name


# How each driver writes the placeholder of a name that is the n-th of the text.
_STYLES: Mapping[str, Callable[[str, int], str]] = {
    "duckdb": lambda name, number: f"${name}",
    "sqlite": lambda name, number: f":{name}",
    "postgres": lambda name, number: f"${number}",
}
_NAMED: Callable[[str, int], str] = _STYLES["sqlite"]

# Where a driver binds a list as one value, the text stays the same whatever its length.
_MEMBERSHIP = {
    "duckdb": {"IN": "= ANY", "NOT IN": "<> ALL"},
    "postgres": {"IN": "= ANY", "NOT IN": "<> ALL"},
}
# What stands in the brackets of IN for no value at all: nothing is in it, everything is not in it.
_EMPTY = {"sqlite": "", "oracle": "SELECT NULL FROM DUAL WHERE 1 = 0"}
_EMPTY_ELSEWHERE = "SELECT NULL WHERE 1 = 0"

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


def bind(
    sql: str,
    dialect: str,
    length: Length = _no_list,
    *,
    arrays: bool = True,
    is_frame: Callable[[str], bool] = _no_frame,
) -> BoundText:
    """Return `sql` with `:name` as its driver writes it; text that is not understood stays.

    `length` says how many values a variable holds that is a list, and None of any other; without
    `arrays` each value of a list is bound by itself in every dialect. A variable that `is_frame`
    says to be a DataFrame becomes the name of a table, where a table may stand.
    Raises UsageError where a list stands behind IN beside other values.
    """
    if ":" not in sql:
        return BoundText(sql)
    known = knowledge(dialect)
    style = _STYLES.get(known.dialect, _NAMED)
    try:
        hits = [
            hit
            for piece in cut(sql, known.dialect)
            for hit in _find(piece.text, piece.span.start, known.grammar, length, is_frame)
        ]
    except (Unreadable, SqlglotError, RecursionError):
        return BoundText(sql)
    pieces, uses, position = [""], list[str](), 0
    items: dict[str, tuple[str, int]] = {}
    for hit in hits:
        before, held, after = _written(hit, known.dialect, length, arrays=arrays)
        items |= {name: (hit.name, i) for i, name in enumerate(held) if name != hit.name}
        pieces[-1] += sql[position : hit.start] + before
        for i, name in enumerate(held):
            uses.append(name)
            pieces.append(", " if i + 1 < len(held) else "")
        pieces[-1] += after
        position = hit.end
    pieces[-1] += sql[position:]
    names = tuple(dict.fromkeys(uses))
    placeholders = [style(name, names.index(name) + 1) for name in uses]
    text = "".join(part for pair in zip(pieces, (*placeholders, ""), strict=True) for part in pair)
    frames = tuple(dict.fromkeys(hit.name for hit in hits if hit.is_table))
    return BoundText(text, names, tuple(pieces) if uses else (), tuple(uses), items, frames)


def _written(hit: _Hit, dialect: str, length: Length, *, arrays: bool) -> tuple[str, list[str], str]:
    """Return what stands before a parameter, the names of its values, and what stands behind them."""
    if hit.is_table:
        mark = "`" if dialect in ("mysql", "spark", "databricks", "bigquery") else '"'
        return f"{mark}{hit.name}{mark}", [], ""
    if not hit.membership:
        return "", [hit.name], ""
    if arrays and dialect in _MEMBERSHIP:
        return f"{_MEMBERSHIP[dialect][hit.membership]}(", [hit.name], ")"
    held = [f"{hit.name}__{i}" for i in range(length(hit.name) or 0)]
    return f"{hit.membership} (", held, ")" if held else f"{_EMPTY.get(dialect, _EMPTY_ELSEWHERE)})"


class _Hit(NamedTuple):
    """A parameter of a text; of a list behind IN, all of `IN (:name)`."""

    start: int
    end: int
    name: str
    membership: str = ""  # "IN" or "NOT IN"
    is_table: bool = False


def _find(
    text: str, offset: int, grammar_name: str, length: Length, is_frame: Callable[[str], bool]
) -> list[_Hit]:
    """Return the parameters of one statement."""
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
                    hit = _Hit(offset + token.start, offset + name.end + 1, name.text)
                    if is_frame(name.text):
                        found.append(_as_table(tokens[index - 1], hit))
                        continue
                    plain = length(name.text) is None
                    found.append(hit if plain else _behind_in(tokens, index, offset, hit))
    return found


def _as_table(before: Token, hit: _Hit) -> _Hit:
    """Return `hit` as a table, if one may stand behind the token before it."""
    if before.token_type not in (_T.FROM, _T.JOIN, _T.COMMA, _T.USING, _T.STRAIGHT_JOIN):
        raise UsageError(
            f":{hit.name} is a DataFrame and stands where one value is wanted. Read it as a table "
            f"(FROM :{hit.name}), or bind a column of it as a list: ids = {hit.name}['id'], then IN (:ids)."
        )
    return _Hit(hit.start, hit.end, hit.name, is_table=True)


def _behind_in(tokens: Sequence[Token], index: int, offset: int, hit: _Hit) -> _Hit:
    """Return `hit` with all of `[NOT] IN (:name)`, if the list at tokens[index] stands there."""
    first, last = index - 1, index + 1
    bracket = tokens[first].token_type is _T.L_PAREN
    around = tokens[first - 1] if bracket and first else tokens[first]
    if around.token_type is not _T.IN:
        comma = tokens[first].token_type is _T.COMMA and _opens_in(tokens, first)
        return _refuse_among_others(hit) if comma else hit
    if bracket:
        first, last = first - 1, last + 1
        if last == len(tokens) or tokens[last].token_type is not _T.R_PAREN:
            _refuse_among_others(hit)
    negated = first > 0 and tokens[first - 1].token_type is _T.NOT
    start = tokens[first - 1 if negated else first].start
    words = "NOT IN" if negated else "IN"
    end = offset + tokens[last].end + 1 if bracket else hit.end
    return _Hit(offset + start, end, hit.name, words)


def _opens_in(tokens: Sequence[Token], index: int) -> bool:
    """Say whether the bracket around tokens[index] follows IN."""
    depth = 0
    for at in range(index, 0, -1):
        if tokens[at].token_type is _T.R_PAREN:
            depth += 1
        elif tokens[at].token_type is _T.L_PAREN:
            if not depth:
                return tokens[at - 1].token_type is _T.IN
            depth -= 1
    return False


def _refuse_among_others(hit: _Hit) -> NoReturn:
    raise UsageError(
        f":{hit.name} is a list and stands among other values. Put all into one list: IN (:{hit.name})."
    )


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
