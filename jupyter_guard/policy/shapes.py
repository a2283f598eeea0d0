"""Read off a query which columns of which tables it reads, and what it compares them with.

From that, tables can be made up that its filters and joins let pass. Nothing here judges anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.scope import Scope, traverse_scope

from .joins import Joins

NUMBER, TEXT, DATE, FLAG = "number", "text", "date", "flag"
_DATES = (
    exp.DateTrunc, exp.TimestampTrunc, exp.Extract, exp.Year, exp.Month, exp.Day, exp.DateAdd, exp.DateSub,
    exp.DateDiff, exp.TsOrDsToDate, exp.TimeToStr, exp.Week, exp.Quarter,
)  # fmt: skip
_NUMBERS = (
    exp.Sum,
    exp.Avg,
    exp.Stddev,
    exp.Variance,
    exp.Round,
    exp.Mul,
    exp.Div,
    exp.Abs,
    exp.Neg,
    exp.Mod,
    exp.Median,
)
_TEXTS = (
    exp.Lower,
    exp.Upper,
    exp.Trim,
    exp.Like,
    exp.ILike,
    exp.Concat,
    exp.DPipe,
    exp.Substring,
    exp.Length,
)
_COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)

Value = str | int | float | bool


@dataclass
class Shape(Joins):
    """What queries say of tables."""

    tables: dict[str, dict[str, None]] = field(default_factory=dict)  # full name -> columns, in order
    kinds: dict[str, str] = field(default_factory=dict)  # column -> NUMBER, TEXT, DATE or FLAG
    values: dict[str, list[Value]] = field(default_factory=dict)  # column -> what it is compared with
    parameters: dict[str, str] = field(default_factory=dict)  # parameter -> column that it is compared with


def shape_of(queries: Mapping[str, str], dialect: str, chosen: Mapping[str, Value]) -> Shape:
    """Return what `queries`, by name, say together; `chosen` are the values of their parameters."""
    found = Shape()
    for text in queries.values():
        try:
            tree = sqlglot.parse_one(text, dialect=dialect)
            scopes = traverse_scope(tree)
        except (SqlglotError, RecursionError):
            continue  # its tables are those of the other queries
        for scope in scopes:
            _read(scope, found)
        for node in tree.walk():
            _learn(node, found, chosen)
    return found


def _read(scope: Scope, found: Shape) -> None:
    """Note the tables of a scope and the columns that it reads from each."""
    own: dict[str, str] = {}
    for alias, source in scope.sources.items():
        if isinstance(source, exp.Table):
            if not isinstance(source.this, exp.Identifier):
                continue  # a function that gives rows, or a file
            own[alias] = ".".join(part.name for part in source.parts)
            found.tables.setdefault(own[alias], {})
    others = len(scope.sources) > len(own)
    for join in scope.expression.args.get("joins") or ():
        for key in (part.name.lower() for part in join.args.get("using") or ()):
            found.join(key, key)
            for joined in own.values():
                found.tables[joined].setdefault(key)
    for column in scope.columns:
        table = own.get(column.table) if column.table else _owner(column.name, own, found, others=others)
        if table is not None:
            found.tables[table].setdefault(column.name.lower())


def _owner(name: str, own: Mapping[str, str], found: Shape, *, others: bool) -> str | None:
    """Return which table a column without a prefix is of: the only one, or one that is known to have it."""
    tables = list(dict.fromkeys(own.values()))
    having = [table for table in tables if name.lower() in found.tables[table]]
    if having or not tables:
        return having[0] if having else None
    return tables[0] if len(tables) == 1 and not others else None


def _learn(node: exp.Expr, found: Shape, chosen: Mapping[str, Value]) -> None:
    match node:
        case exp.EQ() if isinstance(node.this, exp.Column) and isinstance(node.expression, exp.Column):
            found.join(node.this.name.lower(), node.expression.name.lower())
        case exp.Between():
            for bound in (node.args["low"], node.args["high"]):
                _compared(node.this, bound, found, chosen)
        case exp.In():
            for item in node.expressions:
                _compared(node.this, item, found, chosen)
        case exp.Like() | exp.ILike() if isinstance(node.expression, exp.Literal):
            _note(node.this, str(node.expression.this).replace("%", "").replace("_", "a"), found)
        case exp.Where() | exp.And() | exp.Or() | exp.Not():
            flags = [
                side for side in (node.this, node.args.get("expression")) if isinstance(side, exp.Column)
            ]
            found.kinds |= {flag.name.lower(): FLAG for flag in flags}
    if isinstance(node, _COMPARISONS):
        _compared(node.this, node.expression, found, chosen)
        _compared(node.expression, node.this, found, chosen)
    for kind, kinds in ((DATE, _DATES), (NUMBER, _NUMBERS), (TEXT, _TEXTS)):
        if isinstance(node, kinds):
            for part in node.iter_expressions():
                if isinstance(part, exp.Column):
                    found.kinds.setdefault(part.name.lower(), kind)


def _compared(one: exp.Expr, other: exp.Expr, found: Shape, chosen: Mapping[str, Value]) -> None:
    plain = _inside(other)
    value = _value(plain)
    if isinstance(plain, (exp.Placeholder, exp.Parameter)):
        name = plain.name or (plain.this.name if isinstance(plain.this, exp.Expr) else "")
        for column in _columns(one):
            found.parameters.setdefault(name, column)
        value = chosen.get(name)
    if plain is not other and other.find(exp.DataType, exp.Date, exp.TsOrDsToDate) and _is_date(other):
        found.kinds |= dict.fromkeys(_columns(one), DATE)
    if value is not None:
        _note(one, value, found)


def _is_date(node: exp.Expr) -> bool:
    kind = node.args.get("to")
    return not isinstance(kind, exp.DataType) or kind.this.name.startswith(("DATE", "TIMESTAMP"))


def _inside(node: exp.Expr) -> exp.Expr:
    """Return what is cast, or stands in brackets."""
    while isinstance(node, (exp.Cast, exp.Paren, exp.Date, exp.TsOrDsToDate)) and isinstance(
        node.this, exp.Expr
    ):
        node = node.this
    return node


def _note(node: exp.Expr, value: Value, found: Shape) -> None:
    for column in _columns(node):
        known = found.values.setdefault(column, [])
        if value not in known:
            known.append(value)


def _columns(node: exp.Expr) -> Iterator[str]:
    """Yield the column that `node` is, seen through casts, LOWER and their like."""
    while isinstance(node, (exp.Cast, exp.Paren, exp.Lower, exp.Upper, exp.Trim, exp.Date, exp.TsOrDsToDate)):
        node = node.this
    if isinstance(node, exp.Column):
        yield node.name.lower()


def _value(node: exp.Expr) -> Value | None:
    match node:
        case exp.Literal():
            text = str(node.this)
            return (
                text if node.is_string else float(text) if "." in text or "e" in text.lower() else int(text)
            )
        case exp.Boolean():
            return bool(node.this)
        case exp.Neg():
            inner = _value(node.this)
            return -inner if isinstance(inner, (int, float)) else None
        case exp.Cast() | exp.Paren() | exp.Date() | exp.TsOrDsToDate():
            return _value(node.this)
    return None
