"""What the expressions of a program say of the tables, columns and literals in them."""

from __future__ import annotations

import ast
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence

from .file_heads import Head
from .lineage_calls import Calls
from .side_effects import dotted
from .tracked import Column, Groups, Literal, Place, Source, Table, Value
from .understood import ATTRIBUTES, DATE_PARTS

_LABEL = "a row of the data that is looked up by its label"
_CHANGES = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)


class Expressions(Calls):
    """Follows expressions, by what names hold where they stand."""

    def __init__(
        self, modules: Mapping[str, str], words: Mapping[str, str], look: Callable[[Source], Head | None]
    ) -> None:
        super().__init__(modules, words, look)
        self.names: dict[str, Value] = {}
        self.functions: dict[str, ast.FunctionDef] = {}  # the program's own

    @abstractmethod
    def bind(self, target: ast.expr, held: Value, source: ast.expr) -> None:
        """Note what a name, or whatever else may stand before `=`, holds from now on."""

    def value(self, node: ast.expr) -> Value:
        """Return what is known of the value of an expression."""
        match node:
            case ast.Constant(value=value):
                return Literal(value)
            case ast.Name(id=name):
                return self.names.get(name)
            case ast.List() | ast.Tuple() | ast.Set() | ast.Dict():
                return self._collection(node)
            case ast.JoinedStr(values=values):
                return self._joined(values)
            case ast.Subscript(value=base, slice=part):
                return self._subscript(self.value(base), base, part)
            case ast.Attribute(value=base, attr=name):
                return self._attribute(node, base, name)
            case ast.Compare(left=left, comparators=rights):
                return self._compare(self.value(left), [self.value(right) for right in rights])
            case ast.BinOp(left=left, op=op, right=right):
                return self._computed(op, self.value(left), self.value(right))
            case ast.UnaryOp(op=op, operand=operand):
                held = self.value(operand)
                if isinstance(op, ast.Invert) and isinstance(held, Column) and held.name:
                    self.wanted.flags.add(held.name)
                return Column(held.table) if isinstance(held, Column) else held
            case ast.Call():
                function = self.functions.get(getattr(node.func, "id", ""))
                return self._own_call(node, function) if function is not None else self.call(node)
            case ast.ListComp(elt=element) | ast.GeneratorExp(elt=element) | ast.SetComp(elt=element):
                for generator in node.generators:
                    self.bind(generator.target, self.item(self.value(generator.iter)), generator.iter)
                    for condition in generator.ifs:
                        self.value(condition)
                return self.value(element)
        found = [self.value(c) for c in ast.iter_child_nodes(node) if isinstance(c, ast.expr)]
        return next((v for v in found if isinstance(v, (Table, Column))), None)

    def _collection(self, node: ast.expr) -> Value:
        held = [self.value(c) for c in ast.iter_child_nodes(node) if isinstance(c, ast.expr)]
        try:
            return Literal(ast.literal_eval(node))
        except (ValueError, TypeError):
            pass
        if tables := [v for v in held if isinstance(v, (Table, Column))]:
            return self.stack(tables)
        if isinstance(node, (ast.List, ast.Tuple)) and held and all(isinstance(v, Literal) for v in held):
            return Literal([v.value for v in held if isinstance(v, Literal)])
        return None

    def _joined(self, values: Sequence[ast.expr]) -> Value:
        pieces = [self.value(v.value if isinstance(v, ast.FormattedValue) else v) for v in values]
        first = pieces[0] if pieces else None
        if isinstance(first, Place) and all(isinstance(p, Literal) for p in pieces[1:]):
            rest = "".join(str(p.value) for p in pieces[1:] if isinstance(p, Literal))
            return Place(first.path + rest, first.location)
        if all(isinstance(p, Literal) for p in pieces):
            return Literal("".join(str(p.value) for p in pieces if isinstance(p, Literal)))
        return next((p for p in pieces if isinstance(p, Place)), None)

    def _subscript(self, held: Value, base: ast.expr, part: ast.expr) -> Value:
        if isinstance(base, ast.Attribute) and base.attr in ("loc", "iloc", "at", "iat"):
            held = self.value(base.value)
            rows = part.elts[0] if isinstance(part, ast.Tuple) and part.elts else part
            if isinstance(rows, (ast.Constant, ast.List)) and isinstance(held, (Table, Column)):
                self.unknown.add(_LABEL)
            if isinstance(part, ast.Tuple) and len(part.elts) == 2:
                self.value(part.elts[0])
                return self._chosen(held, self.value(part.elts[1])) if base.attr in ("loc", "at") else held
            self.value(part)
            return held
        chosen = self.value(part)
        if isinstance(held, Literal):
            return self.item(held)
        if isinstance(held, Column) and not held.name and isinstance(chosen, Literal):
            self.unknown.add(_LABEL)
        return self._chosen(held, chosen)

    def _chosen(self, held: Value, chosen: Value) -> Value:
        """Return what `held[chosen]` is."""
        if isinstance(chosen, Column) and chosen.name and isinstance(held, Table):
            self.wanted.flags.add(chosen.name)  # rows are chosen by the column itself
        names = chosen.texts if isinstance(chosen, Literal) else ()
        one = isinstance(chosen, Literal) and isinstance(chosen.value, str)
        if isinstance(held, Table) and names:
            found = [self.column(held, name) for name in names]
            return found[0] if one else held
        if isinstance(held, Groups) and names:
            found = [self.column(held.table, name) for name in names]
            return Groups(held.table, held.by, found[0].name if one else "")
        return held

    def _attribute(self, node: ast.Attribute, base: ast.expr, name: str) -> Value:
        if dotted(node, self.modules):
            return None
        held = self.value(base)
        if isinstance(held, Table) and name not in ATTRIBUTES:
            return self.column(held, name)
        if isinstance(held, Column):
            if name == "dt" and held.name:
                self.wanted.dates.add(held.name)
            if name == "str" and held.name:
                self.wanted.texts.add(held.name)
            return Column(held.table, held.name, name) if name in DATE_PARTS else held
        if isinstance(held, Groups) and name not in ATTRIBUTES:
            return Groups(held.table, held.by, self.column(held.table, name).name)
        return held

    def _compare(self, left: Value, rights: Sequence[Value]) -> Value:
        for one, other in ((left, rights[0]), (rights[0], left)):
            if isinstance(one, Column):
                self.compared(one, other)
                return Column(one.table)
        return left if isinstance(left, Table) else None

    def _computed(self, op: ast.operator, left: Value, right: Value) -> Value:
        sides = (left, right)
        text = any(isinstance(v, Literal) and isinstance(v.value, str) for v in sides)
        for one in sides:
            plain = isinstance(op, _CHANGES) and isinstance(one, Column) and not one.part
            if plain and isinstance(one, Column) and one.name and one.name not in self.wanted.dates:
                (self.wanted.texts if text else self.wanted.numbers).add(one.name)
        if isinstance(op, ast.Div) and isinstance(left, Place) and isinstance(right, Literal):
            return Place(f"{left.path}/{right.value}", left.location)
        if all(isinstance(v, Literal) for v in sides):
            return self.folded(op, left, right)
        found = next((v for v in sides if isinstance(v, (Table, Column))), None)
        return Column(found.table) if isinstance(found, Column) else found

    def _own_call(self, node: ast.Call, function: ast.FunctionDef) -> Value:
        """Follow a function of the program with what it is given."""
        names = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
        given = dict(zip(names, map(self.value, node.args), strict=False))
        given |= {k.arg: self.value(k.value) for k in node.keywords if k.arg}
        return self.follow(function.body, given)

    def item(self, held: Value) -> Value:
        """Return what one of the elements of `held` is."""
        if isinstance(held, Groups):
            return held.table
        if isinstance(held, Literal) and isinstance(held.value, (list, tuple)) and held.value:
            return Literal(held.value[0])
        return held if isinstance(held, (Table, Column, Place)) else None
