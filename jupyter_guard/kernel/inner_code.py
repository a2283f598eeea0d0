"""Find the Python that a cell hands on as a text: to `%%time` and its like, to `exec` and `eval`."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

# Magic or function -> whether names that its code binds are the notebook's.
_BINDS = {
    "time": True, "capture": True, "prun": True, "debug": True, "exec": True, "eval": True,
    "timeit": False, "memit": False, "mprun": False, "lprun": False,
}  # fmt: skip
_OPTIONS = 8  # words before the code of a line, at most
_DEEPEST = 3


class Inner(NamedTuple):
    """Code inside a text."""

    tree: ast.Module
    binds: bool


def inner_code(nodes: Iterable[ast.AST], depth: int = 0) -> Iterator[Inner]:
    """Yield the code in the texts among nodes, and in those inside it; what cannot be read is left out."""
    for node in nodes:
        name, text = _handed_on(node)
        found = _parsed(text) if name in _BINDS else None
        if found is not None:
            yield Inner(found, _BINDS[name])
            if depth < _DEEPEST:
                yield from inner_code(ast.walk(found), depth + 1)


def _handed_on(node: ast.AST) -> tuple[str, str]:
    """Return what a call hands code to, and the code."""
    if not isinstance(node, ast.Call) or not node.args:
        return "", ""
    texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    if isinstance(node.func, ast.Attribute) and node.func.attr in ("run_cell_magic", "run_line_magic"):
        return (texts[0], texts[-1]) if len(texts) == len(node.args) > 1 else ("", "")
    if isinstance(node.func, ast.Name) and node.func.id in ("exec", "eval") and texts:
        return node.func.id, texts[0]
    return "", ""


def _parsed(text: str) -> ast.Module | None:
    if "%" in text or "!" in text:
        from IPython.core.inputtransformer2 import TransformerManager

        try:
            text = TransformerManager().transform_cell(text)  # type: ignore[no-untyped-call]  # IPython has no types here
        except SyntaxError:
            return None
    for _ in range(_OPTIONS):
        try:
            return ast.parse(text.strip())
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            _, _, text = text.strip().partition(" ")  # -n 3 f(x)
    return None
