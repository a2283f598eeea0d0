"""What it costs to bring a result into a DataFrame, beside what one would use instead; prints JSON.

Each measurement is a process of its own, all ways take turns, and the medians of CPU seconds and of the
peak of memory above the start are compared. `guard` is the magic with judgement, journal and lock in prod.
All of it takes more than an hour; `--only PART` runs one part, such as `--only postgres-5e6 --runs 3`.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
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
    "duckdb": ("guard arrow", "guard numpy", "guard numpy, decimals as floats", "duckdb df", "jupysql"),
    "sqlite": ("guard arrow", "guard numpy", "sqlite pandas"),
}


def measure(route: str, url: str, rows: int) -> dict[str, float]:
    """Return what one way took; {} for one that does not work here, which is said on stderr."""
    program = Path(__file__).with_name("fetch_routes.py")
    done = subprocess.run(
        [sys.executable, program, route, url, str(rows)], check=False, capture_output=True, text=True
    )
    if done.returncode:
        print(f"{route}: {done.stderr.strip().rpartition(chr(10))[2]}", file=sys.stderr)
        return {}
    found: dict[str, float] = json.loads(done.stdout)
    return found


def compare(routes: tuple[str, ...], url: str, rows: int, runs: int) -> dict[str, dict[str, float]]:
    found: dict[str, list[dict[str, float]]] = {route: [] for route in routes}
    for _ in range(runs):
        for route in routes:
            one = measure(route, url, rows)
            if one:
                found[route].append(one)
                print(f"{route}: {json.dumps(one)}", file=sys.stderr, flush=True)  # kept if the rest is not
    return {
        route: {key: round(statistics.median(one[key] for one in all_), 3) for key in ("cpu", "megabytes")}
        for route, all_ in found.items()
        if all_
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


def embedded_part(engine: str, rows: int, runs: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="jg-bench-") as folder:
        return dict(compare(_EMBEDDED[engine], embedded(engine, Path(folder), rows), rows, runs))


def postgres_part(rows: int, runs: int, url: str, routes: tuple[str, ...] = _POSTGRES) -> dict[str, object]:
    """Compare the ways on a private server, or on the one at `url`."""
    if url:
        return postgres(rows, url, routes, runs)
    from tests.servers import running_postgres

    with running_postgres() as server:
        return postgres(rows, server.superuser_url, routes, runs)


def parquet_part(rows: int, url: str) -> dict[str, object]:
    """Stream twenty times the rows into a file."""
    from tests.servers import running_postgres

    with contextlib.nullcontext() if url else running_postgres() as server:
        url = url or server.superuser_url
        postgres(rows, url, (), 0)
        return {f"to Parquet {20 * rows:,}": measure("parquet", url, rows)}


PARTS: dict[str, Callable[[argparse.Namespace], dict[str, object]]] = {
    "duckdb": lambda asked: embedded_part("duckdb", asked.rows or 1_000_000, asked.runs),
    "sqlite": lambda asked: embedded_part("sqlite", asked.rows or 1_000_000, asked.runs),
    "postgres-1e6": lambda asked: postgres_part(
        asked.rows or 1_000_000, asked.runs, asked.postgres, tuple(asked.routes)
    ),
    "postgres-5e6": lambda asked: postgres_part(
        asked.rows or 5_000_000, asked.runs, asked.postgres, tuple(asked.routes)
    ),
    "parquet": lambda asked: parquet_part(asked.rows or 1_000_000, asked.postgres),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), metavar="PART")
    parser.add_argument("--rows", type=int, help="in place of the part's own number")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--routes", nargs="+", default=_POSTGRES, help="for PostgreSQL")
    parser.add_argument("--postgres", default="", help="URL of a superuser; a private server by default")
    parser.add_argument("--quick", action="store_true", help="100,000 rows, one run")
    asked = parser.parse_args()
    if asked.quick:
        asked.rows, asked.runs = 100_000, 1
    for part in asked.only:
        print(json.dumps({part: PARTS[part](asked), "runs": asked.runs}, indent=2), flush=True)


if __name__ == "__main__":
    main()
