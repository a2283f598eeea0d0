"""`:name` becomes the driver's own placeholder, only where a value may stand."""

from __future__ import annotations

import sqlite3

import duckdb
import pytest

from jupyter_guard.errors import UsageError
from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.parameters import WHOLE, BoundText, bind
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
    ("postgres", "SELECT ARRAY[:a, :b], c[:n]", BoundText("SELECT ARRAY[$1, $2], c[:n]", ("a", "b"))),
    ("duckdb", "SELECT [:a, :b], c[:n]", BoundText("SELECT [$a, $b], c[:n]", ("a", "b"))),
    ("postgres", "SELECT 'not closed, :a", BoundText("SELECT 'not closed, :a")),
    ("postgres", "", BoundText("")),
]


@pytest.mark.parametrize(("dialect", "sql", "expected"), CASES)
def test_bind(dialect: str, sql: str, expected: BoundText) -> None:
    assert bind(sql, dialect) == expected


@pytest.mark.parametrize(
    ("dialect", "text"),
    [
        ("postgres", 'x = ANY($1) AND y IN ($2, $3) AND CAST($4 AS text) IS NULL FROM "e"'),
        ("duckdb", 'x = ANY($a__list) AND y IN ($c, $d) AND $a IS NULL FROM "e"'),
        (
            "sqlite",
            'x IN (SELECT value FROM json_each(:a__list)) AND y IN (:c, :d) AND :a IS NULL FROM "e"',
        ),
        ("mysql", "x IN :a__list AND y IN (:c, :d) AND :a IS NULL FROM `e`"),
    ],
)
def test_a_text_for_values_that_come_later_fits_all(dialect: str, text: str) -> None:
    bound = bind("SELECT x IN (:a) AND y IN (:c, :d) AND :a IS NULL FROM :e", dialect, later=True)

    last = "a__null" if dialect == "postgres" else "a"
    assert (bound.text, bound.frames) == (f"SELECT {text}", ("e",))
    assert bound.names == ("a__list", "c", "d", last)
    assert {name: bound.items.get(name, (name,))[0] for name in bound.names}[last] == "a"


@pytest.mark.parametrize(
    "dialect", ["postgres", "duckdb", "sqlite", "mysql", "snowflake", "bigquery", "spark"]
)
def test_what_is_bound_can_still_be_judged(dialect: str) -> None:
    bound = bind("SELECT a FROM t WHERE b = :x AND c > :y LIMIT 3", dialect)

    assert bound.names == ("x", "y")
    assert [s.effect for s in parse(bound.text, dialect)] == [Effect.READ]


@pytest.mark.parametrize("dialect", ["duckdb", "sqlite", "postgres", "mysql", "tsql"])
@pytest.mark.parametrize(
    "name", ["when", "then", "like", "between", "values", "union", "order", "date", "end"]
)
def test_a_variable_may_have_the_name_of_a_keyword(dialect: str, name: str) -> None:
    bound = bind(f"SELECT COALESCE(a, :{name}) FROM t WHERE b = :{name} AND c LIKE :{name}", dialect)

    assert bound.names == (name,)
    assert [s.effect for s in parse(bound.text, dialect)] == [Effect.READ]


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELECT * FROM t WHERE a = :df.x", "Set one first, x = df.x, and write :x."),
        ('SELECT * FROM t WHERE a = :row["a"]', 'Set one first, a = row["a"], and write :a.'),
        ("SELECT * FROM t WHERE a IN (:ids[0], 2)", "Set one first, value = ids[0], and write :value."),
        ("SELECT * FROM t WHERE a = :len(ids) + 1", "Set one first, value = len(ids), and write :value."),
        ("SELECT * FROM :name", ":name stands where a table is named"),
        ("SELECT * FROM t WHERE a IN (SELECT b FROM :name)", ":name stands where a table is named"),
        ("INSERT INTO :name VALUES (1)", ":name stands where a table is named"),
        ("DROP TABLE :name", ":name stands where a table is named"),
        ("SELECT * FROM t ORDER BY :name", ":name stands in ORDER BY, where a value is the same"),
        ("SELECT * FROM t ORDER BY f(a, b), :name DESC LIMIT 1", ":name stands in ORDER BY"),
        ("SELECT a, count(*) FROM t GROUP BY :name", ":name stands in GROUP BY"),
    ],
)
@pytest.mark.parametrize("dialect", ["duckdb", "sqlite", "postgres", "mysql"])
def test_where_no_value_stands_it_says_what_to_write(dialect: str, sql: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        bind(sql, dialect, is_frame=lambda _: False)

    assert words in str(caught.value)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT a FROM t WHERE a IS DISTINCT FROM :v",
        "SELECT extract(YEAR FROM :v), substring(:v FROM :v FOR 2)",
        "SELECT a FROM t ORDER BY b <-> :v, abs(a - :v), CASE WHEN :v = 'a' THEN a END LIMIT :v",
        "SELECT :v, f(:v) FROM t GROUP BY round(a, :v)",
        "SELECT DATE '2024-01-01' + :v * INTERVAL '1 day', CAST(:v AS DATE)",
        "INSERT INTO t VALUES (:v, :v)",
        "UPDATE t SET a = :v WHERE b IN (SELECT c FROM u WHERE d = :v)",
    ],
)
def test_where_a_value_stands_nothing_is_refused(sql: str) -> None:
    assert bind(sql, "postgres", is_frame=lambda _: False).names == ("v",)


@pytest.mark.parametrize(
    ("dialect", "sql", "answer"),
    [
        ("duckdb", "SELECT d + INTERVAL :n DAY", "SELECT d + INTERVAL ($n) DAY"),
        ("postgres", "SELECT d + INTERVAL :n DAY", "Write :n * INTERVAL '1 day'."),
        ("postgres", "SELECT d + INTERVAL :n", "Write CAST(:n AS INTERVAL)."),
        ("duckdb", "SELECT DATE :n", "Write CAST(:n AS DATE)."),
        ("mysql", "SELECT d + INTERVAL :n DAY", "SELECT d + INTERVAL :n DAY"),
        ("postgres", "SELECT a IN :n", "SELECT a IN ($1)"),
    ],
)
def test_behind_the_name_of_a_type(dialect: str, sql: str, answer: str) -> None:
    try:
        said = bind(sql, dialect, is_frame=lambda _: False).text
    except UsageError as error:
        said = str(error)

    assert said.endswith(answer)


@pytest.mark.parametrize(
    ("dialect", "text", "uses"),
    [
        ("sqlite", "SELECT a IN (SELECT value FROM json_each(:v__json))", ("v__json",)),
        ("mysql", "SELECT a IN :v", ("v",)),
        ("postgres", "SELECT a = ANY($1)", ("v",)),
    ],
)
def test_a_long_list_is_one_parameter(dialect: str, text: str, uses: tuple[str, ...]) -> None:
    bound = bind("SELECT a IN (:v)", dialect, lambda _: 100_000)

    assert (bound.text, bound.uses) == (text, uses)
    assert [s.effect for s in parse(bound.text, dialect)] == [Effect.READ]


def test_whether_a_variable_is_null_is_asked_by_a_parameter_of_its_own() -> None:
    bound = bind(
        "SELECT 1 WHERE :a IS NULL OR b = :a OR :a IS NOT NULL", "postgres", is_frame=lambda _: False
    )

    assert bound.text == "SELECT 1 WHERE CAST($1 AS text) IS NULL OR b = $2 OR CAST($1 AS text) IS NOT NULL"
    assert bound.items == {"a__null": ("a", WHOLE)}


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
