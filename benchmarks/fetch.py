"""What it costs to bring a result into a DataFrame, beside what one would use instead; prints JSON.

Each measurement is a process of its own, all ways take turns, and the medians of CPU seconds and of the
peak of memory above the start are compared. `guard` is the magic with judgement, journal and lock in prod.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the tests start the server

_TABLE = """
SELECT i AS id, i::bigint * 7919 AS ref, (i % 1000)::float8 / 7 AS score,
    ((i % 100000)::numeric / 100)::numeric(12, 2) AS price, 'customer ' || i AS name,
    date '2020-01-01' + i % 1000 AS day, timestamptz '2020-01-01 00:00+00' + i * interval '1 second' AS at,
    i % 3 = 0 AS active
FROM generate_series(1, {rows}) AS i
"""
_DUCKDB = """
CREATE TABLE big AS SELECT i::INTEGER AS id, i * 7919 AS ref, (i % 1000) / 7.0::DOUBLE AS score,
    ((i % 100000) / 100)::DECIMAL(12, 2) AS price, 'customer ' || i AS name,
    DATE '2020-01-01' + (i % 1000)::INTEGER AS day, TIMESTAMPTZ '2020-01-01 00:00+00' + to_seconds(i) AS at,
    i % 3 = 0 AS active
FROM range(1, {rows} + 1) AS t(i)
"""
_SQLITE = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
SELECT i AS id, i * 7919 AS ref, (i % 1000) / 7.0 AS score, i % 100000 / 100.0 AS price,
    'customer ' || i AS name, date('2020-01-01', (i % 1000) || ' days') AS day,
    datetime('2020-01-01', i || ' seconds') AS at, i % 3 = 0 AS active FROM n
"""
_POSTGRES = (
    "guard arrow",
    "guard arrow, bound",
    "guard numpy",
    "guard numpy, bound",
    "guard numpy, decimals as floats",
    "adbc arrow",
    "adbc",
    "connectorx",
    "jupysql",
    "pandas",
)
_EMBEDDED = {
    "duckdb": ("guard arrow", "guard numpy", "duckdb df"),
    "sqlite": ("guard arrow", "guard numpy", "sqlite pandas"),
}


def measure(route: str, url: str, rows: int) -> dict[str, float]:
    program = Path(__file__).with_name("fetch_routes.py")
    done = subprocess.run(
        [sys.executable, program, route, url, str(rows)], check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def compare(routes: tuple[str, ...], url: str, rows: int, runs: int) -> dict[str, dict[str, float]]:
    found: dict[str, list[dict[str, float]]] = {route: [] for route in routes}
    for _ in range(runs):
        for route in routes:
            found[route].append(measure(route, url, rows))
    return {
        route: {key: round(statistics.median(one[key] for one in all_), 3) for key in ("cpu", "megabytes")}
        for route, all_ in found.items()
    }


def embedded(engine: str, folder: Path, rows: int) -> str:
    """Make the table in a file and return its URL."""
    path = folder / f"big.{engine}"
    if engine == "duckdb":
        import duckdb

        with duckdb.connect(str(path)) as connection:
            connection.execute(_DUCKDB.format(rows=rows))
    else:
        made = sqlite3.connect(path)
        made.execute(f"CREATE TABLE big AS {_SQLITE.format(rows=rows)}")
        made.commit()
        made.close()
    return f"{engine}:///{path}"


def postgres(rows: int, url: str, routes: tuple[str, ...], runs: int) -> dict[str, object]:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS big")
        connection.execute(f"CREATE UNLOGGED TABLE big AS {_TABLE.format(rows=rows)}")
        connection.execute("VACUUM ANALYZE big")
    return dict(compare(routes, url, rows, runs))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 5_000_000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--routes", nargs="+", default=_POSTGRES, help="for PostgreSQL")
    parser.add_argument("--engines", nargs="+", default=["postgres", "duckdb", "sqlite", "parquet"])
    parser.add_argument("--postgres", default="", help="URL of a superuser; a private server by default")
    parser.add_argument("--quick", action="store_true", help="100,000 rows, one run")
    asked = parser.parse_args()
    sizes, runs = ([100_000], 1) if asked.quick else (asked.rows, asked.runs)
    found: dict[str, object] = {}
    with tempfile.TemporaryDirectory(prefix="jg-bench-") as folder:
        for engine in ("duckdb", "sqlite"):
            if engine in asked.engines:
                url = embedded(engine, Path(folder), sizes[0])
                found[f"{engine} {sizes[0]:,}"] = compare(_EMBEDDED[engine], url, sizes[0], runs)
    if {"postgres", "parquet"} & set(asked.engines):
        if asked.postgres:
            served(asked.postgres, asked, sizes, runs, found)
        else:
            from tests.servers import running_postgres

            with running_postgres() as server:
                served(server.superuser_url, asked, sizes, runs, found)
    print(json.dumps(found, indent=2))


def served(
    url: str, asked: argparse.Namespace, sizes: list[int], runs: int, found: dict[str, object]
) -> None:
    for rows in sizes:
        if "postgres" in asked.engines:
            found[f"postgres {rows:,}"] = postgres(rows, url, tuple(asked.routes), runs)
    if "parquet" in asked.engines:
        postgres(sizes[0], url, (), 0)
        found[f"to Parquet {20 * sizes[0]:,}"] = measure("parquet", url, sizes[0])


if __name__ == "__main__":
    main()
