"""The words of SQL that stand before brackets without being called, and kinds of tokens that are no names."""

from __future__ import annotations

from sqlglot.tokenizer_core import TokenType

_T = TokenType
# Python 3.11 takes longer to look up a member of an enumeration than to call a function.
L_PAREN, R_PAREN, DOT, COMMA = _T.L_PAREN, _T.R_PAREN, _T.DOT, _T.COMMA
VAR, IDENTIFIER = _T.VAR, _T.IDENTIFIER


# Tokens before an opening bracket that are not names, whatever they are called.
NO_NAMES = frozenset(
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
    against all and anti any apply array as asof at auto before bernoulli between block both by case
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
# Types of two words, which the parser's lexer takes for one.
_LONG_TYPES = frozenset(
    f"{first} {second}"
    for first in ("character", "char", "nchar", "national char", "national character", "bit")
    for second in ("varying", "large object")
)
NOT_CALLED = _WORDS | _TYPES | _LONG_TYPES | {"member of", "double precision", "binary varying"}

# Tokens of what is written within quotes.
QUOTED = frozenset(
    {
        _T.STRING, _T.IDENTIFIER, _T.BIT_STRING, _T.HEX_STRING, _T.BYTE_STRING, _T.NATIONAL_STRING,
        _T.NATIONAL_RAW_STRING, _T.RAW_STRING, _T.HEREDOC_STRING, _T.UNICODE_STRING,
    }
)  # fmt: skip
