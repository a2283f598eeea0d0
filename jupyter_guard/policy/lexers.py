"""How each database reads characters: its strings, quoted names and comments.

Written from the databases' own lexers, not from the parser's.
"""

from __future__ import annotations

from typing import NamedTuple

# Piece by piece, as regular expressions. A name in front of a quote must not be cut in two.
_SINGLE = r"'[^']*(?:''[^']*)*'"
_DOUBLE = r'"[^"]*(?:""[^"]*)*"'
_TICKS = r"`[^`]*(?:``[^`]*)*`"
_SINGLE_ESCAPED = r"'[^'\\]*(?:(?:''|\\.)[^'\\]*)*'"
_DOUBLE_ESCAPED = r'"[^"\\]*(?:(?:""|\\.)[^"\\]*)*"'
_TICKS_ESCAPED = r"`[^`\\]*(?:(?:``|\\.)[^`\\]*)*`"
_BRACKETS = r"\[[^\]]*(?:\]\][^\]]*)*\]"
_DOLLARS = r"(?<![\w$])\$(?P<tag>(?:[^\W\d]\w*)?)\$.*?\$(?P=tag)\$"
_DASHES = r"--[^\n\r]*"
_DASHES_TO_NEWLINE = r"--[^\n]*"
_BLOCK = r"/\*.*?\*/"
# E'' strings go on over a line break, and keep their backslashes there.
_E_STRING = (
    r"(?<=[eE])(?<![\w$][eE])'[^'\\]*(?:(?:''|\\.)[^'\\]*)*'"
    r"(?:\s*?(?:--[^\n\r]*)?[\n\r]\s*'[^'\\]*(?:(?:''|\\.)[^'\\]*)*')*"
)
# q'[it's]' ends with the bracket that it began with, or with the same character.
_BEFORE_Q = r"(?:(?<=^[qQ])|(?<=[^\w$#][qQ])|(?<=^[nN][qQ])|(?<=[^\w$#][nN][qQ]))"
_ORACLE_Q = rf"{_BEFORE_Q}'(?:\[.*?\]'|\{{.*?\}}'|\(.*?\)'|<.*?>'|(?P<q>[^\s\[{{(<]).*?(?P=q)')"
_TRIPLE = r"""'''(?:[^\\]|\\.)*?'''|\"{3}(?:[^\\]|\\.)*?\"{3}"""
# r'' and its kin keep their backslashes, which still hide the quote behind them.
_BEFORE_RAW = "|".join(rf"(?<=^{p})|(?<=[^\w$]{p})" for p in ("[rR]", "[rR][bB]", "[bB][rR]"))
_RAW = rf"(?:{_BEFORE_RAW})(?:{_TRIPLE}|'[^'\\\n]*(?:\\.[^'\\\n]*)*'|\"[^\"\\\n]*(?:\\.[^\"\\\n]*)*\")"
_GOOGLE_STRING = r"""'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*\""""


NEVER = r"(?!)"
_END = r"END"


class Rules(NamedTuple):
    """How one database reads characters."""

    quoted: tuple[str, ...]
    comments: tuple[str, ...] = (_DASHES, _BLOCK)
    nested: bool = False  # comments within comments
    # The same text as a server with another setting reads it; both must agree.
    otherwise: tuple[str, ...] | None = None
    # What makes a text unreadable wherever it stands outside of quotes (and, the second,
    # in comments): the database runs it, or reads it as nobody here can tell.
    outside: str = r"\\"
    within: str = NEVER
    # Words with which a statement begins that may hold semicolons of its own.
    blocks: str = r"CREATE\b(?:\s+\w+)*?\s+(?:PROCEDURE|FUNCTION|PACKAGE|TRIGGER|EVENT|TASK|TYPE\s+BODY)\b"
    block_end: str = NEVER  # where a statement of `blocks` is over; else it takes all the rest
    scripts: str = NEVER


# Where the body of a function is one expression, or a string.
_NO_FUNCTIONS = r"CREATE\b(?:\s+\w+)*?\s+(?:PROCEDURE|PACKAGE|TRIGGER|EVENT|TASK|TYPE\s+BODY)\b"
_ATOMIC = r"CREATE\b.*\bBEGIN\s+ATOMIC\b|CREATE\b(?:\s+\w+)*?\s+RULE\b"
_SCRIPT = r"(?:BEGIN(?!\s*(?:;|TRAN|WORK|$))|DECLARE|IF|LOOP|WHILE|REPEAT|FOR|CASE)\b"

RULES: dict[str, Rules] = {
    "postgres": Rules(
        (_E_STRING, _SINGLE, _DOUBLE, _DOLLARS),
        nested=True,
        within=r'&"(?<=\b[uU]&")',  # a name that is another one than it looks
        blocks=_ATOMIC,
        block_end=_END,
    ),
    "redshift": Rules(
        (_E_STRING, _SINGLE, _DOUBLE, _DOLLARS),
        nested=True,
        otherwise=(_SINGLE_ESCAPED, _DOUBLE, _DOLLARS),
        outside=r"\\|&(?<=[uU]&)",
    ),
    "duckdb": Rules(
        (_E_STRING, _SINGLE, _DOUBLE, _DOLLARS), nested=True, blocks=_NO_FUNCTIONS, outside=r"\\|&(?<=[uU]&)"
    ),
    "sqlite": Rules(
        (_SINGLE, _DOUBLE, _TICKS, r"\[[^\]]*\]"),
        comments=(_DASHES_TO_NEWLINE, r"/\*.*?(?:\*/|\Z)"),
        blocks=r"CREATE\b(?:\s+\w+)*?\s+TRIGGER\b",
        block_end=_END,
    ),
    "mysql": Rules(
        (_SINGLE_ESCAPED, _DOUBLE_ESCAPED, _TICKS),
        comments=(r"--(?=[\s\x00-\x20]|\Z)[^\n]*", r"#[^\n]*", _BLOCK),
        otherwise=(_SINGLE, _DOUBLE, _TICKS),
        within=r"/\*M?!|--[\t\v\f\x01-\x08]",
        scripts=r"(?:BEGIN\s+NOT\s+ATOMIC|DELIMITER)\b",
    ),
    "snowflake": Rules(
        (_SINGLE_ESCAPED, _DOUBLE, r"\$\$.*?\$\$"),
        comments=(_DASHES, r"//[^\n\r]*", _BLOCK),
        outside=r"\\|->>",
        scripts=_SCRIPT,
    ),
    "bigquery": Rules(
        (_RAW, _TRIPLE, _GOOGLE_STRING, r"`[^`\\]*(?:\\.[^`\\]*)*`"),
        comments=(_DASHES, r"#[^\n\r]*", _BLOCK),
        blocks=_NO_FUNCTIONS,
        scripts=_SCRIPT.replace("|DECLARE", ""),  # which ends at its semicolon there
    ),
    "tsql": Rules((_SINGLE, _DOUBLE, _BRACKETS), nested=True, scripts=r"(?:GO)\b"),
    "spark": Rules(
        (_RAW, _SINGLE_ESCAPED, _DOUBLE_ESCAPED, _TICKS),
        comments=(r"--(?:\\\n|[^\n\r])*", _BLOCK),
        nested=True,
        otherwise=(_RAW, _GOOGLE_STRING, _TICKS),
        blocks=_NO_FUNCTIONS,
        scripts=_SCRIPT,
    ),
    "trino": Rules((_SINGLE, _DOUBLE), scripts=_SCRIPT),
    "clickhouse": Rules(
        (_SINGLE_ESCAPED, _DOUBLE_ESCAPED, _TICKS_ESCAPED, _DOLLARS),
        comments=(_DASHES, r"#(?=[ !])[^\n\r]*", _BLOCK),
    ),
    "oracle": Rules((_ORACLE_Q, _SINGLE, _DOUBLE), scripts=r"(?:BEGIN|DECLARE|<<)"),
    # Nobody knows how an unlisted database reads anything but the plainest text.
    "plain": Rules((_SINGLE, _DOUBLE), outside=r"[\\#`$\[\]{}@?!:]|//", within=r"\\|/\*[!+M]|''\s*'"),
}
RULES["databricks"] = RULES["spark"]
