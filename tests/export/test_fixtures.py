"""Tests on made-up tables: only where every operation is known, and every filter lets rows pass."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from jupyter_guard.export import Project
from tests.export.test_steps import exported, notebook

CELLS = (
    "import pandas as pd",
    "## Load",
    "orders = pd.read_csv('https://example.com/orders.csv')",
    "## Choose",
    """chosen = orders[(orders['city'] == 'Ulm') & (orders['amount'] > 100)]
chosen = chosen[chosen['placed'] >= '2026-03-01']""",
    "## Sum up",
    """chosen['year'] = chosen['sent'].dt.year
totals = chosen.groupby(['city', 'year']).agg(amount=('amount', 'sum')).reset_index()""",
    "## Surprise",
    "strange = totals.pipe(lambda table: table.head(0))",
    "## Write",
    "strange.to_csv('totals.csv')\ntotals.to_csv('all.csv')",
)


def generated(project: Project) -> str:
    return next((file.text for file in project.files if file.path == "tests/test_steps.py"), "")


def test_steps_that_are_understood_are_tested(tmp_path: Path) -> None:
    project = exported(notebook(tmp_path, *CELLS))
    root = project.write(tmp_path / "out" / "report")

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_steps.py"],
        cwd=root,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "2 passed" in done.stdout, done.stdout
    assert "def test_choose_orders() -> None:" in generated(project)
    assert "def test_sum_totals() -> None:" in generated(project)
    review = next(file.text for file in project.files if file.path == "REVIEW.md")
    assert "only test_smoke runs them: `load_orders`, `compute_surprise`, `write_all`." in review


def test_a_step_that_changes_its_table_would_be_found(tmp_path: Path) -> None:
    project = exported(notebook(tmp_path, *CELLS))
    root = project.write(tmp_path / "out" / "report")
    steps = root / "src" / "report" / "steps.py"
    steps.write_text(steps.read_text().replace("    chosen = chosen.copy()\n", ""))

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_steps.py"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "1 failed, 1 passed" in done.stdout, done.stdout


JOINS = (
    "import pandas as pd",
    "## Load",
    """orders = pd.read_csv('https://example.com/orders.csv')
customers = pd.read_csv('https://example.com/customers.csv')""",
    "## Join",
    """recent = orders[orders['amount'] > 100]
joined = recent.merge(customers, left_on='customer', right_on='id', how='inner')
joined = joined[(joined['segment'] == 'shops') & (joined['city'] == 'Ulm')]""",
    "## Compare",
    "matched = pd.merge(joined, customers[['id', 'name']].copy(), on='id')",
    "## Stack",
    "both = pd.concat([orders, customers], ignore_index=True)\nboth = both[both['city'] == 'Ulm']",
    "## Write",
    "both.to_csv('both.csv')\nmatched.to_csv('matched.csv')",
)


def test_joins_are_tried_on_tables_that_fit_together(tmp_path: Path) -> None:
    project = exported(notebook(tmp_path, *JOINS))
    root = project.write(tmp_path / "out" / "report")

    done = tried(root)

    assert "2 passed" in done, done
    assert "def test_join_orders() -> None:" in generated(project)
    assert '"customer": [1, 2, 3]' in generated(project)
    assert '"id": [1, 2, 3]' in generated(project)
    assert "def test_join_stack() -> None:" in generated(project)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('left_on="customer"', 'left_on="segment"'),
        ('orders["amount"] > 100', 'orders["amount"] > 1000'),
    ],
)
def test_a_wrong_join_or_filter_would_be_found(right: str, wrong: str, tmp_path: Path) -> None:
    root = exported(notebook(tmp_path, *JOINS)).write(tmp_path / "out" / "report")
    steps = root / "src" / "report" / "steps.py"
    assert right in steps.read_text()
    steps.write_text(steps.read_text().replace(right, wrong))

    assert "1 failed, 1 passed" in tried(root)


def tried(root: Path) -> str:
    """Run the tests of a project's steps; return what pytest says."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_steps.py"],
        cwd=root,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    ).stdout
