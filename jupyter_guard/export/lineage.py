"""Follow tables through a program: which file each comes from, and what the code wants of its columns.

Nothing is run. What is found serves to make files up that the program can read; see `synthetic`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence

from . import renaming
from .file_heads import Head
from .lineage_expressions import Expressions
from .source import parse
from .tracked import Column, Literal, Source, Table, Value

_DEEPEST = 4  # calls of the program's own functions within one another


class Lineage(Expressions):
    """Reads a program from top to bottom, and notes what it wants of its tables."""

    def __init__(
        self,
        modules: Mapping[str, str],
        given: Mapping[str, object],
        words: Mapping[str, str],
        look: Callable[[Source], Head | None],
    ) -> None:
        super().__init__(modules, words, look)
        self.names.update({name: Literal(value) for name, value in given.items()})
        self._depth = 0

    def read(self, text: str) -> None:
        """Follow the statements of `text`."""
        self._block(parse(text).body)

    def _block(self, statements: Sequence[ast.stmt]) -> Value:
        returned: Value = None
        for statement in statements:
            returned = self._statement(statement) or returned
        return returned

    def _statement(self, node: ast.stmt) -> Value:
        match node:
            case ast.Assign(targets=targets, value=value):
                held = self.value(value)
                for target in targets:
                    self.bind(target, held, value)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self.bind(target, self.value(value), value)
            case ast.AugAssign(target=target, value=value):
                self.value(ast.BinOp(_loaded(target), node.op, value))
                if isinstance(target, ast.Name):
                    self.names[target.id] = None
            case ast.FunctionDef(name=name):
                self.functions[name] = node
            case ast.For(target=target, iter=over):
                self.bind(target, self.item(self.value(over)), over)
                return self._block([*node.body, *node.orelse])
            case ast.With(items=items):
                for item in items:
                    held = self.value(item.context_expr)
                    if item.optional_vars is not None:
                        self.bind(item.optional_vars, held, item.context_expr)
                return self._block(node.body)
            case ast.If(test=test) | ast.While(test=test):
                self.value(test)
                return self._block([*node.body, *node.orelse])
            case ast.Try():
                return self._block([*node.body, *node.orelse, *node.finalbody])
            case ast.Expr(value=value):
                self.value(value)
            case ast.Return(value=ast.expr() as value):
                return self.value(value)
            case ast.Assert(test=test):
                self.value(test)
                self.unknown.add("an assertion about the data")
            case ast.Raise():
                self.unknown.add("an error that the data may cause")
            case ast.ClassDef(name=name):
                self.unknown.add(f"the class {name}")
            case _:
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.expr):
                        self.value(child)
        return None

    def bind(self, target: ast.expr, held: Value, source: ast.expr) -> None:
        """Note what a name, or whatever else may stand before `=`, holds from now on."""
        match target:
            case ast.Name(id=name):
                self.names[name] = held
            case ast.Tuple(elts=names) | ast.List(elts=names):
                given = source.elts if isinstance(source, (ast.Tuple, ast.List)) else []
                for i, one in enumerate(names):
                    apart = len(given) == len(names)
                    self.bind(one, self.value(given[i]) if apart else self.item(held), source)
            case ast.Subscript(value=base, slice=part):
                self._make(base, part, held)
            case ast.Attribute(attr="index"):
                self.unknown.add("an index of as many rows as the data have")
            case ast.Attribute(value=base, attr="columns"):
                self._name_columns(base, held, source)
            case ast.Attribute(value=ast.Name(id=owner), attr=name) if isinstance(
                table := self.names.get(owner), Table
            ):
                self.names[owner] = table.with_made({name: ""})

    def _make(self, base: ast.expr, part: ast.expr, held: Value) -> None:
        """Note `table["new"] = …`, also by way of `.loc[rows, "new"]`."""
        if isinstance(base, ast.Attribute) and base.attr in ("loc", "at"):
            base = base.value
            if isinstance(part, ast.Tuple) and len(part.elts) == 2:
                self.value(part.elts[0])
                part = part.elts[1]
        name = self.value(part)
        table = self.value(base)
        if not isinstance(table, Table) or not isinstance(name, Literal) or not isinstance(base, ast.Name):
            return
        made = {}
        for text in name.texts:
            old = held.name if isinstance(held, Column) and not held.part else ""
            if old != text:
                made[text] = old
        self.names[base.id] = table.with_made(made)

    def _name_columns(self, base: ast.expr, held: Value, source: ast.expr) -> None:
        """Note `table.columns = …`: new names, or the old ones changed."""
        table = self.value(base)
        if not isinstance(table, Table) or not isinstance(base, ast.Name):
            return
        made: dict[str, str] = {}
        if isinstance(held, Literal):
            first = self.sources[table.sources[0]] if len(table.sources) == 1 else None
            if first is not None and first.heads is None:
                first.heads = held.texts
            made = dict(zip(held.texts, (first and first.heads) or held.texts, strict=False))
        elif rule := renaming.rule_of(source):
            made = dict(renaming.applied(rule, self.columns_of(table)))
        else:
            self.unknown.add("columns whose names are computed")
        self.names[base.id] = table.with_made(made)

    def follow(self, body: Sequence[ast.stmt], given: Mapping[str, Value]) -> Value:
        """Follow the statements of a function in a scope of their own."""
        if self._depth >= _DEEPEST:
            return None
        outer, self.names = self.names, {**self.names, **given}
        self._depth += 1
        try:
            return self._block(body)
        finally:
            self.names = outer
            self._depth -= 1


def _loaded(target: ast.expr) -> ast.expr:
    return ast.parse(ast.unparse(target), mode="eval").body
