"""Saved queries become common table expressions of one text."""

from __future__ import annotations

import duckdb
import pytest

from jupyter_guard.errors import UsageError
from jupyter_guard.policy import Effect, parse
from jupyter_guard.policy.composing import SavedQuery, compose, explained, saved


@pytest.fixture
def queries() -> dict[str, SavedQuery]:
    """Two saved queries, one built on the other."""
    first = saved("small", "SELECT x FROM range(4) AS r(x) WHERE x < 3 -- three\n;", "duckdb", ())
    return {"small": first, "odd": saved("odd", "SELECT x FROM small WHERE x % 2 = 1", "duckdb", ("small",))}


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("SELECT count(*) FROM odd", [(1,)]),
        ("/* c */ WITH y AS (SELECT 7 AS z) SELECT z, x FROM y, odd;", [(7, 1)]),
        ("WITH RECURSIVE y(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM y WHERE n < 3) SELECT max(n) FROM y",
         [(3,)]),
    ],
)  # fmt: skip
def test_a_composed_text_runs_with_all_it_needs(queries, sql, rows) -> None:
    text = compose(sql, ["odd"], queries, "duckdb")

    assert duckdb.sql(text).fetchall() == rows
    assert [s.effect for s in parse(text, "duckdb")] == [Effect.READ]


def test_a_query_comes_once_and_before_what_needs_it(queries) -> None:
    text = compose("SELECT 1", ["odd", "small"], queries, "duckdb")

    assert [text.count(f"{name} AS (") for name in ("small", "odd")] == [1, 1]
    assert text.index("small AS (") < text.index("odd AS (")


@pytest.mark.parametrize("sql", ["DELETE FROM t", "SELECT 1; SELECT 2", "SHOW TABLES", "", "SELECT 1 INTO t"])
def test_only_one_query_can_be_saved(sql: str) -> None:
    with pytest.raises(UsageError, match="--save name keeps one query"):
        saved("name", sql, "postgres", ())


def test_an_unknown_name_gets_the_nearest(queries) -> None:
    with pytest.raises(UsageError, match=r"No query is saved as 'smal'\. Did you mean small\?"):
        compose("SELECT 1", ["smal"], queries, "duckdb")


def test_a_query_of_another_dialect_is_refused(queries) -> None:
    with pytest.raises(UsageError, match="small was saved for duckdb, and this connection is postgres"):
        compose("SELECT 1", ["small"], queries, "postgres")


def test_explain_is_a_text_of_its_own() -> None:
    assert explained("SELECT 1", "sqlite") == "EXPLAIN QUERY PLAN SELECT 1"
    with pytest.raises(UsageError, match="--explain takes one statement"):
        explained("SELECT 1; SELECT 2", "duckdb")
