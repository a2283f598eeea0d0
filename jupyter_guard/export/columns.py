"""Read off code what it says of columns, and make up tables that have them; never from data.

A table holds each value that a filter compares with, those beside it, and all combinations, so that every
filter lets rows pass.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .tracked import Wanted

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_MOST_ROWS = 200
NUMBERS = frozenset({"sum", "mean", "median", "std", "min", "max", "cumsum", "round", "quantile"})


@dataclass
class Facts:
    """What the program says of columns, by their names."""

    numbers: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)
    values: dict[str, list[object]] = field(default_factory=dict)  # what it is compared with
    made: set[str] = field(default_factory=set)  # columns that a step adds


def set_in(tree: ast.Module) -> Iterator[str]:
    """Yield the names that are given values."""
    return (n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))


def learn(tree: ast.Module, facts: Facts, chosen: Mapping[str, object]) -> None:
    """Note what a text says of columns; `chosen` are the values of parameters."""
    for node in ast.walk(tree):
        match node:
            case ast.Compare(left=left, comparators=[right]):
                for side, other in ((left, right), (right, left)):
                    value: object = other.value if isinstance(other, ast.Constant) else None
                    value = chosen.get(other.id) if isinstance(other, ast.Name) else value
                    if (column := column_of(side)) and isinstance(value, (int, float, str)):
                        facts.values.setdefault(column, []).append(value)
            case ast.BinOp(left=left, right=right):
                facts.numbers |= {column for side in (left, right) if (column := column_of(side))}
            case ast.Attribute(value=ast.Attribute(value=held, attr="dt")):
                facts.dates |= {column_of(held)} - {""}
            case ast.Call(func=ast.Attribute(value=held, attr=method)) if method in NUMBERS:
                facts.numbers |= {column_of(held)} - {""}
            case ast.Call(func=ast.Attribute(attr="agg"), keywords=keywords):
                for keyword in keywords:
                    match keyword.value:
                        case ast.Tuple(elts=[ast.Constant(value=str(column)), ast.Constant(value=str(how))]):
                            facts.numbers |= {column} if how in NUMBERS else set()
            case ast.Assign(targets=[ast.Subscript(slice=ast.Constant(value=str(column)))]):
                facts.made.add(column)


def column_of(node: ast.expr) -> str:
    """Return the column that `table["column"]` takes; '' for anything else."""
    match node:
        case ast.Subscript(slice=ast.Constant(value=str(column))):
            return column
    return ""


def table_text(columns: Sequence[str], facts: Facts, joined: Wanted) -> str:
    """Return the expression of a table with all combinations of a few values; '' where that is too large."""
    rows, values = 1, {}
    looked_at = [c for c in columns if c in joined.keys or any(o in facts.values for o in _same(c, joined))]
    for column in sorted(columns, key=lambda c: c not in looked_at):
        few = _candidates(column, facts, joined)
        if column not in looked_at:
            few = few[1:3] if rows * 2 <= _MOST_ROWS else few[1:2]
        values[column] = few
        rows *= len(few)
    if not columns or rows > _MOST_ROWS:
        return ""
    entries = []
    for column in columns:
        text = f"[{', '.join(map(repr, values[column]))}]"
        dates = any(other in facts.dates for other in _same(column, joined))
        entries.append(f"{column!r}: {f'pd.to_datetime({text})' if dates else text}")
    return f"every({{{', '.join(entries)}}})"


def _same(column: str, joined: Wanted) -> list[str]:
    """Return the columns that share their values with `column`, since tables are joined by them."""
    if column not in joined.keys:
        return [column]
    return sorted(c for c in joined.keys if joined.root(c) == joined.root(column))


def _candidates(column: str, facts: Facts, joined: Wanted) -> list[object]:
    """Return a few values for a column: those it is compared with, and others on both sides."""
    own = _same(column, joined)
    compared = [value for c in own for value in facts.values.get(c, ())]
    if any(c in facts.dates for c in own) or any(isinstance(v, str) and _DATE.match(v) for v in compared):
        years = sorted({int(str(v)[:4]) for v in compared if _DATE.match(str(v))} or {2024})
        return [
            f"{year}-{day}" for y in years for year, day in ((y - 1, "06-15"), (y, "12-24"), (y + 1, "01-31"))
        ]
    numbers = [v for v in compared if isinstance(v, (int, float))]
    texts = [v for v in compared if isinstance(v, str)]
    if column in joined.keys and not numbers and not texts:
        return [1, 2, 3]
    if numbers or any(c in facts.numbers for c in own):
        return [*sorted({n for v in numbers or [1] for n in (v - 1, v, v + 1)})]
    return [*dict.fromkeys(texts), f"{own[0]} 1", *([] if texts else [f"{own[0]} 2", f"{own[0]} 3"])]
