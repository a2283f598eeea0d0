"""Find the statements of a cell that draw one figure: they become a function that returns it."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .narrative import slug
from .program import Block, Words
from .scopes import names_of
from .side_effects import dotted
from .source import parse

_NEW_FIGURE = frozenset(f"matplotlib.pyplot.{name}" for name in ("figure", "subplots", "subplot_mosaic"))
_WHOLE_FIGURES = frozenset(
    f"seaborn.{name}"
    for name in "relplot catplot displot lmplot pairplot jointplot clustermap FacetGrid".split()
)
_PLOTS = frozenset({"plot", "hist", "boxplot"})
_TITLES = ("matplotlib.pyplot.title", "matplotlib.pyplot.suptitle")
_WRITES = ("savefig", "to_", "write", "dump")


@dataclass(frozen=True)
class Figure:
    """The part of a block that draws one figure."""

    before: tuple[str, ...]  # the statements above, which draw nothing
    drawing: tuple[str, ...]
    result: str  # the expression that is the figure
    title: str  # what stands above it, or ''
    file: str  # the name that it is saved by


def figure_of(block: Block, words: Words, modules: Mapping[str, str]) -> Figure | None:
    """Return what `block` draws, if it is surely one figure that is saved at its end."""
    if block.draws is None or not block.statements:
        return None
    before, tail = block.statements[: block.draws], block.statements[block.draws :]
    saved = _saved(tail[-1], words)
    if not saved or len(tail) < 2:
        return None
    text = "\n".join(tail[:-1])
    tree = parse(text)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    if not _one_figure(tree, calls, words, modules):
        return None
    given = _variable(tree.body, modules)
    shown = given or f"{_pyplot(modules) or 'plt'}.gcf()"
    return Figure(before, tail[:-1], shown, _title(calls, modules), saved)


def _saved(line: str, words: Words) -> str:
    match parse(line).body:
        case [ast.Expr(value=ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(file))]))]:
            return file if name == words.save_figures else ""
    return ""


def _one_figure(
    tree: ast.Module, calls: Sequence[ast.Call], words: Words, modules: Mapping[str, str]
) -> bool:
    """Return whether `tree` draws one figure whatever the data, and does nothing else outside."""
    loops = [n for n in ast.walk(tree) if isinstance(n, (ast.For, ast.While, ast.If, ast.Try, ast.ListComp))]
    looped = {id(n) for loop in loops for n in ast.walk(loop)}
    made = 0
    for call in calls:
        full = dotted(call.func, modules)
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name in (words.save_figures, "show", "close", "print") or name.startswith(_WRITES):
            return False
        if isinstance(call.func, ast.Name) and not full and name not in dir(__import__("builtins")):
            return False  # a function of the notebook may draw as much as it likes
        own = full in _NEW_FIGURE or full in _WHOLE_FIGURES
        if not own and not full and isinstance(call.func, ast.Attribute):
            place = call.func.value
            accessor = isinstance(place, ast.Attribute) and place.attr == "plot"
            own = (name in _PLOTS or accessor) and not any(k.arg == "ax" for k in call.keywords)
            own = own and not _is_axes(place, tree, modules)
        if own and id(call) in looped:
            return False
        made += own
    return made <= 1


def _is_axes(node: ast.expr, tree: ast.Module, modules: Mapping[str, str]) -> bool:
    """Return whether `node` is an axes that this very text makes."""
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    if not isinstance(node, ast.Name):
        return False
    for statement in ast.walk(tree):
        if isinstance(statement, ast.Assign) and any(
            isinstance(n, ast.Name) and n.id == node.id for t in statement.targets for n in ast.walk(t)
        ):
            return True
        if isinstance(statement, ast.For) and any(
            isinstance(n, ast.Name) and n.id == node.id for n in ast.walk(statement.target)
        ):
            return True
    return False


def _variable(body: Sequence[ast.stmt], modules: Mapping[str, str]) -> str:
    """Return the variable that holds the figure, if the text gave it one."""
    for statement in body:
        match statement:
            case ast.Assign(targets=[target], value=ast.Call(func=func)) if (
                dotted(func, modules) in _NEW_FIGURE
            ):
                first = target.elts[0] if isinstance(target, ast.Tuple) else target
                return first.id if isinstance(first, ast.Name) else ""
    return ""


def _title(calls: Sequence[ast.Call], modules: Mapping[str, str]) -> str:
    for call in calls:
        sets = dotted(call.func, modules) in _TITLES or (
            isinstance(call.func, ast.Attribute) and call.func.attr in ("set_title", "suptitle")
        )
        if sets and call.args and isinstance(call.args[0], ast.Constant) and slug(str(call.args[0].value)):
            return str(call.args[0].value)
        for keyword in call.keywords:
            if (
                keyword.arg == "title"
                and isinstance(keyword.value, ast.Constant)
                and slug(str(keyword.value.value))
            ):
                return str(keyword.value.value)
    return ""


def _pyplot(modules: Mapping[str, str]) -> str:
    return next((name for name, module in modules.items() if module == "matplotlib.pyplot"), "")


def sets_of(statements: Sequence[str]) -> frozenset[str]:
    """Return the names that `statements` set."""
    return names_of(parse("\n".join(statements)).body).sets
