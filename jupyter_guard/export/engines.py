"""Write the modules of a project that run its queries: only what its databases need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jupyter_guard.policy.targets import dialect_of

from .queries import Query
from .result_sets import Rows
from .templates import carried, filled


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
            "import os",
            "import sqlite3",
            "from urllib.parse import quote, unquote",
            *_COMMON,
        ),
        "sqlite3.Error",
    ),
    "postgres": _Engine(
        ("postgresql", "postgres"),
        (
            "from collections.abc import Iterable, Mapping",
            "import pandas as pd",
            "import psycopg",
            "from psycopg.types.json import Jsonb",
        ),
        "psycopg.Error",
    ),
}
_KINDS_OF_MYSQL = '[_KINDS_OF_MYSQL.get(column[1], "") for column in result.cursor.description]'
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
    yield from _rows(source, [query for query in queries if query.rows is not Rows.TYPED])
    dialects = sorted({q.dialect for q in queries if q.dialect and q.rows is Rows.TYPED})
    if not dialects:
        return
    kinds = sorted({dialect if dialect in _ENGINES else _OTHERS for dialect in dialects})
    engines = {kind: _ENGINES.get(kind, _OTHER) for kind in kinds}
    lines = dict.fromkeys((*_COMMON, *(line for engine in engines.values() for line in engine.imports)))
    table = [f'    "{s}": _{kind},' for kind, engine in engines.items() for s in engine.schemes]
    shows = any(name.endswith("__frame") for query in queries for name in query.names)
    if shows:
        lines["from typing import Any"] = None
    of_mysql = set(dialects) - _ENGINES.keys() == {"mysql"}
    text = filled(
        "database.py",
        {
            "imports": "\n".join(lines),
            "engines": "".join(filled(f"engine_{kind}.py", {}) for kind in kinds)
            + (filled("show_frame.py", {}) if shows else ""),
            "frames": ", and in __frame a DataFrame that SQL reads" if shows else "",
            "show": filled("frames_of_duckdb.py", {}) if shows else "",
            "table": "\n".join(table),
            "errors": "".join(f"{engine.error}, " for engine in engines.values()),
            "check": "" if _OTHERS in kinds else _CHECK,
            "types": filled("types_of_mysql.py", {}) if of_mysql else "",
            "kinds": _KINDS_OF_MYSQL if of_mysql else '[""] * len(names)',
            "value": "mysql_value(value)" if of_mysql else "value",
            "engine": "_ENGINES.get(scheme, _sqlalchemy)" if _OTHERS in kinds else "_ENGINES[scheme]",
        },
    )
    if {"sqlite", "postgres", _OTHERS} & set(kinds):
        text = text.replace("sql_folder\n", "sql_folder\nfrom .frames import frame\n", 1)
        yield f"{source}/frames.py", filled("frames.py", {})
    own = {"sqlite_values": "as_json, stored"} if "sqlite" in kinds else {}
    own |= {"mysql_values": "mysql_value"} if of_mysql else {}
    for module, names in own.items():
        text = text.replace("from .values", f"from .{module} import {names}\nfrom .values", 1)
    for module in ("values", *own):
        yield f"{source}/{module}.py", carried(module)
    if not {"sqlite", "duckdb"} & set(kinds):
        text = text[: text.index("def file_of")] + text[text.index("def values_of") :]
        text = text.replace("Connection, project_folder, sql_folder", "Connection, sql_folder")
    yield f"{source}/database.py", text


# Kind of the connection of a foreign query -> what its module needs.
_OPENED = {
    "duckdb": ("from urllib.parse import unquote", "import duckdb"),
    "sqlite": (
        "import os",
        "import sqlite3",
        "from urllib.parse import quote, unquote",
    ),
    "bigquery": ("from urllib.parse import urlsplit", "from google.cloud import bigquery"),
    _OTHERS: ("import sqlalchemy",),
}


def driven(urls: Mapping[str, str]) -> list[str]:
    """Return the URLs of foreign queries that SQLAlchemy needs a driver for."""
    return [url for url in urls.values() if dialect_of(url) not in _OPENED]


def _rows(source: str, queries: Sequence[Query]) -> Iterator[tuple[str, str]]:
    """Yield path and text of the module that runs the queries of other SQL magics."""
    if not queries:
        return
    own = {query.dialect for query in queries if not query.variable}
    kinds = sorted({dialect if dialect in _OPENED else _OTHERS for dialect in own})
    by_engines = _OTHERS in kinds or any(query.driver == _OTHERS for query in queries)
    needed = dict.fromkeys([*kinds, *([_OTHERS] if by_engines else [])])
    lines = dict.fromkeys(line for kind in needed for line in _OPENED[kind])
    files = bool({"duckdb", "sqlite"} & set(kinds))
    yield (
        f"{source}/rows.py",
        filled(
            "rows.py",
            {
                "imports": "\n".join(lines),
                "engine": filled("rows_of_engines.py", {}) if by_engines else "",
                "openers": (filled("open_file.py", {}) if files else "")
                + "".join(filled(f"open_{kind}.py", {}) for kind in kinds),
                "table": "\n".join(f'    "{kind}": _open_{kind},' for kind in kinds if kind != _OTHERS),
                "other": "_open_sqlalchemy" if _OTHERS in kinds else "None",
                "files": "project_folder, " if files else "",
            },
        ),
    )
