"""Every file of sql/ only reads, says what it is, and gets the parameters that it wants."""

import re
from pathlib import Path

import pytest

# isort: split

from late_orders import config

FILES = sorted(config.sql_folder().glob("*.sql"))
READS = (
    "SELECT",
    "WITH",
    "FROM",
    "VALUES",
    "SHOW",
    "DESCRIBE",
    "SUMMARIZE",
    "EXPLAIN",
    "PRAGMA",
    "SET",
)


def header(path: Path) -> dict[str, str]:
    """Return what the comment at the head of a file says."""
    lines = [
        line
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("-- ")
    ]
    return dict(line[3:].split(": ", 1) for line in lines if ": " in line)


def statement(path: Path) -> str:
    """Return the text of a file without its comments."""
    text = re.sub(
        r"--[^\n]*|/\*.*?\*/", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL
    )
    return text.strip().rstrip(";")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_only_reads(path: Path) -> None:
    if header(path)["effect"].endswith("in memory"):
        return  # what it changes is gone with the program
    assert header(path)["effect"] in ("READ", "SESSION")
    assert statement(path).lstrip("( \n").upper().startswith(READS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_guard_judges_it_the_same(path: Path) -> None:
    guard = pytest.importorskip(
        "jupyter_guard.policy",
        reason="the group dev has jupyter-guard",
        exc_type=ImportError,
    )
    dialect = header(path)["connection"].rpartition("(")[2].rstrip(")")
    statements = guard.parse(path.read_text(encoding="utf-8"), dialect, ())

    assert [statement.effect.name for statement in statements] == [
        header(path)["effect"].removesuffix(" in memory")
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_is_called_with_the_parameters_that_it_wants(path: Path) -> None:
    wanted = [name for name in header(path)["parameters"].split(", ") if name != "none"]
    package = Path(config.__file__).parent
    code = "\n".join(file.read_text(encoding="utf-8") for file in package.glob("*.py"))
    call = re.search(
        rf"(?:run_query|query_frame|query_rows)_*\([^)]*\)?,\s*\"{path.stem}\"(?P<rest>[^)]*)\)",
        code,
    )

    assert call is not None
    assert re.findall(r"(\w+)=", call["rest"]) == wanted
