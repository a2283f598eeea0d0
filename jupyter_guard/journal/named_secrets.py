"""Find in Python the texts that are secrets: by the name they get, or by the place they have in a call."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .secret_patterns import NAME
from .secrets import conceal_prose, is_secret

_WORDS = frozenset(
    {"auth", "pw", "authorization", "bearer", "cookies", "cookie"}
)  # names that are secret as they are
_ASKING = re.compile(
    r"(?:get_|getpass|read|load|open|input|prompt|fetch)", re.IGNORECASE
)  # calls that tell where it is
_WITH_DEFAULT = frozenset({"get", "getenv", "setdefault", "pop", "putenv", "setattr", "set_password"})
_SHORTEST = 3  # characters; what is shorter separates words
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
# Call -> the places of secrets among its arguments: they have no name there.
_PLACES = {
    "connect": (2,), "login": (1,), "URL.create": (2,), "HTTPBasicAuth": (1,), "HTTPDigestAuth": (1,),
    "BasicAuth": (1,), "Fernet": (0,), "jwt.encode": (1,), "jwt.decode": (1,), "hmac.new": (0,),
    "hmac.digest": (0,), "oracledb.connect": (0, 1, 2), "cx_Oracle.connect": (0, 1, 2),
}  # fmt: skip
_WORDS_OF_COMMAND = 40  # that are looked at
# A text that gets a secret put in: an address with a place before its @, or such a name before one.
_GAP = r"(?:%s|%\(\w+\)s|\{\w*\}|\?|:\w+)"
_TEMPLATE = re.compile(rf"://[^\s]*{_GAP}[^\s]*@|{NAME}\w*['\"]?\s*[=:]?\s*['\"]?{_GAP}", re.IGNORECASE)


def secret_texts(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield the texts that must not be kept."""
    for node in ast.walk(tree):
        for name, value in _pairs(node):
            if _means_secret(name):
                yield from _texts(value)
        for value in _placed(node):
            yield from _texts(value)
        if isinstance(node, (ast.List, ast.Tuple)):
            yield from _in_command(node.elts)


def _placed(node: ast.AST) -> Iterator[ast.expr]:
    """Yield what stands where only a secret does, or is put into a text beside the name of one."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and _is_template(node.left):
        yield node.right
    if not isinstance(node, ast.Call):
        return
    name = _name(node.func)
    owner = _name(node.func.value) if isinstance(node.func, ast.Attribute) else ""
    for place in _PLACES.get(f"{owner}.{name}", _PLACES.get(name, ())):
        yield from node.args[place : place + 1]
    if name == "format" and isinstance(node.func, ast.Attribute) and _is_template(node.func.value):
        yield from (*node.args, *(keyword.value for keyword in node.keywords))
    elif node.args and _is_template(node.args[0]):
        yield from node.args[1:]


def _is_template(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(_TEMPLATE.search(node.value))
    )


def _in_command(words: list[ast.expr]) -> Iterator[ast.expr]:
    """Yield the words of a command, as subprocess takes it, that would be secrets in a shell."""
    said = ""
    for word in words[:_WORDS_OF_COMMAND]:
        if not (isinstance(word, ast.Constant) and isinstance(word.value, str)):
            said += " $x"
            continue
        before = conceal_prose(said)
        if said and conceal_prose(f"{said} {word.value}") != f"{before} {word.value}":
            yield word
        said = f"{said} {word.value}".strip()


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
    elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
        yield from _assigned(node.target, node.iter)
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        returned = (inner.value for inner in ast.walk(node) if isinstance(inner, ast.Return))
        yield from ((node.name, value) for value in returned if value is not None)
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
        of = [value.func.value] if isinstance(value.func, ast.Attribute) else []
        called = [value.func] if isinstance(value.func, ast.Call) else []
        for part in (*of, *called, *value.args, *(keyword.value for keyword in value.keywords)):
            yield from _texts(part)
    elif isinstance(value, ast.Lambda):
        yield from _texts(value.body)
    elif not isinstance(value, ast.Subscript):
        for inner in ast.iter_child_nodes(value):
            if isinstance(inner, ast.expr):
                yield from _texts(inner)


def _is_reference(value: str | bytes) -> bool:
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    return text.startswith("${") or bool(_IDENTIFIER.fullmatch(text) and is_secret(text))
