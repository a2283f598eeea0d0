"""Cut a cell's text into its statements, and move statements without changing what they say."""

from __future__ import annotations

import ast
import io
import tokenize
import warnings
from collections.abc import Iterator, Sequence


def parse(source: str) -> ast.Module:
    """Parse without the warnings that old code causes (`"\\d"`, `x is 1`)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source)


def split(source: str) -> tuple[tuple[str, ast.stmt], ...]:
    """Return (text, tree) of each statement of `source`; comments go with the statement below them."""
    # ast counts columns in bytes.
    body = parse(source).body
    return tuple(_cut(source.split("\n"), body))


def compiles(trees: Sequence[ast.stmt]) -> None:
    """Raise SyntaxError where Python reads statements, and cannot run them: `break` alone, `f() = 1`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        compile(ast.Module([*trees], []), "<cell>", "exec", flags, dont_inherit=True)


def _cut(lines: list[str], body: list[ast.stmt]) -> Iterator[tuple[str, ast.stmt]]:
    above = 0  # lines taken so far
    for i, node in enumerate(body):
        first, last = _first_line(node), node.end_lineno or node.lineno
        neighbours = [n for n in body[max(0, i - 1) : i + 2] if n is not node]
        shares = any(_first_line(n) <= last and (n.end_lineno or 0) >= first for n in neighbours)
        comments = _comments(lines[above : first - 1])
        ends = lines[last - 1].encode()[: node.end_col_offset].decode()
        rest = lines[last - 1][len(ends) :].strip()
        if shares or rest.startswith(";"):
            text = _exact(lines, node, first, last, ends)
        else:
            text = "\n".join(lines[first - 1 : last])
        yield "\n".join((*comments, text)), node
        above = last


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min((node.lineno, *(d.lineno for d in decorators)))


def _comments(lines: list[str]) -> list[str]:
    return [line.strip() for line in lines if line.lstrip().startswith("#")]


def _exact(lines: list[str], node: ast.stmt, first: int, last: int, ends: str) -> str:
    """Return a statement that shares its line with another."""
    taken = [*lines[first - 1 : last - 1], ends]
    taken[0] = taken[0].encode()[node.col_offset :].decode()
    return "\n".join(taken)


def indented(text: str, by: str) -> str:
    """Indent `text`, leaving the inside of its strings as it is."""
    inside: set[int] = set()
    opened: list[int] = []
    for token in tokenize.generate_tokens(io.StringIO(text + "\n").readline):
        name = tokenize.tok_name[token.type]
        if name == "STRING":
            inside.update(range(token.start[0] + 1, token.end[0] + 1))
        elif name.endswith("STRING_START"):
            opened.append(token.start[0])
        elif name.endswith("STRING_END"):
            inside.update(range(opened.pop() + 1, token.end[0] + 1))
    return "\n".join(
        line if number in inside or not line.strip() else by + line
        for number, line in enumerate(text.split("\n"), 1)
    )
