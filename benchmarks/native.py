"""What the engines' own parsers cost: both opinions beside the two parses alone.

    python benchmarks/native.py

Prints, for each text, CPU microseconds of our judgement, of the engine's parser alone, and of
both opinions together; `ratio` is the last by the sum of the first two. SQLite needs tables to
compile a text, so it has two lines: `sqlite` is a text about tables that were named before, and
`sqlite, new tables` one on a new connection that has heard of none. `ROWIDS` is a text for which
common table expressions cannot stand for its tables, so that they are made.
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import duckdb
import postgast

from benchmarks.judge import TEXTS
from jupyter_guard.policy import parsing
from jupyter_guard.policy.native import second_opinion, sqlite

ROUNDS = 12
ROWIDS = (
    "SELECT o.rowid, c.name, sum(o.amount) AS total FROM orders AS o JOIN customers AS c ON c.id = o.customer"
    " WHERE o.amount > 10 GROUP BY o.rowid, c.name ORDER BY total DESC LIMIT 20"
)


def cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    for _ in range(5):
        work()
    return (time.process_time() - began) * 2e5


def main() -> None:
    """Measure interleaved, so that a busy machine is busy for all of them."""
    connection = duckdb.connect(":memory:")
    engines: dict[str, Callable[[str], object]] = {
        "postgres": postgast.parse,
        "duckdb": connection.extract_statements,
    }
    engines["sqlite"] = engines["sqlite, new tables"] = compiled
    rows = []
    for name, sql in {**TEXTS, "rowids": ROWIDS}.items():
        for called, engine in engines.items():
            dialect, new, _ = called.partition(", ")
            works = {
                "alone": lambda sql=sql, dialect=dialect: without(sql, dialect),
                "engine": lambda sql=sql, engine=engine: engine(sql),
                "both": lambda sql=sql, dialect=dialect, new=new: judged(sql, dialect, new=bool(new)),
            }
            try:
                works["engine"]()
            except Exception:  # noqa: BLE001  # the engine refuses another dialect's text
                continue
            taken: dict[str, list[float]] = {key: [] for key in works}
            for _ in range(ROUNDS):
                for key, work in works.items():
                    taken[key].append(cpu(work))
            # What else runs on the machine only adds to it, so the least of many is the work itself.
            least = {key: round(min(found), 1) for key, found in taken.items()}
            ratio = round(least["both"] / (least["alone"] + least["engine"]), 2)
            rows.append({"text": name, "dialect": called, **least, "ratio": ratio})
    medians = {
        called: statistics.median(float(r["ratio"]) for r in rows if r["dialect"] == called)
        for called in engines
    }
    print(json.dumps({"median ratio": medians, "rows": rows}, indent=1))


def judged(sql: str, dialect: str, *, new: bool) -> object:
    """Judge by both parsers; `new`: SQLite has never heard of the tables."""
    if new:
        sqlite._compiler.forget()
    return parsing.judge_text(sql, dialect)


def compiled(sql: str) -> object:
    """Compile a text with SQLite, on tables that are there."""
    if sql not in _ready:
        if sqlite.ask(sql) is None:
            raise ValueError("SQLite refuses it")
        _ready[sql] = sqlite3.connect(":memory:", cached_statements=0)
        for table, columns in sqlite._compiler._made.tables.items():
            _ready[sql].execute(f'CREATE TABLE "{table}" ({", ".join(map(repr, columns)) or "a"})')
    return _ready[sql].execute(f"EXPLAIN {sql}").close()


_ready: dict[str, sqlite3.Connection] = {}


def without(sql: str, dialect: str) -> object:
    """Judge by our parser alone."""
    parsing.second_opinion = lambda text, ours, *_: ours
    try:
        return parsing.judge_text(sql, dialect)
    finally:
        parsing.second_opinion = second_opinion


if __name__ == "__main__":
    main()
