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
from functools import cache
from typing import NamedTuple

from .lexers import NEVER, RULES
from .model import Span
from .pasted import called

MAX_TEXT = 2_000_000  # characters; more is not judged
MAX_WORDS = 250_000  # words, marks and strings of one statement
MAX_DEPTH = 150  # brackets within brackets; the parser recurses

_STRANGE = re.compile("[^\t-\r -~]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")  # those of them that ASCII has
_BRACKET = re.compile(r"[(\[{]|[)\]}]")
_WORD = re.compile(r"\w+|[^\w\s]")


class Unreadable(Exception):
    """Say why nobody can tell how the database would read a text."""


class Piece(NamedTuple):
    """The text of one statement, with its strings and comments."""

    text: str
    span: Span
    bare: str  # the same with strings, quoted names and comments blanked
    quoted: frozenset[tuple[int, int]]  # (start, end) within the text
    comments: tuple[tuple[int, int], ...]
    script: bool  # it may hold several statements


@cache
def pattern_of(dialect: str, otherwise: bool) -> re.Pattern[str]:
    """Return what finds the next string, comment or semicolon, or a quote that is not closed."""
    rules = RULES[dialect]
    quoted = rules.otherwise if otherwise and rules.otherwise else rules.quoted
    # What cannot begin any of these is skipped in one go.
    return re.compile(
        r"[^-/#;$'\"`\[]*"
        rf"(?:(?P<comment>{'|'.join(rules.comments)})|(?P<quoted>{'|'.join(quoted)})|(?P<end>;)"
        r"|(?P<stray>['\"`]|/\*)|.|\Z)",
        re.DOTALL,
    )


class _Checks(NamedTuple):
    outside: re.Pattern[str]
    within: re.Pattern[str]
    blocks: re.Pattern[str]
    block_end: re.Pattern[str]
    scripts: re.Pattern[str]


@cache
def _checks(dialect: str) -> _Checks:
    rules, flags = RULES[dialect], re.IGNORECASE | re.DOTALL
    return _Checks(*(re.compile(getattr(rules, name), flags) for name in _Checks._fields))


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
    """Walk over strings, comments and semicolons from left to right."""
    pattern = pattern_of(dialect, otherwise)
    start = position = last = 0
    quoted: list[tuple[int, int]] = []
    comments: list[tuple[int, int]] = []
    script = False
    while position < len(sql) and (match := pattern.match(sql, position)):
        kind, position = match.lastgroup, match.end()
        if kind is None:
            continue
        if kind == "comment":
            begin = match.start(kind)
            if RULES[dialect].nested and sql.startswith("/*", begin):
                position = nested_end(sql, begin)
            comments.append((begin, position))
        elif kind == "end":
            begin = position - 1
            ranges = quoted + comments
            script = script or _is_script(sql, start, begin, ranges, dialect)
            if script and not _block_ends(sql, last, begin, ranges, dialect):
                if RULES[dialect].block_end == NEVER:
                    position = len(sql)  # nothing ends it but the end of the text
                last = position
                continue
            yield from _piece(sql, start, begin, quoted, comments, script, dialect)
            start = last = position
            quoted, comments, script = [], [], False
        elif kind == "stray":
            raise Unreadable("a quote or a comment in it is not closed")
        else:
            quoted.append((match.start("quoted"), position))
    ranges = quoted + comments
    script = script or _is_script(sql, start, len(sql), ranges, dialect)
    yield from _piece(sql, start, len(sql), quoted, comments, script, dialect)


def nested_end(sql: str, begin: int) -> int:
    """Return the end of a comment that may hold comments."""
    depth, position = 0, begin
    for match in re.compile(r"/\*|\*/").finditer(sql, begin):
        depth += 1 if match.group() == "/*" else -1
        position = match.end()
        if not depth:
            return position
    raise Unreadable("a comment in it is not closed")


_HEAD = 2_000  # characters in which a statement tells what it is
_FIRST = re.compile(r"\s*([A-Za-z]+)\b")
# With these words one may begin that holds semicolons of its own, whatever the database.
_BLOCKS = frozenset("CREATE BEGIN DECLARE IF LOOP WHILE REPEAT FOR CASE DELIMITER GO".split())


def _is_script(sql: str, start: int, end: int, ranges: list[tuple[int, int]], dialect: str) -> bool:
    """Say whether a statement that begins like this may go on behind a semicolon."""
    first = _FIRST.match(sql, start)
    if first and first.group(1).upper() not in _BLOCKS:
        return False
    end = min(end, start + _HEAD)
    bare = blank(sql[start:end], start, [r for r in sorted(ranges) if r[1] <= end]).lstrip()
    checks = _checks(dialect)
    return bool(checks.blocks.match(bare) or checks.scripts.match(bare))


def _block_ends(sql: str, last: int, end: int, ranges: list[tuple[int, int]], dialect: str) -> bool:
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
    _check_brackets(bare, ends=end < len(sql) and not script)
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


_OPENING = "([{"


def _check_brackets(bare: str, ends: bool) -> None:
    """Raise Unreadable for brackets that go too deep, or that are open where a semicolon ends it."""
    if ends and bare.count("(") > bare.count(")"):
        raise Unreadable("a semicolon stands within brackets")
    if bare.count("(") + bare.count("[") + bare.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for found in _BRACKET.finditer(bare):
        depth = depth + 1 if found.group() in _OPENING else max(depth - 1, 0)
        if depth > MAX_DEPTH:
            raise Unreadable(f"its brackets are nested more than {MAX_DEPTH} deep")


def _check(bare: str, dialect: str, strings: int) -> None:
    """Raise Unreadable for characters that databases and the parser read differently."""
    if found := _checks(dialect).outside.search(bare):
        raise Unreadable(f"what {found.group()!r} means there depends on who reads it")
    for found in (_CONTROL if bare.isascii() else _STRANGE).finditer(bare):
        if unicodedata.category(found.group())[0] in "CPZ":
            raise Unreadable(f"{called(found.group())} stands outside of quotes")
    if len(bare) > MAX_WORDS and len(_WORD.findall(bare)) + strings > MAX_WORDS:
        raise Unreadable("it is too long")
