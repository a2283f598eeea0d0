"""docs/examples is what the export makes today; its projects install, run and test themselves."""

from __future__ import annotations

import json
import os
import re
import runpy
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.servers import Postgres, postgres

__all__ = ["postgres"]

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
ORDERS = """
DROP TABLE IF EXISTS orders, customers;
CREATE TABLE customers (id integer PRIMARY KEY, name text);
CREATE TABLE orders (id integer, customer_id integer, ordered date, shipped date, amount numeric(9, 2));
INSERT INTO customers VALUES (1, 'Ada'), (2, 'Ben');
INSERT INTO orders VALUES (1, 1, '2025-12-01', '2025-12-30', 5), (2, 1, '2026-01-02', '2026-01-09', 7.50),
  (3, 2, '2026-01-05', '2026-01-06', 3), (4, 2, '2026-02-01', '2026-02-11', 9);
"""


def files(root: Path) -> dict[str, str]:
    """Return all texts below `root`; the version of the ruff that laid them out is this machine's."""
    return {
        path.relative_to(root).as_posix(): re.sub(
            r'"ruff==[^"]+"', '"ruff"', path.read_text(encoding="utf-8")
        )
        for path in sorted(root.rglob("*"))
        if path.is_file()
        and not {part for part in path.parts if part.endswith("cache__") or "_cache" in part}
    }


def test_the_examples_are_what_the_export_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_GUARD_TRUST", "")
    make: Callable[[Path], object] = runpy.run_path(str(EXAMPLES / "make.py"))["make"]

    make(tmp_path)

    here = {path: text for path, text in files(EXAMPLES).items() if "/" in path}
    assert files(tmp_path) == here, "python docs/examples/make.py writes them anew; read the diff"


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python in which the three projects are installed, and jupyter_guard is not."""
    folder = tmp_path_factory.mktemp("installed")
    call(sys.executable, "-m", "venv", "--without-pip", folder / "venv", folder=folder)
    site = next((folder / "venv").glob("lib/python*/site-packages"))
    (site / "here.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (site / "jupyter_guard.py").write_text("raise ImportError('a project must not need this')\n")
    python = folder / "venv" / "bin" / "python"
    projects = [path.parent for path in EXAMPLES.glob("*/*/pyproject.toml")]
    # What the projects need is here already, if at other versions; their own locks are tried by hand.
    call(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-deps",
        *projects,
        folder=folder,
    )
    return python


def call(*command: str | Path, folder: Path, **variables: str) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "JUPYTER"))}
    done = subprocess.run(
        command, cwd=folder, env=environment | variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_their_own_tests_pass(python: Path, tmp_path: Path) -> None:
    for project in sorted(path.parent for path in EXAMPLES.glob("*/*/pyproject.toml")):
        told = call(
            python,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            project,
            folder=tmp_path,
            PYTHONDONTWRITEBYTECODE="1",
        )
        assert " passed" in told


def test_the_sales_are_summed_up_and_drawn(python: Path, tmp_path: Path) -> None:
    call(python, "-m", "monthly_sales", "--since", "2026-03-01", folder=tmp_path)

    assert (
        tmp_path / "by_shop.csv"
    ).read_text() == "shop,revenue,pieces\nKiel,67.5,3\nBonn,24.0,1\nUlm,18.2,7\n"
    assert (tmp_path / "figures" / "months.png").stat().st_size > 1000


def test_the_late_orders_come_from_postgresql(python: Path, postgres: Postgres, tmp_path: Path) -> None:
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(ORDERS)

    call(python, "-m", "late_orders", folder=tmp_path, LATE_ORDERS_SHOP_URL=postgres.url)

    assert (tmp_path / "late_customers.csv").read_text() == "customer,orders,days\nBen,1,10\nAda,1,7\n"


def test_nobody_is_told_of_prices_in_dev(python: Path, tmp_path: Path) -> None:
    call(python, "-m", "price_alert", folder=tmp_path)

    recorded = json.loads((tmp_path / "outbox.jsonl").read_text())
    assert recorded["call"] == "requests.api.post"
    assert [line.split(",")[0] for line in (tmp_path / "risen.csv").read_text().splitlines()] == [
        "item",
        "pen",
        "pot",
    ]
