"""Write tests/test_smoke.py, which runs the whole program on made-up data."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterator, Sequence

from .made_up import MadeUp, results_of
from .naming import Names
from .program import Program
from .project import File
from .queries import Query
from .result_sets import Rows
from .sql_fixtures import Tables
from .templates import filled

_FOLDER = "tests/data"
_EMBEDDED = ("duckdb", "sqlite")
_STANDARD = ("contextlib", "dataclasses", "re", "shutil", "sqlite3")


def tolerant(text: str) -> bool:
    """Return whether a test_smoke.py needs tests/tolerance.py."""
    return "from tolerance import" in text


def files_of(made: MadeUp) -> Iterator[File]:
    """Yield the made-up files; what is no text lies there as a table of its values."""
    for file in made.files:
        path = os.path.normpath(f"{_FOLDER}/{made.home}/{file.path}")
        yield File(path + (".csv" if file.writer else ""), file.text)


def help_only(names: Names) -> str:
    """Return a test_smoke.py that only asks for help."""
    return filled(
        "test_smoke.py",
        {"package": names.package, "head": "import pytest", "whole": "", "own": "__main__"},
    )


def text_of(
    made: MadeUp,
    names: Names,
    written: Program,
    queries: Sequence[Query],
    tables: Sequence[Tables],
    *,
    split: bool,
) -> str:
    """Return tests/test_smoke.py."""
    words = {"package": names.package, "prefix": names.prefix}
    if why := made.never or _without_tables(queries, tables):
        return filled(
            "test_smoke.py",
            words | {"head": "import pytest", "whole": _skipped(why), "own": "__main__, pipeline"},
        )
    body = [*_laid_out(made, names), *_databases(names, queries, tables, split=split), *_settings(made)]
    strict = not made.doubts
    body += ["pipeline.run(settings)"] if strict else _tolerant(made.doubts)
    body += ["", *_results(written, strict=strict)]
    whole = [
        *([_answer(tables), ""] if any(t.dialect not in _EMBEDDED for t in tables) else []),
        "def test_the_whole_program_runs_on_made_up_data(",
        "    tmp_path: Path, monkeypatch: pytest.MonkeyPatch",
        ") -> None:",
        *(f"    {line}" if line else "" for line in body),
    ]
    text = "\n".join(whole) + "\n"
    if "DATA" in text:
        text = f'DATA = Path(__file__).with_name("data")\n\n\n{text}'
    used = [
        name for name, sign in (("database", "database.values_of"), ("steps", "(steps, ")) if sign in text
    ]
    own = ", ".join(sorted(["__main__", "config", "pipeline", *used]))
    return filled("test_smoke.py", words | {"whole": text, "head": _imports(text), "own": own})


def _without_tables(queries: Sequence[Query], tables: Sequence[Tables]) -> str:
    """Return why the queries cannot be answered from made-up tables."""
    known = {(t.connection, name) for t in tables for name, _ in t.cases}
    for query in queries:
        if query.memory or (query.connection, query.name) in known:
            continue
        return f"no table could be made up for sql/{query.name}.sql"
    for query in queries:
        if query.rows is not Rows.TYPED and query.dialect not in _EMBEDDED:
            return f"sql/{query.name}.sql needs a server ({query.dialect})"
    return ""


def _skipped(why: str) -> str:
    return (
        f'@pytest.mark.skip(reason="{why}")\n'
        "def test_the_whole_program_runs_on_made_up_data() -> None:\n    raise AssertionError\n"
    )


def _laid_out(made: MadeUp, names: Names) -> Iterator[str]:
    """Yield the lines that lay the made-up files out where the program looks for them."""
    if made.files:
        yield 'folder = shutil.copytree(DATA, tmp_path / "data")'
    if made.home:
        yield f'folder = folder / "{made.home}"  # stands for the notebook\'s own'
        yield "folder.mkdir(parents=True, exist_ok=True)"
    for file in (f for f in made.files if f.writer):
        dates = f", parse_dates={list(file.dates)!r}" if file.dates else ""
        yield f'file = folder / "{file.path}"'
        yield f'pd.read_csv(folder / "{file.path}.csv"{dates}).{file.writer}'
    if made.files:
        yield f'monkeypatch.setenv("{names.prefix}_DATA", str(folder))'
    yield 'monkeypatch.setenv("MPLBACKEND", "Agg")'
    yield "monkeypatch.chdir(tmp_path)"


def _databases(
    names: Names, queries: Sequence[Query], tables: Sequence[Tables], *, split: bool
) -> Iterator[str]:
    """Yield the lines that answer queries from made-up tables."""
    memory = {q.connection for q in queries if q.memory}
    servers = [t for t in tables if t.dialect not in _EMBEDDED]
    for made in (t for t in tables if t.dialect in _EMBEDDED and t.connection not in memory):
        script = f'(DATA.parent / "{made.connection}.sql").read_text(encoding="utf-8")'
        yield f'database = tmp_path / "{made.connection}"'
        if made.dialect == "duckdb":
            yield "with duckdb.connect(str(database)) as opened:"
            yield f"    opened.execute({script})"
        else:
            yield "with contextlib.closing(sqlite3.connect(database)) as opened:"
            yield f"    opened.executescript({script})"
        yield f'monkeypatch.setenv("{names.prefix}_{made.connection.upper()}_URL", f"{made.dialect}:///{{database}}")'
    for made in servers:
        url = f"{made.dialect}://made-up"
        yield f'monkeypatch.setenv("{names.prefix}_{made.connection.upper()}_URL", "{url}")'
    if servers:
        yield f'monkeypatch.setattr({"steps" if split else "pipeline"}, "run_query", answer)'


def _answer(tables: Sequence[Tables]) -> str:
    """Return the function that answers the queries of servers."""
    positional = all(t.dialect == "postgres" for t in tables if t.dialect not in _EMBEDDED)
    text = "text" if positional else 're.sub(r"(?<!:):(\\w+)", r"$\\1", text)'
    values = "list(parameters.values()) or None" if positional else "parameters or None"
    return filled("answer.py", {"text": text, "values": values})


def _settings(made: MadeUp) -> Iterator[str]:
    yield "settings = config.load(config.DEFAULT_ENVIRONMENT)"
    if made.places:
        home = "folder" if made.files else "tmp_path"
        places = ", ".join(f'"{name}": str({home} / "{path}")' for name, path in sorted(made.places.items()))
        yield f"places = {{{places}}}"
        yield "settings = dataclasses.replace(settings, locations={**settings.locations, **places})"
        yield 'monkeypatch.setattr(config, "_current", settings)'
    yield ""


def _tolerant(doubts: Sequence[str]) -> Iterator[str]:
    words = ", ".join(doubts[:4]) + (", …" if len(doubts) > 4 else "")
    yield from textwrap.wrap(
        f"Made-up data may not be enough here: {words}", 80, initial_indent="# ", subsequent_indent="# "
    )
    yield "with tolerance(monkeypatch, seconds=120):"
    yield "    pipeline.run(settings)"


def _results(written: Program, *, strict: bool) -> Iterator[str]:
    """Yield what must be there afterwards."""
    for path in sorted(set(results_of(written))):
        if path.endswith(".csv") and strict:
            yield f'assert len((tmp_path / "{path}").read_text(encoding="utf-8").splitlines()) > 1'
        else:
            yield f'assert (tmp_path / "{path}").stat().st_size > 0'


def _imports(text: str) -> str:
    """Return the imports that the test needs, and the folder of its files."""
    standard = [f"import {name}" for name in _STANDARD if f"{name}." in text]
    standard += ["from collections.abc import Iterator"] if "Iterator[" in text else []
    standard += ["from pathlib import Path"] if "Path" in text else []
    others = ["import duckdb"] if "with duckdb.connect(str" in text else []
    others += ["import pandas as pd"] if "pd." in text else []
    others += ["import pytest"]
    others += ["from tolerance import tolerance"] if "tolerance(" in text else []
    return "\n".join([*standard, "", *others])
