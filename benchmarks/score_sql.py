"""Score the judgement against statements whose databases said what they do.

    python benchmarks/score_sql.py --corpus DIR

DIR holds `oracle.jsonl.gz` and `bypass.jsonl`; they are no part of this repository. Beside the
product stand two guards that people build: a walk over the parser's tree that looks for
writing nodes, and a list of first words. Without the corpus one line says so.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import sqlglot
from sqlglot import exp

from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.parsing import judge_text

Guard = Callable[[str, str], Effect]

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


def product(sql: str, dialect: str) -> Effect:
    """Judge as the product does."""
    return max((s.effect for s in judge_text(sql, dialect)), default=Effect.READ)


def naive_walk(sql: str, dialect: str) -> Effect:
    """Look for writing nodes in the parser's tree."""
    try:
        trees = sqlglot.parse(sql, dialect=dialect)
    except Exception:  # noqa: BLE001  # the parser raises all kinds
        return Effect.UNKNOWN
    found = any(isinstance(node, _WRITING) for tree in trees if tree for node in tree.walk())
    return Effect.WRITE if found else Effect.READ


def first_word(sql: str, dialect: str) -> Effect:
    """Look at the first word of the text."""
    words = sql.lstrip("( \n\t").split(None, 1)
    return Effect.READ if words and words[0].upper() in _FIRST_WORDS else Effect.WRITE


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
                yield Row(row["dialect"], row["sql"], verdict == "write", opaque)


def table(path: Path, strict: bool) -> None:
    """Print a line per dialect and guard; strict lets only READ pass a write, not SESSION."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in rows(path):
        for name, guard in GUARDS.items():
            effect = guard(row.sql, row.dialect)
            for key in (row.dialect, "all"):
                count = counts[key, name]
                count["writes" if row.writes else "reads"] += 1
                passes = effect <= (Effect.READ if strict or not row.writes else Effect.SESSION)
                if row.writes and passes and not row.opaque:
                    count["let through"] += 1
                elif not row.writes and not passes:
                    count["not parsed" if effect is Effect.UNKNOWN and name != "product" else "blocked"] += 1
    print(f"\n## {path.name}\n")
    print("| dialect | guard | writes | let through | reads | reads blocked | reads not parsed |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for (dialect, name), count in sorted(counts.items()):
        reads = count["reads"] or 1
        print(
            f"| {dialect} | {name} | {count['writes']} | {count['let through']} | {count['reads']} "
            f"| {count['blocked']} ({100 * count['blocked'] / reads:.2f} %) "
            f"| {count['not parsed']} ({100 * count['not parsed'] / reads:.2f} %) |"
        )


def main() -> None:
    """Print the tables, or that there is nothing to score against."""
    parser = argparse.ArgumentParser(description="Score the judgement against a corpus of statements.")
    parser.add_argument("--corpus", type=Path, required=True)
    corpus = parser.parse_args().corpus
    if not (corpus / "oracle.jsonl.gz").is_file():
        print(f"no corpus in {corpus}: nothing scored")
        return
    logging.disable(logging.CRITICAL)
    print(f"sqlglot {sqlglot.__version__}; a read is blocked if a limit of READ blocks it")
    table(corpus / "oracle.jsonl.gz", strict=False)
    if (corpus / "bypass.jsonl").is_file():
        table(corpus / "bypass.jsonl", strict=True)


if __name__ == "__main__":
    main()
