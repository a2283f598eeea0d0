"""Teach the parser what a database knows and the parser does not.

Each dialect is a subclass of sqlglot's own, made when it is first needed. All of them
tokenize every statement to its end: sqlglot would otherwise keep the rest of an EXPLAIN, SHOW
or CALL as one opaque string. The compiled parser cannot be subclassed, so what it lacks is
reworded before it reads a text: only words and operators that cannot change what a statement
does, outside of quotes, and never the length of the text. What is sent stays as it was.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterable, Iterator
from functools import cache

from sqlglot.dialects.dialect import Dialect
from sqlglot.tokenizer_core import Token
from sqlglot.tokens import Tokenizer

from .knowledge import Knowledge
from .lexing import Piece, Unreadable, blank
from .rewordings import CONSTANT_TYPES, PLACEHOLDER, REWORDED


@cache
def grammar(name: str) -> Dialect:
    """Return the dialect that texts are parsed with; of an unlisted one, plain SQL."""
    parent = type(Dialect.get_or_raise("" if name == "plain" else name))
    tokenizer = type("Tokenizer", (parent.tokenizer_class,), {"COMMANDS": set()})
    dialect: Dialect = type(f"Guard{name.title()}", (parent,), {"Tokenizer": tokenizer})()
    return dialect


_TOKENIZERS = threading.local()  # to make one takes as long as to cut a short text


def tokenize(sql: str, name: str) -> list[Token]:
    """Return the tokens of a text by a dialect's grammar."""
    made: dict[str, Tokenizer] = _TOKENIZERS.__dict__.setdefault("made", {})
    tokenizer = made.get(name)
    if tokenizer is None:
        tokenizer = made[name] = grammar(name).tokenizer()
    return tokenizer.tokenize(sql)


class _Remarks(logging.Filter):
    """Drops what the parser logs while it works for us; the analyst did not ask for it."""

    def __init__(self) -> None:
        super().__init__()
        self.ours = threading.local()

    def filter(self, record: logging.LogRecord) -> bool:
        return not getattr(self.ours, "silent", False)


_REMARKS = _Remarks()
logging.getLogger("sqlglot").addFilter(_REMARKS)


class without_remarks:  # noqa: N801  # is used as a function; contextlib's cost a tenth of a parse
    """Keep the parser's remarks on unusual statements out of the notebook."""

    def __enter__(self) -> None:
        _REMARKS.ours.silent = True

    def __exit__(self, *error: object) -> None:
        _REMARKS.ours.silent = False


# Runs of operator characters; the lone ones of _PLAIN every database has.
_RUN = re.compile(r"[-+*/<>=~!@#%^&|`?]+")
_PLAIN = frozenset("-+*/<>=")
# Operators that the parser reads as the database does.
_FAMILIAR = frozenset(
    "+ - * / % ^ = <> != < > <= >= || -> ->> #> #>> @> <@ && ~ ~* !~ !~* ~~ !~~ ~~* !~~* & | # << >> "
    "<-> @@ ? ?| ?& @? |/ ||/ => #- -|-".split()
)


@cache
def _patterns(name: str) -> tuple[tuple[str, re.Pattern[str], str], ...]:
    flags = re.IGNORECASE | re.DOTALL
    return tuple(
        (word, re.compile(pattern, flags), by) for word, pattern, by in (PLACEHOLDER, *REWORDED.get(name, ()))
    )


def reword(piece: Piece, known: Knowledge) -> str:
    """Return the text as the parser can read it: of the same length, and of the same effect.

    Comments are blanked: what is one was decided by the database's rules, and the parser
    takes orders from some.
    """
    bare, text = piece.bare, blank(piece.text, 0, piece.comments)
    changes: list[tuple[int, int, str]] = []
    if patterns := _patterns(known.dialect):
        lower = bare.lower()
        if found := [entry for entry in patterns if entry[0] in lower]:
            masked = _mask(text, bare, piece.quoted)
            changes = [(m.start(1), m.end(1), by) for _, p, by in found for m in p.finditer(masked)]
    if known.operators is not None:
        changes += _operators(bare, known.operators)
        changes += _constant_types(piece)
    if not changes:
        return text
    parts, position = [], 0
    for start, end, by in sorted(changes):
        if start >= position:
            parts += [text[position:start], by.ljust(end - start)]
            position = end
    return "".join((*parts, text[position:]))


def _mask(text: str, bare: str, quoted: Iterable[tuple[int, int]]) -> str:
    """Return the bare text with the outer quotes of what is quoted."""
    parts, last = [], 0
    for start, end in sorted(quoted):
        mark = text[end - 1]
        parts += [bare[last:start], mark, bare[start + 1 : end - 1], mark]
        last = end
    return "".join((*parts, bare[last:]))


_WORD_BEFORE = re.compile(r"(?<![\w])(\w+)\s*\Z")
_LONGEST_TYPE = 40  # characters, blanks behind it included


def _constant_types(piece: Piece) -> Iterator[tuple[int, int, str]]:
    """Yield the names of types in front of constants, as in box '(0,0),(1,1)', that the parser lacks."""
    for start, end in piece.quoted:
        if piece.text[end - 1] == "'":
            found = _WORD_BEFORE.search(piece.bare, max(start - _LONGEST_TYPE, 0), start)
            if found and found.group(1).lower() in CONSTANT_TYPES:
                yield found.start(1), found.end(1), ""


def _operators(bare: str, operators: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the operators that the parser does not know; raise Unreadable if the catalog does not."""
    if "operator" in bare.lower() and (found := _ELSEWHERE.search(bare)):
        raise Unreadable(f"the operator {found.group()}…) is not known")
    for found in _RUN.finditer(bare):
        run = found.group()
        if run in _PLAIN:
            continue
        start = found.start()
        if run in _FAMILIAR and not (run in _NEVER_FIRST and _FIRST.search(bare, 0, start)):
            continue
        for operator in _split(run, bare[found.end() : found.end() + 1]):
            if operator in operators and (operator not in _FAMILIAR or operator in _NEVER_FIRST):
                yield start, start + len(operator), "+"
            elif operator not in operators and operator not in _FAMILIAR:
                raise Unreadable(f"the operator {operator} is not known")
            start += len(operator)


# OPERATOR(schema.+) names one of somebody's own.
_ELSEWHERE = re.compile(r"\boperator\s*\((?!\s*pg_catalog\s*\.)[^()]*?\.", re.IGNORECASE)
# Operators that may also stand before their only value, where the parser does not expect them.
_NEVER_FIRST = frozenset("# @@ ?| ?-".split())
_FIRST = re.compile(
    r"(?:[(,\[]|\b(?:select|where|and|or|not|when|then|else|on|by|having|distinct))\s*\Z", re.I
)
_LONGEST = 63  # characters of an operator
_SPECIAL = frozenset("~!@#%^&|`?")


def _split(run: str, behind: str) -> Iterator[str]:
    """Cut a run of operator characters as PostgreSQL does."""
    if len(run) > _LONGEST:
        raise Unreadable("no operator is that long")
    if run[-1] == "%" and behind and behind in "s(b":  # a driver's placeholder: =%s
        if run[:-1]:
            yield from _split(run[:-1], "")
        yield "%"
        return
    body = run
    # An operator of several characters may end in + or - only if it holds a special one.
    while len(body) > 1 and body[-1] in "+-" and not _SPECIAL & set(body[:-1]):
        body = body[:-1]
    yield body
    yield from run[len(body) :]
