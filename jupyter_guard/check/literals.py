"""Find the SQL that Python code hands to databases: con.execute("…"), pd.read_sql("…"), spark.sql("…")."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from jupyter_guard.policy.model import Effect

from .found import Found, Place
from .links import Links
from .magics import FIRST_WORDS, fill
from .strings import Parts, begin, cut_format, cut_percent, elements_of, joined, shown

# Functions whose argument is SQL -> where it stands, and the name of its keyword.
_SINKS = {
    **dict.fromkeys(
        """
        execute executemany executescript execute_string execute_async exec_driver_sql execute_many
        """.split(),
        ("sql", "query", "statement", "operation"),
    ),
    **dict.fromkeys(
        """
        sql query text read_sql read_sql_query read_database read_database_uri read_gbq query_df query_np
        query_arrow query_and_wait command raw raw_sql execute_query execute_sql run_query
        fetch fetchrow fetchval fetch_all fetch_one fetch_val scalar
        scalars stream copy_expert from_query run sql_query DDL prepare cursor_execute read_sql_lazy
        """.split(),
        ("sql", "query", "statement", "text", "query_string"),
    ),
}  # fmt: skip
_CALLS = {
    "to_sql": (Effect.SCHEMA, "stores a DataFrame as a table"),
    "callproc": (Effect.UNKNOWN, "runs a procedure of the database"),
}
_FIRST = re.compile(
    r"(?:\s|--[^\n]*\n|/\*.*?\*/|\()*(?P<word>[A-Za-z]+)"
    r"(?P<rest>\s+[\w*(\"'`\[{@$:/-]|\s*\(|\s*;|\s*\Z)",
    re.DOTALL,
)
_ONE_WORD = frozenset("COMMIT ROLLBACK VACUUM ANALYZE CHECKPOINT BEGIN".split())


@dataclass(frozen=True)
class _Text:
    """A string as far as the code tells it: constants, and expressions that are computed."""

    parts: Parts
    node: ast.expr  # where it stands


class Literals:
    """The names of all cells: what a variable holds may have been set in another one."""

    def __init__(self, trees: Iterable[ast.Module]) -> None:
        self._values: dict[str, list[ast.expr]] = {}
        self.links = Links(self._values)
        for tree in trees:
            self._learn(tree)

    def _learn(self, tree: ast.Module) -> None:
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    self._set(target, node.value)
            elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
                self._set(node.target, node.value)
            elif isinstance(node, ast.withitem) and node.optional_vars is not None:
                self._set(node.optional_vars, node.context_expr)
            elif isinstance(node, ast.For) and isinstance(node.iter, ast.List | ast.Tuple | ast.Set):
                for value in node.iter.elts:
                    self._set(node.target, value)
            elif isinstance(node, ast.For | ast.AugAssign):
                self._set(node.target, ast.Name("…", ast.Load()))
            elif isinstance(node, ast.Import | ast.ImportFrom):
                self.links.learn(node)

    def _set(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name | ast.Attribute):
            name = target.id if isinstance(target, ast.Name) else target.attr
            self._values.setdefault(name, []).append(value)

    def in_tree(self, tree: ast.Module, source: str, place: Place) -> Iterator[Found]:
        """Yield the SQL that a cell hands to databases."""
        seen: set[tuple[int, int, str]] = set()
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            for found in self._in_call(node, source, place):
                key = found.place.line, found.place.column, found.text
                if key not in seen:
                    seen.add(key)
                    yield found

    def _in_call(self, node: ast.Call, source: str, place: Place) -> Iterator[Found]:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in _CALLS:
            yield self._call(node, source, place, name)
        if name not in _SINKS:
            return
        argument = node.args[0] if node.args else None
        argument = argument or next((k.value for k in node.keywords if k.arg in _SINKS[name]), None)
        if argument is None:
            return
        link = self.links.of_call(node)
        for text in self._texts(argument, 0):
            found = self._found(text, source, place, f"{name}()")
            if link is None and not _looks_like_sql(found.judged):
                continue
            if link is not None:
                found = replace(found, dialect=link.dialect, target=link.target)
            if len(node.args) > 1 or node.keywords:
                found = replace(found, judged=_BOUND.sub(_value, found.judged))
            yield found

    def _call(self, node: ast.Call, source: str, place: Place, name: str) -> Found:
        """Return a call that needs no SQL for what it does."""
        text = ast.get_source_segment(source, node) or f"{name}()"
        link = self.links.of_call(node)
        at = replace(place, line=place.line + node.lineno - 1, column=node.col_offset + 1)
        effect, cause = _CALLS[name]
        found = Found(text, at, f"{name}()", judged=cause, effect=effect, exact=False)
        return replace(found, dialect=link.dialect, target=link.target) if link else found

    def _texts(self, node: ast.expr, depth: int) -> Iterator[_Text]:
        """Yield every string that an expression may be, as far as it is written down."""
        if depth > 8:
            return
        match node:
            case ast.Constant(value=str()) | ast.JoinedStr() | ast.BinOp():
                if (parts := self._parts(node, 0)) and any(isinstance(p, str) for p in parts):
                    yield _Text(parts, node)
            case ast.Constant(value=bytes(content)):
                yield _Text((content.decode("utf-8", "replace"),), node)
            case ast.Name(id=name) | ast.Attribute(attr=name):
                for value in self._values.get(name, ()):
                    yield from self._texts(value, depth + 1)
            case ast.NamedExpr(value=inner) | ast.Starred(value=inner):
                yield from self._texts(inner, depth + 1)
            case ast.Subscript(value=ast.Name(id=name) | ast.Attribute(attr=name), slice=key):
                for value in self._values.get(name, ()):
                    for element in elements_of(value, key):
                        yield from self._texts(element, depth + 1)
            case ast.Call(
                func=ast.Attribute(attr="join", value=ast.Constant(value=str(separator))),
                args=[ast.List(elts=elements) | ast.Tuple(elts=elements)],
            ):
                pieces = joined(separator, elements)
                parts = tuple(
                    part
                    for piece in pieces
                    for part in ((piece,) if isinstance(piece, str) else self._parts(piece, depth + 1))
                )
                yield _Text(parts, node)
            case ast.Call(func=ast.Attribute(attr="format", value=inner)):
                for text in self._texts(inner, depth + 1):
                    yield _Text(tuple(cut_format(text.parts)), text.node)
            case ast.Call(func=ast.Attribute(attr=attr, value=inner)) if attr in _KEEPS and not node.args:
                yield from self._texts(inner, depth + 1)
            case ast.Call(args=[inner, *_]) if _called(node) in _PASSES:
                yield from self._texts(inner, depth + 1)
            case ast.IfExp(body=body, orelse=orelse):
                yield from self._texts(body, depth + 1)
                yield from self._texts(orelse, depth + 1)
            case ast.List(elts=elements) | ast.Tuple(elts=elements):
                for element in elements:
                    yield from self._texts(element, depth + 1)

    def _parts(self, node: ast.expr, depth: int) -> Parts:
        """Return constants and expressions, in order."""
        match node:
            case ast.Constant(value=str(text)):
                return (text,)
            case ast.Constant(value=int() | float() as number):
                return (str(number),)
            case ast.JoinedStr(values=values):
                return tuple(part for value in values for part in self._parts(value, depth))
            case ast.FormattedValue(value=value, format_spec=None, conversion=-1):
                return self._parts(value, depth) if isinstance(value, ast.Name | ast.Constant) else (value,)
            case ast.FormattedValue(value=value):
                return (value,)
            case ast.BinOp(op=ast.Add(), left=left, right=right) if depth < 200:
                return (*self._parts(left, depth + 1), *self._parts(right, depth + 1))
            case ast.BinOp(op=ast.Mod(), left=left, right=right):
                return tuple(cut_percent(self._parts(left, depth + 1), right))
            case ast.Name(id=name) if len(values := self._values.get(name, [])) == 1 and depth < 8:
                parts = self._parts(values[0], depth + 1)
                return parts if all(isinstance(part, str) for part in parts) else (node,)
        return (node,)

    def _found(self, text: _Text, source: str, place: Place, route: str) -> Found:
        written, spans = "", []
        for part in text.parts:
            piece = part if isinstance(part, str) else "{" + shown(part) + "}"
            if not isinstance(part, str):
                spans.append((len(written), len(written) + len(piece)))
            written += piece
        line, column, exact = begin(text.node, source, written)
        at = replace(place, line=place.line + line - 1, column=column)
        computed = tuple(spans)
        return Found(written, at, route, judged=fill(written, computed), computed=computed, exact=exact)


# What a driver binds values to, %s or %(name)s; "%%" is a percent sign then.
_BOUND = re.compile(r"%(?:\(\w+\))?[sdf]|%%")


def _value(found: re.Match[str]) -> str:
    """Return a value, or a percent sign, that is as long as what stands for it."""
    return ("%" if found.group() == "%%" else "1").ljust(len(found.group()))


_KEEPS = frozenset({"strip", "lstrip", "rstrip", "dedent"})
_PASSES = frozenset({"text", "dedent", "cleandoc", "SQL", "str", "DDL", "sql_text"})


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _looks_like_sql(text: str) -> bool:
    """Say whether a text that nobody knows to be SQL begins as a statement does."""
    found = _FIRST.match(text)
    if found is None:
        return False
    word = found["word"].upper()
    return word in FIRST_WORDS and (bool(found["rest"].strip()) or word in _ONE_WORD)
