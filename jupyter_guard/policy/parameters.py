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

from jupyter_guard.errors import UsageError

from .grammar import grammar
from .knowledge import knowledge
from .lexing import Unreadable, cut
from .list_parameters import UNKNOWN, Hit, Length, behind_in, written
from .no_value import is_interval_of_unit, refuse_expression, refuse_place, stands_for_table

_T = TokenType


def _no_list(_: str) -> int | None:
    return None


def _not_known(_: str) -> int | None:
    return UNKNOWN


@dataclass(frozen=True)
class BoundText:
    """A text with its driver's placeholders, and the variables that they stand for."""

    text: str
    names: tuple[str, ...] = ()  # in the order that the driver wants; each once
    # The text cut at its placeholders, and the name of each: pieces[0] uses[0] pieces[1] …
    pieces: tuple[str, ...] = field(default=(), compare=False)
    uses: tuple[str, ...] = field(default=(), compare=False)
    # A value of a list that stands behind IN: its name -> the variable, and which of its values.
    # None: all of them, as a text of JSON; WHOLE: the variable itself, under a name that says how it is sent.
    items: Mapping[str, tuple[str, int | None]] = field(default_factory=dict, compare=False)
    frames: tuple[str, ...] = ()  # variables that are read as tables of their name


WHOLE = -1


def _which(name: str, index: int) -> int | None:
    return None if name.endswith("__json") else WHOLE if name.endswith(("__null", "__list")) else index


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


def bind(
    sql: str,
    dialect: str,
    length: Length = _no_list,
    *,
    arrays: bool = True,
    is_frame: Callable[[str], bool] | None = None,
    later: bool = False,
) -> BoundText:
    """Return `sql` with `:name` as its driver writes it; text that is not understood stays.

    `length` says how many values a variable holds that is a list, and None of any other; without
    `arrays` each value of a list is bound by itself in every dialect. A variable that `is_frame`
    says to be a DataFrame becomes the name of a table, where a table may stand; without it nothing
    is refused for where it stands. Where the values come `later`, the text fits every value that the
    variables may have: what stands alone behind IN gets a name of its own, ending in __list, for a list
    or one value, and what stands where only a table may is one.
    Raises UsageError where a list stands behind IN beside other values, and where no value can stand.
    """
    if ":" not in sql:
        return BoundText(sql)
    if later:
        length = _not_known
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
    items: dict[str, tuple[str, int | None]] = {}
    for hit in hits:
        before, held, after = written(hit, known.dialect, length, arrays=arrays)
        items |= {name: (hit.name, _which(name, i)) for i, name in enumerate(held) if name != hit.name}
        pieces[-1] += sql[position : hit.start] + before
        for i, name in enumerate(held):
            uses.append(name)
            pieces.append(", " if i + 1 < len(held) else "")
        pieces[-1] += after
        position = hit.end
    pieces[-1] += sql[position:]
    names = tuple(dict.fromkeys(uses))
    numbers = {name: number for number, name in enumerate(names, 1)}
    placeholders = [style(name, numbers[name]) for name in uses]
    text = "".join(part for pair in zip(pieces, (*placeholders, ""), strict=True) for part in pair)
    frames = tuple(dict.fromkeys(hit.name for hit in hits if hit.is_table))
    return BoundText(text, names, tuple(pieces) if uses else (), tuple(uses), items, frames)


def _find(
    text: str, offset: int, grammar_name: str, length: Length, is_frame: Callable[[str], bool] | None
) -> list[Hit]:
    """Return the parameters of one statement."""
    tokens = grammar(grammar_name).tokenize(text)
    found = []
    opened: list[int] = []  # brackets
    for index, token in enumerate(tokens[:-1]):
        if token.token_type in (_T.L_BRACKET, _T.L_BRACE, _T.L_PAREN):
            opened.append(index)
        elif token.token_type in (_T.R_BRACKET, _T.R_BRACE, _T.R_PAREN) and opened:
            opened.pop()
        elif token.token_type is _T.COLON:
            name = tokens[index + 1]
            if name.start != token.end + 1 or not name.text.isidentifier():
                continue
            if text[name.start : name.end + 1] != name.text:  # in quotes
                continue
            count = length(name.text)
            later = count == UNKNOWN
            framed = is_frame is not None and is_frame(name.text)
            framed = framed or (later and stands_for_table(tokens, index, opened))
            stands = _may_stand(tokens, index, opened)
            if is_frame is not None:
                if stands:
                    refuse_expression(text, tokens, index, is_frame=framed)
                refuse_place(tokens, index, opened, grammar_name, is_frame=framed)
            if not stands:
                continue
            hit = Hit(offset + token.start, offset + name.end + 1, name.text)
            if framed:
                found.append(_as_table(tokens[index - 1], hit))
                continue
            if count is not None:
                hit = behind_in(tokens, index, offset, hit, sure=not later)
            sent = is_frame is not None or later
            if hit.membership:
                found.append(hit)
            elif (grammar_name == "duckdb" and is_interval_of_unit(tokens, index)) or (
                sent and count is None and tokens[index - 1].token_type is _T.IN
            ):
                found.append(hit._replace(in_brackets=True))
            elif (
                grammar_name == "postgres"
                and sent
                and count in (None, UNKNOWN)
                and _asks_for_null(tokens, index)
            ):
                found.append(hit._replace(asks_for_null=True))
            else:
                found.append(hit)
    return found


def _asks_for_null(tokens: Sequence[Token], index: int) -> bool:
    """Say whether `:name IS [NOT] NULL` stands at tokens[index]."""
    words = [token.text.lower() for token in tokens[index + 2 : index + 5]]
    return words[:2] == ["is", "null"] or words == ["is", "not", "null"]


def _as_table(before: Token, hit: Hit) -> Hit:
    """Return `hit` as a table, if one may stand behind the token before it."""
    if before.token_type not in (_T.FROM, _T.JOIN, _T.COMMA, _T.USING, _T.STRAIGHT_JOIN):
        raise UsageError(
            f":{hit.name} is a DataFrame and stands where one value is wanted. Read it as a table "
            f"(FROM :{hit.name}), or bind a column of it as a list: ids = {hit.name}['id'], then IN (:ids)."
        )
    return Hit(hit.start, hit.end, hit.name, is_table=True)


def _may_stand(tokens: Sequence[Token], index: int, opened: Sequence[int]) -> bool:
    """Say whether a value may stand behind the token before this colon."""
    if index == 0:
        return False
    before = tokens[index - 1]
    if before.token_type is _T.COLON and opened and tokens[opened[-1]].token_type is _T.L_BRACE:
        return before.end + 1 < tokens[index].start  # {'key': :name}
    if before.token_type in _VALUES:
        return before.token_type is _T.VAR and before.text.lower() in _BEFORE_VALUES
    if before.token_type is _T.L_BRACKET:  # a[:n] is a slice, ARRAY[:n] and [:n] are lists
        of = tokens[index - 2] if index > 1 else None
        return of is None or of.token_type not in _VALUES or of.text.lower() in _BEFORE_VALUES
    return not before.text.isidentifier() or before.text.lower() in _BEFORE_VALUES
