"""What the engines' own parsers cost: both opinions beside the two parses alone.

    python benchmarks/native.py

Prints, for each text, CPU microseconds of our judgement, of the engine's parser alone, and of
both opinions together; `ratio` is the last by the sum of the first two.
"""

from __future__ import annotations

import json
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
from jupyter_guard.policy.native import second_opinion

ROUNDS = 5


def cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    for _ in range(10):
        work()
    return (time.process_time() - began) * 1e5


def main() -> None:
    """Measure interleaved, so that a busy machine is busy for all of them."""
    connection = duckdb.connect(":memory:")
    engines: dict[str, Callable[[str], object]] = {
        "postgres": postgast.parse,
        "duckdb": connection.extract_statements,
    }
    rows = []
    for name, sql in TEXTS.items():
        for dialect, engine in engines.items():
            works = {
                "alone": lambda sql=sql, dialect=dialect: without(sql, dialect),
                "engine": lambda sql=sql, engine=engine: engine(sql),
                "both": lambda sql=sql, dialect=dialect: parsing.judge_text(sql, dialect),
            }
            try:
                works["engine"]()
            except Exception:  # noqa: BLE001  # the engine refuses another dialect's text
                continue
            taken: dict[str, list[float]] = {key: [] for key in works}
            for _ in range(ROUNDS):
                for key, work in works.items():
                    taken[key].append(cpu(work))
            row: dict[str, object] = {k: round(statistics.median(v), 1) for k, v in taken.items()}
            ratios = [c / (a + b) for a, b, c in zip(*taken.values(), strict=True)]
            rows.append(
                {"text": name, "dialect": dialect, **row, "ratio": round(statistics.median(ratios), 2)}
            )
    print(json.dumps({"median ratio": statistics.median(r["ratio"] for r in rows), "rows": rows}, indent=1))


def without(sql: str, dialect: str) -> object:
    """Judge by our parser alone."""
    parsing.second_opinion = lambda text, ours, *_: ours
    try:
        return parsing.judge_text(sql, dialect)
    finally:
        parsing.second_opinion = second_opinion


if __name__ == "__main__":
    main()
