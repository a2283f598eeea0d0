"""Write the tests that run the queries of sql/ on made-up tables, in a database without a server."""

from __future__ import annotations

from collections.abc import Sequence

from .naming import Names
from .sql_fixtures import Tables

_HEAD = '''"""Every query of sql/ finds rows in made-up tables: its filters and joins fit together."""

{standard}

import pytest

# isort: split

from {package} import config
'''
_CASE = """

@pytest.mark.parametrize(
    ("name", "parameters"),
    [
{cases}
    ],
)
def test_{connection}(name: str, parameters: dict[str, object]{more}) -> None:
{body}
"""
# A database file of the kind that the project reads anyway: the query takes the project's own way.
_FILE = """\
    file = tmp_path / "made_up"
    {make}
    monkeypatch.setenv("{prefix}_{variable}_URL", f"{scheme}:///{{file}}")
    connection = config.load(config.DEFAULT_ENVIRONMENT).connection("{connection}")

    assert len(run_query(connection, name, **parameters)) > 0
"""
_MAKE = {
    "duckdb": """with duckdb.connect(str(file)) as database:
        database.execute(made_up("{connection}"))""",
    "sqlite": """with contextlib.closing(sqlite3.connect(file)) as database:
        database.executescript(made_up("{connection}"))""",
}
# A server's dialect, as far as DuckDB understands it.
_SERVER = """\
    duckdb = pytest.importorskip("duckdb")
    text = (config.sql_folder() / f"{{name}}.sql").read_text(encoding="utf-8")
    with duckdb.connect() as database:
        database.execute(made_up("{connection}"))

        assert database.execute({text}, {values}).fetchone() is not None
"""
_MADE_UP = '''

def made_up(connection: str) -> str:
    """Return the SQL that makes the tables of a connection up."""
    return Path(__file__).with_name(f"{connection}.sql").read_text(encoding="utf-8")
'''


def text_of(found: Sequence[Tables], names: Names) -> str:
    """Return tests/test_queries.py."""
    dialects = {tables.dialect for tables in found}
    files = dialects & _MAKE.keys()
    standard = ["import contextlib", "import sqlite3"] if "sqlite" in dialects else []
    standard += ["import re"] if dialects - _MAKE.keys() - {"postgres"} else []
    standard += ["from pathlib import Path"]
    text = _HEAD.format(standard="\n".join(standard), package=names.package)
    if "duckdb" in dialects:
        text = text.replace("import pytest\n", "import duckdb\nimport pytest\n", 1)
    if files:
        text += f"from {names.package}.database import run_query\n"
    return text + _MADE_UP + "".join(_test(tables, names) for tables in found)


def _test(tables: Tables, names: Names) -> str:
    cases = "\n".join(f"        ({name!r}, {dict(values)!r})," for name, values in tables.cases)
    connection = tables.connection
    if make := _MAKE.get(tables.dialect):
        body = _FILE.format(
            make=make.format(connection=connection),
            prefix=names.prefix,
            variable=connection.upper(),
            scheme=tables.dialect,
            connection=connection,
        )
        more = ", tmp_path: Path, monkeypatch: pytest.MonkeyPatch"
    else:
        positional = tables.dialect == "postgres"
        body = _SERVER.format(
            connection=connection,
            text="text" if positional else 're.sub(r"(?<!:):(\\w+)", r"$\\1", text)',
            values="list(parameters.values()) or None" if positional else "parameters or None",
        )
        more = ""
    name = f"{connection}_finds_rows_in_made_up_tables"
    return _CASE.format(cases=cases, connection=name, more=more, body=body)
