"""A misspelt statement is refused like every other, and the refusal says what was perhaps meant."""

from __future__ import annotations

import pytest

from jupyter_guard.policy.model import PROD, Effect
from jupyter_guard.policy.parsing import parse
from jupyter_guard.policy.reasons import what_next

MISSPELT = {
    "SELEC 1": "SELECT instead of SELEC",
    "EXPLIAN SELECT 1": "EXPLAIN instead of EXPLIAN",
    "SELECT * FORM t": "FROM instead of FORM",
    "SELECT * FORM orders": "FROM instead of FORM",
    "SELECT a b FROM t WHER a = 1": "WHERE instead of WHER",
    "SELECT a FROM orders WHER x = 1": "WHERE instead of WHER",
    "SELECT a FROM t GROUPBY a": "GROUP BY instead of GROUPBY",
    "SELECT a FROM t ODER BY a": "ORDER instead of ODER",
    "SELECT a FROM t JION u ON t.a = u.a": "JOIN instead of JION",
    "SELECT a FROM t LIMTI 3": "LIMIT instead of LIMTI",
    "WITH x AS (SELECT 1) SELEC * FROM x": "SELECT instead of SELEC",
    "SELECT cuont(*) FROM t": "count() instead of cuont()",
}


@pytest.mark.parametrize("dialect", ["duckdb", "sqlite", "postgres", "mysql", "snowflake", "spark"])
@pytest.mark.parametrize("sql", MISSPELT)
def test_the_nearest_word_is_offered(sql: str, dialect: str) -> None:
    (statement,) = parse(sql, dialect)
    assert statement.effect is Effect.UNKNOWN
    assert f"Did you mean {MISSPELT[sql]}?" in what_next(statement, PROD, dialect, "")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT order_form FROM form form2 'x'",
        "my_macro(1)",
        "SELECT nightly_total(1)",
        "SELECT (a FROM t",
        "(",
    ],
)
def test_nothing_is_offered_where_nothing_is_near(sql: str) -> None:
    (statement,) = parse(sql, "postgres")
    assert statement.effect is Effect.UNKNOWN
    assert "Did you mean" not in what_next(statement, PROD, "postgres", "")


@pytest.mark.parametrize(
    ("sql", "cause"),
    [
        ("SELECT a FROM t WHERE a BETWEN 1 AND 2", "could not be parsed near BETWEN"),
        ("SELECT count(* FROM t", "could not be parsed near FROM, where ) is missing"),
        ("SELECT a FROM t WHERE f(a, 'hush-hush'", "could not be parsed near a constant, where ) is missing"),
        ('SELECT a FROM t WHERE f(a, "hush-hush"', "could not be parsed near a constant, where ) is missing"),
    ],
)
def test_the_cause_says_where_but_repeats_no_constant(sql: str, cause: str) -> None:
    (statement,) = parse(sql, "mysql")
    assert statement.cause == cause
