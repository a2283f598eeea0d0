"""Strings as Python code writes them: what of them is constant, and where they begin."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

Parts = tuple[str | ast.expr, ...]  # constants, and expressions that are computed


def shown(node: ast.expr) -> str:
    """Return an expression in one short line."""
    return re.sub(r"\s+", " ", ast.unparse(node))[:40]


def cut_percent(parts: Parts, values: ast.expr) -> Iterator[str | ast.expr]:
    """Yield the parts of `text % values`."""
    for part in parts:
        if not isinstance(part, str):
            yield part
            continue
        for index, piece in enumerate(re.split(r"%(?:\(\w+\))?[-#0 +]*[\d.*]*[a-zA-Z]", part)):
            if index:
                yield values
            yield piece.replace("%%", "%")


def cut_format(parts: Parts) -> Iterator[str | ast.expr]:
    """Yield the parts of `text.format(…)`."""
    for part in parts:
        if not isinstance(part, str):
            yield part
            continue
        for index, piece in enumerate(re.split(r"(?<!\{)\{[^{}]*\}(?!\})", part)):
            if index:
                yield ast.Name("…", ast.Load())
            yield piece.replace("{{", "{").replace("}}", "}")


def begin(node: ast.expr, source: str, text: str) -> tuple[int, int, bool]:
    """Return line and column of the first letter within the quotes, and whether the rest follows it."""
    written = ast.get_source_segment(source, node) or ""
    opening = re.match(r"[A-Za-z]*('''|\"\"\"|'|\")", written)
    if opening is None:
        return node.lineno, node.col_offset + 1, False
    exact = written[opening.end() : len(written) - len(opening[1])] == text
    return node.lineno, node.col_offset + 1 + opening.end(), exact


def joined(separator: str, elements: list[ast.expr]) -> Iterator[str | ast.expr]:
    """Yield the parts of `separator.join([…])`."""
    for index, element in enumerate(elements):
        if index:
            yield separator
        yield element


def elements_of(node: ast.expr, key: ast.expr) -> list[ast.expr]:
    """Return what `node[key]` may be; all elements where the key is not written down."""
    if isinstance(node, ast.List | ast.Tuple):
        return node.elts
    if not isinstance(node, ast.Dict):
        return []
    wanted = key.value if isinstance(key, ast.Constant) else None
    pairs = [
        (k.value if isinstance(k, ast.Constant) else None, v)
        for k, v in zip(node.keys, node.values, strict=True)
    ]
    return [value for name, value in pairs if wanted is None or name is None or name == wanted]
