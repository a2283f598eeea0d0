"""Cut a text into statements the way the database's own lexer does.

The parser has a lexer of its own, written for many databases at once. Where the two would
read a text differently, a write could hide in what the parser takes for a comment or a
string. So the text is cut here by the rules of the one database, and what the parser's
lexer makes of each piece must agree with that; otherwise nobody knows what would run.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from .model import Span

MAX_TEXT = 2_000_000  # characters; more is not judged
MAX_WORDS = 250_000  # words, marks and strings of one statement
MAX_DEPTH = 150  # brackets within brackets; the parser recurses

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
    r"(?<![\w$])[eE]'[^'\\]*(?:(?:''|\\.)[^'\\]*)*'"
    r"(?:\s*?(?:--[^\n\r]*)?[\n\r]\s*'[^'\\]*(?:(?:''|\\.)[^'\\]*)*')*"
)
_ORACLE_Q = (
    r"(?<![\w$#])[nN]?[qQ]'(?:\[.*?\]'|\{.*?\}'|\(.*?\)'|<.*?>'|(?P<q>[^\s\[{(<]).*?(?P=q)')"
)
_TRIPLE = r"'''(?:[^\\]|\\.)*?'''|" + r'"""(?:[^\\]|\\.)*?"""'
_RAW = (
    r"(?<![\w$])(?:[rR][bB]?|[bB][rR])(?:'''(?:[^\\]|\\.)*?'''|" + r'"""(?:[^\\]|\\.)*?"""|'
    r"'[^'\\\n]*(?:\\.[^'\\\n]*)*'|" + r'"[^"\\\n]*(?:\\.[^"\\\n]*)*")'
)
_GOOGLE_STRING = r"'[^'\\]*(?:\\.[^'\\]*)*'|" + r'"[^"\\]*(?:\\.[^"\\]*)*"'


_NEVER = r"(?!)"
_END = r"END"


@dataclass(frozen=True)
class Rules:
    """How one database reads characters."""

    quoted: tuple[str, ...]
    comments: tuple[str, ...] = (_DASHES, _BLOCK)
    nested: bool = False  # comments within comments
    # The same text as a server with another setting reads it; both must agree.
    otherwise: tuple[str, ...] | None = None
    # What makes a text unreadable wherever it stands outside of quotes (and, the second,
    # in comments): the database runs it, or reads it as nobody here can tell.
    outside: str = r"\\"
    within: str = _NEVER
    # Words with which a statement begins that may hold semicolons of its own.
    blocks: str = r"CREATE\b(?:\s+\w+)*?\s+(?:PROCEDURE|FUNCTION|PACKAGE|TRIGGER|EVENT|TASK|TYPE\s+BODY)\b"
    block_end: str = _NEVER  # where a statement of `blocks` is over; else it takes all the rest
    scripts: str = _NEVER


_ATOMIC = r"CREATE\b.*\bBEGIN\s+ATOMIC\b|CREATE\b(?:\s+\w+)*?\s+RULE\b"
_SCRIPT = r"(?:BEGIN(?!\s*(?:;|TRAN|WORK|$))|DECLARE|IF|LOOP|WHILE|REPEAT|FOR|CASE)\b"

RULES: dict[str, Rules] = {
    "postgres": Rules(
        (_E_STRING, _SINGLE, _DOUBLE, _DOLLARS),
        nested=True,
        outside=r"\\|(?<![\w$])[uU]&",
        blocks=_ATOMIC,
        block_end=_END,
    ),
    "redshift": Rules(
        (_E_STRING, _SINGLE, _DOUBLE, _DOLLARS),
        nested=True,
        otherwise=(_SINGLE_ESCAPED, _DOUBLE, _DOLLARS),
        outside=r"\\|(?<![\w$])[uU]&",
    ),
    "duckdb": Rules((_E_STRING, _SINGLE, _DOUBLE, _DOLLARS), nested=True, outside=r"\\|(?<![\w$])[uU]&"),
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
        scripts=_SCRIPT,
    ),
    "tsql": Rules((_SINGLE, _DOUBLE, _BRACKETS), nested=True, scripts=r"(?:GO)\b"),
    "spark": Rules(
        (_RAW, _SINGLE_ESCAPED, _DOUBLE_ESCAPED, _TICKS),
        comments=(r"--(?:\\\n|[^\n\r])*", _BLOCK),
        nested=True,
        otherwise=(_RAW, _GOOGLE_STRING, _TICKS),
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

_STRANGE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]|[^\x00-\x7f]")
_WORD = re.compile(r"\w+|[^\w\s]")


class Unreadable(Exception):
    """Say why nobody can tell how the database would read a text."""


@dataclass(frozen=True)
class Piece:
    """The text of one statement, with its strings and comments."""

    text: str
    span: Span
    bare: str  # the same with strings, quoted names and comments blanked
    quoted: frozenset[tuple[int, int]]  # (start, end) within the text
    comments: tuple[tuple[int, int], ...]
    script: bool  # it may hold several statements


@cache
def _pattern(dialect: str, otherwise: bool) -> re.Pattern[str]:
    rules = RULES[dialect]
    quoted = rules.otherwise if otherwise and rules.otherwise else rules.quoted
    comments = "|".join(rules.comments)
    return re.compile(
        rf"(?P<comment>{comments})|(?P<quoted>{'|'.join(quoted)})|(?P<end>;)|(?P<open>[(\[{{])"
        r"|(?P<close>[)\]}])|(?P<stray>['\"`]|/\*)",
        re.DOTALL,
    )


@dataclass(frozen=True)
class _Checks:
    outside: re.Pattern[str]
    within: re.Pattern[str]
    blocks: re.Pattern[str]
    block_end: re.Pattern[str]
    scripts: re.Pattern[str]


@cache
def _checks(dialect: str) -> _Checks:
    rules, flags = RULES[dialect], re.IGNORECASE | re.DOTALL
    return _Checks(
        *(re.compile(getattr(rules, name), flags) for name in _Checks.__dataclass_fields__)
    )


def cut(sql: str, dialect: str) -> tuple[Piece, ...]:
    """Return the statements of a text; raise Unreadable if that depends on who reads it."""
    if len(sql) > MAX_TEXT:
        raise Unreadable(f"it is longer than {MAX_TEXT:,} characters")
    if _checks(dialect).within.search(sql):
        raise Unreadable("it holds a comment or an escape that some servers run or read otherwise")
    pieces = tuple(_cut(sql, dialect, otherwise=False))
    if RULES[dialect].otherwise and "\\" in sql and _differs(sql, dialect, pieces):
        raise Unreadable("its backslashes mean something else to a server with another setting")
    return pieces


def _differs(sql: str, dialect: str, pieces: tuple[Piece, ...]) -> bool:
    """Say whether a server with the other setting would run something else."""
    others: list[Piece] = []
    try:
        for piece in _cut(sql, dialect, otherwise=True):
            others.append(piece)
    except Unreadable:
        return bool(others)  # what stands before the error would run
    return tuple(others) != pieces


def _cut(sql: str, dialect: str, otherwise: bool) -> Iterator[Piece]:
    """Walk over strings, comments, brackets and semicolons from left to right."""
    pattern = _pattern(dialect, otherwise)
    start = position = last = depth = 0
    quoted: list[tuple[int, int]] = []
    comments: list[tuple[int, int]] = []
    script = False
    while match := pattern.search(sql, position):
        kind, begin, position = match.lastgroup, match.start(), match.end()
        if kind == "tag" or kind == "q":
            kind = "quoted"
        if kind == "comment":
            if RULES[dialect].nested and sql.startswith("/*", begin):
                position = _nested(sql, begin)
            comments.append((begin, position))
        elif kind == "quoted":
            quoted.append((begin, position))
        elif kind == "open":
            depth += 1
            if depth > MAX_DEPTH:
                raise Unreadable(f"its brackets are nested more than {MAX_DEPTH} deep")
        elif kind == "close":
            depth = max(depth - 1, 0)
        elif kind == "stray":
            raise Unreadable("a quote or a comment in it is not closed")
        else:
            script = script or _is_script(sql, start, begin, quoted + comments, dialect)
            if script and not _block_ends(sql, start, last, begin, quoted + comments, dialect):
                if _checks(dialect).block_end.pattern == _NEVER:
                    break  # nothing ends it but the end of the text
                last = position
                continue
            if depth and not script:
                raise Unreadable("a semicolon stands within brackets")
            yield from _piece(sql, start, begin, quoted, comments, script, dialect)
            start = last = position
            depth, quoted, comments, script = 0, [], [], False
    script = script or _is_script(sql, start, len(sql), quoted + comments, dialect)
    yield from _piece(sql, start, len(sql), quoted, comments, script, dialect)


def _nested(sql: str, begin: int) -> int:
    """Return the end of a comment that may hold comments."""
    depth, position = 0, begin
    for match in re.compile(r"/\*|\*/").finditer(sql, begin):
        depth += 1 if match.group() == "/*" else -1
        position = match.end()
        if not depth:
            return position
    raise Unreadable("a comment in it is not closed")


_HEAD = 2_000  # characters in which a statement tells what it is


def _is_script(
    sql: str, start: int, end: int, ranges: list[tuple[int, int]], dialect: str
) -> bool:
    """Say whether a statement that begins like this may go on behind a semicolon."""
    end = min(end, start + _HEAD)
    bare = blank(sql[start:end], start, [r for r in sorted(ranges) if r[1] <= end]).lstrip()
    checks = _checks(dialect)
    return bool(checks.blocks.match(bare) or checks.scripts.match(bare))


def _block_ends(
    sql: str, start: int, last: int, end: int, ranges: list[tuple[int, int]], dialect: str
) -> bool:
    """Say whether this semicolon, with only END before it, is the last of a block."""
    if end - last > _HEAD:
        return False
    near = [r for r in ranges[-20:] if r[0] >= last]
    return bool(_checks(dialect).block_end.fullmatch(blank(sql[last:end], last, sorted(near)).strip()))


def blank(text: str, start: int, ranges: Sequence[tuple[int, int]]) -> str:
    """Return the text with these ranges replaced by blanks."""
    if not ranges:
        return text
    parts, last = [], 0
    for begin, end in ranges:
        parts.append(text[last : max(begin - start, 0)])
        parts.append(" " * (end - begin))
        last = end - start
    return "".join((*parts, text[last:]))


def _piece(
    sql: str,
    start: int,
    end: int,
    quoted: list[tuple[int, int]],
    comments: list[tuple[int, int]],
    script: bool,
    dialect: str,
) -> Iterator[Piece]:
    """Yield the statement between two offsets, if there is one."""
    body = sql[start:end]
    text = body.strip()
    if not text:
        return
    bare = blank(body, start, sorted(quoted + comments))
    if not quoted and not bare.strip():
        return
    _check(bare, dialect, len(quoted))
    begin = start + len(body) - len(body.lstrip())
    line_start = sql.rfind("\n", 0, begin) + 1
    span = Span(begin, begin + len(text), sql.count("\n", 0, begin) + 1, begin - line_start + 1)
    skipped = begin - start
    yield Piece(
        text,
        span,
        bare[skipped : skipped + len(text)],
        frozenset((a - begin, b - begin) for a, b in quoted),
        tuple((a - begin, b - begin) for a, b in comments),
        script,
    )


def _check(bare: str, dialect: str, strings: int) -> None:
    """Raise Unreadable for characters that databases and the parser read differently."""
    if found := _checks(dialect).outside.search(bare):
        raise Unreadable(f"what {found.group()!r} means there depends on who reads it")
    for found in _STRANGE.finditer(bare):
        if unicodedata.category(found.group())[0] in "CPZ":
            raise Unreadable(f"the character {found.group()!r} stands outside of quotes")
    if len(bare) > MAX_WORDS and len(_WORD.findall(bare)) + strings > MAX_WORDS:
        raise Unreadable("it is too long")
