"""`jupyter guard log` and `%guard log`: the same filters for statements and cells, as a table and as JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jupyter_guard.errors import UsageError
from jupyter_guard.journal.listing import answer, parse_line
from jupyter_guard.journal.statements import INTENT, Intent
from jupyter_guard.journal.writer import Writer
from jupyter_guard.policy.keeping import Keeping
from jupyter_guard.policy.places import content_hash
from tests.kernel.conftest import Kernel, starting

CELLS = [
    "import json\nrows = [1]",
    "%%guarded_sql warehouse\nSELECT id FROM orders WHERE city = 'NY'",
    "%%guarded_sql notes\nSELECT 4 AS four",
    "%guard tag prod",
    "%%guarded_sql warehouse\nSELECT current_date;\nDELETE FROM orders",
    "rows.append(2)\n1 / 0",
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where a kernel ran the cells, and another one of another notebook."""
    import duckdb

    from tests.kernel.conftest import RULES

    folder = tmp_path_factory.mktemp("listing")
    for name in ("one", "two"):
        project = folder / name
        project.mkdir()
        (project / "guard.toml").write_text(RULES)
        (project / "notes.db").touch()
        for database in ("dev", "prod"):
            with duckdb.connect(project / f"{database}.duckdb") as connection:
                connection.execute("CREATE TABLE orders (id INTEGER, city TEXT)")
    with starting(folder) as start:
        first = start(folder / "one", JPY_SESSION_NAME=str(folder / "one" / "report.ipynb"))
        for cell in CELLS:
            first.run(cell)
        start(folder / "two", JPY_SESSION_NAME=str(folder / "two" / "other.ipynb")).run("other = 1")
    return folder


@pytest.fixture
def log(place: Path) -> Callable[..., Any]:
    """Run `jupyter guard log` and return what it prints, or what its JSON says."""

    def run(*options: str) -> Any:
        ran = subprocess.run(
            [sys.executable, "-m", "jupyter_guard.cli", "log", *options],
            env={**os.environ, "JUPYTER_DATA_DIR": str(place / "data")},
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(ran.stdout) if "--json" in options else ran.stdout

    return run


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), [*CELLS, "other = 1"]),
        (("--blocked",), [CELLS[4]]),
        (("--environment", "prod"), CELLS[4:]),
        (("--connection", "notes"), [CELLS[2]]),
        (("--table", "orders"), [CELLS[1], CELLS[4]]),
        (("--table", "ord*", "--environment", "dev"), [CELLS[1]]),
        (("--notebook", "other"), ["other = 1"]),
        (("--since", "1h", "--limit", "2"), [CELLS[5], "other = 1"]),
        (("--since", "2099-01-01"), []),
    ],
)
def test_cells_are_filtered(log: Callable[..., Any], options: tuple[str, ...], expected: list[str]) -> None:
    assert [cell["source"] for cell in log("--cells", "--json", *options)] == expected


def test_a_cell_as_json_names_its_statements(log: Callable[..., Any]) -> None:
    cell = log("--cells", "--json", "--blocked")[0]
    statements = [one for one in log("--json") if one["session"] == cell["session"]]

    assert [one["text"] for one in statements if one["seq"] in cell["statements"]] == [
        "SELECT current_date",
        "DELETE FROM orders",
    ]
    assert (cell["environment"], cell["ending"]["state"], cell["ending"]["error"]) == (
        "prod",
        "error",
        "StatementBlocked",
    )


def test_cells_as_a_table(log: Callable[..., Any]) -> None:
    lines = log("--cells", "--notebook", "report").splitlines()

    # The date and the duration aside.
    told = [line[21:].split("  ") for line in lines]
    columns = [[part.strip() for part in parts if part.strip()] for parts in told]
    assert columns[0] == ["Environment", "Notebook", "Count", "State", "Seconds", "SQL", "Names", "Cell"]
    dev, prod = ("dev", "report.ipynb"), ("prod", "report.ipynb")
    sql = "%%guarded_sql warehouse SELECT"
    assert [(*parts[:4], *parts[5:]) for parts in columns[1:]] == [
        (*dev, "[1]", "ok", "+json +rows", "import json rows = [1]"),
        (*dev, "[2]", "ok", "1", f"{sql} id FROM orders WHERE city = 'NY'"),
        (*dev, "[3]", "ok", "1", "%%guarded_sql notes SELECT 4 AS four"),
        (*dev, "[4]", "ok", "%guard tag prod"),
        (*prod, "[5]", "StatementBlocked", "2 (1 blocked)", f"{sql} current_date; DELETE FROM orders"),
        (*prod, "[6]", "ZeroDivisionError", "~rows", "rows.append(2) 1 / 0"),
    ]
    assert log("--cells", "--notebook", "nowhere").startswith("No such cell is in the journal (")


def test_the_magic_lists_cells_too(kernel: Kernel) -> None:
    kernel.run("a = 1")

    printed = kernel.run("%guard log --cells").output.splitlines()
    assert [line.split()[-1] for line in printed] == ["Cell", "1", "--cells"]


def test_no_recorded_code_reaches_the_terminal(folder: Path) -> None:
    writer = Writer(folder, Keeping(), {})
    facts = dict.fromkeys(("masked", "allowed", "sent"), True) | {"reads": [], "writes": [], "parameters": []}
    facts |= {name: "" for name in Intent._fields if name not in facts}
    writer.append((INTENT, facts | {"text": "SELECT '\x1b[2Jx\x00\u202ey'"}))
    writer.close()

    text = answer(parse_line([]), folder, Keeping()).text

    assert text.splitlines()[1].endswith("SELECT '\ufffd[2Jx\ufffd\ufffdy'")


def test_a_limit_is_a_number_of_lines() -> None:
    for wrong in ("-1", "x", "1.5"):
        with pytest.raises(UsageError, match="is no number of lines; write 0 or more"):
            parse_line([f"--limit={wrong}"])


def test_an_administrator_says_how_much_is_kept(tmp_path: Path) -> None:
    project, config = tmp_path / "project", tmp_path / "config" / "jupyter_guard" / "guard.toml"
    project.mkdir()
    config.parent.mkdir(parents=True)
    rules = b"version = 1\n[journal]\ndays = 2\nmegabytes = 3\n"
    (project / "guard.toml").write_bytes(rules)

    def kept(trusted: str = "") -> str:
        variables = {
            "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
            "JUPYTER_DATA_DIR": str(tmp_path / "data"),
            "JUPYTER_GUARD_TRUST": trusted,
        }
        command = [sys.executable, "-m", "jupyter_guard.cli", "log", "--prune"]
        environment = {**os.environ, **variables}
        ran = subprocess.run(
            command, cwd=project, env=environment, capture_output=True, text=True, check=True
        )
        return ran.stdout.partition("kept are ")[2].strip()

    by_default = kept()
    by_a_trusted_project = kept(content_hash(rules))
    config.write_text("[journal]\ndays = 30\nmegabytes = 50\nfixed = true\n")

    assert by_default == "90 days and 256 MB."
    assert by_a_trusted_project == "2 days and 3 MB."
    assert kept(content_hash(rules)) == "30 days and 50 MB."
