"""Measure what judging a statement costs beside parsing it alone; print one JSON object.

    python benchmarks/judge.py [--seconds 10]

The statements are the questions below, in each dialect that they are written for, judged by our own
parser alone; `native.py` measures the engines' second opinions. pglast,
sqlparse and sqlfluff are measured where they are installed. Times are microseconds of CPU.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import logging
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import sqlglot

from jupyter_guard.policy import parsing

SHORT = "SELECT id, name, lower(email) FROM customers WHERE country = 'PT' ORDER BY name LIMIT 20"
MONTHLY = """
SELECT c.region, extract(month FROM o.ordered_at) AS month, sum(o.amount) AS total,
       count(DISTINCT o.customer_id) AS buyers, avg(o.amount) AS mean
FROM sales.orders AS o
JOIN customers AS c ON c.id = o.customer_id
LEFT JOIN refunds AS r ON r.order_id = o.id AND r.kind IN ('full', 'part')
WHERE o.ordered_at >= DATE '2024-01-01' AND c.region IS NOT NULL AND r.order_id IS NULL
GROUP BY c.region, extract(month FROM o.ordered_at)
HAVING sum(o.amount) > 1000
ORDER BY total DESC
"""
COHORTS = """
WITH first_orders AS (
    SELECT customer_id, min(ordered_at) AS first_at FROM orders GROUP BY customer_id
), activity AS (
    SELECT f.customer_id, f.first_at, o.ordered_at, o.amount,
           row_number() OVER (PARTITION BY f.customer_id ORDER BY o.ordered_at) AS nth,
           sum(o.amount) OVER (PARTITION BY f.customer_id ORDER BY o.ordered_at) AS running
    FROM first_orders AS f JOIN orders AS o ON o.customer_id = f.customer_id
), labelled AS (
    SELECT *, CASE WHEN running > 1000 THEN 'gold' WHEN running > 100 THEN 'silver' ELSE 'new' END AS label
    FROM activity WHERE nth <= 12
)
SELECT first_at, label, count(DISTINCT customer_id) AS customers, sum(amount) AS revenue,
       max(running) AS best, coalesce(min(nullif(amount, 0)), 0) AS least
FROM labelled
WHERE EXISTS (SELECT 1 FROM visits AS v WHERE v.customer_id = labelled.customer_id AND v.pages > 3)
GROUP BY first_at, label
UNION ALL
SELECT NULL, 'all', count(*), sum(amount), max(running), 0 FROM labelled
ORDER BY 1, 2
"""
MANY_COLUMNS = "SELECT " + ", ".join(f"round(c{n} / 100, 2) AS c{n}_share" for n in range(60)) + " FROM wide"
TEXTS = {"short": SHORT, "monthly": MONTHLY, "cohorts": COHORTS, "many columns": MANY_COLUMNS}
DIALECTS = ("postgres", "duckdb", "sqlite", "mysql", "snowflake", "bigquery", "tsql", "spark", "trino")


def microseconds(run: Callable[[], object], seconds: float) -> float:
    """Return the fastest of many short rounds: what the work costs when nothing disturbs it."""
    run()
    best, until = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < until:
        start = time.process_time()
        for _ in range(5):
            run()
        best = min(best, (time.process_time() - start) / 5)
    return best * 1e6


def others(sql: str, seconds: float) -> dict[str, float]:
    """Return what other parsers of Python take for a text."""
    found: dict[str, float] = {}
    if importlib.util.find_spec("pglast"):
        import pglast

        found["pglast"] = microseconds(lambda: pglast.parse_sql(sql), seconds)
    if importlib.util.find_spec("sqlparse"):
        import sqlparse

        found["sqlparse"] = microseconds(lambda: sqlparse.parse(sql), seconds)
    if importlib.util.find_spec("sqlfluff"):
        from sqlfluff.core import FluffConfig, Linter

        linter = Linter(config=FluffConfig(overrides={"dialect": "postgres"}))
        found["sqlfluff"] = microseconds(lambda: linter.parse_string(sql), seconds)
    return found


def importing(module: str) -> float:
    """Return the milliseconds that a fresh Python takes to import a module, the best of seven."""
    code = f"import time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t)"
    root = Path(__file__).parent.parent
    runs = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=root, check=True).stdout)
        for _ in range(7)
    ]
    return min(runs) * 1000


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=20.0, help="how long to measure, about")
    budget = arguments.parse_args().seconds
    logging.disable(logging.CRITICAL)
    parsing.second_opinion = lambda text, ours, *rest: ours  # it is measured by native.py
    share = budget / (len(TEXTS) * len(DIALECTS) * 2 + len(TEXTS) * 3 + 2)
    rows = []
    for dialect in DIALECTS:
        for name, sql in TEXTS.items():
            alone = microseconds(lambda sql=sql, dialect=dialect: sqlglot.parse(sql, dialect=dialect), share)
            judged = microseconds(lambda sql=sql, dialect=dialect: parsing.judge_text(sql, dialect), share)
            rows.append(
                {"dialect": dialect, "text": name, "parse": alone, "judge": judged, "ratio": judged / alone}
            )
    result = {
        "python": platform.python_version(),
        "sqlglot": sqlglot.__version__,
        "compiled": not sqlglot.parser.__file__.endswith(".py"),
        "median ratio": statistics.median(row["ratio"] for row in rows),
        "worst ratio": max(row["ratio"] for row in rows),
        "repeated text": microseconds(lambda: parsing.parse(MONTHLY, "postgres"), share),
        "others": {name: others(sql, share) for name, sql in TEXTS.items()},
        "import ms": {
            m: importing(m) for m in ("sqlglot", "jupyter_guard.policy", "jupyter_guard.policy.parsing")
        },
        "rows": rows,
    }
    print(json.dumps(_rounded(result), indent=1))


def _rounded(value: object) -> object:
    if isinstance(value, float):
        return round(value, 2)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, list) else value


if __name__ == "__main__":
    main()
