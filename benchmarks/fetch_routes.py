"""One way to fetch, in a process of its own; prints the CPU seconds and the memory that it took as JSON.

    python benchmarks/fetch_routes.py ROUTE URL ROWS

`fetch.py` starts this for every measurement.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote

Work = Callable[[], Any]
_MEGABYTE = 1024 * 1024


def _memory(name: str) -> float:
    with open("/proc/self/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))


def _query(rows: int, where: str = "") -> str:
    return f"SELECT * FROM big WHERE id <= {where or rows}"


def _shell(connections: str, dtypes: str = "numpy") -> Any:
    """Return a guarded shell of a session in prod, with the read-only lock, journal and judgement."""
    folder = Path(tempfile.mkdtemp(prefix="jg-bench-"))
    (folder / "guard.toml").write_text(
        f'version = 1\ndefault = "prod"\ndtypes = "{dtypes}"\n[environments.prod]\ntier = "prod"\n'
        f'connections.w = "{connections}"\n'
    )
    os.chdir(folder)
    os.environ |= {"JUPYTER_DATA_DIR": str(folder / "data"), "JUPYTER_GUARD_JOURNAL": str(folder / "journal")}
    from IPython.core.interactiveshell import InteractiveShell

    import jupyter_guard.kernel

    shell = InteractiveShell.instance()
    jupyter_guard.kernel.load_ipython_extension(shell)
    return shell


def _guard(url: str, rows: int, dtypes: str = "numpy", query: str = "") -> Work:
    shell = _shell(url, dtypes)
    shell.user_ns["top"] = rows
    shell.run_cell_magic("guarded_sql", "w warm <<", "SELECT 1 AS one")
    return lambda: shell.run_cell_magic("guarded_sql", "w result <<", query or _query(rows))


def _jupysql(url: str, rows: int) -> Work:
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    shell.run_line_magic("load_ext", "sql")
    shell.run_line_magic("config", "SqlMagic.feedback = 0")
    shell.run_line_magic("config", "SqlMagic.displaylimit = 1")
    if url.startswith("duckdb"):
        import duckdb

        shell.user_ns["connection"] = duckdb.connect(url.removeprefix("duckdb:///"), read_only=True)
        shell.run_line_magic("sql", "connection")
    else:
        shell.run_line_magic("sql", url.replace("postgresql://", "postgresql+psycopg://"))
    shell.run_cell_magic("sql", "", "SELECT 1")
    return lambda: shell.run_cell_magic("sql", "", _query(rows)).DataFrame()


def _pandas(url: str, rows: int) -> Work:
    import pandas
    import sqlalchemy

    connection = sqlalchemy.create_engine(url.replace("postgresql://", "postgresql+psycopg://")).connect()
    return lambda: pandas.read_sql(sqlalchemy.text(_query(rows)), connection)


def _adbc(url: str, rows: int, **options: Any) -> Work:
    import adbc_driver_postgresql.dbapi
    import pandas

    connection = adbc_driver_postgresql.dbapi.connect(url)
    return lambda: pandas.read_sql(_query(rows), connection, **options)


def _connectorx(url: str, rows: int) -> Work:
    import connectorx
    import pandas

    if "?host=" in url:  # a socket, which its driver wants in the place of the host
        start, _, query = url.partition("?")
        socket, port = (parse_qs(query)[key][0] for key in ("host", "port"))
        user, _, database = start.removeprefix("postgresql://").partition("@/")
        url = f"postgresql://{user}@{quote(socket, safe='')}:{port}/{database}"
    return lambda: (pandas, connectorx.read_sql(url, _query(rows)))


def _duckdb(url: str, rows: int) -> Work:
    import duckdb
    import pandas

    connection = duckdb.connect(url.removeprefix("duckdb:///"), read_only=True)
    return lambda: (pandas, connection.execute(_query(rows)).df())


def _sqlite(url: str, rows: int) -> Work:
    import sqlite3

    import pandas

    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    return lambda: pandas.read_sql(_query(rows), connection)


def _parquet(url: str, rows: int) -> Work:
    """Stream rows into a file by the same calls that the magic makes."""
    from jupyter_guard.databases import Call, Fetch, open_database
    from jupyter_guard.policy import Connection, Effect

    database = open_database(Connection("w", "postgres"), url, read_only=True)
    database.run([Call("SELECT 1", effect=Effect.READ)], {})
    text = "SELECT b.* FROM big AS b, generate_series(1, 20) AS again"
    call = Call(text, effect=Effect.READ, reads=("big",))
    file = Path(tempfile.mkdtemp(prefix="jg-bench-"), "rows.parquet")
    return lambda: database.run([call], {}, Fetch(parquet=file))


ROUTES: dict[str, Callable[[str, int], Work]] = {
    "guard numpy": _guard,
    "guard numpy, decimals as floats": lambda url, rows: _guard(
        url,
        rows,
        query='SELECT id, ref, score, price::float8 AS price, name, day, "at", active FROM big '
        f"WHERE id <= {rows}",
    ),
    "guard arrow": lambda url, rows: _guard(url, rows, "arrow"),
    "guard numpy, bound": lambda url, rows: _guard(url, rows, query=_query(rows, ":top")),
    "guard arrow, bound": lambda url, rows: _guard(url, rows, "arrow", _query(rows, ":top")),
    "jupysql": _jupysql,
    "pandas": _pandas,
    "adbc": _adbc,
    "adbc arrow": lambda url, rows: _adbc(url, rows, dtype_backend="pyarrow"),
    "connectorx": _connectorx,
    "duckdb df": _duckdb,
    "sqlite pandas": _sqlite,
    "parquet": _parquet,
}


def main() -> None:
    warnings.simplefilter("ignore")
    route, url, rows = sys.argv[1], sys.argv[2], int(sys.argv[3])
    output = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what magics show
    work = ROUTES[route](url, rows)
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here
    before, began, waited = _memory("VmRSS"), time.process_time(), time.monotonic()
    work()
    measured = {
        "cpu": time.process_time() - began,
        "seconds": time.monotonic() - waited,
        "megabytes": _memory("VmHWM") - before,
    }
    os.write(output, json.dumps(measured).encode())
    os._exit(0)


if __name__ == "__main__":
    main()
