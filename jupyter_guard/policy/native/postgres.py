"""Ask PostgreSQL's own grammar (libpg_query) what a statement is."""

from __future__ import annotations

from typing import Any, NamedTuple

import postgast

from jupyter_guard.policy.model import Effect

from .opinion import Opinion

# Every kind of node that may stand in a read; any other one is not known.
_READS = frozenset(
    """
    SelectStmt ExplainStmt VariableShowStmt ResTarget ColumnRef A_Star A_Const A_Expr A_Indices A_Indirection
    A_ArrayExpr BoolExpr NullTest BooleanTest CaseExpr CaseWhen CoalesceExpr MinMaxExpr SubLink RowExpr
    FuncCall TypeCast TypeName CollateClause SQLValueFunction GroupingFunc GroupingSet ParamRef String
    Integer Float Boolean BitString List Node Alias RangeVar RangeSubselect RangeFunction RangeTableFunc
    RangeTableFuncCol RangeTableSample JoinExpr SortBy WindowDef WithClause CommonTableExpr CTESearchClause
    CTECycleClause NamedArgExpr ColumnDef XmlExpr XmlSerialize DefElem SetToDefault MultiAssignRef
    JsonArgument JsonArrayAgg JsonArrayConstructor JsonArrayQueryConstructor JsonBehavior JsonFormat
    JsonFuncExpr JsonIsPredicate JsonKeyValue JsonObjectAgg JsonObjectConstructor JsonOutput
    JsonAggConstructor JsonParseExpr JsonReturning JsonScalarExpr JsonSerializeExpr JsonTable
    JsonTableColumn JsonTablePathSpec JsonValueExpr ReturningClause
    """.split()
)
_EFFECTS = {
    "InsertStmt": (Effect.WRITE, "INSERT"),
    "UpdateStmt": (Effect.WRITE, "UPDATE"),
    "DeleteStmt": (Effect.WRITE, "DELETE"),
    "MergeStmt": (Effect.WRITE, "MERGE"),
    "LockingClause": (Effect.WRITE, "FOR UPDATE locks rows"),
    "IntoClause": (Effect.SCHEMA, "INTO makes a table"),
}
_NODE = postgast.pg_query_pb2.Node  # wraps a node of any kind
# What holds nothing but names and constants, so that nobody need look into it.
_LEAVES = frozenset("ColumnRef A_Const ParamRef String Integer Float Boolean BitString A_Star Alias".split())


def ask(sql: str) -> Opinion | None:
    """Return what stands in a statement; None if PostgreSQL's grammar refuses it."""
    try:
        tree = postgast.parse(sql)
    except (postgast.PgQueryError, UnicodeError, ValueError, RecursionError):
        return None
    if len(tree.stmts) != 1:
        return Opinion(Effect.UNKNOWN, f"PostgreSQL finds {len(tree.stmts)} statements in it")
    return _walk(tree.stmts[0].stmt)


def _to_client(copy: Any) -> bool:
    """Say whether a COPY hands rows to whoever asked, and to nobody else."""
    return not copy.is_from and not copy.is_program and not copy.filename


def _qualified(names: Any) -> str:
    """Return an operator's name, with its schema where it is not the catalog's own."""
    parts = [name.string.sval for name in names]
    return parts[-1] if parts[:-1] in ([], ["pg_catalog"]) else ".".join(parts)


def _walk(root: Any) -> Opinion:
    """Visit every node once; the stack is our own, so depth does not matter."""
    effect, cause = Effect.READ, ""
    functions: list[tuple[str, str]] = []
    operators: list[str] = []
    tables: list[str] = []
    stack = [_inner(root)]
    while stack:
        node = stack.pop()
        kind, lists, singles = _SHAPES.get(type(node)) or _shape(node)
        if kind not in _READS and not (kind == "CopyStmt" and _to_client(node)):
            own, why = _EFFECTS.get(kind, (Effect.UNKNOWN, f"{kind} is not known"))
            if own > effect:
                effect, cause = own, why
        if kind == "FuncCall":
            names = [part.string.sval for part in node.funcname]  # folded, unless it is quoted
            functions.append((".".join(names[:-1]), names[-1]))
        elif kind == "A_Expr" and node.kind <= _PLAIN_KINDS and node.name:
            operators.append(_qualified(node.name))
        elif kind == "SubLink" and node.oper_name:
            operators.append(_qualified(node.oper_name))
        elif kind == "SortBy" and node.use_op:
            operators.append(_qualified(node.use_op))
        elif kind == "RangeVar":
            tables.append(".".join(p for p in (node.catalogname, node.schemaname, node.relname) if p))
        for name in lists:
            stack.extend(map(_inner, getattr(node, name)))
        for name in singles:
            if node.HasField(name):
                stack.append(_inner(getattr(node, name)))
    words = {name for name in operators if not name.isalpha()}
    return Opinion(
        effect,
        cause,
        tuple(dict.fromkeys(functions)),
        tuple(sorted(words)),
        tuple(dict.fromkeys(reversed(tables))),
    )


_PLAIN_KINDS = 3  # AEXPR_OP, AEXPR_OP_ANY, AEXPR_OP_ALL; the others are fixed syntax


class _Shape(NamedTuple):
    """What a kind of node is made of: the fields that hold nodes."""

    kind: str
    lists: tuple[str, ...]
    singles: tuple[str, ...]


_SHAPES: dict[
    type, _Shape
] = {}  # filled as kinds come up: a walk that lists each node's fields takes thrice as long


def _shape(node: Any) -> _Shape:
    kind = node.DESCRIPTOR.name
    fields = [] if kind in _LEAVES else [f for f in node.DESCRIPTOR.fields if f.message_type is not None]
    shape = _Shape(
        kind,
        tuple(f.name for f in fields if f.is_repeated and f.name != "funcname"),
        tuple(f.name for f in fields if not f.is_repeated),
    )
    return _SHAPES.setdefault(type(node), shape)


def _inner(node: Any) -> Any:
    """Return the node that a `Node` wraps; the wrapper itself if it is empty."""
    if type(node) is _NODE and (which := node.WhichOneof("node")):
        return getattr(node, which)
    return node
