"""A project is written whole or not at all, and nothing is ever overwritten."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_guard.errors import NotExportable
from jupyter_guard.export import File, Project, export, free_name
from jupyter_guard.policy import Policy
from tests.export.conftest import run

Export = Callable[..., Project]


def everything(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_files_of_a_project(zoo: Path, exported: Export) -> None:
    root = exported("sql").write(zoo / "sql-project")

    assert sorted(everything(root)) == [
        ".gitignore",
        ".python-version",
        "README.md",
        "REVIEW.md",
        "config/base.toml",
        "config/dev.toml",
        "config/prod.toml",
        "pyproject.toml",
        "requirements.lock",
        "sql/orders.sql",
        "src/sql_project/__init__.py",
        "src/sql_project/__main__.py",
        "src/sql_project/config.py",
        "src/sql_project/database.py",
        "src/sql_project/pipeline.py",
        "src/sql_project/values.py",
        "tests/shop.sql",
        "tests/test_config.py",
        "tests/test_queries.py",
        "tests/test_smoke.py",
        "tests/test_sql.py",
    ]


def test_no_secret_and_no_path_of_this_machine_is_written(zoo: Path, exported: Export) -> None:
    texts = {file.path: file.text for file in exported("sql").files}

    assert texts["config/dev.toml"].splitlines()[-1] == 'shop = "duckdb:///../shop.duckdb"'
    assert texts["config/prod.toml"].splitlines()[-1] == (
        'shop = "postgresql://analyst:${env:SHOP_ANALYST}@db.example.com/shop"'
    )
    assert [path for path, text in texts.items() if str(zoo) in text] == []


def test_paths_in_config_start_at_the_place_of_the_project(zoo: Path, exported: Export) -> None:
    root = exported("sql").write(zoo / "deep" / "down" / "here")

    assert 'shop = "duckdb:///../../../shop.duckdb"' in (root / "config/dev.toml").read_text()


def test_nothing_is_overwritten(zoo: Path, exported: Export) -> None:
    project = exported("strings")
    (zoo / "taken").mkdir()

    with pytest.raises(NotExportable, match="already there"):
        project.write(zoo / "taken")

    assert list((zoo / "taken").iterdir()) == []


def test_a_free_name_is_found(tmp_path: Path) -> None:
    (tmp_path / "report").mkdir()
    (tmp_path / "report-2").write_text("")

    assert free_name(tmp_path, "report") == tmp_path / "report-3"
    assert free_name(tmp_path, "other") == tmp_path / "other"


def test_a_folder_that_cannot_be_written_to_gives_one_message(zoo: Path, exported: Export) -> None:
    before = everything(zoo)

    with pytest.raises(NotExportable, match="cannot be written to"):
        exported("strings").write(zoo / "guard.toml" / "project")

    assert everything(zoo) == before


def test_a_file_that_cannot_be_written_leaves_nothing(zoo: Path, exported: Export) -> None:
    project = replace(exported("strings"), at=lambda root: (File("a.txt", ""), File("a.txt/b.txt", "")))
    before = everything(zoo)

    with pytest.raises(NotExportable, match="could not be written"):
        project.write(zoo / "project")

    assert everything(zoo) == before


def test_a_secret_stops_the_export_before_a_byte_is_written(zoo: Path, exported: Export) -> None:
    before = everything(zoo)

    with pytest.raises(NotExportable) as refused:
        exported("secret").write(zoo / "project")

    assert "cell 1 (In [1]), line 1 holds a literal 'password'" in str(refused.value)
    assert "hunter2" not in str(refused.value)
    assert everything(zoo) == before


def test_a_secret_in_guard_toml_stops_the_export_too(zoo: Path, exported: Export) -> None:
    rules = (zoo / "guard.toml").read_text().replace("${keyring:shop/analyst}", "hunter2")
    (zoo / "guard.toml").write_text(rules)
    (zoo / "sql.ipynb").write_text((zoo / "sql.ipynb").read_text())

    project = exported("sql")

    assert [(f.code, f.message) for f in project.secrets] == [
        ("JG113", "config/prod.toml would hold a password in a URL.")
    ]


def test_json_says_the_same_as_the_plan(exported: Export) -> None:
    project = exported("deleted_cell")

    told = project.to_json()

    assert told["draft"] is True
    assert told["exportable"] is False
    assert told["decisions"][0] == {
        "cell": 1,
        "kind": "code",
        "fate": "kept",
        "code": "JG001",
        "reason": "cell 2 (In [5]) needs 'total' → it writes 'total.txt'",
        "path": [1, 2],
    }
    assert [(f["code"], f["level"], f["cell"]) for f in told["findings"]] == [
        ("JG104", "blocker", 1),
        ("JG103", "note", None),
    ]


def test_the_number_of_files(tmp_path: Path) -> None:
    def count(*, minimal: bool) -> int:
        return len(export(path, policy=Policy.load(path), minimal=minimal).files)

    (tmp_path / "t.csv").write_text("a,b\n1,2\n")
    cells = ["import pandas as pd", "t = pd.read_csv('t.csv')", "t[t['a'] > 0].to_csv('out.csv')"]
    about = {"cell_type": "code", "metadata": {}, "outputs": []}
    code = [{**about, "id": str(i), "source": c, "execution_count": i} for i, c in enumerate(cells, 1)]
    path = tmp_path / "small.ipynb"
    path.write_text(json.dumps({"cells": code, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))

    assert count(minimal=False) <= 20
    assert count(minimal=True) == 8


def test_a_minimal_project_has_what_it_needs_to_run_and_be_judged(exported: Export) -> None:
    assert sorted(file.path for file in exported("sql", minimal=True).files) == [
        "README.md",
        "config.toml",
        "pyproject.toml",
        "requirements.lock",
        "sql/orders.sql",
        "src/sql_project/__init__.py",
        "src/sql_project/__main__.py",
        "src/sql_project/project.py",
        "tests/test_project.py",
    ]


def test_a_minimal_project_says_what_has_to_be_decided_and_keeps_environments_apart(
    exported: Export,
) -> None:
    texts = {file.path: file.text for file in exported("sql", minimal=True).files}

    assert "## To decide\n\n**Exportable.** 3 of 7 code cells are in the project." in texts["README.md"]
    told = tomllib.loads(texts["config.toml"])
    assert told["parameters"] == {"city": "Ulm", "limit": 2}
    assert told["environments"]["prod"] == {
        "tier": "prod",
        "read_only": True,
        "output": "output/prod",
        "connections": {"shop": "postgresql://analyst:${env:SHOP_ANALYST}@db.example.com/shop"},
    }
    assert 'DEFAULT_ENVIRONMENT = "dev"' in texts["src/sql_project/project.py"]


def test_a_minimal_project_runs_as_the_usual_one_does(zoo: Path, exported: Export) -> None:
    usual = exported("sql").write(zoo / "usual")
    root = exported("sql", minimal=True).write(zoo / "small")

    for project in (usual, root):
        done = run(project, "sql_project", "--env", "dev", folder=zoo / f"{project.name}-results")
        assert (done.returncode, done.stderr) == (0, "")
    tests = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=root,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert everything(zoo / "small-results") == everything(zoo / "usual-results")
    assert "12 passed" in tests.stdout, tests.stdout


@pytest.mark.parametrize("name", ["foreign_sql", "figures", "magics"])
def test_modules_of_a_minimal_project_are_one(name: str, exported: Export) -> None:
    project = exported(name, minimal=True)
    texts = {file.path: file.text for file in project.files}
    own = [path for path in texts if path.startswith(f"src/{project.package}/")]

    assert [path.rpartition("/")[2] for path in own] == ["__init__.py", "__main__.py", "project.py"]
    assert not [path for path in own if "from .config" in texts[path] or "config" in names_of(texts[path])]


def names_of(text: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
