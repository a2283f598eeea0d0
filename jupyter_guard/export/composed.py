"""Put together the texts that code composes of literals: by `+`, `%`, `.format`, `.join` and in f-strings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

UNKNOWN = "{}"  # stands for what the code does not write out
_FIELD = re.compile(r"\{(?P<name>[^{}:!]*)[^{}]*\}")
_PERCENT = re.compile(r"%(?:\((?P<name>\w+)\))?[sdr]")
_LONGEST = 20_000  # characters


def composed(tree: ast.AST | None, known: Mapping[str, str]) -> Iterator[str]:
    """Yield the texts that a statement composes; `known` are the literals that names hold."""
    for node in ast.walk(tree) if tree is not None else ():
        match node:
            case ast.Constant(value=str(text)):
                yield text  # perhaps one that stands on several lines
            case ast.BinOp(op=ast.Add() | ast.Mod()) | ast.JoinedStr() | ast.Call(func=ast.Attribute()):
                whole = _folded(node, known)
                if whole is not None and len(whole) < _LONGEST:
                    yield whole


def literals(tree: ast.AST | None) -> Iterator[tuple[str, str]]:
    """Yield the names that a statement gives a literal text, with that."""
    match tree:
        case ast.Assign(targets=targets, value=ast.Constant(value=str(text))):
            yield from ((target.id, text) for target in targets if isinstance(target, ast.Name))
        case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
            for name, value in zip(names, values, strict=False):
                yield from literals(ast.Assign([name], value))


def _folded(node: ast.expr, known: Mapping[str, str]) -> str | None:
    """Return the text of an expression; None where it is none that is composed of literals."""
    match node:
        case ast.Constant(value=str() | int() | float() as value):
            return str(value)
        case ast.Name(id=name):
            return known.get(name)
        case ast.JoinedStr(values=values):
            parts = (v.value if isinstance(v, ast.FormattedValue) else v for v in values)
            return "".join(_or_unknown(part, known) for part in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            sides = _folded(left, known), _folded(right, known)
            return None if sides == (None, None) else "".join(UNKNOWN if s is None else s for s in sides)
        case ast.BinOp(left=ast.Constant(value=str(form)), op=ast.Mod(), right=right):
            return _formatted(
                _PERCENT, form, right.elts if isinstance(right, ast.Tuple) else [right], {}, known
            )
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(form)), attr="format"), args=args):
            named = {k.arg: k.value for k in node.keywords if k.arg}
            return _formatted(_FIELD, form, args, named, known)
        case ast.Call(
            func=ast.Attribute(value=ast.Constant(value=str(between)), attr="join"),
            args=[ast.List(elts=parts) | ast.Tuple(elts=parts)],
        ):
            return between.join(_or_unknown(part, known) for part in parts)
    return None


def _or_unknown(node: ast.expr, known: Mapping[str, str]) -> str:
    text = _folded(node, known)
    return UNKNOWN if text is None else text


def _formatted(
    field: re.Pattern[str],
    form: str,
    args: list[ast.expr],
    named: Mapping[str, ast.expr],
    known: Mapping[str, str],
) -> str:
    rest = iter(args)

    def value(found: re.Match[str]) -> str:
        name = found["name"] or ""
        node = named.get(name) if name and not name.isdigit() else None
        if name.isdigit():
            node = args[int(name)] if int(name) < len(args) else None
        elif not name:
            node = next(rest, None)
        return UNKNOWN if node is None else _or_unknown(node, known)

    return field.sub(value, form)
