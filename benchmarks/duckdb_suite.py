"""What the files of DuckDB's own test suite make before they ask: its schemas, tables, macros and views.

The collection that is scored holds a sample of the suite's statements, each once, so that many a
macro that is called there is made in a file, or by a statement, that it lacks. The source has them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer

import duckdb

from jupyter_guard.databases.asking import ask
from jupyter_guard.policy.beyond import NOTHING, Beyond
from jupyter_guard.policy.model import Connection

# Nothing that leaves the database is run: no ATTACH, COPY, EXPORT, INSTALL.
_MAKES = re.compile(r"\s*(CREATE|ALTER|SET)\b", re.IGNORECASE)
_BLOCK = re.compile(
    r"^statement (?:ok|maybe)[^\n]*\n(?P<sql>.+?)(?=^----$|^\s*$|\Z)", re.MULTILINE | re.DOTALL
)
_NAMED = ("MACRO", "FUNCTION", "VIEW")
_SECONDS = 5.0  # for one statement: some make much data


def made_by(source: Path, name: str) -> list[str]:
    """Return the statements with which a file of the suite makes objects, in its order."""
    file = source / name
    if not file.is_file():
        return []
    if file.suffix == ".sql":
        texts = [text for load in _loads(source, file) for text in _pieces(load)]
    else:
        texts = [found["sql"] for found in _BLOCK.finditer(file.read_text(encoding="utf-8"))]
    return [text for text in texts if _MAKES.match(text)]


def _loads(source: Path, query: Path) -> Iterator[Path]:
    """Yield the files that make what the query of a benchmark reads: `load.sql`, or its own of many."""
    for folder in query.parents:
        if folder in (source, source / "benchmark"):
            return
        yield from folder.glob("load.sql")
        yield from (load for load in folder.glob("*/load/*.sql") if load.stem in query.stem)


def _pieces(file: Path) -> list[str]:
    """Return the statements of a script as DuckDB itself cuts it."""
    with suppress(duckdb.Error):
        return [s.query for s in duckdb.extract_statements(file.read_text(encoding="utf-8"))]
    return []


def beyond_of(statements: list[str]) -> Beyond:
    """Return what a DuckDB says in which these were run, in whatever order they can be."""
    if not any(word in sql.upper() for sql in statements for word in _NAMED):
        return NOTHING
    with TemporaryDirectory() as folder:
        file = str(Path(folder, "made.duckdb"))
        with duckdb.connect(file, config={"enable_external_access": False}) as made:
            waiting = statements
            for _ in range(4):
                waiting = [sql for sql in waiting if not _ran(made, sql)]
        url = f"duckdb:///{file}"
        return Beyond((), ask(Connection("scored", "duckdb", url=url), url))


def _ran(made: duckdb.DuckDBPyConnection, sql: str) -> bool:
    timer = Timer(_SECONDS, made.interrupt)
    timer.start()
    try:
        made.execute(sql)
    except (duckdb.Error, RuntimeError):
        return False
    finally:
        timer.cancel()
    return True
