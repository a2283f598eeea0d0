"""Write the modules of a project that run its queries: only what its databases need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .queries import Query
from .templates import filled


@dataclass(frozen=True)
class _Engine:
    """How one kind of database is reached."""

    schemes: tuple[str, ...]  # of its URLs
    imports: tuple[str, ...]
    error: str  # what its driver raises


_COMMON = ("from collections.abc import Mapping", "import pandas as pd")
_FILES = ("from urllib.parse import unquote",)
_ENGINES = {
    "duckdb": _Engine(
        ("duckdb",), (*_FILES, *_COMMON, "from decimal import Decimal", "import duckdb"), "duckdb.Error"
    ),
    "sqlite": _Engine(
        ("sqlite",),
        (
            "import contextlib",
            "import datetime",
            "import os",
            "import sqlite3",
            "from decimal import Decimal",
            "from urllib.parse import quote, unquote",
            *_COMMON,
        ),
        "sqlite3.Error",
    ),
    "postgres": _Engine(("postgresql", "postgres"), (*_COMMON, "import psycopg"), "psycopg.Error"),
}
# Everything else is reached by SQLAlchemy, which knows `:name`, and a driver for it.
_OTHERS = "sqlalchemy"
_OTHER = _Engine(
    (), (*_COMMON, "import sqlalchemy", "from sqlalchemy.exc import SQLAlchemyError"), "SQLAlchemyError"
)
_CHECK = """\
    if scheme not in _ENGINES:
        known = " or ".join(_ENGINES)
        raise ConfigError(f"{connection.name!r} is a {scheme} database here; sql/ is written for {known}.")
"""


def modules(source: str, queries: Sequence[Query]) -> Iterator[tuple[str, str]]:
    """Yield path and text of the modules below `source` that run `queries`."""
    dialects = sorted({query.dialect for query in queries if query.dialect})
    kinds = sorted({dialect if dialect in _ENGINES else _OTHERS for dialect in dialects})
    engines = {kind: _ENGINES.get(kind, _OTHER) for kind in kinds}
    lines = dict.fromkeys((*_COMMON, *(line for engine in engines.values() for line in engine.imports)))
    table = [f'    "{s}": _{kind},' for kind, engine in engines.items() for s in engine.schemes]
    text = filled(
        "database.py",
        {
            "imports": "\n".join(lines),
            "engines": "".join(filled(f"engine_{kind}.py", {}) for kind in kinds),
            "table": "\n".join(table),
            "errors": "".join(f"{engine.error}, " for engine in engines.values()),
            "check": "" if _OTHERS in kinds else _CHECK,
            "engine": "_ENGINES.get(scheme, _sqlalchemy)" if _OTHERS in kinds else "_ENGINES[scheme]",
        },
    )
    if {"sqlite", "postgres", _OTHERS} & set(kinds):
        text = text.replace("sql_folder\n", "sql_folder\nfrom .frames import frame\n", 1)
        yield f"{source}/frames.py", filled("frames.py", {})
    if not {"sqlite", "duckdb"} & set(kinds):
        text = text[: text.index("def file_of")] + text[text.index("def _plain") :]
        text = text.replace("Connection, project_folder, sql_folder", "Connection, sql_folder")
    yield f"{source}/database.py", text
