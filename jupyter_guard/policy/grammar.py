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


_NAME = r'(?:\w+|" *")'
_NAMES = rf"{_NAME}(?:\s*\.\s*{_NAME})*(?:\s*,\s*{_NAME}(?:\s*\.\s*{_NAME})*)*"
_CONSTANT_TYPES = """
    box circle lseg xml pg_snapshot xid8 line polygon cidr macaddr tsquery tsvector jsonpath citext
    pg_lsn ltree lquery
    int4range int8range numrange daterange tsrange tstzrange
""".split()
_CONSTANT = r"(?:\w+|'? *'?)"

_CYCLE = (
    rf"\b(CYCLE\s+{_NAMES}\s+SET\s+{_NAME}(?:\s+TO\s+{_CONSTANT}\s+DEFAULT\s+{_CONSTANT})?"
    rf"\s+USING\s+{_NAME})"
)
_STATEMENTS = (
    r"(?:SELECT|INSERT|UPDATE|DELETE|REPLACE|TABLE|VALUES|WITH|CALL|DO|ANALYZE|FOR|EXECUTE|FORMAT)\b"
)
_ESCAPE = r"\bI?LIKE\b(?:[^()]|\((?:[^()]|\([^()]*\))*\)){1,200}?\b(ESCAPE)(?=\s+\w|\s*\()"
_CALL = r"\w+\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
_AGGREGATE = (
    r"(?:(?:max|min|sum|count|avg|first|last|any_value|list|approx_count_distinct|arg_max|arg_min)\s*\()?"
)
_KEYS = rf"{_AGGREGATE}\s*{_NAME}(?:\s*,\s*{_NAME})?\s*\)?"
# Per dialect: a word that tells where it may be found, a pattern in the text without what is
# quoted, and what its group is replaced by: blanks, or a word that is padded to its length.
_REWORDED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "postgres": (
        # The type cube, which the parser takes for GROUP BY CUBE.
        ("cube", r"\b(cube)\b(?!\s*\()", "text"),
        ("using", r"\bORDER\s+BY\b[^()]*?\b(USING\s+[-+*/<>=~!@#%^&|`?]+)", ""),
        ("using", r"(?<=[\w)\s])(USING\s+[<>~=&|]+)(?=\s*(?:,|\)|$|NULLS|LIMIT|OFFSET|\w+\s+USING))", ""),
        ("search", rf"\b(SEARCH\s+(?:DEPTH|BREADTH)\s+FIRST\s+BY\s+{_NAMES}\s+SET\s+{_NAME})", ""),
        (
            "cycle",
            _CYCLE,
            "",
        ),
        ("reg", r"::\s*(reg\w+)(?=\s*\[)", "text"),
        ("oid", r"::\s*(oid)(?=\s*\[)", "int"),
        ("escape", _ESCAPE, "||"),
        ("u&", r"\b(U&)(?=')", "+"),
        ("uescape", r"'\s*(UESCAPE)(?=\s*')", "||"),
        ("values", r"\A(?!.*\b(?:INSERT|MERGE)\b)(?>.*?\bWITH\b).*?\)\s*(VALUES)(?=\s*\()", "SELECT"),
        # The function; the parser knows the one of SQL Server. Both only read.
        ("convert", r"(?<![.\w])(convert)(?=\s*\()", "concat"),
        ("varying", r"\bbit(\s+varying)\b", ""),
        ("similar", r"\bsubstring\s*\([^()]*?(?:\([^()]*\)[^()]*?)*\b(SIMILAR)\b(?!\s+TO)", ","),
        ("similar", r"\bSIMILAR\b(?!\s+TO)[^()]*?\b(ESCAPE)\b", ","),
        ("xmlexists", r"\bxmlexists\s*\([^()]*?\b(PASSING(?:\s+BY\s+(?:REF|VALUE))?)\b", ","),
        ("xmlexists", r"(?<=\w)\s+(BY\s+(?:REF|VALUE))(?=\s*\))", ""),
        ("xmlroot", r",\s*(version)\s*(?=')", ""),
        ("xmlroot", r",\s*(version\s+no\s+value|standalone\s+(?:yes|no(?:\s+value)?))\b", "NULL"),
        ("xml", r"\bxml(?:parse|serialize)\s*\(\s*(document|content)\b", ""),
        ("xml", r"\bxml(?:element|pi)\s*\(\s*(name)\b", ""),
        # A constant of a type that the parser does not know: box '(0,0),(1,1)'.
        *((name, rf"\b({name})\s*(?=')", "") for name in _CONSTANT_TYPES),
    ),
    "mysql": (
        ("previous", r"\b(PREVIOUS\s+VALUE\s+FOR)\b", "+"),
        ("default", r"(?<![\w.])(DEFAULT)(?=\s*\(\s*\w+\s*\))", "ABS"),
        ("restrict", rf"\)\s*(CYCLE\s+{_NAMES}\s+RESTRICT)\b", ""),
        ("values", r"\A\s*(VALUES)(?=\s*\()", "SELECT"),
        ("json_table", r"\b((?:NULL|ERROR|DEFAULT\s+(?:\w+|'? *'?))\s+ON\s+(?:EMPTY|ERROR))\b", ""),
        ("_result", r"\bSELECT\s+(?:\w+\s+)??(SQL_(?:SMALL|BIG)_RESULT)\b", ""),
        ("analyse", r"(?<=[\w)])\s+(PROCEDURE\s+ANALYSE\s*\([\d,\s]*\))\s*\Z", ""),
        (
            "desc",
            rf"\A\s*DESC(?:RIBE)?\s+(?!{_STATEMENTS})`?\s*\w*`?(?:\.`?\s*\w*`?)?\s+(\w+|'? *'?)\s*\Z",
            "",
        ),
    ),
    "tsql": (
        # They read a text by the rules of a culture; the parser knows the plain ones.
        ("parse", r"\b(TRY_PARSE)(?=\s*\([^()]*?\bAS\b)", "TRY_CAST"),
        ("parse", r"(?<![\w.])(PARSE)(?=\s*\([^()]*?\bAS\b)", "CAST"),
        ("parse", r"\bPARSE\s*\([^()]*?\bAS\s+\w+\s+(USING\s+N?' *')", ""),
    ),
    "duckdb": (
        ("export_state", r"\)\s*(EXPORT_STATE)\b", ""),
        ("key", rf"\b(USING\s+KEY\s*\(\s*{_KEYS}(?:\s*,\s*{_KEYS})*\s*\))", ""),
        ("escape", _ESCAPE, "||"),
        ("describe", r"\A\s*(DESCRIBE(?:\s+ALL\s+TABLES)?)\s*\Z", "SHOW"),
        ("values", rf"\b(?:FROM|JOIN)\s+{_CALL}\s*(values)\s*(?=\(\s*\w+\s*[,)])", "v"),
        ("array", r"::\s*\w+\s+(ARRAY)(?=\s*\[)", ""),
        ("values", r"\)\s*(,)\s*(?=AS\b)", ""),
        ("pivot", rf"\A\s*PIVOT\b.*?\bUSING\s+{_CALL}\s*([-+*/]\s*\d+)", ""),
        ("pivot", rf"\A\s*PIVOT\b.*?\bUSING\s+{_CALL}\s*([-+*/])(?=\s*{_CALL})", ","),
        ("nearest", r"\b((?:(?:APPROX|EXACT)\s+)?NEAREST(?:\s+\d+)?\s+BY\s+DISTANCE)\b", "ON"),
    ),
}
# Runs of operator characters, but not the lone ones that every database has.
_UNUSUAL = re.compile(r"(?![-+*/<>=](?![-+*/<>=~!@#%^&|`?]))[-+*/<>=~!@#%^&|`?]+")
# Operators that the parser reads as the database does.
_FAMILIAR = frozenset(
    "+ - * / % ^ = <> != < > <= >= || -> ->> #> #>> @> <@ && ~ ~* !~ !~* ~~ !~~ ~~* !~~* & | # << >> "
    "<-> @@ ? ?| ?& @? |/ ||/ => #- -|-".split()
)


@cache
def _patterns(name: str) -> tuple[tuple[str, re.Pattern[str], str], ...]:
    flags = re.IGNORECASE | re.DOTALL
    return tuple((word, re.compile(pattern, flags), by) for word, pattern, by in _REWORDED.get(name, ()))


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
    marks = list(bare)
    for start, end in quoted:
        marks[start] = marks[end - 1] = text[end - 1]
    return "".join(marks)


def _operators(bare: str, operators: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the operators that the parser does not know; raise Unreadable if the catalog does not."""
    if found := _ELSEWHERE.search(bare):
        raise Unreadable(f"the operator {found.group()}…) is not known")
    for found in _UNUSUAL.finditer(bare):
        run, start = found.group(), found.start()
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
