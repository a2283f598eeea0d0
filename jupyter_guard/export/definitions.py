"""Say what the notebook's own functions, imports and iterators do, for the statements that use them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from .acts import ARGUMENTS, Act, Effects, Notes
from .by_name import set_by_name
from .effects import effects_of
from .scopes import names_of
from .side_effects import dotted

# Calls that give something which can be read through once only.
_ITERATORS = frozenset({"map", "filter", "zip", "iter", "enumerate", "reversed", "open"})
_ITERATOR_FUNCTIONS = frozenset(
    {"csv.reader", "csv.DictReader", "gzip.open", "io.open", "os.walk", "os.scandir"}
)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_DEFINED = (ast.FunctionDef, ast.AsyncFunctionDef)


def effects_of_function(node: ast.FunctionDef | ast.AsyncFunctionDef, known: Notes) -> Effects:
    """Return what a call of the function does; `<arguments>` stands for a change of what it is given."""
    inside = effects_of(node.body, known)
    names = names_of(node.body)
    parameters = {a.arg for a in ast.walk(node.args) if isinstance(a, ast.arg)}
    named, _ = set_by_name(node)
    declared = {n for g in ast.walk(node) if isinstance(g, ast.Global) for n in g.names} | named
    shared = set(parameters)
    for group in inside.aliases:  # a local name for a parameter's object
        if group & shared:
            shared |= group
    local = (names.sets | parameters) - declared
    changes = {n for n in inside.changes if n not in local} | declared
    if inside.changes & shared:
        changes.add(ARGUMENTS)
    # A function inside it, such as what a decorator puts in the place of another, is called by somebody.
    inner = [effects_of_function(n, known) for n in node.body if isinstance(n, _DEFINED)]
    changes |= {n for one in inner for n in one.changes if n not in local} - {ARGUMENTS}
    acts = inside.acts - {Act.DISPLAY, Act.LOOKS} | ({Act.DISPLAY} & inside.acts)
    return Effects(frozenset(changes), frozenset(acts), (), inside.reads)


def decorated(node: ast.FunctionDef | ast.AsyncFunctionDef, does: Mapping[str, Effects]) -> Effects:
    """Return what a call of a function does with what its decorators add, if the notebook defines them."""
    own = does[node.name]
    for decorator in node.decorator_list:
        func = decorator.func if isinstance(decorator, ast.Call) else decorator
        more = does.get(func.id) if isinstance(func, ast.Name) else None
        if more is not None:
            own = replace(
                own,
                changes=own.changes | more.changes - {ARGUMENTS},
                acts=own.acts | more.acts,
                reads=own.reads | more.reads,
            )
    return own


def imported(statements: Iterable[ast.stmt]) -> Iterator[tuple[str, str]]:
    """Yield (name, module or module.attribute) for everything that `statements` import."""
    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield (alias.asname, alias.name) if alias.asname else (alias.name.partition(".")[0],) * 2
            elif isinstance(node, ast.ImportFrom) and not node.level:
                for alias in node.names:
                    yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def iterators(statements: Iterable[ast.stmt], known: Notes) -> frozenset[str]:
    """Return the names of what can be read through once only: who reads it changes it."""
    trees = list(statements)
    generators = {t.name for t in trees if isinstance(t, ast.FunctionDef) and _yields(t)}
    return frozenset(
        name
        for tree in trees
        for node in ast.walk(tree)
        for name, value in _given(node)
        if _is_iterator(value, generators, known)
    )


def _given(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Assign):
        yield from ((t.id, node.value) for t in node.targets if isinstance(t, ast.Name))
    elif isinstance(node, ast.withitem) and isinstance(node.optional_vars, ast.Name):
        yield node.optional_vars.id, node.context_expr


def _is_iterator(value: ast.expr, generators: set[str], known: Notes) -> bool:
    if isinstance(value, ast.GeneratorExp):
        return True
    if not isinstance(value, ast.Call):
        return False
    if isinstance(value.func, ast.Name) and value.func.id in _ITERATORS | generators:
        return True
    full = dotted(value.func, known.modules)
    return full in _ITERATOR_FUNCTIONS or (full.startswith("itertools.") and full != "itertools.tee")


def _yields(function: ast.FunctionDef) -> bool:
    todo: list[ast.AST] = list(function.body)
    while todo:
        node = todo.pop()
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            return True
        if not isinstance(node, _FUNCTIONS):
            todo.extend(ast.iter_child_nodes(node))
    return False
