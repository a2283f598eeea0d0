"""Whatever a write is wrapped in, its effect is never lower; and no text makes `parse` fail."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.parameters import bind
from jupyter_guard.policy.parsing import judge_text, parse

DIALECTS = [
    "postgres", "duckdb", "sqlite", "mysql", "snowflake", "bigquery", "tsql", "databricks", "spark",
    "redshift", "trino", "clickhouse", "oracle", "somethingelse",
]  # fmt: skip
WRITES = [
    "DELETE FROM t",
    "INSERT INTO t VALUES (1)",
    "UPDATE t SET a = 1",
    "DROP TABLE t",
    "TRUNCATE TABLE t",
]
CALLS = ["nextval('s')", "tidy_up()", '"tidy_up"()', "audit.tidy_up(1)", "setval('s', 1)"]
BLANKS = ["", " ", "\n", "\t", "\r\n", "/* x */", "/**/", "-- x\n", "/* ; */", "/* ' */", "/*\n*/ -- '\n"]
AROUND_STATEMENTS = [
    "{}", "{};", "; {}", "SELECT 1; {}", "{}; SELECT 1", "SELECT 'a;b'; {}", "SELECT ''';'; {}",
    "WITH x AS (SELECT 1) SELECT * FROM x; {}", "WITH x AS ({} RETURNING *) SELECT * FROM x",
    "EXPLAIN ANALYZE {}", "EXPLAIN (ANALYZE) {}", "({})", "BEGIN; {}; COMMIT", 'SELECT 1 AS "a;"; {}',
]  # fmt: skip
AROUND_CALLS = [
    "({})", "CAST({} AS int)", "coalesce({}, 1)", "CASE WHEN true THEN {} END", "(SELECT {})", "- {}",
    "{} + 1", "lower({})", "NOT {}", "1 IN ({}, 2)", "{} IS NULL", "(({}))", "max({}) OVER ()",
    "abs(abs({}))", "nullif({}, 0)", "greatest(1, {})", "EXISTS (SELECT {})", "1 BETWEEN 0 AND {}",
]  # fmt: skip
SEATS = [
    "SELECT {}", "SELECT a FROM t WHERE {} = 1", "SELECT a FROM t ORDER BY {}", "SELECT a FROM t LIMIT {}",
    "SELECT a FROM t GROUP BY a HAVING {} > 1", "WITH x AS (SELECT {} AS a) SELECT a FROM x",
    "SELECT a FROM (SELECT {} AS a) AS q", "SELECT 1 UNION ALL SELECT {}", "VALUES ({})",
    "SELECT a FROM t JOIN u ON {} = 1", "SELECT sum(a) OVER (ORDER BY {}) FROM t",
    "SELECT DISTINCT {} FROM t",
]  # fmt: skip


@given(
    st.sampled_from(WRITES),
    st.lists(st.sampled_from(AROUND_STATEMENTS), max_size=2),
    st.lists(st.sampled_from(BLANKS), min_size=3, max_size=3),
    st.sampled_from(DIALECTS),
)
@settings(max_examples=400, deadline=None)
def test_a_wrapped_write_stays_blocked(
    write: str, around: list[str], blanks: list[str], dialect: str
) -> None:
    for wrapper in around:
        write = wrapper.format(write)
    sql = blanks[0] + write.replace(" ", f" {blanks[1]} ", 1) + blanks[2]

    statements = parse(sql, dialect)

    assert max(s.effect for s in statements) >= Effect.WRITE, sql
    assert all(s.text == sql[s.span.start : s.span.end] for s in statements)


@given(
    st.sampled_from(CALLS),
    st.lists(st.sampled_from(AROUND_CALLS), max_size=3),
    st.sampled_from(SEATS),
    st.sampled_from(DIALECTS),
)
@settings(max_examples=400, deadline=None)
def test_a_call_is_found_in_every_seat(call: str, around: list[str], seat: str, dialect: str) -> None:
    for wrapper in around:
        call = wrapper.format(call)

    assert max(s.effect for s in parse(seat.format(call), dialect)) >= Effect.WRITE


@given(st.text(max_size=60), st.sampled_from(DIALECTS))
@settings(max_examples=400, deadline=None)
def test_any_text_has_an_answer(text: str, dialect: str) -> None:
    for sql in (text, f"SELECT {text}", f"SELECT '{text}'", f"DELETE FROM t {text}"):
        statements = parse(sql, dialect)
        assert all(s.text == sql[s.span.start : s.span.end] for s in statements)
        bind(sql, dialect)
    assert all(s.effect >= Effect.WRITE for s in parse(f"DELETE FROM t {text}", dialect)[:1])


PIECES = st.sampled_from(
    "SELECT DELETE FROM t INTO a ' \" ` ; -- /* */ /*! $$ $a$ \\ ( ) [ ] , . :: : := E' N' U&' q'[ ]' # // "
    "\n 1 * nextval ( 's' ) WITH AS UNION EXPLAIN ANALYZE".split(" ")
)


@given(st.lists(PIECES, max_size=25), st.sampled_from(DIALECTS))
@settings(max_examples=600, deadline=None)
def test_pieces_of_sql_have_an_answer(pieces: list[str], dialect: str) -> None:
    for sql in (" ".join(pieces), "".join(pieces)):
        assert all(s.text == sql[s.span.start : s.span.end] for s in parse(sql, dialect))
        assert judge_text(sql, dialect) == parse(sql, dialect)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("write", WRITES)
def test_what_follows_a_comment_or_a_string_is_seen(write: str, dialect: str) -> None:
    for before in ("/* a */", "-- a\n", "/* /* a */", "SELECT 'it''s' ;", 'SELECT "a" ;', "SELECT 1 -- '\n;"):
        statements = parse(f"{before} {write}", dialect)
        assert max(s.effect for s in statements) >= Effect.WRITE, before


# The same call or write in what only this dialect has.
OWN_SEATS = {
    "postgres": [
        "SELECT a FROM t ORDER BY {} USING <",
        "SELECT ARRAY[{}]",
        "SELECT ROW({}, 1)",
        "SELECT a[{}] FROM t",
        "SELECT sum(a) FILTER (WHERE {} = 1) FROM t",
        "SELECT DISTINCT ON ({}) a FROM t",
        "SELECT 'a' || {}::text",
    ],
    "duckdb": [
        "FROM t SELECT {}",
        "SELECT [{}]",
        "SELECT {{'a': {}}}",
        "SELECT list_transform([1], x -> {})",
        "SELECT * REPLACE ({} AS a) FROM t",
        "SELECT a FROM t QUALIFY {} > 1",
        "SELECT [{} FOR x IN [1]]",
    ],
    "mysql": [
        "SELECT GROUP_CONCAT(a ORDER BY {}) FROM t",
        "SELECT DATE_ADD(now(), INTERVAL {} DAY)",
        "SELECT IF({}, 1, 2)",
    ],
    "snowflake": [
        "SELECT a FROM t QUALIFY {} > 1",
        "SELECT IFF({} = 1, 1, 2)",
        "SELECT ARRAY_CONSTRUCT({})",
        "SELECT {}::variant",
    ],
    "bigquery": [
        "SELECT [{}]",
        "SELECT STRUCT({} AS a)",
        "SELECT ARRAY(SELECT {})",
        "SELECT a FROM t QUALIFY {} > 1",
        "FROM t |> WHERE {} = 1",
    ],
    "tsql": [
        "SELECT TOP (5) {} FROM t",
        "SELECT 1 SELECT {}",
        "IF {} = 1 SELECT 1",
        "DECLARE @x int = {}",
        "SELECT IIF({} = 1, 1, 2)",
    ],
    "databricks": [
        "SELECT transform(array(1), x -> {})",
        "SELECT a FROM t DISTRIBUTE BY {}",
        "SELECT named_struct('a', {})",
    ],
    "trino": ["SELECT transform(ARRAY[1], x -> {})", "SELECT try({})", "SELECT CAST(ROW({}) AS ROW(x int))"],
    "clickhouse": [
        "SELECT arrayMap(x -> {}, [1])",
        "SELECT ({}, 1)",
        "SELECT a FROM t PREWHERE {} = 1",
        "WITH {} AS x SELECT x",
    ],
    "oracle": [
        "SELECT {} FROM dual",
        "SELECT a FROM t START WITH {} = 1 CONNECT BY PRIOR a = b",
        "SELECT decode({}, 1, 2) FROM dual",
    ],
    "redshift": ["SELECT a FROM t QUALIFY {} > 1", "SELECT nvl({}, 1)"],
    "sqlite": ["SELECT a FROM t WHERE a MATCH {}", "SELECT iif({}, 1, 2)", "SELECT json_array({})"],
}


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_a_call_is_found_in_what_only_one_dialect_has(data: st.DataObject) -> None:
    dialect = data.draw(st.sampled_from(sorted(OWN_SEATS)))
    call = data.draw(st.sampled_from(CALLS))
    for wrapper in data.draw(st.lists(st.sampled_from(AROUND_CALLS), max_size=2)):
        call = wrapper.format(call)
    blanks = data.draw(st.sampled_from(BLANKS))
    sql = blanks + data.draw(st.sampled_from(OWN_SEATS[dialect])).format(call) + blanks

    assert max(s.effect for s in parse(sql, dialect)) >= Effect.WRITE, sql
