"""The engines' own parsers: the stricter wins, and where ours cannot parse they judge alone."""

from __future__ import annotations

import subprocess
import sys

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
