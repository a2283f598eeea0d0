"""Say what stands at the top of the module: its imports, and the functions that need nothing else."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

from .acts import RANDOM, Act
from .definitions import imported
from .locations import places_in
from .parts import Part
from .pieces import SHELL
from .slicing import BUILTINS
from .source import parse


def import_lines(parts: Sequence[Part]) -> Iterator[str]:
    """Yield the imports as they stand at the top; those from __future__ come first."""
    for part in sorted(parts, key=lambda p: "__future__" not in p.piece.text):
        if part.piece.tree is not None:
            yield from _without_shell(part.piece.tree)


def _without_shell(tree: ast.stmt) -> Iterator[str]:
    """Yield an import without `get_ipython`, which the project has from its own module."""
    if isinstance(tree, ast.ImportFrom) and (tree.module or "").partition(".")[0] == "IPython":
        tree = ast.ImportFrom(tree.module, [a for a in tree.names if a.name != SHELL], tree.level)
        if not tree.names:
            return
    yield ast.unparse(tree)


def used_imports(parts: Sequence[Part], text: str) -> list[Part]:
    """Return the imports that `text` still uses; a call of plt.show, for one, is gone."""
    loaded = {node.id for node in ast.walk(parse(text)) if isinstance(node, ast.Name)}
    return [p for p in parts if not p.names.sets or p.names.sets & loaded or "__future__" in p.piece.text]


def may_move(part: Part, parts: Sequence[Part]) -> bool:
    """Return whether an import may stand at the top of the module."""
    tree = part.piece.tree
    if tree is None or (isinstance(tree, ast.ImportFrom) and tree.names[0].name == "*"):
        return True
    own = not all(module.partition(".")[0] in sys.stdlib_module_names for _, module in imported([tree]))
    if own and any(_prepares_imports(p) for p in parts[: parts.index(part)]):
        return False
    for name in part.names.sets:
        setters = [p for p in parts if name in p.names.sets | p.names.deletes]
        same = {ast.unparse(a) for p in setters for a in _aliases_of(p, name)}
        if any(not p.is_import for p in setters) or len(same) > 1:
            return False
    return True


def _prepares_imports(part: Part) -> bool:
    """Return whether a later import may find another world, as after os.environ["X"] = "1"."""
    return Act.STATE in part.effects.acts and any(
        w in part.piece.text for w in ("os.", "sys.", "matplotlib.use")
    )


def _aliases_of(part: Part, name: str) -> Iterator[ast.stmt]:
    tree = part.piece.tree
    if isinstance(tree, ast.Import):
        for alias in tree.names:
            if (alias.asname or alias.name.partition(".")[0]) == name:
                yield ast.Import([alias] if alias.asname else [ast.alias(name)])
    elif isinstance(tree, ast.ImportFrom):
        for alias in tree.names:
            if (alias.asname or alias.name) == name:
                yield ast.ImportFrom(tree.module, [alias], tree.level)


def definitions_above(parts: Sequence[Part], top: frozenset[int]) -> frozenset[int]:
    """Return the functions, classes and constants that need nothing but imports and one another."""
    times = Counter(name for p in parts for name in p.names.sets | p.names.deletes | p.names.globals)
    there = {name for p in parts if id(p) in top for name in p.names.sets} | BUILTINS
    candidates = [
        p for p in parts if (p.is_definition or _is_constant(p)) and all(times[n] == 1 for n in p.names.sets)
    ]
    changed = {name for p in parts for name in p.effects.changes}
    candidates = [p for p in candidates if not p.names.globals and not p.names.sets & changed]
    candidates = [p for p in candidates if not p.effects.changes - {RANDOM}]  # decorators may keep it
    while True:
        given = there | {name for p in candidates for name in p.names.sets}
        closed = [
            p for p in candidates if p.names.reads <= there | _before(p, candidates) and p.names.late <= given
        ]
        if len(closed) == len(candidates):
            return frozenset(id(p) for p in closed)
        candidates = closed


def _is_constant(part: Part) -> bool:
    """Return whether a part gives a value in plain sight to a name in capitals."""
    match part.piece.tree:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if name.isupper() and len(name) > 1:
            plain = all(isinstance(node, _PLAIN) or _is_path(node) for node in ast.walk(value))
            return plain and not any(places_in(value))
    return False


_PLAIN = (
    ast.Constant, ast.Tuple, ast.List, ast.Dict, ast.Set, ast.Load, ast.UnaryOp, ast.USub, ast.BinOp,
    ast.operator,
)  # fmt: skip


def _is_path(node: ast.AST) -> bool:
    return (isinstance(node, ast.Name) and node.id == "Path") or (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Path"
    )


def _before(part: Part, candidates: Sequence[Part]) -> frozenset[str]:
    names: set[str] = set()
    for other in candidates:
        if other is part:
            break
        names |= other.names.sets
    return frozenset(names)
