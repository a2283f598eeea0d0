"""Read off code what it says of columns, and make up tables that have them; never from data.

A table holds each value that a filter compares with, those beside it, and all combinations, so that every
filter lets rows pass.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

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


def columns_of(tree: ast.Module, table: str) -> set[str]:
    """Return the columns that the text reads from `table` before it sets them."""
    own = {table}
    found: set[str] = set()
    made: set[str] = set()
    for statement in tree.body:
        strings = {
            n.value
            for n in ast.walk(statement)
            if isinstance(n, ast.Constant) and isinstance(n.value, str) and _names_acolumn_of(n, statement)
        }
        reads = {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        if reads & own:
            found |= strings - made
            own |= set(set_in(ast.Module([statement], [])))
        match statement:
            case ast.Assign(targets=[ast.Subscript(slice=ast.Constant(value=str(column)))]):
                made.add(column)
                found -= {column} if column not in _loaded(statement) else set()
    return found


def _loaded(statement: ast.stmt) -> set[str]:
    return {
        c
        for n in ast.walk(statement)
        if isinstance(n, ast.Subscript) and isinstance(n.ctx, ast.Load) and (c := column_of(n))
    }


def _names_acolumn_of(constant: ast.Constant, statement: ast.stmt) -> bool:
    """Return whether a text stands where a column is named: in brackets, or in the call of a method."""
    for node in ast.walk(statement):
        match node:
            case ast.Subscript(slice=part) if part is constant or (
                isinstance(part, ast.List) and constant in part.elts
            ):
                return True
            case ast.Call(
                func=ast.Attribute(attr="groupby" | "sort_values" | "nlargest" | "set_index"),
                args=[first, *_],
            ):
                if first is constant or (isinstance(first, ast.List) and constant in first.elts):
                    return True
            case ast.keyword(arg="on" | "subset", value=value):
                if value is constant or (isinstance(value, ast.List) and constant in value.elts):
                    return True
            case ast.keyword(value=ast.Tuple(elts=[first, _])) if first is constant:
                return True
    return False


def table_text(columns: Sequence[str], facts: Facts) -> str:
    """Return the expression of a table, or '' where it would be too long."""
    values = {column: _candidates(column, facts) for column in columns}
    compared = [column for column in columns if column in facts.values]
    rows = list(itertools.islice(itertools.product(*(values[c] for c in compared)), _MOST_ROWS + 1)) * 2
    if not columns or len(rows) > 2 * _MOST_ROWS:
        return ""
    entries = []
    for column in columns:
        if column in compared:
            cells = [row[compared.index(column)] for row in rows]
        else:
            cells = list(itertools.islice(itertools.cycle(values[column]), max(len(rows), 4)))
        text = f"[{', '.join(map(repr, cells))}]"
        entries.append(f"{column!r}: {f'pd.to_datetime({text})' if column in facts.dates else text}")
    return f"pd.DataFrame({{{', '.join(entries)}}})"


def _candidates(column: str, facts: Facts) -> list[object]:
    """Return a few values for a column: those it is compared with, and others on both sides."""
    compared = facts.values.get(column, [])
    if column in facts.dates or any(isinstance(v, str) and _DATE.match(v) for v in compared):
        years = sorted({int(str(v)[:4]) for v in compared if _DATE.match(str(v))} or {2024})
        return [
            f"{year}-{day}" for y in years for year, day in ((y - 1, "06-15"), (y, "12-24"), (y + 1, "01-31"))
        ]
    numbers = [v for v in compared if isinstance(v, (int, float))]
    if numbers or column in facts.numbers:
        return [*sorted({n for v in numbers or [1] for n in (v - 1, v, v + 1, v + 10)})]
    texts = [v for v in compared if isinstance(v, str)]
    return [*dict.fromkeys(texts), f"{column} 1", f"{column} 2"]
