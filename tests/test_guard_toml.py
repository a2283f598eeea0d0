"""guard.toml: search order, tightening, trust, and a message for every mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_guard.errors import PolicyError, UsageError
from jupyter_guard.policy import Connection, Effect, Environment, Policy, Statement, Tier, places
from jupyter_guard.policy.model import Span
from jupyter_guard.policy.targets import Target, target_of


@pytest.fixture(autouse=True)
def own_jupyter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Jupyter folders that hold nothing of this machine."""
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("JUPYTER_NO_CONFIG", "")
    monkeypatch.delenv(places.TRUST_VARIABLE, raising=False)
    return tmp_path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "notebooks" / "deep").mkdir(parents=True)
    return folder


def write(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "guard.toml"
    file.write_text(text, encoding="utf-8")
    return file


TWO = """
[environments.dev]
tier = "dev"
connections.warehouse = "duckdb:///data/dev.duckdb"

[environments.prod]
tier = "prod"
connections.warehouse = "duckdb:///data/prod.duckdb"
"""


def test_without_any_file_the_built_in_environments_are_in_force(project: Path) -> None:
    policy = Policy.load(project)

    assert {name: (e.tier, e.limit) for name, e in policy.environments.items()} == {
        "dev": (Tier.DEV, Effect.UNKNOWN),
        "test": (Tier.TEST, Effect.SCHEMA),
        "prod": (Tier.PROD, Effect.SESSION),
    }
    assert policy.default == "dev"
    assert policy.connection("local", policy.environment("dev")) == Connection(
        "local", "duckdb", None, "duckdb:///:memory:"
    )


def test_dev_and_prod_are_there_even_where_no_file_names_them(project: Path) -> None:
    policy = Policy.load(write(project, '[environments.staging]\ntier = "test"\n'))

    assert list(policy.environments) == ["dev", "staging", "prod"]
    assert policy.default == "dev"


def test_the_nearest_file_above_the_notebook_is_used(project: Path) -> None:
    write(project, TWO)
    near = write(project / "notebooks", TWO)

    assert Policy.load(project / "notebooks" / "deep" / "a.ipynb").files == (near,)


def test_the_environment_picks_the_url_and_paths_are_relative_to_the_file(project: Path) -> None:
    policy = Policy.load(write(project, TWO))

    urls = {name: policy.connection("warehouse", e).url for name, e in policy.environments.items()}

    assert urls == {
        "dev": f"duckdb:///{project}/data/dev.duckdb",
        "prod": f"duckdb:///{project}/data/prod.duckdb",
    }


def test_the_users_file_lies_above_the_projects(own_jupyter: Path, project: Path) -> None:
    write(own_jupyter / "config" / "jupyter_guard", '[environments.prod]\nhosts = ["db.*"]\nlimit = "read"\n')
    write(project, TWO + 'max_rows = 10\nlimit = "session"\n')

    policy = Policy.load(project)
    prod = policy.environment("prod")

    assert (prod.hosts, prod.max_rows, prod.limit) == (("db.*",), 10, Effect.READ)
    assert policy.untrusted == ("environments.prod.limit",)


def test_a_project_may_tighten_without_trust(project: Path) -> None:
    policy = Policy.load(
        write(project, TWO + 'limit = "read"\nhosts = ["*.example.com"]\ntables = ["f.*"]\n')
    )

    assert policy.environment("prod").limit is Effect.READ
    assert policy.untrusted == ()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[environments.prod]\nlimit = "write"\n', "environments.prod.limit"),
        ('[environments.prod]\ntier = "dev"\n', "environments.prod.tier"),
        ('[environments.dev]\nhosts = ["db.example.com"]\n', "environments.dev.hosts"),
        ('[environments.dev]\ntables = ["dev.*"]\n', "environments.dev.tables"),
        ('[environments.prod]\nfunctions = ["f"]\n', "environments.prod.functions"),
        ('[environments.prod]\nunlock = { effects = ["write"] }\n', "environments.prod.unlock"),
        ('[environments.prod]\nsandbox = { schema = "s" }\n', "environments.prod.sandbox"),
        ('local_files = "free"\n', "local_files"),
        ('[environments.dev]\nconnections.w = "postgresql://db/w"\n', "environments.dev.connections.w"),
        (
            '[environments.prod]\nconnections.w = "postgresql://me:${env:PW}@db/w"\n',
            "environments.prod.connections.w",
        ),
    ],
)
def test_what_loosens_or_refers_to_a_secret_waits_for_trust(project: Path, text: str, key: str) -> None:
    file = write(project, text)

    before = Policy.load(file)
    prod = before.environments.get("prod")
    assert before.untrusted == (key,)
    assert prod is not None
    assert (prod.limit, prod.tier, prod.functions) == (Effect.SESSION, Tier.PROD, ())
    with pytest.raises(PolicyError, match="jupyter guard trust"):
        before.connection("local", prod)

    places.trust(file)
    assert Policy.load(file).untrusted == ()

    file.write_text(text + "# changed\n", encoding="utf-8")
    assert Policy.load(file).untrusted == (key,)


def test_a_hash_in_the_environment_trusts_without_a_person(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(project, '[environments.prod]\nlimit = "write"\n')
    monkeypatch.setenv(places.TRUST_VARIABLE, places.content_hash(file.read_bytes()))

    assert Policy.load(file).environment("prod").limit is Effect.WRITE


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[environments.prod\n", "is not valid TOML: Expected ']'"),
        ("version = 2\n", "version = 2 is not known; write version = 1."),
        ('verson = "1"\n', "the key verson is not known. Did you mean 'version'?"),
        (
            '[environments.prod]\nlimt = "read"\n',
            "environments.prod.limt is not known. Did you mean 'limit'?",
        ),
        (
            '[environments.prod]\nlimit = "all"\n',
            'limit = \'all\' is not known; allowed are "read", "session"',
        ),
        (
            '[environments.prod]\ntier = "live"\n',
            'tier = \'live\' is not known; allowed are "dev", "test" or "prod"',
        ),
        ('[environments.prod]\nhosts = "db"\n', "environments.prod.hosts = 'db' has to be a list of texts"),
        ("[environments.prod]\nhosts = [1]\n", "environments.prod.hosts has to be a list of texts"),
        ("[environments.prod]\nmax_rows = true\n", "max_rows = True has to be a whole number"),
        ("[environments.prod]\ntime_limit = '5s'\n", "time_limit = '5s' has to be a whole number of seconds"),
        ("dtypes = 'polars'\n", 'dtypes = \'polars\' is not known; allowed are "numpy" or "arrow"'),
        ('default = "live"\n', "default = 'live' is no environment; choose one of dev, test, prod."),
        (
            '[environments.prod]\nconnections.w = "ftp://x"\n',
            "connections.w: No database is known by the URL scheme 'ftp'",
        ),
        ("[environments.prod]\nconnections.w = 3\n", "connections.w has to be a plain name with a URL"),
        ('[environments."a b"]\n', "environments.a b has to be a table with a plain name"),
    ],
)
def test_each_mistake_names_file_key_and_what_would_be_right(project: Path, text: str, message: str) -> None:
    file = write(project, text)

    with pytest.raises(PolicyError) as caught:
        Policy.load(file)

    assert str(caught.value).startswith(str(file))
    assert message in str(caught.value)


def test_a_file_that_is_no_utf8_or_missing_is_named(project: Path) -> None:
    file = project / "guard.toml"
    with pytest.raises(PolicyError, match="cannot be read"):
        Policy.load(file)
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(PolicyError, match="is not UTF-8"):
        Policy.load(file)


def test_a_literal_password_is_reported_and_kept_out_of_repr(project: Path) -> None:
    file = write(project, '[environments.prod]\nconnections.w = "postgresql://me:s3cret@db/w"\n')

    policy = Policy.load(file)
    connection = policy.connection("w", policy.environment("prod"))

    (warning,) = policy.warnings
    assert warning == (
        f"{file}: environments.prod.connections.w holds a password; "
        "write ${keyring:service/name} or ${env:NAME} in its place."
    )
    assert "s3cret" not in repr(policy) + repr(connection)


def test_an_unknown_environment_or_connection_names_those_there_are(project: Path) -> None:
    policy = Policy.load(write(project, TWO + "[environments.test]\ntier = 'test'\n"))

    with pytest.raises(UsageError, match="There is no environment 'live'; choose one of dev, test, prod"):
        policy.environment("live")
    with pytest.raises(UsageError, match="There is no connection 'lake'; dev has: warehouse"):
        policy.connection("lake", policy.environment("dev"))
    with pytest.raises(UsageError, match=r"test has no connection 'warehouse'.*dev, prod has it"):
        policy.connection("warehouse", policy.environment("test"))


@pytest.mark.parametrize(
    ("url", "target"),
    [
        (
            "postgresql://me:pw@DB.example.com:5432/w",
            Target("postgres", ("db.example.com",), port="5432", database="w"),
        ),
        ("postgresql+psycopg://a,b/w", Target("postgres", ("a", "b"), database="w")),
        ("postgresql://dev/w?host=prod", Target("postgres", ("prod", "dev"), database="w")),
        ("postgresql:///w", Target("postgres", ("?",), database="w")),
        ("postgresql://[::1]:5432/w", Target("postgres", ("::1",), port="5432", database="w")),
        ("duckdb:///:memory:", Target("duckdb")),
        ("duckdb://", Target("duckdb")),
        ("duckdb:////data/w.duckdb", Target("duckdb", (), "/data/w.duckdb")),
        ("duckdb:///md:w", Target("duckdb", ("md:w",))),
        ("sqlite:////data/w.db?timeout=3", Target("sqlite", (), "/data/w.db")),
        ("mysql+pymysql://h/w", Target("mysql", ("h",), database="w")),
    ],
)
def test_a_url_says_what_it_points_at(url: str, target: Target) -> None:
    assert target_of(url) == target


def test_a_prod_host_is_prod_under_any_tag(project: Path) -> None:
    file = write(
        project,
        '[environments.dev]\nconnections.w = "postgresql://x.prod.example.com/w"\n'
        '[environments.prod]\nhosts = ["*.prod.example.com"]\n',
    )
    places.trust(file)
    policy = Policy.load(file)

    connection = policy.connection("w", policy.environment("dev"))

    assert connection.environment == policy.environment("prod")


def test_the_strictest_of_tag_connection_and_tables_is_in_force(project: Path) -> None:
    policy = Policy.load(write(project, TWO + 'tables = ["finance.*"]\n'))
    dev, prod = policy.environment("dev"), policy.environment("prod")
    here, there = policy.connection("warehouse", dev), policy.connection("warehouse", prod)

    def in_force(sql: str, connection: Connection, tag: Environment) -> str:
        return policy.judge(sql, connection, tag)[0].environment.name

    assert in_force("SELECT 1", here, dev) == "dev"
    assert in_force("SELECT 1", here, prod) == "prod"
    assert in_force("SELECT 1", there, dev) == "prod"
    assert in_force('SELECT * FROM "Finance".orders', here, dev) == "prod"


def test_a_refusal_says_rule_reason_and_remedy(project: Path) -> None:
    policy = Policy.load(write(project, TWO))
    prod = policy.environment("prod")
    sql = "DELETE FROM orders"

    (verdict,) = policy.judge(sql, policy.connection("warehouse", prod), prod)

    assert not verdict.allowed
    assert verdict.rule == "effect-limit"
    assert verdict.reason == "It is a WRITE to orders (DELETE), and prod allows up to SESSION."
    assert "%guard tag dev" in verdict.remedy
    assert verdict.statement == Statement(
        sql, Span(0, len(sql)), Effect.WRITE, (), ("orders",), verdict.statement.cause
    )


@pytest.mark.parametrize(
    "text",
    [
        TWO.replace("dev.duckdb", "prod.duckdb"),  # dev's own connection leads to prod's file
        TWO + 'tables = ["orders"]\n',
    ],
)
def test_no_remedy_leads_to_where_it_would_be_refused_again(project: Path, text: str) -> None:
    policy = Policy.load(write(project, text))
    dev = policy.environment("dev")

    (verdict,) = policy.judge("DELETE FROM orders", policy.connection("warehouse", dev), dev)

    assert not verdict.allowed
    assert verdict.environment.name == "prod"
    assert "%guard tag" not in verdict.remedy


def test_the_remedy_of_an_unknown_function_is_the_line_that_would_allow_it(project: Path) -> None:
    file = write(project, TWO)
    policy = Policy.load(file)
    prod = policy.environment("prod")
    sql = "SELECT normalise_name(name) FROM stores"

    (verdict,) = policy.judge(sql, policy.connection("warehouse", prod), prod)
    assert not verdict.allowed
    assert '[environments.prod] functions = ["normalise_name"]' in verdict.remedy

    places.trust(write(project, TWO + 'functions = ["normalise_name"]\n'))
    policy = Policy.load(file)
    prod = policy.environment("prod")
    assert policy.judge(sql, policy.connection("warehouse", prod), prod)[0].allowed
