"""Say what a cell does to the notebook's names, from its source alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from .inner_code import inner_code
from .mentioned import Mention, mentions

# Methods that change what they are called on; of a name that is unknown it is only a guess.
_CHANGING = frozenset(
    "add append clear discard drop_duplicates extend fill insert pop popitem put remove resize reverse "
    "setdefault sort update write writelines".split()
)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


@dataclass(frozen=True)
class Names:
    """What stands in a source, at the notebook's own level."""

    bound: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()  # in place
    used: frozenset[str] = frozenset()  # anywhere, also inside functions
    parameters: tuple[str, ...] = ()  # where all of it is a cell of parameters as papermill writes them
    mentions: tuple[Mention, ...] = field(default=(), compare=False)  # what may be a path


def names_of(source: str) -> Names:
    """Return the names that plain Python binds and may change in place; none if it cannot be parsed."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Names()
    inner = list(inner_code(tree))
    whole = [tree, *(code.tree for code in inner)]
    binding = [tree, *(code.tree for code in inner if code.binds)]
    bound = {name for part in binding for node in _own_level(part) for name in _bound(node)}
    changed = {name for part in whole for node in _own_level(part) for name in _changed(node)}
    used = {node.id for part in whole for node in ast.walk(part) if isinstance(node, ast.Name)}
    paths = tuple(mention for part in whole for mention in mentions(part))
    return Names(frozenset(bound), frozenset(changed), frozenset(used), _parameters(source, tree), paths)


def _parameters(source: str, tree: ast.Module) -> tuple[str, ...]:
    """Return the names of a cell that papermill injects: a comment, then nothing but assigned values."""
    if not source.startswith("# Parameters\n"):
        return ()
    targets = [node.targets[0] if isinstance(node, ast.Assign) else None for node in tree.body]
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    return tuple(names) if len(names) == len(targets) else ()


def _own_level(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk over all nodes that are not inside a function or a class."""
    todo = [tree]
    while todo:
        node = todo.pop()
        yield node
        if not isinstance(node, _SCOPES):
            todo += ast.iter_child_nodes(node)


def _bound(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name
    elif isinstance(node, ast.alias):
        yield node.asname or node.name.partition(".")[0]


def _changed(node: ast.AST) -> Iterator[str]:
    if isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.ctx, (ast.Store, ast.Del)):
        yield from _root(node)
    elif isinstance(node, ast.AugAssign):
        yield from _root(node.target)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        in_place = any(k.arg == "inplace" and not _is_false(k.value) for k in node.keywords)
        if in_place or node.func.attr in _CHANGING:
            yield from _root(node.func)


def _is_false(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is False


def _root(node: ast.AST) -> Iterator[str]:
    """Yield the name that a chain of attributes and items begins with."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id
