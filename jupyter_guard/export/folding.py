"""Fold modules into one, for a project of few files."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence

from .rewriting import Edit, applied, end, start
from .source import parse

_OWN = re.compile(r"^from \.(?:[a-z_]+) import (?P<names>.+)$", re.MULTILINE)


def folded(modules: Sequence[str], words: str, called: Mapping[str, str]) -> str:
    """Return `modules` as one with the docstring `words`.

    `called` says what a module is called by: `config.load` becomes what stands for `config`, and `.load`, or
    `load` alone where that is "".
    """
    imports: dict[str, None] = {}
    bodies = []
    for text in modules:
        lines = text.splitlines()
        tree = parse(text)
        for node in tree.body:
            place = slice(node.lineno - 1, node.end_lineno)
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                if not (isinstance(node, ast.ImportFrom) and (node.level or node.module == "__future__")):
                    imports["\n".join(lines[place])] = None
            elif not _is_left_out(node, tree):
                continue
            lines[place] = [""] * (place.stop - place.start)
        bodies.append(_renamed("\n".join(lines).strip("\n"), called))
    head = [f'"""{words}"""', "", "from __future__ import annotations", "", *imports, "", ""]
    return "\n".join(head) + "\n\n\n".join(bodies) + "\n"


def _is_left_out(node: ast.stmt, tree: ast.Module) -> bool:
    """Return whether `node` is the docstring of its module, or runs that as a program."""
    match node:
        case ast.Expr():
            return node is tree.body[0] and ast.get_docstring(tree) is not None
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__"))):
            return True
    return False


def clash(modules: Iterable[str]) -> bool:
    """Return whether two of `modules` define the same name."""
    names = [name for text in modules for name in _defined(parse(text))]
    return len(names) != len(set(names))


def from_one(text: str, module: str) -> str:
    """Return `text` with all that it imports from other modules of its package imported from `module`."""
    found = list(_OWN.finditer(text))
    if not found:
        return text
    names = dict.fromkeys(name for line in found for name in line["names"].split(", "))
    line = f"from .{module} import {', '.join(names)}"
    return text[: found[0].start()] + line + _OWN.sub("", text[found[0].end() :])


def _defined(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in tree.body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                found.add(name)
    return found


def _renamed(text: str, called: Mapping[str, str]) -> str:
    """Return `text` with the names of modules that it looks into replaced."""
    edits = []
    for node in ast.walk(parse(text)):
        match node:
            case ast.Attribute(value=ast.Name(id=module) as held, attr=name) if module in called:
                new = f"{called[module]}.{name}" if called[module] else name
                edits.append(Edit(start(held), end(node), instead=new))
    return applied(text, edits)
