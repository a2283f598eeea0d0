"""Make up tables that a step can work on, from what its own code says of columns; never from data.

Only steps whose every operation is known here get a test. The tables hold each value that a filter compares
with, those beside it, and the same few keys where they are joined, all combined: every filter and every join
lets rows pass.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .annotations import FRAME, SERIES
from .columns import NUMBERS, Facts, column_of, learn, set_in, table_text
from .lineage import Lineage
from .parameters import Parameter
from .source import parse
from .steps import Step, changed_tables
from .tracked import Source, Table

_PLAIN = ("int", "float", "str", "bool")
_NODES = (
    ast.Module, ast.Assign, ast.Name, ast.Load, ast.Store, ast.Subscript, ast.Constant, ast.List, ast.Tuple,
    ast.Compare, ast.BinOp, ast.UnaryOp, ast.Call, ast.keyword, ast.Attribute, ast.operator, ast.unaryop,
    ast.cmpop, ast.Expr,
)  # fmt: skip
# Methods that work on every table that has the columns they name.
_METHODS = NUMBERS | frozenset(
    """copy head tail sort_values sort_index reset_index groupby agg dropna drop_duplicates assign size count
    nunique to_frame set_index to_period""".split()
)
_DATE_PARTS = frozenset({"year", "month", "day", "to_period", "dayofweek", "quarter", "date", "hour"})
# Joins by columns that are written out, and tables below one another.
_JOINS = {
    "merge": frozenset({"on", "left_on", "right_on", "how", "suffixes"}),
    "concat": frozenset({"ignore_index", "axis"}),
}
_HOW = frozenset({"inner", "left", "right", "outer"})


@dataclass(frozen=True)
class Case:
    """A test of a step: what it is called with, as Python source."""

    step: Step
    tables: Mapping[str, str]  # input -> the expression of a table
    options: Mapping[str, str]  # input -> the expression of a value


def cases(
    steps: Sequence[Step], parameters: Sequence[Parameter], modules: Mapping[str, str]
) -> tuple[Case, ...]:
    """Return a case for every step that tables can honestly be made up for."""
    facts = Facts()
    chosen = {p.name: p.value for p in parameters if p.value is not None}
    for step in steps:
        learn(parse(step.text), facts, chosen)
    found = (_case(step, facts, chosen, modules) for step in steps if step.figure is None)
    return tuple(case for case in found if case is not None)


def untested(steps: Sequence[Step], found: Sequence[Case]) -> tuple[str, ...]:
    """Return the names of the steps that have no case."""
    tested = {case.step.name for case in found}
    return tuple(step.name for step in steps if step.figure is None and step.name not in tested)


def _case(step: Step, facts: Facts, chosen: Mapping[str, object], modules: Mapping[str, str]) -> Case | None:
    kinds = {name: step.types.get(f"<{name}", "") for name in step.inputs}
    tables = [name for name, kind in kinds.items() if kind == FRAME]
    options = {name for name, kind in kinds.items() if kind in _PLAIN and name in chosen}
    gives = bool(step.outputs) and all(step.types.get(name) in (FRAME, SERIES) for name in step.outputs)
    tree = parse(step.text)
    if not tables or len(options) + len(tables) != len(kinds) or not gives:
        return None
    pandas = {name for name, module in modules.items() if module == "pandas"}
    if not _Known(options, {*kinds, *set_in(tree)}, pandas).all_of(tree):
        return None
    if changed_tables(tree, frozenset(tables), kinds):
        return None
    followed = _followed(step, tables, chosen, modules)
    read = {column for source in followed.sources for column in source.columns}
    compared = {column_of(n.left) for n in ast.walk(tree) if isinstance(n, ast.Compare)}
    if followed.unknown or followed.computed or not compared <= read:
        return None  # of a column that the step computes nobody knows which values come
    if read & facts.numbers & facts.dates:
        return None
    several = ["column"] if len(tables) > 1 else []  # a table of which the step names no column
    made = {
        source.path: table_text(sorted(source.columns) or several, facts, followed.wanted)
        for source in followed.sources
    }
    values = {name: repr(chosen[name]) for name in sorted(options)}
    return Case(step, made, values) if all(made.values()) else None


def _followed(
    step: Step, tables: Sequence[str], chosen: Mapping[str, object], modules: Mapping[str, str]
) -> Lineage:
    """Return what the text of a step says of the columns of `tables`."""
    followed = Lineage(modules, chosen, {}, lambda source: None)
    for i, name in enumerate(tables):
        followed.sources.append(Source(name, reader="given"))
        followed.names[name] = Table((i,))
    followed.read(step.text)
    return followed


@dataclass(frozen=True)
class _Known:
    """Knows the operations that work on any table, and let rows pass."""

    options: set[str]  # names of values
    names: set[str]  # all names
    pandas: set[str]  # what pandas is called

    def all_of(self, tree: ast.Module) -> bool:
        """Return whether every operation of a step is one of them."""
        return all(self._is(node) for node in ast.walk(tree))

    def _is(self, node: ast.AST) -> bool:
        match node:
            case ast.Name(id=name):
                return name in self.names | self.pandas | {"print"}
            case ast.Call(func=ast.Name(id="print"), keywords=[]):
                return True
            case ast.Call(func=ast.Attribute(value=held, attr="merge" | "concat" as method)):
                return self._joins(node, held, method)
            case ast.Call(func=ast.Attribute(value=held, attr=method), keywords=keywords):
                summed = method not in NUMBERS or bool(column_of(held))
                given = {k.arg for k in keywords}
                return summed and method in _METHODS and not given & {None, "axis", "by", "key"}
            case ast.Attribute(attr=name, ctx=ast.Load()):
                return name in _METHODS | _DATE_PARTS | _JOINS.keys() | {"dt"}
            case ast.Subscript(slice=ast.Constant(value=value)):
                return isinstance(value, str)
            case ast.Subscript(slice=ast.List() | ast.Compare() | ast.BinOp(), ctx=ast.Load()):
                return True
            case ast.Compare(left=left, comparators=[right]):
                value = isinstance(right, ast.Constant)
                value = value or (isinstance(right, ast.Name) and right.id in self.options)
                return bool(column_of(left)) and value
            case ast.BinOp(left=left, right=right):
                return not any(
                    isinstance(side, ast.Constant) and isinstance(side.value, str) for side in (left, right)
                )
            case ast.Subscript() | ast.Call() | ast.Compare() | ast.Attribute():
                return False
        return isinstance(node, _NODES)

    def _joins(self, node: ast.Call, held: ast.expr, method: str) -> bool:
        """Return whether tables are joined by columns that are written out, or put below one another."""
        own = isinstance(held, ast.Name) and held.id in self.pandas
        given = {k.arg: k.value for k in node.keywords}
        if given.keys() - _JOINS[method]:
            return False
        if method == "concat":
            listed = node.args[0] if len(node.args) == 1 else None
            axis = given.get("axis", ast.Constant(0))
            below = isinstance(axis, ast.Constant) and axis.value in (0, "index")
            return (
                own
                and below
                and isinstance(listed, ast.List)
                and all(isinstance(e, ast.Name) for e in listed.elts)
            )
        sides = [*([] if own else [held]), *node.args]
        how = given.pop("how", ast.Constant("inner"))
        named = "on" in given or {"left_on", "right_on"} <= given.keys()
        return (
            len(sides) == 2
            and all(isinstance(side, ast.Name) and side.id not in self.pandas for side in sides)
            and named
            and isinstance(how, ast.Constant)
            and how.value in _HOW
            and all(_is_written_out(value) for value in given.values())
        )


def _is_written_out(node: ast.expr) -> bool:
    elements = node.elts if isinstance(node, (ast.List, ast.Tuple)) else [node]
    return all(isinstance(e, ast.Constant) and isinstance(e.value, str) for e in elements)


def text_of(found: Sequence[Case]) -> str:
    """Return the tests of tests/test_steps.py."""
    return "\n\n".join(_test(case) for case in found)


def _test(case: Case) -> str:
    given = {**{name: name for name in case.tables}, **case.options}
    arguments = ", ".join(given[name] for name in case.step.inputs)
    results = ", ".join(f"{name}_result" for name in case.step.outputs)
    lines = [
        f"def test_{case.step.name}() -> None:",
        *(f"    {name} = {made}" for name, made in case.tables.items()),
        *(f"    {name}_before = {name}.copy()" for name in case.tables),
        "",
        f"    {results} = steps.{case.step.name}({arguments})",
        "",
        *(f"    assert len({name}_result) > 0" for name in case.step.outputs),
        *(f"    pd.testing.assert_frame_equal({name}, {name}_before)" for name in case.tables),
    ]
    return "\n".join(lines) + "\n"
