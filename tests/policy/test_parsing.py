"""Texts as a whole: where statements begin and end, and that nothing makes `parse` fail."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest
import sqlglot

from jupyter_guard.policy.beyond import beyond
from jupyter_guard.policy.model import Effect, Span
from jupyter_guard.policy.parsing import CACHED_TEXT, parse

DIALECTS = (
    "postgres duckdb sqlite mysql mariadb snowflake bigquery tsql databricks spark redshift trino "
    "clickhouse oracle somethingelse"
).split()
SECONDS = 20  # a bound on hanging, not a measure


@pytest.mark.parametrize("dialect", DIALECTS)
def test_text_without_a_statement_gives_none(dialect: str) -> None:
    assert parse("", dialect) == ()
    assert parse(" \n\t ;; \n", dialect) == ()
    assert parse("-- only a remark\n", dialect) == ()
    assert parse("/* only a remark */ ; -- another", dialect) == ()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_plain_question_is_a_read_everywhere(dialect: str) -> None:
    (statement,) = parse("SELECT a, count(*) FROM t WHERE b = 'x' GROUP BY a", dialect)

    assert (statement.effect, statement.reads, statement.writes) == (Effect.READ, ("t",), ())


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_plain_write_is_a_write_everywhere(dialect: str) -> None:
    (statement,) = parse("DELETE FROM t WHERE a = 1", dialect)

    assert (statement.effect, statement.writes) == (Effect.WRITE, ("t",))


def test_spans_are_exact() -> None:
    sql = "SELECT 1;\n\n  -- the second\n  DELETE FROM t -- gone\n;\nSELECT ';' ; "

    statements = parse(sql, "postgres")

    assert [s.text for s in statements] == [
        "SELECT 1",
        "-- the second\n  DELETE FROM t -- gone",
        "SELECT ';'",
    ]
    assert [s.span for s in statements] == [
        Span(0, 8, 1, 1),
        Span(13, 50, 3, 3),
        Span(53, 63, 6, 1),
    ]
    assert all(s.text == sql[s.span.start : s.span.end] for s in statements)
    assert [s.effect for s in statements] == [Effect.READ, Effect.WRITE, Effect.READ]


def test_every_statement_counts() -> None:
    effects = [s.effect for s in parse("SELECT 1; DROP TABLE t; SELECT 2", "postgres")]

    assert effects == [Effect.READ, Effect.SCHEMA, Effect.READ]


def test_a_semicolon_within_brackets_is_not_understood() -> None:
    assert [s.effect for s in parse("SELECT (1; DELETE FROM t)", "postgres")] == [Effect.UNKNOWN]


def test_a_team_may_list_its_own_functions() -> None:
    sql = "SELECT analytics.normalise_name(a) FROM t"

    assert parse(sql, "postgres")[0].effect is Effect.UNKNOWN
    assert parse(sql, "postgres")[0].function == "analytics.normalise_name"
    assert parse(sql, "postgres", beyond(("analytics.normalise_*",)))[0].effect is Effect.READ
    assert parse(sql, "postgres", beyond(("normalise_*",)))[0].effect is Effect.UNKNOWN


@pytest.mark.parametrize(
    ("dialect", "made"),
    [
        ("duckdb", "CREATE TEMP MACRO plus(a) AS a + 1"),
        ("bigquery", "CREATE TEMP FUNCTION plus(a INT64) AS (a + 1)"),
        ("databricks", "CREATE TEMPORARY FUNCTION plus(a INT) RETURNS INT RETURN a + 1"),
    ],
)
def test_a_text_may_call_the_temporary_function_that_it_made(dialect: str, made: str) -> None:
    sql = f"SELECT plus(1); {made}; SELECT plus(2) FROM t; DROP TABLE t; SELECT plus(2) FROM t"
    effects = [s.effect for s in parse(sql, dialect)]

    assert effects == [Effect.UNKNOWN, Effect.SESSION, Effect.READ, Effect.SCHEMA, Effect.UNKNOWN]


def test_a_macro_for_values_is_none_for_tables() -> None:
    made = "CREATE TEMP MACRO plus(a) AS a + 1"

    assert parse(f"{made}; FROM plus(1)", "duckdb")[-1].effect is Effect.UNKNOWN
    assert parse(f"{made}; SELECT 1 FROM t, plus(1)", "duckdb")[-1].effect is Effect.UNKNOWN


def test_tables_are_named_once_in_order() -> None:
    sql = "INSERT INTO a.target (x) SELECT b.x FROM s.b AS b, c, s.b WHERE EXISTS (SELECT 1 FROM d)"
    (statement,) = parse(sql, "postgres")

    assert statement.reads == ("s.b", "c", "d")
    assert statement.writes == ("a.target",)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_no_byte_makes_it_fail(dialect: str) -> None:
    for number in range(256):
        for sql in (chr(number), f"SELECT 1{chr(number)}", f"SELECT {chr(number)}a FROM t; DELETE FROM t"):
            statements = parse(sql, dialect)
            assert all(s.text == sql[s.span.start : s.span.end] for s in statements)
    for character in (0, 0x200B, 0xA0, 0xFEFF, 0xFF1B, 0x2028, 0xD800, 0x10FFFF):
        assert parse(f"SELECT 1{chr(character)}; DELETE FROM t", dialect)[-1].effect > Effect.SESSION


MILLION = 1_000_000
HUGE = {
    "brackets": "SELECT " + "(" * 10_000 + "1" + ")" * 10_000,
    "open brackets": "(" * MILLION,
    "a list of numbers": "SELECT * FROM t WHERE a IN (" + ",".join(map(str, range(100_000))) + ")",
    "a list of names": "SELECT * FROM t WHERE a IN (" + ",".join(f"'{n}'" for n in range(50_000)) + ")",
    "words": "a " * (MILLION // 2),
    "one string": "SELECT '" + "x''" * (MILLION // 3) + "'",
    "quotes": "'" * MILLION,
    "comments": "/*" * (MILLION // 4) + "*/" * (MILLION // 4),
    "cases": "SELECT " + "CASE WHEN a THEN " * 20_000 + "1" + " END" * 20_000,
    "negations": "SELECT " + "NOT " * 20_000 + "a",
    "explanations": "EXPLAIN " * 20_000 + "SELECT 1",
    "operators": "SELECT 1 " + "+-" * 20_000 + " 1",
    "joins": "SELECT * FROM " + "a JOIN " * 10_000 + "b " + "ON true " * 10_000,
    "unions": "SELECT 1" + " UNION ALL SELECT 1" * 5_000,
    "dollars": "$a$" * 20_000,
    "a trigger": "CREATE TRIGGER x BEGIN " + "SELECT 1; " * 20_000,
}


@pytest.mark.parametrize("name", HUGE)
@pytest.mark.parametrize("dialect", ["postgres", "sqlite", "bigquery"])
def test_nothing_makes_it_hang(name: str, dialect: str) -> None:
    start = time.monotonic()
    statements = parse(HUGE[name], dialect)

    assert statements or name == "comments"
    assert time.monotonic() - start < SECONDS


MEGABYTES = 300
# ru_maxrss would also count what the parent held when it forked; the kernel's high-water mark begins anew.
WEIGHED = """
import json, pathlib, re, resource, sys
from jupyter_guard.policy.parsing import parse
name, dialect, sql = json.load(sys.stdin)
parse(sql, dialect)
status = pathlib.Path("/proc/self/status")
peak = re.search("VmHWM:\\s*(\\d+)", status.read_text())[1] if status.exists() else 0
print((int(peak) or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) // 1024)
"""


@pytest.mark.parametrize("name", ["a list of numbers", "words", "one string", "joins"])
def test_nothing_takes_much_memory(name: str) -> None:
    told = json.dumps([name, "postgres", HUGE[name]])
    done = subprocess.run(
        [sys.executable, "-c", WEIGHED], input=told, capture_output=True, text=True, check=True
    )

    assert int(done.stdout) < MEGABYTES


def test_a_long_list_is_still_a_read() -> None:
    assert parse(HUGE["a list of numbers"], "postgres")[0].effect is Effect.READ
    hidden = HUGE["a list of numbers"] + " AND nextval('s') > 1"
    assert parse(hidden, "postgres")[0].effect is Effect.WRITE


def test_brackets_too_deep_to_judge_are_not_a_read() -> None:
    assert parse(HUGE["brackets"], "postgres")[0].effect is Effect.UNKNOWN


def test_the_recursion_limit_is_left_as_it_was() -> None:
    before = sys.getrecursionlimit()
    parse("SELECT " + "(" * 100 + "1" + ")" * 100, "postgres")

    assert sys.getrecursionlimit() == before


def test_long_texts_are_not_kept_in_memory() -> None:
    sql = "SELECT '" + "x" * CACHED_TEXT + "'"

    assert parse(sql, "postgres") == parse(sql, "postgres")
    assert parse(sql, "postgres") is not parse(sql, "postgres")
    assert parse("SELECT 1", "postgres") is parse("SELECT 1", "postgres")


def test_importing_loads_no_more_than_the_parser() -> None:
    code = (
        "import sys, jupyter_guard.policy.parsing as p; p.parse('SELECT 1', 'duckdb');"
        "print([m for m in ('pandas', 'IPython', 'duckdb', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_the_parsers_remarks_stay_out_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    parse("CREATE USER somebody_new", "postgres")
    ours = [record.message for record in caplog.records]
    sqlglot.parse("CREATE USER somebody_new", dialect="postgres")

    assert ours == []
    assert "unsupported syntax" in caplog.text
