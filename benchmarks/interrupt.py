"""How long Ctrl-C takes to end a running query, and whether it is gone from the server then; prints JSON.

The seconds go from the signal to the prompt; `left` counts the queries that the server still runs.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the tests start the servers

from jupyter_guard.databases import Call, Fetch, open_database
from jupyter_guard.policy import Connection, Effect

_ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
# engine -> a query that computes for long, one that returns rows for long.
_SLOW = {
    "postgres": (
        "SELECT count(*) FROM generate_series(1, 1000000000) AS g",
        "SELECT generate_series(1, 1000000000)",
    ),
    "mysql": ("SELECT sum(seq * seq % 7) FROM seq_1_to_10000000000", "SELECT * FROM seq_1_to_10000000000"),
    "duckdb": (
        "SELECT count(*) FROM range(100000000) a, range(100000) b WHERE a.range * b.range % 7 = 3",
        "SELECT a.range + b.range AS n FROM range(100000000) a, range(100000) b",
    ),
    "sqlite": (_ENDLESS, _ENDLESS.replace("count(*)", "i")),
}


def once(url: str, dialect: str, text: str, left: Callable[[], int]) -> tuple[float, int]:
    database = open_database(Connection("w", dialect), url, read_only=dialect != "duckdb")
    database.run([Call("SELECT 1", effect=Effect.READ)], {})
    sent: list[float] = []

    def interrupt() -> None:
        sent.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    threading.Timer(1.5, interrupt).start()
    try:
        database.run([Call(text, effect=Effect.READ)], {}, Fetch(dtypes="arrow"))
    except KeyboardInterrupt:
        took = time.monotonic() - sent[0]
    else:
        raise SystemExit(f"{dialect}: the query ended by itself")
    remaining = left()
    database.run([Call("SELECT 1", effect=Effect.READ)], {})  # usable at once
    database.close()
    return took, remaining


def measure(url: str, dialect: str, left: Callable[[], int], runs: int) -> dict[str, object]:
    found: dict[str, object] = {}
    for what, text in zip(("computing", "returning rows"), _SLOW[dialect], strict=True):
        times, remaining = zip(*(once(url, dialect, text, left) for _ in range(runs)), strict=True)
        found[what] = {
            "median": round(statistics.median(times), 3),
            "worst": round(max(times), 3),
            "left": max(remaining),
        }
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--engines", nargs="+", default=list(_SLOW))
    asked = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell lets its background ignore it
    found: dict[str, object] = {}
    with tempfile.TemporaryDirectory(prefix="jg-bench-") as folder:
        for engine in asked.engines:
            if engine in ("duckdb", "sqlite"):
                url = "duckdb:///:memory:" if engine == "duckdb" else f"sqlite:///{folder}/x.db"
                Path(folder, "x.db").touch()
                found[engine] = measure(url, engine, lambda: 0, asked.runs)
    if "postgres" in asked.engines:
        from tests.servers import running_postgres

        with running_postgres() as server:
            url = server.superuser_url
            found["postgres"] = measure(url, "postgres", lambda: running_in_postgres(url), asked.runs)
    if "mysql" in asked.engines:
        from tests.servers import mariadb

        with contextmanager(mariadb.__wrapped__)() as server:
            found["mysql"] = measure(server.url, "mysql", lambda: running_in_mysql(server), asked.runs)
    print(json.dumps(found, indent=2))


def running_in_postgres(url: str) -> int:
    import psycopg

    with psycopg.connect(url) as connection:
        sql = (
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%generate_series%'"
        )
        row = connection.execute(f"{sql} AND pid <> pg_backend_pid()").fetchone()
        return int(row[0]) if row else 0


def running_in_mysql(server: object) -> int:
    import pymysql

    port, password = server.port, server.password  # type: ignore[attr-defined]  # of the tests
    with pymysql.connect(host="127.0.0.1", port=port, user="analyst", password=password) as connection:
        cursor = connection.cursor()
        cursor.execute("SHOW PROCESSLIST")
        return sum("seq_1_to" in str(row) for row in cursor.fetchall())


if __name__ == "__main__":
    main()
