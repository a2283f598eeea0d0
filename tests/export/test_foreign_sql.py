"""SQL magics of others become .sql files and calls that give the very values that the notebook had."""

from __future__ import annotations

import json
import sqlite3
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import psycopg
import pytest

from jupyter_guard.export import Project, export
from jupyter_guard.export.sql_magics import Asked, asked
from jupyter_guard.policy import Policy
from tests.export.conftest import execute, run
from tests.servers import QUOTED_PASSWORD, Postgres, postgres

__all__ = ["postgres"]

ITEMS = """
CREATE TABLE items (id INTEGER, name VARCHAR(20), price DECIMAL(10, 2), sold DATE);
INSERT INTO items VALUES
  (1, 'ale', 2.50, '2026-01-02'), (2, 'gin', 19.90, NULL), (3, NULL, NULL, '2026-02-03');
"""
# What every kind of database runs alike; FIRST connects.
CELLS = (
    "%load_ext sql\nimport pandas as pd",
    "FIRST",
    "least = 2\nname = 'ale'",
    "%%sql\nSELECT count(*) FROM items",
    "%%sql dear <<\nSELECT id, name, price, sold FROM items\nWHERE id >= {{least}} ORDER BY id",
    "ale = %sql SELECT id, price FROM items WHERE name = '{{name}}'",
    "%%sql --save known --no-execute\nSELECT id, price FROM items WHERE price IS NOT NULL",
    "%%sql --save cheap --with known --no-execute\nSELECT id FROM known WHERE price < 10",
    "%%sql --with cheap\nfew << SELECT i.id, i.name FROM items i JOIN cheap USING (id)",
    "n = %sql SELECT count(*), max(id) FROM items",
    "count, last = n[0]",
    "frame = dear.DataFrame()\nframe['twice'] = frame['id'] * 2\nframe.to_csv('dear.csv')",
    "kinds = {c: str(k) for c, k in frame.dtypes.items()}",
    "values = [type(v).__name__ for v in frame['price']]",
    "few.DataFrame().to_csv('few.csv')\nale.DataFrame().to_csv('ale.csv')",
    "open('rest.txt', 'w').write(repr((count, last, kinds, values)))",
)

NEEDED = {
    "duckdb": {"duckdb", "pandas"},
    "duckdb-object": {"duckdb", "pandas"},
    "sqlite": {"sqlalchemy", "pandas"},
    "postgresql": {"sqlalchemy", "psycopg2-binary", "pandas"},
}


def saved(folder: Path, cells: Sequence[str]) -> Path:
    """Write a notebook of code cells, as if they had run in their order."""
    content = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}},
        "cells": [
            {
                "cell_type": "code",
                "id": f"c{i}",
                "source": source,
                "metadata": {},
                "outputs": [],
                "execution_count": i + 1,
            }
            for i, source in enumerate(cells)
        ],
    }
    path = folder / "report.ipynb"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def exported(path: Path) -> Project:
    return export(path, policy=Policy.load(path))


def sql(project: Project) -> dict[str, str]:
    """Return the SQL files of a project without their heads."""
    return {
        file.path.removeprefix("sql/"): "\n".join(
            line for line in file.text.splitlines() if not line.startswith("--")
        )
        for file in project.files
        if file.path.startswith("sql/")
    }


def code(project: Project) -> str:
    return "\n".join(f.text for f in project.files if f.path.endswith(("pipeline.py", "steps.py")))


def dependencies(project: Project) -> set[str]:
    """Return the names of the distributions that the project asks for itself."""
    text = next(file.text for file in project.files if file.path == "pyproject.toml")
    return {line.partition("==")[0].lower() for line in tomllib.loads(text)["project"]["dependencies"]}


def same_files(folder: Path, project: Project, *names: str) -> None:
    """Run the project elsewhere, and compare what it writes with what the notebook wrote."""
    root = project.write(folder / "projects" / project.name)
    done = run(root, project.package, folder=folder / "elsewhere")

    assert (done.returncode, done.stderr) == (0, "")
    for name in names:
        assert (folder / "elsewhere" / name).read_text() == (folder / name).read_text(), name


@pytest.fixture
def first_cell(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[str], str]:
    """Make the table `items` in a database of a kind, and return the cell that connects to it."""

    def make(kind: str) -> str:
        path = tmp_path / "shop.db"
        if kind in ("duckdb", "duckdb-object"):
            with duckdb.connect(str(path)) as database:
                database.execute(ITEMS)
            if kind == "duckdb":
                return "%sql duckdb:///shop.db --alias shop"
            return "import duckdb\ncon = duckdb.connect('shop.db', read_only=True)\n%sql con --alias shop"
        if kind == "sqlite":
            with sqlite3.connect(path) as file:
                file.executescript(ITEMS)
            file.close()
            url = "from sqlalchemy import create_engine\nplace = 'shop.db'\n"
            return url + "engine = create_engine(f'sqlite:///{place}')\n%sql engine"
        server: Postgres = request.getfixturevalue("postgres")
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("DROP TABLE IF EXISTS items")
            connection.execute(ITEMS)
        return f"%sql {server.url}"

    return make


@pytest.mark.parametrize("kind", ["duckdb", "duckdb-object", "sqlite", "postgresql"])
def test_the_project_gives_the_values_of_the_notebook(
    kind: str, first_cell: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = first_cell(kind)
    path = saved(tmp_path, [first if cell == "FIRST" else cell for cell in CELLS])
    execute(path)
    monkeypatch.setenv("POSTGRES_PASSWORD", "s3cret/p@ss:word#1")

    project = exported(path)

    assert project.blockers == ()
    assert not any("get_ipython" in file.text for file in project.files)
    assert QUOTED_PASSWORD not in "".join(file.text for file in project.files)
    assert set(sql(project)) == {"ale.sql", "dear.sql", "few.sql", "n.sql"}
    assert NEEDED[kind] <= dependencies(project)
    assert not {"jupysql", "duckdb-engine"} & dependencies(project)
    same_files(tmp_path, project, "dear.csv", "few.csv", "ale.csv", "rest.txt")


def test_tables_in_memory_are_made_again(tmp_path: Path) -> None:
    path = saved(
        tmp_path,
        [
            "%load_ext sql\n%config SqlMagic.autopandas = True\n%sql sqlite://",
            "%%sql\nCREATE TABLE t (a INTEGER, b TEXT);\nINSERT INTO t VALUES (1, 'x'), (2, 'y'), (3, 'x');",
            "%sql CREATE TABLE unused (a INTEGER)",
            "%%sql sums <<\nSELECT b, sum(a) AS total FROM t GROUP BY b ORDER BY b",
            "sums.to_csv('sums.csv')",
        ],
    )
    execute(path)

    project = exported(path)

    assert project.blockers == ()
    same_files(tmp_path, project, "sums.csv")


def test_what_writes_to_a_file_is_left_out(tmp_path: Path) -> None:
    path = saved(
        tmp_path,
        [
            "%sql sqlite:///shop.db",
            "%sql DELETE FROM items",
            "%sql --persist frame",
            "%%sql rows <<\nSELECT id FROM items",
            "rows.DataFrame().to_csv('x.csv')",
        ],
    )

    fates = [(d.fate, d.code) for d in exported(path).decisions]

    assert fates == [
        ("dropped", "JG207"),
        ("dropped", "JG205"),
        ("dropped", "JG205"),
        ("kept", "JG001"),
        ("kept", "JG001"),
    ]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (["%%sql rows <<\nSELECT 1"], "no cell before it says which database"),
        (["%sql $URL", "rows = %sql SELECT 1"], "no database that the notebook's code tells"),
        (["%sql sqlite:///a.db", "rows = %sql SELECT 1 WHERE 1 = {{unknown}}"], ":unknown is no variable"),
        (["%sql sqlite:///a.db", "%%sql rows << --interact x\nSELECT 1"], "--interact is more than"),
        (["%sql sqlite:///a.db", "%%sql rows <<\nSELECT {% if x %}1{% endif %}"], "text is never pasted"),
        (["%sql sqlite:///a.db", "rows = %sql SELECT 1\nrows.pie()"], "'rows' is used as `rows.pie`"),
        (
            ["%sql sqlite:///a.db", "for i in range(2):\n    rows = %sql SELECT 1"],
            "inside of another statement",
        ),
    ],
)
def test_what_no_file_can_say_is_named(cells: list[str], reason: str, tmp_path: Path) -> None:
    path = saved(tmp_path, [*cells, "open('x', 'w').write(str(len(rows)))"])

    told = [finding.message for finding in exported(path).blockers if finding.code == "JG107"]

    assert any(reason in message for message in told), told


def test_bigquery_gets_its_parameters(tmp_path: Path) -> None:
    path = saved(
        tmp_path,
        [
            "%load_ext google.cloud.bigquery",
            "wanted = {'year': 2026}",
            "%%bigquery big --project lab --params $wanted\nSELECT id FROM shop.items WHERE year = @year",
            '%%bigquery few --params {"year": 2025}\nSELECT 1 AS one WHERE 2025 = @year',
            "big.to_csv('big.csv')\nfew.to_csv('few.csv')",
        ],
    )
    project = exported(path)

    assert project.blockers == ()
    assert sql(project) == {
        "big.sql": "SELECT id FROM shop.items WHERE year = @year",
        "few.sql": "SELECT 1 AS one WHERE 2025 = @year",
    }
    assert 'query_frame(settings.connection("bigquery"), "big", **wanted)' in code(project)
    assert 'query_frame(settings.connection("bigquery_2"), "few", year=2025)' in code(project)


def test_duckdb_reads_the_frames_of_the_notebook(tmp_path: Path) -> None:
    path = saved(
        tmp_path,
        [
            "import pandas as pd\n%load_ext magic_duckdb",
            "frame = pd.DataFrame({'a': [1, 2, 3], 'b': ['x', 'y', 'x']})",
            "%dql CREATE TABLE twice AS SELECT b, 2 * a AS a FROM frame",
            "%%dql -o sums\nSELECT b, sum(a)::BIGINT AS a FROM twice GROUP BY b ORDER BY b",
            "sums.to_csv('sums.csv', index=False)",
        ],
    )
    project = exported(path)
    (tmp_path / "sums.csv").write_text("b,a\nx,8\ny,4\n")

    assert project.blockers == ()
    same_files(tmp_path, project, "sums.csv")


@pytest.mark.parametrize(
    ("name", "line", "body", "expected"),
    [
        ("sql", "duckdb://", "", Asked("sql", "duckdb://")),
        ("sql", "shop", "SELECT 1", Asked("sql", "shop", sql="SELECT 1")),
        ("sql", "rows <<", "SELECT 1", Asked("sql", result="rows", sql="SELECT 1")),
        ("sql", "rows<<", "SELECT 1", Asked("sql", result="rows", sql="SELECT 1")),
        ("sql", "", "rows = << SELECT 1", Asked("sql", result="rows", sql="SELECT 1")),
        (
            "sql",
            "sqlite:///a.db rows <<",
            "SELECT 1",
            Asked("sql", "sqlite:///a.db", "", True, "rows", "SELECT 1"),
        ),
        ("sql", "SELECT a -- all\nFROM t", "", Asked("sql", sql="SELECT a -- all\nFROM t")),
        ("sql", "", "-- who\nSELECT 1", Asked("sql", sql="-- who\nSELECT 1")),
        (
            "sql",
            "--save a --with b -w c",
            "SELECT 1",
            Asked("sql", sql="SELECT 1", save="a", uses=("b", "c")),
        ),
        ("sql", "--save=a --no-execute", "SELECT 1", Asked("sql", sql="SELECT 1", save="a", runs=False)),
        ("sql", "--connections", "", Asked("sql", runs=False)),
        ("dql", "-cn shop.db SELECT 1", "", Asked("dql", "duckdb:///shop.db", sql="SELECT 1")),
        ("dql", "-co con -o rows", "SELECT 1", Asked("dql", "con", result="rows", sql="SELECT 1")),
        ("bigquery", "", "SELECT 1", Asked("bigquery", sql="SELECT 1")),
        ("timeit", "x", "", Asked()),
    ],
)
def test_the_line_of_a_magic(name: str, line: str, body: str, expected: Asked) -> None:
    assert asked(name, line, body) == expected
