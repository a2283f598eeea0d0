"""Know credentials by the names that code gives to literals: `password = "…"`, `auth=("me", "…")`."""

from __future__ import annotations

import ast
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from .credential_forms import Hit

# Names that hold a credential, and nothing else.
_SURE = re.compile(
    r"(?i)passw(?:or)?d|passwort|kennwort|passphrase|mot_de_passe|contrase|(?:^|[_\W])(?:pwd|pw|pass)(?:$|[_\W\d])"
    r"|client_?secret|secret_?(?:access_?)?key|access_?key(?:_?secret)?$|private_?key|api_?key|api_?secret|auth_?key"
    r"|account_?key|signing_?key|encryption_?key|connection_?string|(?:^|_)dsn$|authorization$"
)
# Names that hold a credential or a harmless word: its value decides.
_VAGUE = re.compile(
    r"(?i)token|secret|cred(?:ential)?s?(?:$|_)|auth|(?:^|_)(?:key|sas|cookie|session_?id)$|webhook"
)
_OTHER = re.compile(
    r"(?i)(?:max|num|n|eos|bos|pad|unk|stop|next|mask|sep|cls|sort|primary|foreign|group|partition|index|dict)_?(?:tokens?|keys?)"
    r"|tokens?_?(?:count|type|ids?|len|length|s)$|tokeni[sz]|author(?!i)|passenger|passing|pass_(?:rate|count|fail|mark)|bypass"
    r"|_(?:path|file|url|uri|name|column|col|field|label|length|len|strength|policy|hint|prompt|regex|pattern|hash|id|ids"
    r"|type|count|changed|updated|created|at|on|date|age|list|env|var|variable|placeholder|reset|expiry|expires|required|enabled)s?$"
)
_NO_VALUE = re.compile(
    r"(?i)^(?:|\*+|x+|\.+|-+|<.*>|\$\{.*\}|\{.*\}|%\(?\w*\)?s?|none|null|nan|true|false|your[ _-].*"
    r"|change.?me|todo|example|dummy|test"
    r"|enter .*|.*[:?] ?|(?:my|the|a)?[ _-]?(?:password|passwd|pwd|secret|token|api[ _-]?key|key|pass)"
    r"|str|string|int\d*|float\d*|object|category|bool|text|varchar|bytes|password_?input|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)$"
)
_WRAPPERS = frozenset(
    """b64decode str bytes fromhex decode encode strip SecretStr join unhexlify field Field Option
    Argument""".split()
)
_SETTERS = frozenset(
    "setdefault putenv getenv get set_password set_option set option config setenv set_property".split()
)
# Calls that take a password by its place: module -> which argument.
_PLACES = {"pymysql": 2, "MySQLdb": 2, "mariadb": 2, "cx_Oracle": 1, "oracledb": 1, "pymssql": 2, "ftplib": 2}
_LOGINS = frozenset({"login", "HTTPBasicAuth", "HTTPDigestAuth", "BasicAuth", "UsernamePasswordCredential"})
_LONG = 8  # characters of a text that may be random
_RANDOM = 3.0  # bits a character: English words have less in such short texts


def by_name(tree: ast.AST | None) -> Iterator[Hit]:
    """Yield the literals of a statement that are credentials by the names they are given."""
    for node in ast.walk(tree) if tree is not None else ():
        for name, value in _named(node):
            for text in _literals(value):
                if is_credential(name, text):
                    yield Hit(f"a literal {name!r}", text, name)


def is_credential(name: str, text: str) -> bool:
    """Return whether a value called `name` is a credential that is written out."""
    said = _words(name)
    if _OTHER.search(said) or _NO_VALUE.match(text.strip()) or text.strip().lower() == said.lower():
        return False
    return bool(_SURE.search(said)) or (bool(_VAGUE.search(said)) and looks_random(text))


def _words(name: str) -> str:
    """Return `clientSecret` as client_Secret, and `X-Api-Key` with underscores."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[\s.-]+", "_", name)


def looks_random(text: str) -> bool:
    """Return whether `text` is no word and no sentence: long, of many different letters and digits."""
    if len(text) < _LONG or " " in text or "/" in text[:1] or "://" in text:
        return False
    mixed = any(c.isdigit() for c in text) and any(c.isalpha() for c in text)
    counts = Counter(text).values()
    return mixed and -sum(n / len(text) * math.log2(n / len(text)) for n in counts) >= min(
        _RANDOM, math.log2(len(text)) - 0.5
    )


def _named(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Yield each value of `node` with what it is called."""
    match node:
        case ast.Assign(targets=targets, value=value):
            yield from (pair for target in targets for pair in _unpacked(target, value))
        case (
            ast.AnnAssign(target=target, value=ast.expr() as value)
            | ast.NamedExpr(target=target, value=value)
        ):
            yield from _unpacked(target, value)
        case ast.AugAssign(target=target, value=value):
            yield from _unpacked(target, value)
        case ast.keyword(arg=str(name), value=value):
            last = value.elts[-1] if isinstance(value, ast.Tuple) and value.elts else value
            yield ("password" if name in ("auth", "basic_auth") and last is not value else name), last
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value, value
        case ast.Compare(left=left, comparators=[right]):
            yield from _unpacked(left, right)
        case ast.For(target=target, iter=ast.List(elts=each) | ast.Tuple(elts=each)):
            yield from (pair for value in each for pair in _unpacked(target, value))
        case ast.comprehension(target=target, iter=ast.List(elts=each) | ast.Tuple(elts=each)):
            yield from (pair for value in each for pair in _unpacked(target, value))
        case ast.List(elts=words) | ast.Tuple(elts=words):
            yield from _in_a_row(words)
        case ast.arguments():
            pairs = zip(reversed([*node.posonlyargs, *node.args]), reversed(node.defaults), strict=False)
            yield from ((argument.arg, value) for argument, value in pairs)
            later = zip(node.kwonlyargs, node.kw_defaults, strict=True)
            yield from ((argument.arg, value) for argument, value in later if value is not None)
        case ast.Call(func=func, args=args, keywords=keywords):
            yield from _given(func, args)
            match args:
                case [ast.Constant(value=str(called)), *_]:
                    yield from ((called, k.value) for k in keywords if k.arg == "default")


def _in_a_row(words: Sequence[ast.expr]) -> Iterator[tuple[str, ast.expr]]:
    """Yield what follows a name in a list: `["psql", "--password", "…"]`, `("password", "…")`."""
    for name, value in pairwise(words):
        said = name.value if isinstance(name, ast.Constant) else None
        text = value.value if isinstance(value, ast.Constant) else None
        if not isinstance(said, str) or not isinstance(text, str) or text.startswith("-"):
            continue
        if said.startswith("-") or (len(words) == 2 and looks_random(text)):
            yield said.lstrip("-"), value


def _given(func: ast.expr, args: Sequence[ast.expr]) -> Iterator[tuple[str, ast.expr]]:
    """Yield what a call names by its first arguments: `setdefault("PASSWORD", "…")`, `login("me", "…")`."""
    name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    match args:
        case [ast.Constant(value=str(key)), value] if name in _SETTERS:
            yield key, value
        case [ast.Constant(value=str()), _, value] if name == "set_password":
            yield "password", value
        case [_, value] if name in _LOGINS:
            yield "password", value
    if name == "zip" and len(args) == 2:
        yield from _zipped(*args)
    if name == "create" and isinstance(func, ast.Attribute) and getattr(func.value, "id", "") == "URL":
        yield from (("password", value) for value in args[2:3])
    module = func.value.id if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name) else ""
    place = _PLACES.get(module, -1) if name in ("connect", "FTP", "Connection") else -1
    if 0 <= place < len(args):
        yield "password", args[place]


def _zipped(names: ast.expr, values: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Yield the pairs of `zip(["user", "password"], ["me", "…"])`."""
    if isinstance(names, (ast.List, ast.Tuple)) and isinstance(values, (ast.List, ast.Tuple)):
        for name, value in zip(names.elts, values.elts, strict=False):
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                yield name.value, value


def _unpacked(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    match target, value:
        case (ast.Tuple(elts=names) | ast.List(elts=names), ast.Tuple(elts=values) | ast.List(elts=values)):
            for one, other in zip(names, values, strict=False):
                yield from _unpacked(one, other)
        case (ast.Name(id=name), _) | (ast.Attribute(attr=name), _):
            yield name, value
        case (ast.Subscript(slice=ast.Constant(value=str(name))), _):
            yield name, value


def _literals(value: ast.expr) -> Iterator[str]:
    """Yield the texts that `value` is, seen through what only wraps or joins them."""
    match value:
        case ast.Constant(value=str(text)):
            yield text
        case ast.Constant(value=bytes(raw)):
            yield raw.decode("latin-1")
        case ast.Constant(value=int(number)) if not isinstance(number, bool) and number > 999:
            yield str(number)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            yield from (one + other for one in _literals(left) for other in _literals(right))
        case ast.JoinedStr(values=parts) if not any(isinstance(p, ast.FormattedValue) for p in parts):
            yield "".join(str(p.value) for p in parts if isinstance(p, ast.Constant))
        case ast.Subscript(value=held, slice=ast.Slice()):
            yield from _literals(held)
        case ast.BoolOp(values=values):
            yield from (text for v in values for text in _literals(v))
        case ast.IfExp(body=body, orelse=other):
            yield from (*_literals(body), *_literals(other))
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            yield from (text for e in elements for text in _literals(e))
        case ast.Call(func=func, args=args, keywords=keywords):
            yield from (text for k in keywords if k.arg == "default" for text in _literals(k.value))
            name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
            if name in _WRAPPERS:
                plain = [func.value] if isinstance(func, ast.Attribute) and not args else []
                yield from (text for inner in [*plain, *args[:1]] for text in _literals(inner))
            elif name in ("getenv", "get", "pop", "setdefault") and len(args) > 1:
                yield from _literals(args[1])
