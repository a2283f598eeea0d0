"""`jupyter guard check` as a person, a hook or CI calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jupyter_guard.policy import places
from tests.check.conftest import Check, notebook

REMEDY = (
    "If it is meant for dev only, say so: --environment dev. "
    "What must change prod is run by somebody who may, after review."
)
NOBODY = "nothing says where it runs"


def test_a_write_is_blocked_with_file_line_and_rule(home: Path, check: Check) -> None:
    (home / "a.sql").write_text("SELECT 1;\n\n  DELETE FROM orders\n  WHERE id = 1;\n")

    ran = check("a.sql")

    assert (ran.returncode, ran.stderr) == (1, "")
    assert ran.stdout == (
        "a.sql:3:3: WRITE blocked in prod [effect-limit]\n"
        "    DELETE FROM orders\n"
        "      WHERE id = 1\n"
        "  It is a WRITE to orders (DELETE), and prod allows up to SESSION.\n"
        f"  {REMEDY}\n"
        "\n"
        "2 statements in 1 file: 1 blocked.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "stdin", "status"),
    [
        (["-"], "SELECT 1", 0),
        (["-"], "", 0),
        (["-"], "DROP TABLE t", 1),
        (["-", "--environment", "dev"], "DROP TABLE t", 0),
        (["-", "--dialect", "postgres"], "SELECT a::int FROM t", 0),
        (["-", "--dialect", "mysql"], "SELECT 1 /*! ; DELETE FROM t */", 1),
        (["-", "--connection", "local"], "FROM t SELECT a", 0),
    ],
)
def test_the_status_says_whether_all_may_run(
    check: Check, arguments: list[str], stdin: str, status: int
) -> None:
    assert check(*arguments, stdin=stdin).returncode == status


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.sql"], "There is no file nowhere.sql."),
        (["a.txt"], "a.txt is neither a .sql file nor a notebook; SQL from elsewhere goes in by '-'."),
        (["broken.ipynb"], "broken.ipynb is not a notebook: it is no JSON."),
        (["list.ipynb"], "list.ipynb is not a notebook: it has no list of cells."),
        (["latin.sql"], "latin.sql is no UTF-8 text, in line 1: save it as UTF-8."),
        (["-", "--environment", "nope"], "There is no environment 'nope'; choose one of dev, test, prod."),
        (["-", "--connection", "nope"], "There is no connection 'nope'; prod has: none."),
        (["-", "--dialect", "nope"], "There is no dialect 'nope'; choose one of bigquery,"),
        (["-", "--json", "--format", "github"], "--json and --format are two outputs; choose one."),
        (["-", "--connection", "a", "--dialect", "duckdb"], "--connection says the dialect already"),
    ],
)
def test_what_cannot_be_judged_is_one_line_and_status_2(
    home: Path, check: Check, arguments: list[str], message: str
) -> None:
    (home / "a.txt").write_text("SELECT 1")
    (home / "broken.ipynb").write_text("{")
    (home / "list.ipynb").write_text("[]")
    (home / "latin.sql").write_bytes(b"SELECT '\xe4'")

    ran = check(*arguments)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith(f"jupyter guard: {message}")
    assert ran.stderr.count("\n") == 1


def test_one_bad_file_does_not_hide_what_another_holds(home: Path, check: Check) -> None:
    (home / "a.sql").write_text("DELETE FROM orders")

    ran = check("nowhere.sql", "a.sql")

    assert ran.returncode == 2
    assert "WRITE blocked" in ran.stdout


def test_json_is_one_object_per_statement(home: Path, check: Check) -> None:
    notebook(home / "a.ipynb", "%%guarded_sql\nSELECT a FROM t;\nDROP TABLE t")

    ran = check("a.ipynb", "--json")
    first, second = json.loads(ran.stdout)

    assert ran.returncode == 1
    assert (first["effect"], first["allowed"], first["reads"]) == ("read", True, ["t"])
    assert second == {
        "file": "a.ipynb",
        "line": 3,
        "column": 1,
        "cell": 2,
        "execution_count": 10,
        "file_line": 30,
        "route": "%%guarded_sql",
        "connection": "%%guarded_sql",
        "dialect": "duckdb",
        "environment": "prod",
        "effect": "schema",
        "limit": "session",
        "allowed": False,
        "rule": "effect-limit",
        "reason": "It is a SCHEMA change to t (DROP), and prod allows up to SESSION.",
        "remedy": REMEDY,
        "cause": "DROP",
        "function": "",
        "reads": [],
        "writes": ["t"],
        "text": "DROP TABLE t",
    }
    assert (home / "a.ipynb").read_text().splitlines()[29].strip() == '"DROP TABLE t"'


def test_annotations_stand_at_the_line_of_the_file(home: Path, check: Check) -> None:
    (home / "a.sql").write_text("SELECT 1;\nDELETE FROM t WHERE a LIKE '5%';")

    ran = check("a.sql", "--format", "github", "--dialect", "postgres")

    assert ran.returncode == 1
    assert ran.stdout.startswith(
        "::error file=a.sql,line=2,col=1,title=WRITE blocked in prod"
        "::DELETE FROM t WHERE a LIKE '5%25'%0AIt is a WRITE to t"
    )


def test_explain_tells_how_the_verdict_came_to_be(check: Check) -> None:
    ran = check("-", "--explain", "--dialect", "postgres", stdin="SELECT lower(a), nextval('s') FROM t")

    assert ran.stdout.splitlines()[4:11] == [
        f"  | found as standard input; tag prod: {NOBODY}; dialect postgres",
        "  | reads t",
        "  | function lower(): only reads",
        "  | function nextval(): WRITE changes a sequence",
        "  | effect WRITE: function nextval() changes a sequence",
        "  | limit of prod: SESSION; WRITE > SESSION: effect-limit",
        "",
    ]


GUARD_TOML = """
[environments.dev]
connections.warehouse = "duckdb:///dev.duckdb"

[environments.prod]
connections.warehouse = "postgresql://${env:USER_NAME}@db.example.com/w"
connections.lake = "snowflake://account/db"
paths = ["reports/**"]
"""


def test_guard_toml_says_dialect_and_environment(
    home: Path, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "guard.toml").write_text(GUARD_TOML)
    (home / "reports").mkdir()
    (home / "reports" / "a.sql").write_text("SELECT a::int FROM t; DELETE FROM t")
    named = ["--json", "--connection", "warehouse"]

    waiting = check("reports/a.sql", *named)
    digest = places.content_hash((home / "guard.toml").read_bytes())
    monkeypatch.setenv("JUPYTER_GUARD_TRUST", digest)
    trusted = check("reports/a.sql", *named)
    dev = check("-", *named, "--environment", "dev", stdin="DROP TABLE t")

    assert "is not trusted: environments.prod.connections.warehouse did not count." in waiting.stderr
    assert (waiting.returncode, waiting.stdout) == (1, trusted.stdout)
    assert [(e["dialect"], e["allowed"]) for e in json.loads(trusted.stdout)] == [
        ("postgres", True),
        ("postgres", False),
    ]
    assert [(e["dialect"], e["allowed"]) for e in json.loads(dev.stdout)] == [("duckdb", True)]
    assert check("reports/a.sql", "--connection", "nope").returncode == 2


def test_a_notebook_counts_as_what_it_is_tagged(home: Path, check: Check) -> None:
    (home / "guard.toml").write_text('[environments.prod]\npaths = ["reports/**"]\n')
    (home / "reports").mkdir()
    dev = {"jupyter_guard": {"environment": "dev"}}
    notebook(home / "a.ipynb", "%%guarded_sql\nDROP TABLE t", metadata=dev)
    notebook(home / "reports" / "a.ipynb", "%%guarded_sql\nDROP TABLE t", metadata=dev)
    notebook(home / "b.ipynb", "%%guarded_sql\nDROP TABLE t")

    assert check("a.ipynb").returncode == 0
    assert check("reports/a.ipynb").returncode == 1
    assert check("b.ipynb").returncode == 1
