"""Find the variables that code sets by a text: `globals()["x"] = 1`, `exec("x = 1")`, `shell.run_cell(…)`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .pieces import SHELL, is_shell
from .source import parse

_SCOPES = frozenset({"globals", "locals", "vars"})
# What people call the object that get_ipython() returns, and what of it sets variables.
_SHELLS = frozenset({"ip", "ipy", "ipython", "shell", "_ip"})
_RUNS = frozenset(
    {"run_cell", "run_cell_magic", "run_line_magic", "magic", "ex", "push", "run_code", "safe_execfile"}
)
ASKS = _SCOPES | _SHELLS | {"exec", "setattr", SHELL}  # one of these stands in all code that does so
_CHANGES = frozenset({"update", "setdefault", "pop", "clear", "__setitem__", "popitem"})


def set_by_name(node: ast.AST) -> tuple[frozenset[str], bool]:
    """Return the variables that `node` sets by their names, and whether it may set any other, too."""
    found = [name for inner in ast.walk(node) for name in _names(inner)]
    return frozenset(name for name in found if name), "" in found


def _names(node: ast.AST) -> Iterator[str]:
    """Yield the names that a node sets; '' where the code does not tell them."""
    match node:
        case ast.Subscript(value=scope, slice=key, ctx=ast.Store() | ast.Del()) if _is_scope(scope):
            yield _text(key)
        case ast.Call(func=ast.Attribute(value=scope, attr=method)) if method in _CHANGES and _is_scope(
            scope
        ):
            yield from _changed(node, method)
        case ast.Call(func=ast.Name(id="exec"), args=[code]):
            yield from _set_by_code(code)
        case ast.Call(func=ast.Name(id="exec"), args=[code, scope, *_]) if _is_scope(scope):
            yield from _set_by_code(code)
        case ast.Call(
            func=ast.Name(id="setattr"), args=[ast.Subscript(value=ast.Attribute(attr="modules")), name, _]
        ):
            yield _text(name)
        case ast.Call(func=ast.Attribute(value=shell, attr=method)) if method in _RUNS and _is_shell(shell):
            yield ""


def _changed(call: ast.Call, method: str) -> Iterator[str]:
    if method == "update":
        yield from (keyword.arg or "" for keyword in call.keywords)
        for given in call.args:
            keys = given.keys if isinstance(given, ast.Dict) else [None]
            yield from ("" if key is None else _text(key) for key in keys)
    else:
        yield _text(call.args[0]) if call.args else ""


def _set_by_code(code: ast.expr) -> Iterator[str]:
    from .scopes import names_of  # which asks here

    try:
        yield from names_of(parse(_text(code)).body).sets if _text(code) else [""]
    except (SyntaxError, ValueError):
        yield ""


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _is_scope(node: ast.expr) -> bool:
    """Return whether `node` is the dictionary of the program's variables."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in _SCOPES and not node.args
    return (
        isinstance(node, ast.Attribute)
        and node.attr in ("user_ns", "user_global_ns")
        and _is_shell(node.value)
    )


def _is_shell(node: ast.expr) -> bool:
    return is_shell(node) or (isinstance(node, ast.Name) and node.id in _SHELLS)
