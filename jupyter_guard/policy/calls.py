"""Judge the functions that a statement calls, by its tokens.

A call is a name before an opening bracket, in whatever seat of the statement. The parser
turns some calls into operators, drops arguments or takes names for others; the tokens keep
them all. What is not listed as a function, and not explained by the parsed tree as
something else (the columns of an alias, of a target), is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from sqlglot.tokenizer_core import Token, TokenType

from .knowledge import Knowledge, Known
from .model import Effect
from .texts import constants, filled, names_data, names_one

_T = TokenType

# Tokens before an opening bracket that are not names, whatever they are called.
_NO_NAMES = frozenset(
    {
        _T.L_PAREN, _T.R_PAREN, _T.L_BRACKET, _T.R_BRACKET, _T.L_BRACE, _T.R_BRACE, _T.COMMA, _T.DOT,
        _T.DASH, _T.PLUS, _T.COLON, _T.DCOLON, _T.SEMICOLON, _T.STAR, _T.SLASH, _T.LT, _T.LTE, _T.GT,
        _T.GTE, _T.NOT, _T.EQ, _T.NEQ, _T.NULLSAFE_EQ, _T.COLON_EQ, _T.AND, _T.OR, _T.AMP, _T.DPIPE,
        _T.PIPE_GT, _T.PIPE, _T.PIPE_SLASH, _T.DPIPE_SLASH, _T.CARET, _T.CARET_AT, _T.TILDE, _T.ARROW,
        _T.DARROW, _T.FARROW, _T.HASH, _T.HASH_ARROW, _T.DHASH_ARROW, _T.LR_ARROW, _T.LLRR_ARROW,
        _T.DAT, _T.AT_QMARK, _T.LT_AT, _T.AT_GT, _T.DOLLAR, _T.DAMP, _T.AMP_LT, _T.AMP_GT, _T.ADJACENT,
        _T.DSTAR, _T.QMARK_AMP, _T.QMARK_PIPE, _T.HASH_DASH, _T.PLACEHOLDER, _T.DQMARK, _T.PARAMETER,
        _T.STRING, _T.NUMBER, _T.BIT_STRING, _T.HEX_STRING, _T.BYTE_STRING, _T.NATIONAL_STRING,
        _T.RAW_STRING, _T.HEREDOC_STRING, _T.UNICODE_STRING, _T.HINT, _T.MOD, _T.SIMILAR_TO,
        _T.GROUP_BY, _T.ORDER_BY, _T.PARTITION_BY, _T.CLUSTER_BY, _T.DISTRIBUTE_BY, _T.SORT_BY,
        _T.CONNECT_BY, _T.GROUPING_SETS,
        _T.CHARACTER_SET,
    }
)  # fmt: skip
# Reserved or contextual words of SQL that stand before brackets without being called.
_WORDS = frozenset(
    """
    against all and anti any apply array as asof at auto before bernoulli between both by case
    changes columns contains cross cube default define describe dimension distinct div else end
    escape except exclude exists fetch fill filter final first for force from full glob group groups
    hash having hint ignore ilike in include index information inner insert interpolate intersect
    into is iterate join keep key lateral leading left like limit match_recognize materialized
    measures minus model name natural next no not nulls offset on only option options or order
    ordinality outer over overflow partition path pattern percent pivot positional prewhere qualify
    range raw recursive rename repeatable replace reservoir respect return returning right rlike
    rollup row rows rules sample seed select semi set sets settings show similar some start step
    subset summarize system table tablesample then to top trailing union unnest unpivot use using
    values when where window with within xml xor
    """.split()
)
_TYPES = frozenset(
    """
    aggregatefunction array bigint bignumeric binary bit blob bool boolean bpchar byte bytes char
    character clob date datetime datetime2 datetime64 datetimeoffset day dec decimal decimal128
    decimal256 decimal32 decimal64 double dynamic enum enum16 enum8 fixedstring float float4 float8
    geography geometry halfvec hour hugeint image int int1 int128 int16 int2 int256 int32 int4 int64
    int8 integer interval json jsonb long longtext lowcardinality map mediumint mediumtext minute
    money month national nchar nclob nested ntext null nullable number numeric nvarchar nvarchar2
    object precision raw real row second set signed simpleaggregatefunction smallint sparsevec
    string struct super text time timestamp timestamp_ltz timestamp_ntz timestamp_tz timestampltz
    timestampntz timestamptz timetz tinyint tuple uint16 uint32 uint64 uint8 union unsigned uuid
    varbinary varbit varbyte varchar varchar2 variant varying vector void xml year zone
    """.split()
)
_NOT_CALLED = _WORDS | _TYPES | {"member of"}


@dataclass
class Calls:
    """What the calls of a statement do together."""

    effect: Effect = Effect.READ
    cause: str = ""
    function: str = ""
    approved: set[str] = field(default_factory=set)  # names that are known to only read
    texts: list[str] = field(default_factory=list)  # of SQL that calls run
    unexplained: list[str] = field(default_factory=list)  # perhaps calls, perhaps something else

    def note(self, effect: Effect, cause: str, function: str = "") -> None:
        """Remember the strongest."""
        if effect > self.effect:
            self.effect, self.cause, self.function = effect, cause, function


def judge_calls(
    tokens: Sequence[Token],
    knowledge: Knowledge,
    functions: tuple[str, ...],
    own: tuple[tuple[str, str], ...] = (),
) -> Calls:
    """Look up every name that stands before an opening bracket.

    `functions` are patterns of functions that only read, `own` names of those that the text made.
    """
    found = Calls()
    opening = _T.L_PAREN
    for index, token in enumerate(tokens):
        if token.token_type is opening and index and tokens[index - 1].token_type not in _NO_NAMES:
            if own and (tokens[index - 1].text.lower(), _seat(tokens, index - 1)) in own:
                found.approved.add(tokens[index - 1].text.lower())
            else:
                _judge(tokens, index - 1, knowledge, functions, found)
    return found


def _seat(tokens: Sequence[Token], index: int) -> str:
    """Return whether a name is called for a value or for a table; nothing if that is not clear."""
    before = tokens[index - 1].token_type if index else _T.SELECT
    if before is _T.DOT:
        return ""
    if before in (_T.FROM, _T.JOIN):
        return "table"
    unclear = before is _T.COMMA and any(t.token_type is _T.FROM for t in tokens[:index])
    return "" if unclear else "scalar"


def calls_in(
    tokens: Sequence[Token], knowledge: Knowledge, functions: tuple[str, ...]
) -> Iterator[tuple[str, Known | None]]:
    """Yield the name of every call, and what is known of it."""
    for index, token in enumerate(tokens[:-1]):
        if tokens[index + 1].token_type is not _T.L_PAREN or token.token_type in _NO_NAMES:
            continue
        name, qualifier = token.text.lower(), _qualifier(tokens, index)
        full = f"{qualifier}.{name}" if qualifier else name
        known = known_function(name, qualifier, full, knowledge, functions)
        if known or qualifier or token.token_type is _T.IDENTIFIER or name not in _NOT_CALLED:
            yield full, known


def _judge(
    tokens: Sequence[Token],
    index: int,
    knowledge: Knowledge,
    functions: tuple[str, ...],
    found: Calls,
) -> None:
    token = tokens[index]
    name = token.text.lower()
    if name == "apply" and len(tokens) > index + 3 and tokens[index + 3].token_type is _T.R_PAREN:
        index += 2  # APPLY(function), of all columns
        token, name = tokens[index], tokens[index].text.lower()
    qualifier = _qualifier(tokens, index)
    full = f"{qualifier}.{name}" if qualifier else name
    known = known_function(name, qualifier, full, knowledge, functions)
    if known is None:
        quoted = token.token_type is _T.IDENTIFIER
        if not qualifier and not quoted and name in _NOT_CALLED:
            return
        found.unexplained.append(full)
    elif known.effect is Effect.READ:
        found.approved.add(name)
    elif known.judged and (texts := _texts(tokens, index + 2, known)):
        found.approved.add(name)
        found.texts += texts
        found.note(known.least, f"function {full}() {known.why}")
    elif (known.identifier and names_one(tokens, index + 2)) or (
        known.paths and names_data(tokens, index + 2)
    ):
        found.approved.add(name)
    else:
        why = known.why or _WHY[known.effect]
        found.approved.add(name)
        found.note(known.effect, f"function {full}() {why}")


_WHY = {
    Effect.SESSION: "changes the session",
    Effect.WRITE: "writes",
    Effect.SCHEMA: "changes objects",
    Effect.ADMIN: "controls the server or reaches beyond it",
    Effect.UNKNOWN: "may do anything",
}


def _texts(tokens: Sequence[Token], index: int, known: Known) -> list[str]:
    """Return the SQL that a call runs, where it is constant."""
    texts = constants(tokens, index)
    if not known.template or not texts:
        return texts
    sql = filled(known.template, texts)
    return [sql] if sql else []


def _qualifier(tokens: Sequence[Token], index: int) -> str:
    """Return the names before a name, as in schema.package.function."""
    parts: list[str] = []
    while index >= 2 and tokens[index - 1].token_type is _T.DOT:
        index -= 2
        if tokens[index].token_type in _NO_NAMES:
            parts.append("…")  # a value: the rest is a method of it
            break
        parts.append(tokens[index].text.lower())
    return ".".join(reversed(parts))


def known_function(
    name: str, qualifier: str, full: str, knowledge: Knowledge, functions: tuple[str, ...]
) -> Known | None:
    """Return what is known of a function: by the lists of its dialect, or by guard.toml."""
    if qualifier and (known := knowledge.functions.get(full)):
        return known
    own = not qualifier or qualifier in knowledge.schemas or knowledge.methods
    if own and (known := knowledge.function(name)):
        return known
    if qualifier and name in knowledge.methods_named:
        return Known(Effect.READ)
    if any(fnmatchcase(full, pattern.lower()) for pattern in functions):
        return Known(Effect.READ)
    return None
