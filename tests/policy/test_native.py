"""The engines' own parsers: the stricter wins, and where ours cannot parse they judge alone."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb  # noqa: F401  # loaded, so that it is asked
import pytest

from jupyter_guard.policy.beyond import NOTHING
from jupyter_guard.policy.judgements import Judgement
from jupyter_guard.policy.knowledge import knowledge
from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.native import second_opinion

READ = Judgement(Effect.READ, "SELECT")
UNPARSED = Judgement(Effect.UNKNOWN, "could not be parsed: …", parsed=False)


def opinion(sql: str, dialect: str, ours: Judgement) -> Judgement:
    return second_opinion(sql, ours, knowledge(dialect), NOTHING, ())


@pytest.mark.parametrize(
    ("sql", "dialect", "effect"),
    [
        ("DELETE FROM t", "postgres", Effect.WRITE),
        ("WITH x AS (DELETE FROM t RETURNING 1) SELECT 1", "postgres", Effect.WRITE),
        ("SELECT * INTO u FROM t", "postgres", Effect.SCHEMA),
        ("SELECT * FROM t FOR UPDATE", "postgres", Effect.WRITE),
        ("SELECT nextval('s')", "postgres", Effect.WRITE),
        ("SELECT tidy_up()", "postgres", Effect.UNKNOWN),
        ("SELECT a <<< b FROM t", "postgres", Effect.UNKNOWN),
        ("CHECKPOINT", "postgres", Effect.UNKNOWN),
        ("COPY (SELECT 1) TO STDOUT", "postgres", Effect.READ),
        ("COPY t TO '/tmp/x'", "postgres", Effect.UNKNOWN),
        ("COPY t FROM STDIN", "postgres", Effect.UNKNOWN),
        ("SELECT 1; SELECT 2", "postgres", Effect.UNKNOWN),
        ("DELETE FROM t", "duckdb", Effect.UNKNOWN),
        ("SELECT 1; SELECT 2", "duckdb", Effect.UNKNOWN),
        ("SELECT lower(a) FROM t", "postgres", Effect.READ),
        ("SELECT lower(a) FROM t", "duckdb", Effect.READ),
        ("no SQL at all", "postgres", Effect.READ),  # the engine would refuse it, too
        ("DELETE FROM t", "sqlite", Effect.UNKNOWN),
        ("INSERT INTO t SELECT 1 RETURNING a", "sqlite", Effect.UNKNOWN),
        ("WITH x AS (SELECT 1) DELETE FROM t WHERE a IN x", "sqlite", Effect.UNKNOWN),
        ("CREATE TABLE u AS SELECT a FROM t", "sqlite", Effect.UNKNOWN),
        ("ATTACH 'a.db' AS b", "sqlite", Effect.UNKNOWN),
        ("PRAGMA user_version = 3", "sqlite", Effect.UNKNOWN),
        ("PRAGMA journal_mode", "sqlite", Effect.UNKNOWN),
        ("PRAGMA table_info(t)", "sqlite", Effect.READ),
        ("PRAGMA main.user_version", "sqlite", Effect.READ),
        ("SELECT load_extension('a')", "sqlite", Effect.ADMIN),
        ("SELECT tidy_up(a) FROM t", "sqlite", Effect.UNKNOWN),
        ("SELECT a, grouping(a), sum(b) FROM t GROUP BY ROLLUP (a)", "sqlite", Effect.READ),
        ("SELECT a, cube(b) FROM t GROUP BY CUBE (a)", "sqlite", Effect.UNKNOWN),
        ("SELECT rollup(a) FROM t", "sqlite", Effect.UNKNOWN),
        ("SELECT 1; SELECT 2", "sqlite", Effect.UNKNOWN),
        ("SELECT 1; DELETE FROM t", "sqlite", Effect.UNKNOWN),
        ("SELECT lower(a) -> '$.x' FROM t WHERE b = ? AND c = :c", "sqlite", Effect.READ),
        ("EXPLAIN QUERY PLAN SELECT a FROM t", "sqlite", Effect.READ),
        ("EXPLAIN DELETE FROM t", "sqlite", Effect.UNKNOWN),
    ],
)
def test_the_stricter_of_two_opinions_wins(sql: str, dialect: str, effect: Effect) -> None:
    pytest.importorskip("postgast")

    assert opinion(sql, dialect, READ).effect is effect


@pytest.mark.parametrize(
    ("sql", "dialect", "effect", "reads"),
    [
        ("SELECT a ?# b, extract(year FROM c) FROM s.t, u", "postgres", Effect.READ, ("s.t", "u")),
        ("SELECT nextval('s')", "postgres", Effect.UNKNOWN, ()),
        ("SELECT tidy_up()", "postgres", Effect.UNKNOWN, ()),
        ("SELECT a, [x + 1 FOR x IN b] FROM s.t WHERE c IN (SELECT 1)", "duckdb", Effect.READ, ("s.t",)),
        ("SELECT nextval('s')", "duckdb", Effect.UNKNOWN, ()),
        ("SELECT tidy_up()", "duckdb", Effect.UNKNOWN, ()),
        ("SELECT t.a, u.b FROM t JOIN u USING (c) WHERE lower(d) = 'x'", "sqlite", Effect.READ, ("t", "u")),
        ("DELETE FROM t", "sqlite", Effect.UNKNOWN, ()),
        ("SELECT load_extension('x')", "sqlite", Effect.UNKNOWN, ()),
        ("SELECT tidy_up()", "sqlite", Effect.UNKNOWN, ()),
        ("SELECT 1; DELETE FROM t", "sqlite", Effect.UNKNOWN, ()),
        ("PRAGMA user_version = 3", "sqlite", Effect.UNKNOWN, ()),
    ],
)
def test_where_we_cannot_parse_the_engine_judges_alone(
    sql: str, dialect: str, effect: Effect, reads: tuple[str, ...]
) -> None:
    pytest.importorskip("postgast")

    found = opinion(sql, dialect, UNPARSED)

    assert found.effect is effect
    if effect is Effect.READ:
        assert tuple(sorted(found.reads)) == reads


def test_what_is_more_than_a_read_stays_what_it_is() -> None:
    for effect in (Effect.SESSION, Effect.WRITE, Effect.ADMIN):
        for parsed in (True, False):
            ours = Judgement(effect, "…", parsed=parsed)
            assert opinion("SELECT 1", "postgres", ours) is ours


def test_without_the_extra_our_judgement_stands_alone() -> None:
    script = """
import sys
sys.modules["postgast"] = None
from jupyter_guard.policy.parsing import parse
print(*(parse(sql, "postgres")[0].effect.name for sql in ("SELECT lower(a) FROM t", "DELETE FROM t")))
"""
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)

    assert done.stdout.split() == ["READ", "WRITE"]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT o.id, c.name, total FROM orders AS o JOIN customers c ON o.customer = c.id ORDER BY total",
        "SELECT a FROM t WHERE b IN (SELECT c FROM u WHERE u.d = t.e) AND EXISTS (SELECT 1 FROM v)",
        "WITH x AS (SELECT a, count(*) AS n FROM t GROUP BY a), y (b) AS (SELECT n FROM x) SELECT b FROM y",
        "SELECT (SELECT max(x) FROM a), y FROM b",
        "SELECT * FROM a JOIN b USING (c, d) LEFT JOIN e USING (c)",
        'SELECT [my column], "another one", `third` FROM [my table] WHERE [my table].z > 1',
        "SELECT aux.t.a, main.t.b FROM aux.t, main.t",
        "SELECT name FROM sqlite_master WHERE type = 'table'",
        "SELECT value FROM t, json_each(t.tags) WHERE key < 3",
        "SELECT sum(a) OVER (PARTITION BY b ORDER BY c) FROM t WINDOW w AS (ORDER BY d)",
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i FROM n",
        "SELECT a FROM t UNION SELECT b FROM u EXCEPT SELECT c FROM v ORDER BY 1",
    ],
)
def test_sqlite_speaks_although_its_tables_are_made_up(sql: str) -> None:
    """An engine that only says 'no such table' has no opinion; here each text gets one, in any order."""
    from jupyter_guard.policy.native import sqlite

    found = [sqlite.ask(sql), sqlite.ask("SELECT c.name FROM customers c JOIN t USING (a)"), sqlite.ask(sql)]

    assert [opinion and opinion.effect for opinion in found] == [Effect.READ] * 3


@pytest.mark.parametrize(
    "sql",
    [
        "WITH x AS (SELECT 1) DELETE FROM t WHERE a IN x",
        "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x",
        "/* SELECT */ WITH RECURSIVE x AS (SELECT a FROM t) UPDATE t SET a = 1 WHERE a IN x RETURNING a",
        "-- SELECT\nREPLACE INTO t SELECT a FROM u",
        "SELECT a FROM t; DELETE FROM t",
        "VALUES (1); DROP TABLE t",
        "SELECT a FROM t UNION DELETE FROM u",
        "EXPLAIN DELETE FROM t",
        "PRAGMA user_version = 3",
    ],
)
def test_what_writes_is_never_taken_for_a_query_without_tables(sql: str) -> None:
    from jupyter_guard.policy.native import sqlite

    assert sqlite._compiler.ask_query(sql) is None


@pytest.mark.parametrize(
    ("sql", "functions"),
    [
        ("SELECT o.id, lower(c.name) FROM orders AS o JOIN customers c ON o.customer = c.id", {"lower"}),
        ("WITH x AS (SELECT a FROM t) SELECT abs(a), u.[b c] FROM u JOIN x WHERE u.d = ?", {"abs"}),
        (
            "WITH RECURSIVE n (i) AS (SELECT a FROM t UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
            {"max"},
        ),
        ("SELECT value FROM json_each('[1]')", {"json_each"}),
        ("VALUES (1, upper('x'))", {"upper"}),
        ("SELECT load_extension(a) FROM t", {"load_extension"}),
    ],
)
def test_a_query_is_compiled_without_its_tables(sql: str, functions: set[str]) -> None:
    from jupyter_guard.policy.native import sqlite

    sqlite._compiler.forget()
    found = sqlite._compiler.ask_query(sql)

    assert found is not None
    assert found.effect is Effect.READ
    assert {name for _, name in found.functions} >= functions - {"json_each"}
    assert sqlite._compiler._made.tables == {}


def test_what_sqlite_has_itself_is_not_hidden_by_a_tables_stand_in() -> None:
    from jupyter_guard.policy.native.standing import with_tables

    for sql in (
        "SELECT name FROM sqlite_master",
        "SELECT * FROM pragma_table_list",
        "SELECT * FROM json_each",
    ):
        assert with_tables(sql) == sql


def test_sqlite_compiles_on_a_database_of_its_own_and_runs_nothing(tmp_path: Path) -> None:
    script = """
import os, sqlite3
from jupyter_guard.policy.native.sqlite import ask
endless = "WITH RECURSIVE n AS (SELECT 1 UNION ALL SELECT 1 FROM n) SELECT count(*) FROM n"
refused = "ATTACH 'made.db' AS b", "PRAGMA temp_store_directory = '/nowhere'", "VACUUM INTO 'made.db'"
for sql in (*refused, endless):
    ask(sql)
print(os.listdir(), sqlite3.connect(":memory:").execute("PRAGMA temp_store_directory").fetchall())
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=60,
    )

    assert done.stdout.strip() in ("[] []", "[] [(None,)]", "[] [('',)]")


def test_sqlite_is_asked_from_many_threads() -> None:
    from jupyter_guard.policy.native import sqlite

    texts = [f"SELECT a{i % 7} FROM t{i % 5} JOIN u USING (b{i % 3})" for i in range(400)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(sqlite.ask, texts))

    assert {opinion and opinion.effect for opinion in found} == {Effect.READ}


def test_what_the_parser_gets_wrong_sqlite_gets_right(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our parser is made to misread a write; the engine's word keeps it from passing."""
    from jupyter_guard.policy import parsing

    monkeypatch.setattr(parsing, "judge", lambda text: READ)

    for sql in ("DELETE FROM t", "REPLACE INTO t VALUES (1)", "DROP TABLE t", "PRAGMA user_version = 1"):
        assert parsing.judge_text(sql, "sqlite")[0].effect is Effect.UNKNOWN
