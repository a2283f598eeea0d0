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
from tests.export.conftest import run
from tests.export.test_steps import exported, notebook
from tests.servers import MariaDB, Postgres, mariadb, postgres

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
