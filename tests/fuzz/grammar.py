"""Statements as lists of words, with or without a write planted in any seat, and ways to disguise them."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from .properties import DIALECTS

WRITES = [
    "DELETE FROM t", "INSERT INTO t VALUES ( 1 )", "UPDATE t SET a = 1", "DROP TABLE t", "TRUNCATE TABLE t",
    "CREATE TABLE w AS SELECT 1 AS a", "ALTER TABLE t ADD COLUMN z int", "GRANT SELECT ON t TO somebody",
    "MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN DELETE", "CREATE VIEW w AS SELECT 1 AS a",
    "INSERT INTO t SELECT * FROM u", "DELETE FROM s.t WHERE a IN ( SELECT a FROM u )",
]  # fmt: skip
CALLS = ["nextval ( 's' )", "tidy_up ( )", '"tidy_up" ( )', "audit . tidy_up ( 1 )", "setval ( 's' , 1 )"]
_PLAIN = ["1", "'x'", "a", "t.a", "NULL", "''", "'it''s'", "' -- '", "'/*'", "';'", "1.5", "-1"]
_AROUND = [
    "( {} )", "CAST ( {} AS int )", "coalesce ( {} , 1 )", "CASE WHEN 1 = 1 THEN {} END", "( SELECT {} )",
    "lower ( {} )", "{} IS NULL", "abs ( {} )", "1 IN ( {} , 2 )", "{} + {}", "EXISTS ( SELECT {} FROM u )",
    "nullif ( {} , {} )", "{} BETWEEN 0 AND {}", "NOT {}", "sum ( {} ) OVER ( ORDER BY {} )", "max ( {} )",
]  # fmt: skip
_SOURCES = ["t", "s . t", "u AS q", '"t"', "( {query} ) AS q", "t JOIN u ON {e} = {e}", "t , u"]
_QUERIES = [
    "SELECT {e} FROM {s}", "SELECT {e} AS x , {e} AS y FROM {s} WHERE {e} = {e}", "SELECT {e}",
    "SELECT a FROM {s} ORDER BY {e}", "SELECT a FROM t GROUP BY a HAVING {e} > 1",
    "SELECT {e} UNION ALL SELECT {e}", "WITH x AS ( {q} ) SELECT a FROM x", "SELECT DISTINCT {e} FROM {s}",
    "SELECT a FROM {s} WHERE a IN ( {q} )", "VALUES ( {e} )", "SELECT count ( * ) FROM {s} LIMIT 5",
]  # fmt: skip
_AROUND_WRITES = [
    "{}", "{} ;", "; {}", "SELECT 1 ; {}", "{} ; SELECT 1", "SELECT 'a;b' ; {}", "SELECT ';' ; {}",
    "WITH x AS ( {} RETURNING * ) SELECT * FROM x", "EXPLAIN ANALYZE {}", "EXPLAIN ( ANALYZE ) {}", "( {} )",
    "BEGIN ; {} ; COMMIT", 'SELECT 1 AS "a;" ; {}', "WITH x AS ( SELECT 1 ) {}", "SELECT 1 AS a ; ; {}",
]  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A statement, and whether somebody planted a write in it."""

    words: tuple[str, ...]
    planted: bool
    dialect: str

    @property
    def plain(self) -> str:
        """Return it as a person would write it."""
        return " ".join(self.words)


@st.composite
def _expression(draw: st.DrawFn, plant: bool, depth: int) -> str:
    if depth <= 0 or draw(st.booleans()):
        return draw(st.sampled_from(CALLS if plant else _PLAIN))
    shape = draw(st.sampled_from(_AROUND))
    seats = shape.count("{}")
    chosen = draw(st.integers(0, seats - 1)) if plant else -1
    return shape.format(*[draw(_expression(seat == chosen, depth - 1)) for seat in range(seats)])


@st.composite
def _query(draw: st.DrawFn, plant: bool, depth: int) -> str:
    shapes = _QUERIES if depth > 0 else [q for q in _QUERIES if "{q}" not in q]
    if plant:
        shapes = [q for q in shapes if "{e}" in q or "{q}" in q]
    parts = draw(st.sampled_from(shapes)).split("{")
    seats = [i for i, part in enumerate(parts) if part[:2] in ("e}", "q}")]
    chosen = draw(st.sampled_from(seats)) if plant else -1
    made = parts[0]
    for index, part in enumerate(parts[1:], 1):
        kind, rest = part[0], part[2:]
        if kind == "e":
            made += draw(_expression(index == chosen, depth))
        elif kind == "q":
            made += draw(_query(index == chosen, depth - 1))
        else:
            made += draw(_source(depth))
        made += rest
    return made


@st.composite
def _source(draw: st.DrawFn, depth: int) -> str:
    shapes = _SOURCES if depth > 0 else [s for s in _SOURCES if "{" not in s]
    shape = draw(st.sampled_from(shapes))
    if "{query}" in shape:
        return shape.format(query=draw(_query(False, depth - 1)))
    while "{e}" in shape:
        shape = shape.replace("{e}", draw(_expression(False, depth - 1)), 1)
    return shape


@st.composite
def statements(draw: st.DrawFn) -> Made:
    """A read, a read with a call that writes, or a write within something."""
    dialect = draw(st.sampled_from(DIALECTS))
    kind = draw(st.sampled_from(["read", "call", "write"]))
    if kind == "write":
        sql = draw(st.sampled_from(WRITES))
        for shape in draw(st.lists(st.sampled_from(_AROUND_WRITES), max_size=2)):
            sql = shape.format(sql)
    else:
        sql = draw(_query(kind == "call", draw(st.integers(0, 3))))
    return Made(_words(sql), kind != "read", dialect)


def _words(sql: str) -> tuple[str, ...]:
    """Cut at blanks outside of quotes."""
    words, quote, word = [], "", ""
    for letter in sql:
        if letter in "'\"" and quote in ("", letter):
            quote = "" if quote else letter
        if letter == " " and not quote:
            words.append(word)
            word = ""
        else:
            word += letter
    return tuple(w for w in (*words, word) if w)


# --- Disguises: none of them changes what a statement does. ---

_BLANKS = [
    " ",
    "\n",
    "\t",
    "\r\n",
    "  ",
    "/**/",
    " /* x */ ",
    "/* ; */",
    "/* ' */",
    "/*\n*/",
    " -- x\n",
    '/* " */',
]
_NESTED = {"postgres", "duckdb", "redshift", "tsql", "spark", "databricks"}
_DOLLARS = {"postgres", "duckdb"}
_CASED = {"clickhouse"}  # where functions have one spelling


@st.composite
def disguised(draw: st.DrawFn, made: Made) -> str:
    """Return the same statement in other clothes."""
    blanks = [*_BLANKS, "/* /* */ */"] if made.dialect in _NESTED else _BLANKS
    cases = [str] if made.dialect in _CASED else [str, str.upper, str.lower, str.swapcase]
    parts = [draw(st.sampled_from(["", *blanks]))]
    for word in made.words:
        parts += [_other(draw, word, made.dialect, cases), draw(st.sampled_from(blanks))]
    return "".join(parts)


def _other(draw: st.DrawFn, word: str, dialect: str, cases: list[object]) -> str:
    if word[0] == "'":
        inner = word[1:-1].replace("''", "'")
        if dialect in _DOLLARS and "$" not in inner:
            return draw(st.sampled_from([word, f"$${inner}$$", f"$q${inner}$q$", f"E{word}"]))
        return word
    if word[0] == '"':
        return word
    change = draw(st.sampled_from(cases))
    assert callable(change)
    return str(change(word))
