"""Refuse `:name` where no value can stand, or where one would silently mean something else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlglot.tokenizer_core import Token, TokenType

from jupyter_guard.errors import UsageError

_T = TokenType
# A variable, and what of Python stands behind it: an attribute, an item, a call.
_EXPRESSION = re.compile(r"\w+(?:\.[^\W\d]\w*|\[[^\]]*\]|\([^()]*\))+")
_LAST = re.compile(r"""(?:\.|\[["'])([^\W\d]\w*)["']?\]?\Z""")
_TABLES = frozenset("from join into update table view".split())
_LITERALS = frozenset("date time timestamp timestamptz".split())
_UNITS = frozenset(
    unit + plural
    for unit in "microsecond millisecond second minute hour day week month quarter year".split()
    for plural in ("", "s")
)
_LISTS = {_T.ORDER_BY: ("ORDER BY", "orders"), _T.GROUP_BY: ("GROUP BY", "groups")}
# What ends an item of such a list, and what a list cannot reach beyond.
_ITEM_ENDS = frozenset(
    {_T.COMMA, _T.R_PAREN, _T.ASC, _T.DESC, _T.LIMIT, _T.OFFSET, _T.FETCH, _T.HAVING, _T.ORDER_BY, _T.UNION}
)
_CLAUSES = frozenset({_T.SELECT, _T.FROM, _T.WHERE, _T.HAVING, _T.VALUES, _T.SET, _T.LIMIT})


def refuse_expression(text: str, tokens: Sequence[Token], index: int, *, is_frame: bool) -> None:
    """Raise UsageError where the variable at tokens[index + 1] is only the begin of an expression."""
    name = tokens[index + 1]
    found = _EXPRESSION.match(text, name.start)
    if found is None:
        return
    written, last = found[0], _LAST.search(found[0])
    value = last[1] if last else "value"
    if is_frame and last and written == f"{name.text}.{last[1]}":
        raise UsageError(
            f":{written}: where :{name.text} is read as a table, write {written}. As a list of values set a "
            f"variable first, {value} = {written}, and write IN (:{value})."
        )
    raise UsageError(
        f":{written} is an expression, and only a variable itself can be bound. "
        f"Set one first, {value} = {written}, and write :{value}."
    )


def refuse_place(
    tokens: Sequence[Token], index: int, opened: Sequence[int], dialect: str, *, is_frame: bool
) -> None:
    """Raise UsageError where the colon at tokens[index] stands before no value.

    `opened` are the indexes of the brackets around it.
    """
    if not index:
        return
    name, before = tokens[index + 1].text, tokens[index - 1]
    word = before.text.lower()
    if not is_frame and stands_for_table(tokens, index, opened):
        raise UsageError(
            f":{name} stands where a table is named, and only values can be bound. "
            "Write the name itself; a DataFrame may stand there, too."
        )
    apart = tokens[index].start > before.end + 1  # column:path is one word
    in_slice = bool(opened) and tokens[opened[-1]].token_type is _T.L_BRACKET
    if apart and not in_slice and dialect in ("duckdb", "postgres", "redshift"):
        if word in _LITERALS:
            raise UsageError(
                f"Behind {before.text} only a literal may stand. Write CAST(:{name} AS {before.text})."
            )
        if word == "interval":
            _refuse_interval(tokens, index, dialect)
    clause = _constant_in(tokens, index)
    if clause:
        words, does = clause
        raise UsageError(
            f":{name} stands in {words}, where a value is the same for every row and {does} nothing. "
            f"Write the column itself, or choose by CASE WHEN :{name} = 'city' THEN city END."
        )


def is_interval_of_unit(tokens: Sequence[Token], index: int) -> bool:
    """Say whether `INTERVAL :name UNIT` stands at tokens[index - 1]."""
    behind = tokens[index + 2].text.lower() if index + 2 < len(tokens) else ""
    return index > 0 and tokens[index - 1].text.lower() == "interval" and behind in _UNITS


def _refuse_interval(tokens: Sequence[Token], index: int, dialect: str) -> None:
    name = tokens[index + 1].text
    if not is_interval_of_unit(tokens, index):
        raise UsageError(f"Behind INTERVAL only a literal may stand. Write CAST(:{name} AS INTERVAL).")
    if dialect != "duckdb":
        unit = tokens[index + 2].text
        raise UsageError(
            f"Behind INTERVAL only a literal may stand. Write :{name} * INTERVAL '1 {unit.lower()}'."
        )


def stands_for_table(tokens: Sequence[Token], index: int, opened: Sequence[int]) -> bool:
    """Say whether only a table can stand where the colon at tokens[index] does."""
    word = tokens[index - 1].text.lower() if index else ""
    if word not in _TABLES:
        return False
    further = tokens[index - 2].text.lower() if index > 1 else ""
    if word == "into":
        return further in ("insert", "merge", "replace")
    if word != "from":
        return True
    if further == "distinct":  # IS DISTINCT FROM :x
        return False
    # EXTRACT(YEAR FROM :x) and its like hold values; a query in brackets does not.
    return not opened or tokens[opened[-1] + 1].token_type in (_T.SELECT, _T.WITH, _T.FROM)


def _constant_in(tokens: Sequence[Token], index: int) -> tuple[str, str] | None:
    """Return the list of ORDER BY or GROUP BY in which the variable is an item by itself."""
    behind = tokens[index + 2] if index + 2 < len(tokens) else None
    if behind is not None and behind.token_type not in _ITEM_ENDS and behind.text.lower() != "nulls":
        return None
    at = index - 1
    if tokens[at].token_type is not _T.COMMA:
        return _LISTS.get(tokens[at].token_type)
    depth = 0
    for token in reversed(tokens[:index]):
        kind = token.token_type
        depth += (kind is _T.R_PAREN) - (kind is _T.L_PAREN)
        if depth < 0 or (not depth and kind in _CLAUSES):
            return None
        if not depth and kind in _LISTS:
            return _LISTS[kind]
    return None
