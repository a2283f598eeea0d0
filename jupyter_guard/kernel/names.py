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
    own, nodes = _nodes(tree)
    binding = own.copy()
    for code in inner_code(nodes.copy()):
        at_its_level, within = _nodes(code.tree)
        own += at_its_level
        nodes += within
        if code.binds:
            binding += at_its_level
    bound = frozenset(name for node in binding for name in _bound(node))
    changed = frozenset(name for node in own for name in _changed(node))
    used = frozenset(node.id for node in nodes if isinstance(node, ast.Name))
    return Names(bound, changed, used, _parameters(source, tree), tuple(mentions(nodes)))


def _parameters(source: str, tree: ast.Module) -> tuple[str, ...]:
    """Return the names of a cell that papermill injects: a comment, then nothing but assigned values."""
    if not source.startswith("# Parameters\n"):
        return ()
    targets = [node.targets[0] if isinstance(node, ast.Assign) else None for node in tree.body]
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    return tuple(names) if len(names) == len(targets) else ()


def _nodes(tree: ast.AST) -> tuple[list[ast.AST], list[ast.AST]]:
    """Return the nodes that are not inside a function or a class, and all of them."""
    own: list[ast.AST] = [tree]
    inside: list[ast.AST] = []
    for node in own:
        (inside if isinstance(node, _SCOPES) else own).extend(_children(node))
    for node in inside:
        inside.extend(_children(node))
    return own, own + inside


def _children(node: ast.AST) -> list[ast.AST]:
    # What `ast.iter_child_nodes` gives, in a third of the time: each cell comes here.
    found: list[ast.AST] = []
    for name in node._fields:
        value = getattr(node, name, None)
        if value.__class__ is list:
            found += [item for item in value if isinstance(item, ast.AST)]
        elif isinstance(value, ast.AST):
            found.append(value)
    return found


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
