"""Say which names a statement reads, sets and deletes, by Python's own scoping rules."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

# Calls that look for variables of the program in a text: DuckDB for tables, pandas for @name,
# statsmodels and patsy in formulas.
_LOOK_UP_VARIABLES = frozenset(
    """
    sql execute query eval exec from_query ols glm gls wls logit probit poisson mixedlm from_formula
    dmatrix dmatrices
    """.split()
)
_WORD = re.compile(r"[^\W\d]\w*")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True)
class Names:
    """The names of the module's scope that a statement has to do with."""

    reads: frozenset[str] = frozenset()  # read before the statement itself surely set them
    late: frozenset[str] = frozenset()  # read by functions in it, whenever those are called
    sets: frozenset[str] = frozenset()
    surely: frozenset[str] = frozenset()  # the part of `sets` that does not depend on the run
    deletes: frozenset[str] = frozenset()
    globals: frozenset[str] = frozenset()  # set by functions through `global`
    mentions: frozenset[str] = frozenset()  # words of texts in which a library looks for variables


def names_of(statements: Iterable[ast.stmt]) -> Names:
    """Return what `statements`, run one after the other, do to names."""
    walk = _Walk()
    for statement in statements:
        walk.visit(statement)
    return Names(
        frozenset(walk.reads),
        frozenset(walk.late),
        frozenset(walk.sets),
        frozenset(walk.surely),
        frozenset(walk.deletes),
        frozenset(walk.globals),
        frozenset(walk.mentions),
    )


def free_names(node: ast.AST) -> frozenset[str]:
    """Return the names that the body of a function, lambda, class or comprehension takes from outside."""
    walk = _Walk()
    if isinstance(node, _COMPREHENSIONS):
        walk.visit(node)
        return frozenset(walk.reads | walk.late)
    if isinstance(node, ast.ClassDef):
        for statement in node.body:
            walk.visit(statement)
        return frozenset(walk.reads | walk.late)
    if not isinstance(node, _FUNCTIONS):
        return frozenset()
    bound = {a.arg for a in _arguments(node.args)}
    body = node.body if isinstance(node.body, list) else [ast.Expr(node.body)]
    for statement in body:
        walk.visit(statement)
    outer = _declared(body, ast.Global) | _declared(body, ast.Nonlocal)
    local = (bound | walk.sets) - outer
    return frozenset((walk.reads | walk.late | outer) - local)


def _arguments(args: ast.arguments) -> Iterator[ast.arg]:
    yield from (*args.posonlyargs, *args.args, *args.kwonlyargs)
    yield from (a for a in (args.vararg, args.kwarg) if a is not None)


def _declared(body: Iterable[ast.AST], kind: type[ast.Global] | type[ast.Nonlocal]) -> set[str]:
    """Return the names that `global` or `nonlocal` statements of this very scope list."""
    found: set[str] = set()
    todo = list(body)
    while todo:
        node = todo.pop()
        if isinstance(node, kind):
            found.update(node.names)
        if not isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            todo.extend(ast.iter_child_nodes(node))
    return found


def _may_stop(manager: ast.expr) -> bool:
    """Return whether what stands inside may be left early: suppress(…), pytest.raises(…)."""
    func = manager.func if isinstance(manager, ast.Call) else manager
    return (func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")) in (
        "suppress",
        "raises",
    )


class _Walk(ast.NodeVisitor):
    """Walks a scope in the order of evaluation and keeps what is surely set so far."""

    def __init__(self) -> None:
        self.reads: set[str] = set()
        self.late: set[str] = set()
        self.sets: set[str] = set()
        self.surely: set[str] = set()
        self.deletes: set[str] = set()
        self.globals: set[str] = set()
        self.mentions: set[str] = set()

    @contextmanager
    def _branch(self) -> Iterator[set[str]]:
        """Walk a part that may not run; yields what it surely sets if it does."""
        before = set(self.surely)
        after: set[str] = set()
        yield after
        after.update(self.surely)
        self.surely = before

    def _run(self, nodes: Iterable[ast.AST | None]) -> None:
        for node in nodes:
            if node is not None:
                self.visit(node)

    def _set(self, name: str) -> None:
        self.sets.add(name)
        self.surely.add(name)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            if node.id not in self.surely:
                self.reads.add(node.id)
        elif isinstance(node.ctx, ast.Store):
            self._set(node.id)
        else:
            if node.id not in self.surely:
                self.reads.add(node.id)
            self.deletes.add(node.id)
            self.surely.discard(node.id)

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in _LOOK_UP_VARIABLES:
            texts = (
                n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)
            )
            self.mentions |= {word for text in texts for word in _WORD.findall(text)}
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        if isinstance(node.value, ast.GeneratorExp):  # runs when somebody asks for its values
            self.late |= free_names(node.value)
        self._run((node.value, *node.targets))

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is None and isinstance(node.target, ast.Name):
            self.visit(node.annotation)
            return
        self._run((node.annotation, node.value, node.target))

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name) and node.target.id not in self.surely:
            self.reads.add(node.target.id)
        self._run((node.value, node.target))

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name != "*":
                self._set(alias.asname or alias.name.partition(".")[0])

    visit_ImportFrom = visit_Import

    def visit_If(self, node: ast.If) -> None:
        self.visit(node.test)
        with self._branch() as then:
            self._run(node.body)
        with self._branch() as other:
            self._run(node.orelse)
        self.surely |= then & other

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self.visit(node.test)
        for branch in (node.body, node.orelse):
            with self._branch():
                self.visit(branch)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        self.visit(node.values[0])
        with self._branch():
            self._run(node.values[1:])

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self.visit(node.iter)
        with self._branch():
            self._run((node.target, *node.body))
        with self._branch():
            self._run(node.orelse)

    visit_AsyncFor = visit_For

    def visit_While(self, node: ast.While) -> None:
        self.visit(node.test)
        with self._branch():
            self._run(node.body)
        with self._branch():
            self._run(node.orelse)

    def visit_With(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            self._run((item.context_expr, item.optional_vars))
        if not any(_may_stop(item.context_expr) for item in node.items):
            self._run(node.body)
            return
        with self._branch():
            self._run(node.body)

    visit_AsyncWith = visit_With

    def visit_Try(self, node: ast.Try) -> None:
        with self._branch() as tried:
            self._run((*node.body, *node.orelse))
        ends = [tried]
        for handler in node.handlers:
            with self._branch() as handled:
                if handler.type is not None:
                    self.visit(handler.type)
                if handler.name:
                    self._set(handler.name)
                self._run(handler.body)
                if handler.name:
                    self.surely.discard(handler.name)
            if not handler.body or not isinstance(handler.body[-1], (ast.Raise, ast.Return)):
                ends.append(handled)
        self.surely |= set.intersection(*ends)
        self._run(node.finalbody)

    def visit_Match(self, node: ast.Match) -> None:
        self.visit(node.subject)
        for case in node.cases:
            with self._branch():
                for part in ast.walk(case.pattern):
                    name = getattr(part, "name", None) or getattr(part, "rest", None)
                    if name:
                        self._set(name)
                    if isinstance(part, ast.MatchValue):
                        self.visit(part.value)
                self._run((case.guard, *case.body))

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._run(node.decorator_list)
        self._defaults(node.args)
        self._annotations(node)
        self._set(node.name)
        self._enclose(node)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._defaults(node.args)
        self._enclose(node)
        # Most lambdas are called where they stand.
        self.reads |= free_names(node) - self.surely

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._run((*node.decorator_list, *node.bases, *(k.value for k in node.keywords)))
        inner = _Walk()
        inner._run(node.body)
        self.reads |= inner.reads - self.surely
        self.late |= inner.late
        self.globals |= inner.globals
        self._set(node.name)

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> None:
        inner = _Walk()
        for generator in node.generators:
            inner._run((generator.iter, generator.target, *generator.ifs))
        inner._run([node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt])
        walrus = {
            n.target.id
            for n in ast.walk(node)
            if isinstance(n, ast.NamedExpr) and isinstance(n.target, ast.Name)
        }
        self.reads |= inner.reads - self.surely
        self.late |= inner.late - (inner.sets - walrus)
        self.sets |= walrus

    visit_SetComp = visit_ListComp
    visit_DictComp = visit_ListComp
    visit_GeneratorExp = visit_ListComp

    def _defaults(self, args: ast.arguments) -> None:
        self._run((*args.defaults, *args.kw_defaults))

    def _annotations(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        inner = _Walk()
        inner._run((*(a.annotation for a in _arguments(node.args)), node.returns))
        own = {parameter.name for parameter in getattr(node, "type_params", ())}  # def first[T](…)
        self.reads |= inner.reads - self.surely - own

    def _enclose(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        self.late |= free_names(node)
        if isinstance(node, ast.Lambda):
            return
        self.globals |= {name for n in ast.walk(node) if isinstance(n, ast.Global) for name in n.names}


def waits(tree: ast.AST) -> bool:
    """Return whether a statement awaits something outside of functions, as only notebooks can."""
    todo = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, (ast.Await, ast.AsyncFor, ast.AsyncWith)):
            return True
        if isinstance(node, ast.comprehension) and node.is_async:
            return True
        if not isinstance(node, _FUNCTIONS):
            todo.extend(ast.iter_child_nodes(node))
    return False
