"""Make up tables that a step can work on, from what its own code says of columns; never from data.

Only steps on one table whose every operation is known here get a test. The table holds each value that a
filter compares with, those beside it, and all combinations, so that every filter lets rows pass.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .annotations import FRAME, SERIES
from .columns import NUMBERS, Facts, column_of, columns_of, learn, set_in, table_text
from .parameters import Parameter
from .source import parse
from .steps import Step, changed_tables

_PLAIN = ("int", "float", "str", "bool")
_NODES = (
    ast.Module, ast.Assign, ast.Name, ast.Load, ast.Store, ast.Subscript, ast.Constant, ast.List, ast.Tuple,
    ast.Compare, ast.BinOp, ast.UnaryOp, ast.Call, ast.keyword, ast.Attribute, ast.operator, ast.unaryop,
    ast.cmpop,
)  # fmt: skip
# Methods that work on every table that has the columns they name.
_METHODS = NUMBERS | frozenset(
    """copy head tail sort_values sort_index reset_index groupby agg dropna drop_duplicates assign size count
    nunique to_frame set_index to_period""".split()
)
_DATE_PARTS = frozenset({"year", "month", "day", "to_period", "dayofweek", "quarter", "date", "hour"})


@dataclass(frozen=True)
class Case:
    """A test of a step: what it is called with, as Python source."""

    step: Step
    table: str  # the input that is a table
    made_up: str  # the expression of a table
    options: Mapping[str, str]  # input -> the expression of a value


def cases(steps: Sequence[Step], parameters: Sequence[Parameter]) -> tuple[Case, ...]:
    """Return a case for every step that tables can honestly be made up for."""
    facts = Facts()
    chosen = {p.name: p.value for p in parameters if p.value is not None}
    for step in steps:
        learn(parse(step.text), facts, chosen)
    found = (_case(step, facts, chosen) for step in steps if step.figure is None)
    return tuple(case for case in found if case is not None)


def untested(steps: Sequence[Step], parameters: Sequence[Parameter]) -> tuple[str, ...]:
    """Return the names of the steps that have no case."""
    tested = {case.step.name for case in cases(steps, parameters)}
    return tuple(step.name for step in steps if step.figure is None and step.name not in tested)


def _case(step: Step, facts: Facts, chosen: Mapping[str, object]) -> Case | None:
    kinds = {name: step.types.get(f"<{name}", "") for name in step.inputs}
    tables = [name for name, kind in kinds.items() if kind == FRAME]
    options = {name for name, kind in kinds.items() if kind in _PLAIN and name in chosen}
    gives = bool(step.outputs) and all(step.types.get(name) in (FRAME, SERIES) for name in step.outputs)
    tree = parse(step.text)
    if len(tables) != 1 or len(options) + 1 != len(kinds) or not gives:
        return None
    if not _understood(tree, options, {*kinds, *set_in(tree)}) or changed_tables(
        tree, frozenset(tables), kinds
    ):
        return None
    columns = columns_of(tree, tables[0])
    compared = {column_of(n.left) for n in ast.walk(tree) if isinstance(n, ast.Compare)}
    if not compared <= columns:  # of a column that the step computes nobody knows which values come
        return None
    table = "" if columns & facts.numbers & facts.dates else table_text(sorted(columns), facts)
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
            summed = method not in NUMBERS or bool(column_of(held))
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
            return bool(column_of(left)) and value
        case ast.BinOp(left=left, right=right):
            return not any(
                isinstance(side, ast.Constant) and isinstance(side.value, str) for side in (left, right)
            )
        case ast.Subscript() | ast.Call() | ast.Compare() | ast.Attribute():
            return False
    return isinstance(node, _NODES)


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
