"""Write lists behind IN as a database's driver binds them: as one value, or each by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, NoReturn

from sqlglot.tokenizer_core import Token, TokenType

from jupyter_guard.errors import UsageError

_T = TokenType
Length = Callable[[str], int | None]

# Where a driver binds a list as one value, the text stays the same whatever its length.
_MEMBERSHIP = {
    "duckdb": {"IN": "= ANY", "NOT IN": "<> ALL"},
    "postgres": {"IN": "= ANY", "NOT IN": "<> ALL"},
}
UNKNOWN = -1  # how many values stand behind IN: a list or one value, which come later
_LONG = 500  # values from which SQLite gets a list as one text: it takes ever longer to bind each
_JSON = "(SELECT value FROM json_each(", "))"
# What stands in the brackets of IN for no value at all: nothing is in it, everything is not in it.
_EMPTY = {"sqlite": "", "oracle": "SELECT NULL FROM DUAL WHERE 1 = 0"}
_EMPTY_ELSEWHERE = "SELECT NULL WHERE 1 = 0"


class Hit(NamedTuple):
    """A parameter of a text; of a list behind IN, all of `IN (:name)`."""

    start: int
    end: int
    name: str
    membership: str = ""  # "IN" or "NOT IN"
    is_table: bool = False
    in_brackets: bool = False  # of one value: (:name)
    asks_for_null: bool = False  # IS NULL follows, which gives PostgreSQL no type: a parameter of its own


def written(hit: Hit, dialect: str, length: Length, *, arrays: bool) -> tuple[str, list[str], str]:
    """Return what stands before a parameter, the names of its values, and what stands behind them."""
    if hit.is_table:
        mark = "`" if dialect in ("mysql", "spark", "databricks", "bigquery") else '"'
        return f"{mark}{hit.name}{mark}", [], ""
    if hit.asks_for_null:
        return "CAST(", [f"{hit.name}__null"], " AS text)"
    if not hit.membership:
        return ("(", [hit.name], ")") if hit.in_brackets else ("", [hit.name], "")
    count = length(hit.name) or 0
    if count == UNKNOWN:
        before, after = _unknown(hit.membership, dialect)
        return before, [f"{hit.name}__list"], after
    if arrays and dialect in _MEMBERSHIP:
        return f"{_MEMBERSHIP[dialect][hit.membership]}(", [hit.name], ")"
    if arrays and count > _LONG and dialect == "sqlite":
        return f"{hit.membership} {_JSON[0]}", [f"{hit.name}__json"], _JSON[1]
    if arrays and count and dialect == "mysql":  # which gets the values written out, brackets and all
        return f"{hit.membership} ", [hit.name], ""
    if not count and dialect == "postgres":  # which would take a query without a type for one of texts
        return f"{_MEMBERSHIP[dialect][hit.membership]}('{{}}')", [], ""
    held = [f"{hit.name}__{i}" for i in range(count)]
    return f"{hit.membership} (", held, ")" if held else f"{_EMPTY.get(dialect, _EMPTY_ELSEWHERE)})"


def _unknown(membership: str, dialect: str) -> tuple[str, str]:
    """Return what stands around a list of any length; where it is not one value, it brings its brackets."""
    if dialect in _MEMBERSHIP:
        return f"{_MEMBERSHIP[dialect][membership]}(", ")"
    return (f"{membership} {_JSON[0]}", _JSON[1]) if dialect == "sqlite" else (f"{membership} ", "")


def behind_in(tokens: Sequence[Token], index: int, offset: int, hit: Hit, *, sure: bool = True) -> Hit:
    """Return `hit` with all of `[NOT] IN (:name)`, if the list at tokens[index] stands there.

    Raises UsageError where it stands among other values, unless it is not `sure` to be a list.
    """
    first, last = index - 1, index + 1
    bracket = tokens[first].token_type is _T.L_PAREN
    around = tokens[first - 1] if bracket and first else tokens[first]
    if around.token_type is not _T.IN:
        comma = tokens[first].token_type is _T.COMMA and _opens_in(tokens, first)
        return _refuse_among_others(hit) if comma and sure else hit
    if bracket:
        first, last = first - 1, last + 1
        if last == len(tokens) or tokens[last].token_type is not _T.R_PAREN:
            return _refuse_among_others(hit) if sure else hit
    negated = first > 0 and tokens[first - 1].token_type is _T.NOT
    start = tokens[first - 1 if negated else first].start
    words = "NOT IN" if negated else "IN"
    end = offset + tokens[last].end + 1 if bracket else hit.end
    return Hit(offset + start, end, hit.name, words)


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


def _refuse_among_others(hit: Hit) -> NoReturn:
    raise UsageError(
        f":{hit.name} is a list and stands among other values. Put all into one list: IN (:{hit.name})."
    )
