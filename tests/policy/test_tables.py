"""`tables` of guard.toml: on one warehouse dev.* may be written and prod.* not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_guard.policy import Connection, Effect, Environment, Policy
from jupyter_guard.policy.config_environments import BUILT_IN
from jupyter_guard.policy.targets import Target

SHARED = Path(__file__).parent / "shared"
GUARD_TOML = """
[environments.dev]
limit = "admin"
connections.warehouse = "postgresql://analyst@db.example.com/w"

[environments.prod]
tables = ["prod.*", "finance.orders"]
connections.warehouse = "postgresql://analyst@db.example.com/w"
"""


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Policy:
    from jupyter_guard.policy import places

    file = tmp_path / "guard.toml"
    file.write_text(GUARD_TOML)
    monkeypatch.setenv("JUPYTER_GUARD_TRUST", places.content_hash(file.read_bytes()))
    return Policy.load(file)


def environments(policy: Policy, sql: str, dialect: str = "postgres") -> list[str]:
    """Return the environment in force for each statement in a session tagged dev."""
    dev = policy.environment("dev")
    connection = replace(policy.connection("warehouse", dev), dialect=dialect)
    return [verdict.environment.name for verdict in policy.judge(sql, connection, dev)]


@pytest.mark.parametrize(
    ("sql", "dialect"),
    [
        ("DELETE FROM dev.t", "postgres"),
        ("INSERT INTO dev.t SELECT 1", "postgres"),
        ("DELETE FROM finance.customers", "postgres"),
        ("SET search_path TO dev; DELETE FROM t", "postgres"),
        ("SET search_path = dev, other; DELETE FROM t", "postgres"),
        ("USE dev; DELETE FROM t", "mysql"),
        ("USE DATABASE w; USE SCHEMA dev; DELETE FROM t", "snowflake"),
        ("USE w.dev; DELETE FROM t", "duckdb"),
        ("SET schema = 'dev'; DELETE FROM t", "duckdb"),
        ("DELETE FROM prod_copy.t", "postgres"),
        ("USE DATABASE w; DELETE FROM public.t", "snowflake"),
        ("USE CATALOG w; DELETE FROM dev.t", "databricks"),
        ("USE w; DELETE FROM dbo.t", "tsql"),
        ("DROP SCHEMA dev CASCADE", "postgres"),
        ("DROP DATABASE dev", "mysql"),
        ("DROP SCHEMA w.dev", "trino"),
        ("CREATE DATABASE w", "postgres"),
        ("CREATE SCHEMA dev2", "postgres"),
        ("CREATE TABLE dev.prod (a int)", "postgres"),
        ("DROP TABLE w.dev.prod", "snowflake"),
        ("ALTER TABLE dev.t ADD COLUMN prod int", "postgres"),
        ("DELETE FROM other.finance.customers", "snowflake"),
        ("DELETE FROM \u0440rod.t", "postgres"),  # a Cyrillic letter: another schema to every database
        ("SELECT 1", "postgres"),
    ],
)
def test_what_is_surely_elsewhere_follows_the_tag(policy: Policy, sql: str, dialect: str) -> None:
    assert environments(policy, sql, dialect)[-1] == "dev"


@pytest.mark.parametrize(
    ("sql", "dialect"),
    [
        ("DELETE FROM prod.t", "postgres"),
        ("INSERT INTO dev.t SELECT * FROM prod.t", "postgres"),
        ('DELETE FROM "prod"."t"', "postgres"),
        ('DELETE FROM "PROD".T', "postgres"),
        ('DELETE FROM w.prod."x.t"', "postgres"),
        ("DELETE FROM `prod`.`t`", "mysql"),
        ("DELETE FROM [w].[Prod].[t]", "tsql"),
        ("DELETE FROM w.prod.t", "snowflake"),
        ("WITH x AS (SELECT * FROM prod.t) INSERT INTO dev.t SELECT * FROM x", "postgres"),
        ("DELETE FROM t", "postgres"),  # the search path is not known
        ("DELETE FROM orders", "postgres"),  # may be finance.orders
        ("SET search_path TO prod; DELETE FROM t", "postgres"),
        ("SET search_path TO dev, prod; DELETE FROM t", "postgres"),
        ("SET search_path TO DEFAULT; DELETE FROM t", "postgres"),
        ("SET search_path = '$user', dev; DELETE FROM t", "postgres"),
        ("SET LOCAL search_path TO dev; DELETE FROM t", "postgres"),
        ("SET search_path TO dev; ROLLBACK; DELETE FROM t", "postgres"),
        (
            "SET search_path TO dev; SELECT set_config('search_path', 'prod', false); DELETE FROM t",
            "postgres",
        ),
        ("USE prod; DELETE FROM t", "mysql"),
        ("USE dev; USE PROD; DELETE FROM t", "mysql"),
        ("USE SCHEMA prod; DELETE FROM t", "snowflake"),
        ("SET schema = 'prod'; DELETE FROM t", "duckdb"),
        ("SET search_path = 'dev,prod'; DELETE FROM t", "duckdb"),
        ("DROP SCHEMA prod CASCADE", "postgres"),
        ("GRANT ALL ON ALL TABLES IN SCHEMA prod TO public", "postgres"),
        ("DO $$ BEGIN DELETE FROM prod.t; END $$", "postgres"),
        ("VACUUM", "postgres"),
    ],
)
def test_what_is_or_may_be_a_prod_table_is_prod(policy: Policy, sql: str, dialect: str) -> None:
    assert environments(policy, sql, dialect)[-1] == "prod"


@pytest.mark.parametrize("file", sorted(SHARED.glob("*.sql")), ids=lambda path: path.stem)
def test_no_way_of_writing_it_leads_around_prod(policy: Policy, file: Path) -> None:
    """One attempt a line: names, quotes, USE, what holds tables, and what nobody can resolve."""
    texts = file.read_text(encoding="utf-8").splitlines()

    passed = [text for text in texts if "prod" not in environments(policy, text, file.stem)]

    assert passed == []


@pytest.mark.parametrize(
    ("tables", "sql", "dialect", "environment"),
    [
        ("w.prod.*", "DELETE FROM prod.t", "snowflake", "prod"),  # in which database nobody can tell
        ("w.prod.*", "USE DATABASE w; DELETE FROM prod.t", "snowflake", "prod"),
        ("w.prod.*", "USE DATABASE other; DELETE FROM prod.t", "snowflake", "dev"),
        ("w.prod.*", "DELETE FROM other.prod.t", "snowflake", "dev"),
        ("w.prod.*", "DROP SCHEMA prod", "snowflake", "prod"),
        ("w.prod.*", "DROP DATABASE w", "snowflake", "prod"),
        ("w.prod.*", "DROP DATABASE other", "snowflake", "dev"),
        ("orders", "DROP SCHEMA dev", "postgres", "prod"),  # it may hold that table
        ("orders", "DROP TABLE dev.items", "postgres", "dev"),
        ("orders", "DELETE FROM dev.orders", "postgres", "prod"),
        ("prod_*.*", "DELETE FROM prod_eu.t", "postgres", "prod"),
        ("prod_*.*", "DELETE FROM production.t", "postgres", "dev"),
        ("PROD.*", "DELETE FROM prod.t", "postgres", "prod"),
    ],
)
def test_patterns_of_all_lengths(
    policy: Policy, tables: str, sql: str, dialect: str, environment: str
) -> None:
    prod = replace(policy.environment("prod"), tables=(tables,))
    changed = replace(policy, environments={**policy.environments, "prod": prod})

    assert environments(changed, sql, dialect)[-1] == environment


def test_functions_count_in_their_environment_and_below_it(tmp_path: Path) -> None:
    dev, prod = (replace(e, tables=()) for e in (BUILT_IN["dev"], BUILT_IN["prod"]))
    dev = replace(dev, limit=Effect.READ, functions=("tidy_*",))
    prod = replace(prod, tables=("prod.*",), functions=("analytics.normalise",))
    policy = Policy({"dev": dev, "prod": prod}, functions=("tidy_*", "analytics.normalise"))
    here = Connection("a", "postgres", dev, targets=(Target("postgres", hosts=("h",)),))

    def allowed(sql: str, tag: Environment) -> bool:
        return all(v.allowed for v in policy.judge(sql, here, tag))

    assert allowed("SELECT tidy_up(), analytics.normalise(1) FROM dev.t", dev)
    assert allowed("SELECT analytics.normalise(1) FROM prod.t", dev)
    assert not allowed("SELECT tidy_up() FROM prod.t", dev)
    assert not allowed("SELECT tidy_up() FROM dev.t", prod)
    assert not allowed("SELECT normalise(1) FROM dev.t", dev)


@pytest.mark.parametrize(
    ("pattern", "sql", "known"),
    [
        ("analytics.normalise_*", "SELECT analytics.normalise_x(1)", True),
        ("analytics.normalise_*", "SELECT Analytics.Normalise_X(1)", True),
        ("analytics.normalise_*", 'SELECT "analytics"."normalise_x"(1)', True),
        ("analytics.normalise_*", "SELECT normalise_x(1)", False),
        ("analytics.normalise_*", "SELECT other.normalise_x(1)", False),
        ("analytics.normalise_*", "SELECT analytics.normalise_x.drop_all(1)", False),
        ("normalise_*", "SELECT other.normalise_x(1)", False),
        ("*_read", "SELECT evil.x_read(1)", False),
        ("normalise_*", "SELECT normalise_x(drop_all())", False),
        ("normalise_*", "SELECT n\u043ermalise_x(1)", False),
        ("analytics.normalise_*", 'SELECT "Analytics".normalise_x(1)', False),
        ("analytics.normalise_*", 'SELECT analytics."Normalise_X"(1)', False),
        ("analytics.normalise_*", 'SELECT "analytics.normalise_x"(1)', False),
        ("analytics.normalise_*", 'SELECT analytics."normalise_x "(1)', False),
        ("analytics.normalise_*", 'SELECT analytics."normalise_x;drop"(1)', False),
        ("analytics.normalise_*", 'SELECT "analytics"".normalise_x"(1)', False),
        ("analytics.normalise_*", 'SELECT analytics."normalise_".x(1)', False),
        ("analytics.normalise_*", "SELECT analytics.normalise_x(1) FROM evil()", False),
        ("analytics.normalise_*", "SELECT analytics.normalise_x(1) OVER (ORDER BY evil())", False),
        ("analytics.normalise_*", "CALL analytics.normalise_x(1)", False),
        ("analytics.normalise_*", "SELECT analytics . normalise_x (1)", True),
        ("pg_catalog.*", "SELECT pg_catalog.nextval('s')", False),
    ],
)
def test_a_pattern_of_functions_names_no_other(pattern: str, sql: str, known: bool) -> None:
    prod = replace(BUILT_IN["prod"], functions=(pattern,), limit=Effect.READ)
    policy = Policy({"prod": prod}, default="prod", functions=(pattern,))

    (verdict,) = policy.judge(sql, Connection("a", "postgres", prod), prod)

    assert verdict.allowed is known


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://db.dev.example.com/w", "dev"),
        ("postgresql://DB.DEV.EXAMPLE.COM/w", "dev"),
        ("postgresql://db.prod.example.com/w", "prod"),
        ("postgresql://db.dev.example.com,db.prod.example.com/w", "prod"),
        ("postgresql://db.dev.example.com,elsewhere.example.com/w", "prod"),
        ("postgresql://db.dev.example.com/w?hostaddr=10.0.0.1", "prod"),
        ("postgresql://db.dev.example.com/w?host=db.prod.example.com", "prod"),
        ("postgresql://db.dev.example.com/w?service=other", "prod"),
        ("postgresql://db.dev.example.com@elsewhere.example.com/w", "prod"),
        ("postgresql://db.dev.example.com.evil.example.org/w", "prod"),
        ("postgresql:///w", "prod"),
        ("postgresql://a.dev.example.com,b.dev.example.com/w", "dev"),
    ],
)
def test_a_host_that_no_rule_names_is_prod_whatever_stands_beside_it(url: str, expected: str) -> None:
    dev = replace(BUILT_IN["dev"], hosts=("*.dev.example.com",))
    prod = replace(BUILT_IN["prod"], hosts=("*.prod.example.com",))
    policy = Policy({"dev": dev, "prod": prod})

    assert policy.at(Connection("a", "postgres", url=url), url, dev).environment.name == expected


def test_another_warehouse_than_prods_is_not_in_doubt(policy: Policy) -> None:
    dev = policy.environment("dev")
    elsewhere = Connection("dev.db", "sqlite", None, targets=(Target("sqlite", path="/data/dev.db"),))
    unknown = Connection("x", "sqlite", None)

    assert [v.environment.name for v in policy.judge("DELETE FROM t", elsewhere, dev)] == ["dev"]
    assert [v.environment.name for v in policy.judge("DELETE FROM prod.t", elsewhere, dev)] == ["prod"]
    assert [v.environment.name for v in policy.judge("DELETE FROM t", unknown, dev)] == ["prod"]
