"""Say which names a statement reads, sets and deletes, by Python's own scoping rules."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .by_name import ASKS, set_by_name
from .flow import Flow

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
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
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
    anything: bool = False  # it may set other names, too: exec, globals()[…]


def names_of(statements: Iterable[ast.stmt]) -> Names:
    """Return what `statements`, run one after the other, do to names."""
    walk = _Walk()
    anything = False
    for statement in statements:
        walk.visit(statement)
        if (walk.reads | walk.late) & ASKS:
            named, unknown = set_by_name(statement)
            (walk.globals if isinstance(statement, _DEFINITIONS) else walk.sets).update(named)
            anything = anything or unknown
    return Names(
        frozenset(walk.reads),
        frozenset(walk.late),
        frozenset(walk.sets),
        frozenset(walk.surely),
        frozenset(walk.deletes),
        frozenset(walk.globals),
        frozenset(walk.mentions),
        anything,
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


class _Walk(Flow, ast.NodeVisitor):
    """Walks a scope in the order of evaluation and keeps which of its names are set, read and deleted."""

    def __init__(self) -> None:
        super().__init__()
        self.reads: set[str] = set()
        self.late: set[str] = set()
        self.deletes: set[str] = set()
        self.globals: set[str] = set()
        self.mentions: set[str] = set()

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            if node.id not in self.surely:
                self.reads.add(node.id)
        elif isinstance(node.ctx, ast.Store):
            self.set(node.id)
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
        self.run((node.value, *node.targets))

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is None and isinstance(node.target, ast.Name):
            self.visit(node.annotation)
            return
        self.run((node.annotation, node.value, node.target))

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name) and node.target.id not in self.surely:
            self.reads.add(node.target.id)
        self.run((node.value, node.target))

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name != "*":
                self.set(alias.asname or alias.name.partition(".")[0])

    visit_ImportFrom = visit_Import

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.run(node.decorator_list)
        self._defaults(node.args)
        self._annotations(node)
        self.set(node.name)
        self._enclose(node)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._defaults(node.args)
        self._enclose(node)
        # Most lambdas are called where they stand.
        self.reads |= free_names(node) - self.surely

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.run((*node.decorator_list, *node.bases, *(k.value for k in node.keywords)))
        inner = _Walk()
        inner.run(node.body)
        self.reads |= inner.reads - self.surely
        self.late |= inner.late
        self.globals |= inner.globals
        self.set(node.name)

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> None:
        inner = _Walk()
        for generator in node.generators:
            inner.run((generator.iter, generator.target, *generator.ifs))
        inner.run([node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt])
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
        self.run((*args.defaults, *args.kw_defaults))

    def _annotations(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        inner = _Walk()
        inner.run((*(a.annotation for a in _arguments(node.args)), node.returns))
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
