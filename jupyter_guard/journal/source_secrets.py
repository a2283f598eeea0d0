"""Take secrets out of a cell's source: by the names that Python gives them, and by how they look.

What is written in Python is read as Python, so that `password = ("a" "b")` and `auth=("me", "b")`
are found as well as `{"token": "b"}`. In comments, in texts and in lines for the shell, and in cells
of another language, a name like password beside a word is enough.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from .secrets import Known, conceal, conceal_prose, is_secret, may_hold_secret

_MAGIC = re.compile(r"^([ \t]*)([%!?].*)$|=[ \t]*([%!].*)$", re.MULTILINE)
_CELL_MAGIC = re.compile(r"\s*%%(\w+)")
_PYTHON = frozenset("capture debug prun python python3 time timeit lprun memit mprun".split())
_WORDS = frozenset({"auth", "pw", "authorization", "cookies", "cookie"})  # names that are secret as they are
_ASKING = re.compile(
    r"(?:get_|getpass|read|load|open|input|prompt|fetch)", re.IGNORECASE
)  # calls that tell where it is
_WITH_DEFAULT = frozenset({"get", "getenv", "setdefault", "pop", "putenv", "setattr", "set_password"})
_SHORTEST = 3  # characters; what is shorter separates words
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")


def conceal_source(source: str, known: Known = ()) -> str:
    """Return a cell's source with each secret replaced by <secret: kind>."""
    if not may_hold_secret(source):
        return conceal(source, known)
    magic = _CELL_MAGIC.match(source)
    if magic and magic[1] not in _PYTHON:
        return conceal(conceal_prose(source), known)
    text = _without_magics(source)
    try:
        found = sorted({*_named(ast.parse(text), source), *_loose(text, source)})
    except (SyntaxError, ValueError, RecursionError, MemoryError, tokenize.TokenError):
        return conceal(conceal_prose(source), known)
    parts, position = [], 0
    for start, end, new in found:
        if start >= position:
            parts += [source[position:start], new]
            position = end
    return conceal("".join((*parts, source[position:])), known)


def _without_magics(source: str) -> str:
    """Return the source with a 0 in place of each line that is not Python, as long as it was."""

    def blank(found: re.Match[str]) -> str:
        start = found.start(2) if found[2] is not None else found.start(3)
        kept = found.group()[: start - found.start()]
        return kept + "0" + " " * (len(found.group()) - len(kept) - 1)

    return _MAGIC.sub(blank, source)


def _named(tree: ast.AST, source: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each text stands that has the name of a secret."""
    starts = _starts(source)
    for node in ast.walk(tree):
        for name, value in _pairs(node):
            if not _means_secret(name):
                continue
            for text in _texts(value):
                if text.end_lineno is None or text.end_col_offset is None:
                    continue
                start = _place(source, starts, text.lineno, text.col_offset)
                end = _place(source, starts, text.end_lineno, text.end_col_offset)
                yield start, end, "'<secret: named-text>'"


def _pairs(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Yield each name with the expression that it stands for."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from _assigned(target, node.value)
    elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.NamedExpr)) and node.value is not None:
        yield from _assigned(node.target, node.value)
    elif isinstance(node, ast.keyword) and node.arg:
        yield node.arg, node.value
    elif isinstance(node, ast.Dict):
        yield from ((_name(k), v) for k, v in zip(node.keys, node.values, strict=True) if k is not None)
    elif isinstance(node, ast.arguments):
        given = [*node.posonlyargs, *node.args][-len(node.defaults) :] if node.defaults else []
        yield from ((a.arg, d) for a, d in zip(given, node.defaults, strict=True))
        yield from (
            (a.arg, d) for a, d in zip(node.kwonlyargs, node.kw_defaults, strict=True) if d is not None
        )
    elif isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        yield from ((_name(one), other) for one in sides for other in sides if one is not other)
    elif isinstance(node, ast.Call) and _name(node.func) in _WITH_DEFAULT:
        named = (
            _name(node.func) if _name(node.func) == "set_password" else " ".join(map(_name, node.args[:2]))
        )
        yield from ((named, value) for value in node.args[1:] if not is_secret(_name(value)))


def _assigned(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, (ast.Tuple, ast.List)):
        pairs = isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts)
        values = (
            value.elts if pairs and isinstance(value, (ast.Tuple, ast.List)) else [value] * len(target.elts)
        )
        for part, one in zip(target.elts, values, strict=True):
            yield from _assigned(part, one)
    else:
        yield _name(target), value


def _name(node: ast.expr) -> str:
    """Return what an expression is called."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Subscript):
        return _name(node.slice)
    return str(node.value) if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _means_secret(name: str) -> bool:
    return bool(name) and (name.lower() in _WORDS or is_secret(name))


def _texts(value: ast.expr) -> Iterator[ast.expr]:
    """Yield the texts within an expression, but for what only says where the secret is kept."""
    if isinstance(value, ast.JoinedStr):
        yield value
    elif isinstance(value, ast.Constant):
        text = value.value
        if isinstance(text, (str, bytes)) and len(text) >= _SHORTEST and not _is_reference(text):
            yield value
    elif isinstance(value, ast.Call):
        name = _name(value.func)
        if name in _WITH_DEFAULT or _ASKING.match(name):
            return  # a default of such a call is found by itself
        for part in (*value.args, *(keyword.value for keyword in value.keywords)):
            yield from _texts(part)
    elif not isinstance(value, (ast.Subscript, ast.Lambda)):
        for inner in ast.iter_child_nodes(value):
            if isinstance(inner, ast.expr):
                yield from _texts(inner)


def _is_reference(value: str | bytes) -> bool:
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    return text.startswith("${") or bool(_IDENTIFIER.fullmatch(text) and is_secret(text))


def _loose(text: str, source: str) -> Iterator[tuple[int, int, str]]:
    """Yield what comments, texts and lines of magics say about secrets."""
    starts = _starts(source)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in (tokenize.COMMENT, tokenize.STRING):
            start, end = (starts[row - 1] + column for row, column in (token.start, token.end))
            if (new := conceal_prose(source[start:end])) != source[start:end]:
                yield start, end, new
    for found in _MAGIC.finditer(source):
        start, end = found.span(2) if found[2] is not None else found.span(3)
        if (new := conceal_prose(source[start:end])) != source[start:end]:
            yield start, end, new


def _starts(source: str) -> list[int]:
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def _place(source: str, starts: list[int], line: int, column: int) -> int:
    """Return the character at a line and a column, which the parser counts in bytes."""
    start, end = starts[line - 1], starts[line] if line < len(starts) else len(source)
    return start + len(source[start:end].encode("utf-8", "surrogatepass")[:column].decode("utf-8", "ignore"))
