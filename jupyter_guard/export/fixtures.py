"""Make up tables that a step can work on, from what its own code says of columns; never from data.

Only steps on one table whose every operation is known here get a test. The table holds each value that a
filter compares with, those beside it, and all combinations, so that every filter lets rows pass.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .annotations import FRAME, SERIES
from .parameters import Parameter
from .source import parse
from .steps import Step, changed_tables

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_MOST_ROWS = 200
_PLAIN = ("int", "float", "str", "bool")
_NODES = (
    ast.Module, ast.Assign, ast.Name, ast.Load, ast.Store, ast.Subscript, ast.Constant, ast.List, ast.Tuple,
    ast.Compare, ast.BinOp, ast.UnaryOp, ast.Call, ast.keyword, ast.Attribute, ast.operator, ast.unaryop,
    ast.cmpop,
)  # fmt: skip
_NUMBERS = frozenset({"sum", "mean", "median", "std", "min", "max", "cumsum", "round", "quantile"})
# Methods that work on every table that has the columns they name.
_METHODS = _NUMBERS | frozenset(
    """copy head tail sort_values sort_index reset_index groupby agg dropna drop_duplicates assign size count
    nunique to_frame set_index to_period""".split()
)
_DATE_PARTS = frozenset({"year", "month", "day", "to_period", "dayofweek", "quarter", "date", "hour"})


@dataclass
class _Facts:
    """What the program says of columns, by their names."""

    numbers: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)
    values: dict[str, list[object]] = field(default_factory=dict)  # what it is compared with
    made: set[str] = field(default_factory=set)  # columns that a step adds


@dataclass(frozen=True)
class Case:
    """A test of a step: what it is called with, as Python source."""

    step: Step
    table: str  # the input that is a table
    made_up: str  # the expression of a table
    options: Mapping[str, str]  # input -> the expression of a value


def cases(steps: Sequence[Step], parameters: Sequence[Parameter]) -> tuple[Case, ...]:
    """Return a case for every step that tables can honestly be made up for."""
    facts = _Facts()
    chosen = {p.name: p.value for p in parameters if p.value is not None}
    for step in steps:
        _learn(parse(step.text), facts, chosen)
    found = (_case(step, facts, chosen) for step in steps if step.figure is None)
    return tuple(case for case in found if case is not None)


def untested(steps: Sequence[Step], parameters: Sequence[Parameter]) -> tuple[str, ...]:
    """Return the names of the steps that have no case."""
    tested = {case.step.name for case in cases(steps, parameters)}
    return tuple(step.name for step in steps if step.figure is None and step.name not in tested)


def _case(step: Step, facts: _Facts, chosen: Mapping[str, object]) -> Case | None:
    kinds = {name: step.types.get(f"<{name}", "") for name in step.inputs}
    tables = [name for name, kind in kinds.items() if kind == FRAME]
    options = {name for name, kind in kinds.items() if kind in _PLAIN and name in chosen}
    gives = bool(step.outputs) and all(step.types.get(name) in (FRAME, SERIES) for name in step.outputs)
    tree = parse(step.text)
    if len(tables) != 1 or len(options) + 1 != len(kinds) or not gives:
        return None
    if not _understood(tree, options, {*kinds, *_set_in(tree)}) or changed_tables(
        tree, frozenset(tables), kinds
    ):
        return None
    columns = _columns(tree, tables[0])
    compared = {_column(n.left) for n in ast.walk(tree) if isinstance(n, ast.Compare)}
    if not compared <= columns:  # of a column that the step computes nobody knows which values come
        return None
    table = "" if columns & facts.numbers & facts.dates else _table(sorted(columns), facts)
    return (
        Case(step, tables[0], table, {name: repr(chosen[name]) for name in sorted(options)})
        if table
        else None
    )


def _understood(tree: ast.Module, options: set[str], names: set[str]) -> bool:
    """Return whether every operation of a step is one that is known to work, and to let rows pass."""
    return all(_known(node, options, names) for node in ast.walk(tree))


def _known(node: ast.AST, options: set[str], names: set[str]) -> bool:
    match node:
        case ast.Name(id=name):
            return name in names
        case ast.Call(func=ast.Attribute(value=held, attr=method), keywords=keywords):
            summed = method not in _NUMBERS or bool(_column(held))
            return (
                summed and method in _METHODS and not {k.arg for k in keywords} & {None, "axis", "by", "key"}
            )
        case ast.Attribute(attr=name, ctx=ast.Load()):
            return name in _METHODS | _DATE_PARTS | {"dt"}
        case ast.Subscript(slice=ast.Constant(value=value)):
            return isinstance(value, str)
        case ast.Subscript(slice=ast.List() | ast.Compare() | ast.BinOp(), ctx=ast.Load()):
            return True
        case ast.Compare(left=left, comparators=[right]):
            value = isinstance(right, ast.Constant) or (isinstance(right, ast.Name) and right.id in options)
            return bool(_column(left)) and value
        case ast.BinOp(left=left, right=right):
            return not any(
                isinstance(side, ast.Constant) and isinstance(side.value, str) for side in (left, right)
            )
        case ast.Subscript() | ast.Call() | ast.Compare() | ast.Attribute():
            return False
    return isinstance(node, _NODES)


def _set_in(tree: ast.Module) -> Iterator[str]:
    return (n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))


def _learn(tree: ast.Module, facts: _Facts, chosen: Mapping[str, object]) -> None:
    for node in ast.walk(tree):
        match node:
            case ast.Compare(left=left, comparators=[right]):
                for side, other in ((left, right), (right, left)):
                    value: object = other.value if isinstance(other, ast.Constant) else None
                    value = chosen.get(other.id) if isinstance(other, ast.Name) else value
                    if (column := _column(side)) and isinstance(value, (int, float, str)):
                        facts.values.setdefault(column, []).append(value)
            case ast.BinOp(left=left, right=right):
                facts.numbers |= {column for side in (left, right) if (column := _column(side))}
            case ast.Attribute(value=ast.Attribute(value=held, attr="dt")):
                facts.dates |= {_column(held)} - {""}
            case ast.Call(func=ast.Attribute(value=held, attr=method)) if method in _NUMBERS:
                facts.numbers |= {_column(held)} - {""}
            case ast.Call(func=ast.Attribute(attr="agg"), keywords=keywords):
                for keyword in keywords:
                    match keyword.value:
                        case ast.Tuple(elts=[ast.Constant(value=str(column)), ast.Constant(value=str(how))]):
                            facts.numbers |= {column} if how in _NUMBERS else set()
            case ast.Assign(targets=[ast.Subscript(slice=ast.Constant(value=str(column)))]):
                facts.made.add(column)


def _column(node: ast.expr) -> str:
    match node:
        case ast.Subscript(slice=ast.Constant(value=str(column))):
            return column
    return ""


def _columns(tree: ast.Module, table: str) -> set[str]:
    """Return the columns that the text reads from `table` before it sets them."""
    own = {table}
    found: set[str] = set()
    made: set[str] = set()
    for statement in tree.body:
        strings = {
            n.value
            for n in ast.walk(statement)
            if isinstance(n, ast.Constant) and isinstance(n.value, str) and _names_a_column(n, statement)
        }
        reads = {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        if reads & own:
            found |= strings - made
            own |= set(_set_in(ast.Module([statement], [])))
        match statement:
            case ast.Assign(targets=[ast.Subscript(slice=ast.Constant(value=str(column)))]):
                made.add(column)
                found -= {column} if column not in _loaded(statement) else set()
    return found


def _loaded(statement: ast.stmt) -> set[str]:
    return {
        c
        for n in ast.walk(statement)
        if isinstance(n, ast.Subscript) and isinstance(n.ctx, ast.Load) and (c := _column(n))
    }


def _names_a_column(constant: ast.Constant, statement: ast.stmt) -> bool:
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


def _table(columns: Sequence[str], facts: _Facts) -> str:
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


def text_of(found: Sequence[Case]) -> str:
    """Return the tests of tests/test_steps.py."""
    return "\n\n".join(_test(case) for case in found)


def _test(case: Case) -> str:
    given = {case.table: case.table, **case.options}
    arguments = ", ".join(given[name] for name in case.step.inputs)
    results = ", ".join(f"{name}_result" for name in case.step.outputs)
    lines = [
        f"def test_{case.step.name}() -> None:",
        f"    {case.table} = {case.made_up}",
        f"    before = {case.table}.copy()",
        f"    {results} = steps.{case.step.name}({arguments})",
        *(f"    assert len({name}_result) > 0" for name in case.step.outputs),
        f"    pd.testing.assert_frame_equal({case.table}, before)",
    ]
    return "\n".join(lines) + "\n"


def _candidates(column: str, facts: _Facts) -> list[object]:
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
