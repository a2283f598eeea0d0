"""`tables` of guard.toml: on one warehouse dev.* may be written and prod.* not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_guard.policy import Connection, Effect, Environment, Policy
from jupyter_guard.policy.config_environments import BUILT_IN
from jupyter_guard.policy.targets import Target

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


def test_another_warehouse_than_prods_is_not_in_doubt(policy: Policy) -> None:
    dev = policy.environment("dev")
    elsewhere = Connection("dev.db", "sqlite", None, targets=(Target("sqlite", path="/data/dev.db"),))
    unknown = Connection("x", "sqlite", None)

    assert [v.environment.name for v in policy.judge("DELETE FROM t", elsewhere, dev)] == ["dev"]
    assert [v.environment.name for v in policy.judge("DELETE FROM prod.t", elsewhere, dev)] == ["prod"]
    assert [v.environment.name for v in policy.judge("DELETE FROM t", unknown, dev)] == ["prod"]
