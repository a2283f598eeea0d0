"""What each kind of node in a parsed statement does, by itself.

A kind that stands in no table is not known. Adding one means: whatever is written there, it
cannot change anything, apart from what its children do.
"""

from __future__ import annotations

from sqlglot import exp

from .model import READ, SCHEMA, UNKNOWN, WRITE, Effect

# Expressions, clauses and values.
_EXPRESSIONS = """
    Add Adjacent Alias Aliases All And Any ApproxDistinct AtIndex AtTimeZone Between Binary BitwiseAnd
    BitwiseLeftShift BitwiseNot BitwiseOr BitwiseRightShift BitwiseXor Boolean Bracket Column
    Connector DPipe Distance DistanceNd Distinct Div Dot EQ Escape ExtendsLeft ExtendsRight Filter
    ForIn FormatPhrase FromTimeZone GT GTE Glob HavingMax Hint ILike Identifier IgnoreNulls In
    IntDiv IntervalOp Is JoinHint Kwarg LT LTE Like Literal Match Mod Mul NEQ Neg NestedJSONSelect Not
    Null NullSafeEQ NullSafeNEQ Opclass Or Ordered Overlaps Parameter Paren Per PivotAlias PivotAny
    Placeholder Pow Predicate PropertyEQ Pseudocolumn RespectNulls SessionParameter SimilarTo Slice
    Star Sub SubqueryPredicate TimeUnit Unary Var WithinGroup Xor
    BitString ByteString HexString National RawString UnicodeString Introducer Heredoc CharacterSet
    DataType DataTypeParam Interval IntervalSpan ObjectIdentifier PseudoType ColumnDef
    TranslateCharacters Variadic Comprehension PositionalColumn ScopeResolution
    ColumnConstraint NotNullColumnConstraint CollateColumnConstraint PathColumnConstraint
    DefaultColumnConstraint CommentColumnConstraint DirectoryStage Operator Stream
"""
_CLAUSES = """
    CTE CaseStatement Changes Cluster ColumnPosition Connect Cube Distribute Except Fetch Final
    ForClause From Group GroupingSets Having HistoricalData IndexTableHint Intersect Join Lambda
    Lateral Limit LimitOptions MatchRecognize MatchRecognizeMeasure Nearest Offset OnCondition
    Order OverflowTruncateBehavior Partition PartitionByExcluding PartitionId PartitionRange Pivot PreWhere
    Prior Qualify Query QueryOption RecursiveWithSearch ReplaceColumns Rollup Sort Subquery
    TableAlias TableColumn TableFromRows TableSample Tuple UDTF Union UnpivotColumns Values
    Version Where Window WindowSpec With WithFill UsingData ModelAttribute
    JSON JSONColumnDef JSONExtractQuote JSONKeyValue JSONPath JSONPathFilter JSONPathKey
    JSONPathPart JSONPathRecursive JSONPathRoot JSONPathScript JSONPathSelector JSONPathSlice
    JSONPathSubscript JSONPathUnion JSONPathWildcard JSONSchema JSONValue JSONValueArray FormatJson
    OpenJSONColumnDef XMLKeyValueOption XMLNamespace SkipJSONColumn SemanticView MatchRecognizeMeasure
"""
# What belongs to statements that are judged as a whole by their root.
# Judged by a handler of the walk, that looks closer.
_HANDLED = "Select Table Lock Into WithTableHint Anonymous AnonymousAggFunc"
_PARTS = """
    Returning OnConflict Schema When Whens Semicolon Describe Summarize Show
    Properties TemporaryProperty
"""
# Kinds of functions live in modules of their own; which function it is, the tokens say.
_FUNCTION_MODULES = frozenset(
    f"sqlglot.expressions.{name}"
    for name in ("aggregate", "array", "core", "functions", "json", "math", "string", "temporal")
)

_EFFECTS: dict[str, tuple[Effect, str]] = {
    "Insert": (WRITE, "INSERT"),
    "Update": (WRITE, "UPDATE"),
    "Delete": (WRITE, "DELETE"),
    "Merge": (WRITE, "MERGE"),
    "MultitableInserts": (WRITE, "INSERT"),
    "ConditionalInsert": (WRITE, "INSERT"),
    "LoadData": (WRITE, "LOAD DATA"),
    "Copy": (WRITE, "COPY"),
    "NextValueFor": (WRITE, "NEXT VALUE FOR changes a sequence"),
    "TruncateTable": (SCHEMA, "TRUNCATE"),
    "Create": (SCHEMA, "CREATE"),
    "Drop": (SCHEMA, "DROP"),
    "Alter": (SCHEMA, "ALTER"),
    "Comment": (SCHEMA, "COMMENT"),
    "Undrop": (SCHEMA, "UNDROP"),
    "SwapTable": (SCHEMA, "SWAP"),
    "Export": (Effect.ADMIN, "EXPORT"),
    "Grant": (Effect.ADMIN, "GRANT"),
    "Revoke": (Effect.ADMIN, "REVOKE"),
}

HARMLESS = READ, ""


def _kinds(names: str) -> list[type[exp.Expr]]:
    # A newer or older parser may lack some kinds: what it lacks cannot come up.
    return [kind for name in names.split() if (kind := getattr(exp, name, None))]


_RULES: dict[type[exp.Expr], tuple[Effect, str]] = {
    **dict.fromkeys(_kinds(_EXPRESSIONS + _CLAUSES + _PARTS + _HANDLED), HARMLESS),
    **{kind: _EFFECTS[kind.__name__] for kind in _kinds(" ".join(_EFFECTS))},
}

# With which node a statement may begin that is read by the parser.
ROOTS: frozenset[type[exp.Expr]] = frozenset(
    _kinds(
        "Select Union Except Intersect Subquery Values Table Describe Summarize Pivot " + " ".join(_EFFECTS)
    )
) - {exp.NextValueFor}


def effect_of(kind: type[exp.Expr]) -> tuple[Effect, str]:
    """Return what a kind of node does by itself, and how that is called."""
    rule = _RULES.get(kind)
    if rule is None:
        is_function = issubclass(kind, exp.Func) and kind.__module__ in _FUNCTION_MODULES
        rule = HARMLESS if is_function else (UNKNOWN, f"{kind.__name__} is not known")
        _RULES[kind] = rule
    return rule
