"""Score the judgement against statements whose databases said what they do.

    python benchmarks/score_sql.py --corpus DIR [--postgres URL] [--catalogs [--duckdb DIR]] [--questions DIR]

DIR holds `oracle.jsonl.gz` and `bypass.jsonl`; they are no part of this repository. Beside the
product stand two guards that people build: a walk over the parser's tree that looks for
writing nodes, and a list of first words. Without the corpus one line says so.

`--postgres` names a database with the objects of PostgreSQL's regression suite, which
`scripts/regression_server.py` makes, and `--catalogs` makes those of each file of DuckDB's suite: from that
file in a source of DuckDB (`--duckdb`), or from what the corpus holds of its statements. Then the product is
scored once more with the catalog, and each read of PostgreSQL that stays blocked is printed, with that
server's own word on it. `--questions` names a folder of .sql files, one folder per dialect, which people
wrote as questions: each that is blocked is printed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import sqlglot
from sqlglot import exp

from benchmarks.duckdb_suite import beyond_of, made_by
from jupyter_guard.databases.asking import ask
from jupyter_guard.policy.beyond import NOTHING, Beyond
from jupyter_guard.policy.model import Connection, Effect
from jupyter_guard.policy.parsing import judge_text

_WRITING = (
    exp.DML,
    exp.DDL,
    exp.Drop,
    exp.Alter,
    exp.TruncateTable,
    exp.Command,
    exp.Into,
    exp.Lock,
    exp.Set,
)
_FIRST_WORDS = {"SELECT", "WITH", "SHOW", "EXPLAIN", "DESCRIBE", "DESC", "VALUES", "FROM", "PRAGMA", "TABLE"}


@dataclass(frozen=True)
class Row:
    """A statement and what its database did with it."""

    dialect: str
    sql: str
    writes: bool
    opaque: bool  # the write stands in the body of somebody's function
    source: str = ""  # the file that it came from


def product(row: Row) -> Effect:
    """Judge as the product does, by the text alone."""
    return max((s.effect for s in judge_text(row.sql, row.dialect)), default=Effect.READ)


def naive_walk(row: Row) -> Effect:
    """Look for writing nodes in the parser's tree."""
    try:
        trees = sqlglot.parse(row.sql, dialect=row.dialect)
    except Exception:  # noqa: BLE001  # the parser raises all kinds
        return Effect.UNKNOWN
    found = any(isinstance(node, _WRITING) for tree in trees if tree for node in tree.walk())
    return Effect.WRITE if found else Effect.READ


def first_word(row: Row) -> Effect:
    """Look at the first word of the text."""
    words = row.sql.lstrip("( \n\t").split(None, 1)
    return Effect.READ if words and words[0].upper() in _FIRST_WORDS else Effect.WRITE


class WithCatalog:
    """The product with what databases say of their own functions and views."""

    def __init__(self, postgres: str, corpus: Path, suite: Path | None) -> None:
        self._url = postgres
        self._suite = suite
        self._postgres = (
            Beyond((), ask(Connection("scored", "postgres", url=postgres), postgres)) if postgres else NOTHING
        )
        self._made: dict[str, list[str]] = defaultdict(list)
        self._duckdb: dict[str, Beyond] = {}
        for row in rows(corpus / "oracle.jsonl.gz"):
            if row.dialect == "duckdb" and row.writes and _MAKES.match(row.sql):
                self._made[row.source].append(row.sql)

    def __call__(self, row: Row) -> Effect:
        """Judge a row with the catalog of its database."""
        beyond = NOTHING
        if row.dialect == "postgres":
            beyond = self._postgres
        elif row.dialect == "duckdb":
            if row.source not in self._duckdb:
                made = self._suite and made_by(self._suite, row.source.removeprefix("duckdb:"))
                self._duckdb[row.source] = beyond_of(made or self._made[row.source])
            beyond = self._duckdb[row.source]
        return max((s.effect for s in judge_text(row.sql, row.dialect, beyond)), default=Effect.READ)

    def print_blocked(self, path: Path) -> None:
        """Print each read of PostgreSQL that is blocked, and what the server itself says of it."""
        import psycopg

        count = Counter[str]()
        print("\n## reads of PostgreSQL that are blocked with the catalog\n")
        with psycopg.connect(self._url, autocommit=True) as server:
            server.execute("SET default_transaction_read_only = on; SET statement_timeout = '5s'")
            for row in rows(path):
                if row.dialect != "postgres" or row.writes:
                    continue
                count["reads"] += 1
                statements = judge_text(row.sql, row.dialect, self._postgres)
                strongest = max(statements, key=lambda s: s.effect, default=None)
                if strongest is None or strongest.effect is Effect.READ:
                    continue
                said = "it runs"
                try:
                    server.execute(row.sql.encode())
                except psycopg.Error as error:
                    said = f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"
                count[f"{strongest.effect.name}, server: {said.partition(':')[0]}"] += 1
                print(f"{strongest.effect.name} ({strongest.cause}); the server: {said}\n  {row.sql[:120]!r}")
        print("\n".join(f"{number} {what}" for what, number in count.items()))


_MAKES = re.compile(r"\s*CREATE\b", re.IGNORECASE)


Guard = Callable[[Row], Effect]
GUARDS: dict[str, Guard] = {"product": product, "naive walk": naive_walk, "first word": first_word}


def rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a file that have a verdict."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            verdict = row.get("verdict") or ("write" if row["expect"] == "block" else "read")
            if verdict != "policy":
                opaque = bool(row.get("detail", {}).get("opaque"))
                yield Row(row["dialect"], row["sql"], verdict == "write", opaque, row.get("source", ""))


def _calls_own(row: Row) -> bool:
    """Say whether a read is blocked for a function or an operator that no list of the engine's has."""
    strongest = max(judge_text(row.sql, row.dialect), key=lambda s: s.effect)
    return bool(strongest.function) or "the operator" in strongest.cause


def questions(folder: Path) -> None:
    """Print how many questions of people are blocked, and which."""
    print(f"\n## {folder.name}\n\n| questions | dialect | statements | blocked |\n|---|---|---:|---:|")
    blocked = []
    for place in sorted({file.parent for file in folder.rglob("*.sql")}):
        dialect, count = place.name, Counter[str]()
        for file in sorted(place.glob("*.sql")):
            for statement in judge_text(file.read_text(encoding="utf-8"), dialect):
                count["statements"] += 1
                if statement.effect > Effect.READ:
                    count["blocked"] += 1
                    blocked.append(f"{dialect} {file.name}: {statement.cause}\n  {statement.text[:200]!r}")
        print(f"| {place.parent.name} | {dialect} | {count['statements']} | {count['blocked']} |")
    print("\n".join(blocked))


def table(path: Path, strict: bool) -> None:
    """Print a line per dialect and guard; strict lets only READ pass a write, not SESSION."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in rows(path):
        for name, guard in GUARDS.items():
            effect = guard(row)
            for key in (row.dialect, "all"):
                count = counts[key, name]
                count["writes" if row.writes else "reads"] += 1
                passes = effect <= (Effect.READ if strict or not row.writes else Effect.SESSION)
                if row.writes and passes:
                    count["opaque let through" if row.opaque else "let through"] += 1
                elif not row.writes and not passes:
                    count[
                        "not parsed" if effect is Effect.UNKNOWN and "product" not in name else "blocked"
                    ] += 1
                    count["own"] += name == "product" and _calls_own(row)
    print(f"\n## {path.name}\n")
    print(
        "| dialect | guard | writes | let through | hidden ones let through | reads | reads blocked "
        "| of these own functions | reads not parsed |"
    )
    print("|---|---|---:|---:|---:|---:|---:|---:|---:|")
    for (dialect, name), count in sorted(counts.items()):
        reads = count["reads"] or 1
        print(
            f"| {dialect} | {name} | {count['writes']} | {count['let through']} "
            f"| {count['opaque let through']} | {count['reads']} "
            f"| {count['blocked']} ({100 * count['blocked'] / reads:.2f} %) "
            f"| {count['own'] if name == 'product' else ''} "
            f"| {count['not parsed']} ({100 * count['not parsed'] / reads:.2f} %) |"
        )


def main() -> None:
    """Print the tables, or that there is nothing to score against."""
    parser = argparse.ArgumentParser(description="Score the judgement against a corpus of statements.")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--postgres", default="", metavar="URL")
    parser.add_argument("--catalogs", action="store_true")
    parser.add_argument("--duckdb", type=Path, metavar="DIR")
    parser.add_argument("--questions", type=Path)
    arguments = parser.parse_args()
    corpus = arguments.corpus
    if not (corpus / "oracle.jsonl.gz").is_file():
        print(f"no corpus in {corpus}: nothing scored")
        return
    logging.disable(logging.CRITICAL)
    print(f"sqlglot {sqlglot.__version__}; a read is blocked if a limit of READ blocks it")
    if arguments.questions:
        questions(arguments.questions)
    if arguments.postgres or arguments.catalogs:
        GUARDS["product with catalog"] = WithCatalog(arguments.postgres, corpus, arguments.duckdb)
    table(corpus / "oracle.jsonl.gz", strict=False)
    with_catalog = GUARDS.pop("product with catalog", None)
    if arguments.postgres and isinstance(with_catalog, WithCatalog):
        with_catalog.print_blocked(corpus / "oracle.jsonl.gz")
    if (corpus / "bypass.jsonl").is_file():
        table(corpus / "bypass.jsonl", strict=True)


if __name__ == "__main__":
    main()
