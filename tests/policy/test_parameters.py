"""`:name` becomes the driver's own placeholder, only where a value may stand."""

from __future__ import annotations

import sqlite3

import duckdb
import pytest

from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.parameters import BoundText, bind
from jupyter_guard.policy.parsing import parse

CASES = [
    (
        "postgres",
        "SELECT * FROM t WHERE a = :low AND b > :high::int OR c=:low",
        BoundText("SELECT * FROM t WHERE a = $1 AND b > $2::int OR c=$1", ("low", "high")),
    ),
    (
        "postgres",
        "SELECT a[1:2], '12:30', x::text, E':n', $$ :n $$, f(a := 1) -- :n",
        BoundText("SELECT a[1:2], '12:30', x::text, E':n', $$ :n $$, f(a := 1) -- :n"),
    ),
    (
        "postgres",
        "SELECT CASE WHEN :a THEN :b ELSE :c END; SELECT :a",
        BoundText("SELECT CASE WHEN $1 THEN $2 ELSE $3 END; SELECT $1", ("a", "b", "c")),
    ),
    (
        "duckdb",
        "SELECT {'a':1}, {'a': :v}, l[:n], l[1:n] FROM t WHERE d BETWEEN :a AND :b LIMIT :k",
        BoundText(
            "SELECT {'a':1}, {'a': $v}, l[:n], l[1:n] FROM t WHERE d BETWEEN $a AND $b LIMIT $k",
            ("v", "a", "b", "k"),
        ),
    ),
    ("sqlite", "SELECT [a:b], :x, (:y)", BoundText("SELECT [a:b], :x, (:y)", ("x", "y"))),
    (
        "snowflake",
        "SELECT v:a.b, v:c::string, v['x']:y FROM t WHERE a = :p AND b IN (:q,:p)",
        BoundText("SELECT v:a.b, v:c::string, v['x']:y FROM t WHERE a = :p AND b IN (:q,:p)", ("p", "q")),
    ),
    ("postgres", "SELECT 'not closed, :a", BoundText("SELECT 'not closed, :a")),
    ("postgres", "", BoundText("")),
]


@pytest.mark.parametrize(("dialect", "sql", "expected"), CASES)
def test_bind(dialect: str, sql: str, expected: BoundText) -> None:
    assert bind(sql, dialect) == expected


@pytest.mark.parametrize(
    "dialect", ["postgres", "duckdb", "sqlite", "mysql", "snowflake", "bigquery", "spark"]
)
def test_what_is_bound_can_still_be_judged(dialect: str) -> None:
    bound = bind("SELECT a FROM t WHERE b = :x AND c > :y LIMIT 3", dialect)

    assert bound.names == ("x", "y")
    assert [s.effect for s in parse(bound.text, dialect)] == [Effect.READ]


def test_a_real_sqlite_takes_it() -> None:
    bound = bind("SELECT :a + :b, ':a', :a", "sqlite")

    assert sqlite3.connect(":memory:").execute(bound.text, {"a": 1, "b": 2}).fetchall() == [(3, ":a", 1)]


def test_a_real_duckdb_takes_it() -> None:
    bound = bind("SELECT :a + :b, [1, 2, 3][2:3], {'k': :a}", "duckdb")

    rows = duckdb.connect().execute(bound.text, {"a": 1, "b": 2}).fetchall()
    assert rows == [(3, [2, 3], {"k": 1})]


def test_the_text_is_cut_at_its_placeholders() -> None:
    bound = bind("SELECT :a, ':no' || :b, :a FROM t", "postgres")

    assert (bound.pieces, bound.uses) == (("SELECT ", ", ':no' || ", ", ", " FROM t"), ("a", "b", "a"))
