"""Look up in side_effects.toml what is known of the calls of libraries."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files


@cache
def methods(kind: str) -> frozenset[str]:
    """Return the names of the methods that are listed as `kind`."""
    return frozenset(_tables()["methods"][kind])


@cache
def builtins(kind: str) -> frozenset[str]:
    """Return the names of Python's own functions that are listed as `kind`."""
    return frozenset(_tables()["builtins"][kind])


@cache
def listed(kind: str, full: str) -> bool:
    """Return whether the function with the full name `full` is listed as `kind`."""
    return any(fnmatchcase(full, pattern) for pattern in _tables()["functions"][kind])


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files(__package__).joinpath("side_effects.toml").read_text(encoding="utf-8"))


def dotted(node: ast.expr, modules: Mapping[str, str]) -> str:
    """Return the full name of what `node` takes from an imported module; '' where it takes from none."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name) and node.id in modules:
        return ".".join((modules[node.id], *reversed(parts)))
    return ""


def opens_for_reading(node: ast.Call) -> bool:
    """Return whether a call of `open` surely only reads."""
    modes = [*node.args[1:2], *(k.value for k in node.keywords if k.arg == "mode")]
    return all(isinstance(m, ast.Constant) and not set(str(m.value)) & set("wax+") for m in modes)
