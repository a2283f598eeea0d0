"""A project's queries run on real databases of every kind, with bound parameters, and cannot write."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import psycopg
import pytest

from jupyter_guard.export import Project
from jupyter_guard.policy.places import content_hash
from tests.export.conftest import execute, run
from tests.export.test_steps import exported, notebook
from tests.servers import PASSWORD, QUOTED_PASSWORD, MariaDB, Postgres, mariadb, postgres

__all__ = ["mariadb", "postgres"]

ITEMS = """
CREATE TABLE items (id INTEGER, name VARCHAR(20), price DECIMAL(10, 2));
INSERT INTO items VALUES (1, 'ale', 2.50), (2, 'gin', 19.90), (3, NULL, NULL);
"""
CELLS = (
    "least = 2",
    "%%guarded_sql shop rows <<\nSELECT id, name, price FROM items WHERE id >= :least ORDER BY id",
    "rows.to_csv('rows.csv', index=False)",
)


@pytest.fixture
def url_of(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[str], str]]:
    """Make the table `items` in a database of a kind, and return its URL."""
    undo = []

    def make(kind: str) -> str:
        path = tmp_path / f"items.{kind}"
        if kind == "duckdb":
            with duckdb.connect(str(path)) as database:
                database.execute(ITEMS)
        elif kind == "sqlite":
            with sqlite3.connect(path) as file:
                file.executescript(ITEMS)
            file.close()
        elif kind == "postgresql":
            server: Postgres = request.getfixturevalue("postgres")

            def send(sql: str) -> None:
                with psycopg.connect(server.url, autocommit=True) as connection:
                    connection.execute(sql)

            send(ITEMS)
            undo.append(lambda: send("DROP TABLE items"))
            return server.url
        else:
            import sqlalchemy

            url: MariaDB = request.getfixturevalue("mariadb")
            engine = sqlalchemy.create_engine(url.url.replace("mysql://", "mysql+pymysql://"))

            def execute(*statements: str) -> None:
                with engine.begin() as session:
                    for statement in statements:
                        session.exec_driver_sql(statement)
                engine.dispose()

            execute(*filter(str.strip, ITEMS.split(";\n")))
            undo.append(lambda: execute("DROP TABLE items"))
            return url.url
        return f"{kind}:///{path}"

    yield make
    for call in undo:
        call()


@pytest.fixture
def project_for(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Path], Project]:
    """Export a notebook with a query for a kind of database; its guard.toml is trusted."""

    def make(kind: str, folder: Path) -> Project:
        rules = _rules(kind)
        (folder / "guard.toml").write_text(rules)
        monkeypatch.setenv("JUPYTER_GUARD_TRUST", content_hash(rules.encode()))
        return exported(notebook(folder, *CELLS))

    return make


def _rules(kind: str) -> str:
    place = f"///items.{kind}" if kind in ("duckdb", "sqlite") else "//db.example.com/shop"
    return f'version = 1\n[environments.dev]\ntier = "dev"\nconnections.shop = "{kind}:{place}"\n'


@pytest.mark.parametrize("kind", ["duckdb", "sqlite", "postgresql", "mysql"])
def test_a_query_runs_and_cannot_write(
    kind: str,
    url_of: Callable[[str], str],
    project_for: Callable[[str, Path], Project],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    project = project_for(kind, tmp_path)
    root = project.write(tmp_path / "out" / "report")
    monkeypatch.setenv("REPORT_SHOP_URL", url_of(kind))

    done = run(root, "report", folder=tmp_path / "elsewhere")

    assert (done.returncode, done.stderr) == (0, "")
    written = (tmp_path / "elsewhere" / "rows.csv").read_text()
    assert written.replace("19.90", "19.9") == "id,name,price\n2,gin,19.9\n3,,\n"

    (root / "sql" / "change.sql").write_text("INSERT INTO items VALUES (9, 'rum', 1)")
    code = (
        "from report import config, database\n"
        "try:\n    database.run_query(config.load('dev').connection('shop'), 'change')\n"
        "except config.ConfigError as error:\n    print(error)"
    )
    environment = {**os.environ, "PYTHONPATH": str(root / "src")}
    tried = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert re.search("read.?only", tried.stdout, re.IGNORECASE), tried


@pytest.mark.parametrize(
    ("kind", "needed"),
    [
        ("duckdb", ["duckdb", "pandas"]),
        ("sqlite", ["pandas"]),
        ("postgresql", ["pandas", "psycopg", "psycopg-binary"]),
        ("mysql", ["pandas", "PyMySQL", "SQLAlchemy"]),
    ],
)
def test_only_the_driver_that_is_used_is_needed(
    kind: str, needed: list[str], project_for: Callable[[str, Path], Project], tmp_path: Path
) -> None:
    project = project_for(kind, tmp_path)

    text = next(file.text for file in project.files if file.path == "requirements.lock")

    assert [
        line.partition("==")[0] for line in text.splitlines() if line.partition("==")[0] in needed
    ] == needed


def test_a_missing_table_gives_one_line(
    project_for: Callable[[str, Path], Project], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project_for("sqlite", tmp_path).write(tmp_path / "out" / "report")
    sqlite3.connect(tmp_path / "empty.sqlite").close()
    monkeypatch.setenv("REPORT_SHOP_URL", f"sqlite:///{tmp_path / 'empty.sqlite'}")

    done = run(root, "report", folder=tmp_path / "elsewhere")

    assert (done.returncode, done.stderr) == (2, "report: sql/rows.sql on 'shop': no such table: items\n")


SETUP = """
import datetime, decimal, enum
import pandas as pd
class Kind(enum.StrEnum):
    ALE = "ale"
name, connection, city, kind, least, n, amount = "ale", "gin", None, Kind.ALE, 2, 30, 9007199254740993
ids, none, one, many, keys, mixed = [1, 2], [], 2, list(range(2, 2000)), {1: "a"}.keys(), [1, None]
column, names = pd.Series([1, 3]), pd.Categorical(["ale", "gin"])
prices, text, missing = [decimal.Decimal("2.50")], "O'Hara 50% \\\\ é", pd.Series(["ale", None])
day = datetime.date(2024, 2, 1)
"""
IDS = ("ids", "none", "one", "many", "keys", "column", "mixed")
LIKE_THE_NOTEBOOK = (
    *(f"SELECT id FROM items WHERE id IN (:{v}) ORDER BY id" for v in IDS),
    *(f"SELECT id FROM items WHERE id NOT IN :{v} ORDER BY id" for v in IDS),
    *(f"SELECT id FROM items WHERE name IN (:{v}) ORDER BY id" for v in ("name", "names", "kind", "missing")),
    "SELECT id FROM items WHERE price IN (:prices) OR name IN (:name, :connection) ORDER BY id",
    "SELECT id FROM items WHERE :city IS NULL OR name = :city ORDER BY id",
    "SELECT id FROM items WHERE :least IS NOT NULL AND id >= :least ORDER BY id",
    "SELECT id FROM items WHERE (:city IS NULL OR name IN (:city)) AND id IN (:ids) ORDER BY id",
    "SELECT id, ':name' AS said FROM items WHERE name = {{name}} AND '100%' LIKE '%0%' ORDER BY id",
    "SELECT :text AS said, :amount AS many, :kind AS kind",
)  # fmt: skip
ONLY = {
    "duckdb": (
        "SELECT id FROM items WHERE list_contains([:one, :least], id) ORDER BY id",
        "SELECT DATE '2024-01-31' + INTERVAL :n DAY AS due",
        "SELECT id, label FROM items JOIN labels USING (id) ORDER BY id",
        "SELECT id, label FROM items JOIN :labels USING (id) ORDER BY id",
    ),
    "sqlite": (),
    "postgresql": (
        "SELECT id FROM items WHERE id = ANY(ARRAY[:one, :least]) ORDER BY id",
        "SELECT CAST(:day AS date) - :n * INTERVAL '1 day' AS due",
    ),
    "mysql": ("SELECT :day + INTERVAL :n DAY AS due", "SELECT TIME_FORMAT('12:30:10', '%H:%i') AS clock"),
}


@pytest.mark.parametrize("kind", ["duckdb", "sqlite", "postgresql", "mysql"])
def test_a_project_sends_what_the_notebook_sent(
    kind: str, url_of: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = url_of(kind)
    monkeypatch.setenv("SHOP_PASSWORD", PASSWORD)
    asked = (*LIKE_THE_NOTEBOOK, *ONLY[kind])
    cells = [SETUP + 'labels = pd.DataFrame({"id": [1, 2], "label": ["a", "b"]})']
    cells += [f"%%guarded_sql shop r{i} <<\n{sql}" for i, sql in enumerate(asked)]
    cells += [
        f"r{i}.astype(str).assign(kinds=str(list(r{i}.dtypes))).to_csv('r{i}.csv')" for i in range(len(asked))
    ]
    hidden = url.replace(QUOTED_PASSWORD, "${env:SHOP_PASSWORD}")
    rules = _rules(kind).replace(f"{kind}://db.example.com/shop", hidden)
    (tmp_path / "guard.toml").write_text(rules)
    monkeypatch.setenv("JUPYTER_GUARD_TRUST", content_hash(rules.encode()))
    execute(notebook(tmp_path, *cells))
    project = exported(tmp_path / "report.ipynb")
    root = project.write(tmp_path / "out" / "report")
    monkeypatch.setenv("REPORT_SHOP_URL", url)

    done = run(root, "report", folder=tmp_path / "elsewhere")

    assert (done.returncode, done.stderr, project.blockers) == (0, "", ())
    given = {path.name: path.read_text() for path in (tmp_path / "elsewhere").glob("r*.csv")}
    assert given == {f"r{i}.csv": (tmp_path / f"r{i}.csv").read_text() for i in range(len(asked))}
