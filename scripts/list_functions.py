r"""Write what real engines say about their own functions into the dialects' data files.

Run it against the engines that are at hand; files of engines that are not named stay as
they are:

    python scripts/list_functions.py --postgres "host=… dbname=…" --duckdb --sqlite \
        --mariadb SOCKET --clickhouse --spark

For PostgreSQL, functions that the catalog calls immutable or stable are taken, of the server
and of every extension that is installed in that database: create the extensions that analysts
use first. Several --postgres add up. For the other engines, which keep no such record or
only for a part, every name is taken that is not a table function or a pragma. What is harmless
although the catalog calls it volatile, and what is not although it does not, is written by
hand above the generated part of each file, and wins.
"""

from __future__ import annotations

import argparse
import re
import sqlite3
import subprocess
import textwrap
from collections.abc import Iterable
from pathlib import Path

DIALECTS = Path(__file__).parent.parent / "jupyter_guard" / "policy" / "dialects"
HEADER = "[functions.generated]"

_POSTGRES = """
    SELECT DISTINCT proname FROM pg_proc p
    WHERE provolatile IN ('i', 's') AND prokind <> 'p'
      AND prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype, 'internal'::regtype)
      AND NOT EXISTS (SELECT 1 FROM pg_proc q WHERE q.proname = p.proname AND q.provolatile = 'v')
      AND pronamespace::regnamespace::text NOT LIKE 'pg_toast%'
      AND 'internal'::regtype <> ALL (proargtypes::oid[])
"""
_POSTGRES_OPERATORS = """
    SELECT DISTINCT oprname FROM pg_operator o JOIN pg_proc p ON p.oid = o.oprcode
    WHERE p.provolatile IN ('i', 's')
"""
_DUCKDB = """
    SELECT DISTINCT function_name FROM duckdb_functions()
    WHERE function_type IN ('scalar', 'aggregate', 'window', 'macro')
      AND NOT coalesce(has_side_effects, false)
"""
_MARIADB = """
    SELECT lower(function) FROM information_schema.sql_functions
    UNION
    SELECT lower(t.name) FROM mysql.help_topic t JOIN mysql.help_category c USING (help_category_id)
    WHERE c.name LIKE '%unction%' AND t.name REGEXP '^[A-Za-z][A-Za-z0-9_]*$'
"""


def postgres(dsns: Iterable[str], query: str) -> set[str]:
    """Return the functions, or operators, that none of these databases calls volatile."""
    import psycopg

    names: set[str] = set()
    for dsn in dsns:
        with psycopg.connect(dsn) as connection:
            names |= {str(row[0]) for row in connection.execute(query)}
    return names


def duckdb() -> set[str]:
    """Return the scalar, aggregate and window functions without side effects."""
    import duckdb as engine

    return {str(row[0]) for row in engine.connect().execute(_DUCKDB).fetchall()}


def sqlite() -> set[str]:
    """Return the functions of the SQLite that this Python was built with."""
    return {str(row[0]) for row in sqlite3.connect(":memory:").execute("PRAGMA function_list")}


def mariadb(socket: str) -> set[str]:
    """Return the functions that a MariaDB server lists and documents."""
    command = ["mariadb", "--no-defaults", "-N", "-S", socket, "-e", _MARIADB]
    return set(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())


def clickhouse() -> set[str]:
    """Return the functions of the ClickHouse that `pip install chdb` brings, apart from its own helpers."""
    from chdb import session

    names = session.Session().query("SELECT name FROM system.functions WHERE origin = 'System'", "TSV").data()
    return {name for name in names.split() if not name.startswith("_")}


def spark() -> set[str]:
    """Return the functions of the Spark that `pip install pyspark` brings."""
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    return {str(row[0]) for row in session.sql("SHOW SYSTEM FUNCTIONS").collect()}


def write(dialect: str, names: set[str], operators: Iterable[str] = ()) -> None:
    """Replace the generated part of a dialect's file; it is the last one in it."""
    path = DIALECTS / f"{dialect}.toml"
    kept = path.read_text(encoding="utf-8").partition(HEADER)[0]
    words = " ".join(sorted({n.lower() for n in names if re.fullmatch(r"\w+", n, re.ASCII)}))
    lines = textwrap.fill(words, 96, break_long_words=False, break_on_hyphens=False)
    note = "# Written by scripts/list_functions.py from the engine's own catalog."
    text = f'{kept}{HEADER}\n{note}\nread = """\n{lines}\n"""\n'
    if operators:
        symbols = textwrap.fill(
            " ".join(sorted(operators)), 96, break_long_words=False, break_on_hyphens=False
        )
        text += f"\n[operators]\nread = '''\n{symbols}\n'''\n"
    path.write_text(text, encoding="utf-8")


def main() -> None:
    """Regenerate the files of the engines that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--postgres", action="append", metavar="DSN", default=[])
    parser.add_argument("--duckdb", action="store_true")
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--mariadb", metavar="SOCKET")
    parser.add_argument("--clickhouse", action="store_true", help="needs chdb")
    parser.add_argument("--spark", action="store_true", help="needs pyspark and Java")
    arguments = parser.parse_args()
    if arguments.postgres:
        operators = postgres(arguments.postgres, _POSTGRES_OPERATORS)
        write("postgres", postgres(arguments.postgres, _POSTGRES), operators)
    if arguments.duckdb:
        write("duckdb", duckdb())
    if arguments.sqlite:
        write("sqlite", sqlite())
    if arguments.mariadb:
        write("mysql", mariadb(arguments.mariadb))
    if arguments.clickhouse:
        write("clickhouse", clickhouse())
    if arguments.spark:
        write("spark", spark())


if __name__ == "__main__":
    main()
