"""Tables are made up that the filters and joins of a project's SQL let pass; a broken filter is then seen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from jupyter_guard.export import Project, export
from jupyter_guard.export.queries import Query
from jupyter_guard.export.sql_fixtures import tables_of
from jupyter_guard.policy import Effect, Policy
from jupyter_guard.policy.parameters import bind
from jupyter_guard.policy.places import content_hash
from tests.export.test_secrets import notebook

QUERIES = {
    "a join": (
        "duckdb",
        """SELECT c.name FROM orders o JOIN customers c ON c.id = o.customer_id WHERE NOT o.cancelled
        AND o.ordered >= DATE '2026-01-01' AND o.amount > 3.5 AND c.country IN ('DE', 'AT')""",
    ),
    "two values": ("duckdb", "SELECT * FROM a WHERE kind = 'x' AND size BETWEEN 1 AND 2 AND name LIKE 'A%'"),
    "a table expression": (
        "duckdb",
        """WITH t AS (SELECT region, sum(amount) AS total FROM sales.orders WHERE lower(state) = 'paid'
        GROUP BY region HAVING sum(amount) > 10) SELECT * FROM t WHERE total > 5""",
    ),
    "rows without a partner": ("duckdb", "SELECT a.k FROM a LEFT JOIN b USING (k) WHERE b.v IS NULL"),
    "months": ("duckdb", "SELECT date_trunc('month', day) AS month, sum(x) AS x FROM facts GROUP BY 1"),
    "PostgreSQL": (
        "postgres",
        """SELECT c.name, o.ordered::date FROM s.orders o JOIN s.customers c ON c.id = o.customer
        WHERE c.name ILIKE 'A%'""",
    ),
    "SQLite": ("sqlite", "SELECT strftime('%Y', day) y, count(*) n FROM visits WHERE web = 1 GROUP BY y"),
    "MySQL": ("mysql", "SELECT * FROM items WHERE price > 5 AND active"),
}  # fmt: skip
NONE = {
    "a file": ("duckdb", "SELECT * FROM read_csv('a.csv')"),
    "never": ("duckdb", "SELECT * FROM a WHERE x > 5 AND x < 5"),
    "not understood": ("postgres", "SELECT ST_Area(geom) FROM a"),
}  # fmt: skip


def query(text: str, dialect: str) -> Query:
    bound = bind(text, dialect)
    names = tuple(dict.fromkeys(bound.names))
    return Query("rows", "shop", dialect, text, bound.text, names, Effect.READ, ())


@pytest.mark.parametrize(("dialect", "text"), QUERIES.values(), ids=QUERIES)
def test_a_query_finds_rows(dialect: str, text: str) -> None:
    (found,) = tables_of([query(text, dialect)], ())

    assert found.cases == (("rows", {}),)
    assert "INSERT INTO" in found.sql


@pytest.mark.parametrize(("dialect", "text"), NONE.values(), ids=NONE)
def test_where_none_can_be_made_up_there_is_no_test(dialect: str, text: str) -> None:
    assert tables_of([query(text, dialect)], ()) == ()


def test_a_parameter_that_nobody_knows_is_one_of_its_columns_values() -> None:
    (found,) = tables_of([query("SELECT * FROM a WHERE shop = :shop AND day >= :since", "duckdb")], ())

    assert found.cases == (("rows", {"shop": "shop 1", "since": "2024-01-09"}),)


RULES = """
version = 1
[environments.dev]
tier = "dev"
connections.shop = "duckdb:///shop.duckdb"
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a query of a DuckDB file, in which real names stand."""
    (tmp_path / "guard.toml").write_text(RULES, encoding="utf-8")
    monkeypatch.setenv("JUPYTER_GUARD_TRUST", content_hash(RULES.encode()))
    with duckdb.connect(str(tmp_path / "shop.duckdb")) as shop:
        shop.execute(
            "CREATE TABLE orders AS SELECT 'Erika Mustermann' AS customer, 7.5 AS amount, 'open' AS state"
        )
    sql = (
        "%%guarded_sql shop rows <<\nSELECT customer, amount FROM orders WHERE state = 'open' AND amount > 5"
    )
    path = notebook(tmp_path, "#md ## Read the orders", sql, "rows.to_csv('rows.csv')")
    made: Project = export(path, policy=Policy.load(path))
    return made.write(tmp_path / "out")


def own_tests(project: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(project)]
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)


def test_a_project_has_made_up_tables_and_no_row_of_the_real_ones(project: Path) -> None:
    done = own_tests(project)

    assert done.returncode == 0, done.stdout
    assert (project / "tests" / "shop.sql").is_file()
    texts = [path.read_text(encoding="utf-8") for path in project.rglob("*") if path.is_file()]
    assert not [text for text in texts if "Mustermann" in text]


def test_a_filter_that_lets_nothing_pass_fails_its_test(project: Path) -> None:
    file = project / "sql" / "rows.sql"
    file.write_text(file.read_text(encoding="utf-8").replace("'open'", "'opened'"), encoding="utf-8")

    done = own_tests(project)

    assert done.returncode == 1
    assert "test_shop_finds_rows_in_made_up_tables" in done.stdout
