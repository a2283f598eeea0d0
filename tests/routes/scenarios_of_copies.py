"""Writes by second copies: drivers loaded again, copied, packed, in their lower halves, under other names."""

from __future__ import annotations

from .scenarios import COUNT, CTE, INSERT, Scenario, by

_AGAIN = "import sys, importlib\nfor n in [n for n in sys.modules if n.partition('.')[0] in {names}]: del sys.modules[n]\n"
_COPY = (
    "import importlib, os, shutil, sys\nos.makedirs('gone_copies', exist_ok=True); open('gone_copies/__init__.py', 'w').close()\n"
    "shutil.copytree(os.path.dirname({package}.__file__), 'gone_copies/{name}', dirs_exist_ok=True)\n"
    "sys.path.insert(0, '.') if '.' not in sys.path else None; importlib.invalidate_caches()\n"
)
LITE = "import functools, importlib, sqlite3, sys\ncon = sqlite3.connect(SQLITE)"
R = f"con.execute({COUNT!r}).fetchone()[0]"
C2 = f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone()][-1][0]"
OTHER = f"other.execute({INSERT!r}); other.commit(); other.close()"


def _driver(
    route: str, database: str, distribution: str, loading: str, opening: str, insert: str, **more: str
) -> list[Scenario]:
    """Return the ways of loading a driver a second time; the new copy is read by, too."""
    names = tuple({line.split()[-1].partition(".")[0] for line in loading.splitlines()})
    parts = more.get("parts", "").split()
    write = f"new = {opening}\n{insert}"
    writes = {
        "loaded_again": _AGAIN.format(names=names) + f"{loading}\n{write}",
        "reloaded": f"import importlib\nimportlib.reload({loading.splitlines()[0].split()[-1]})\n{write}",
    }
    if parts:
        again = "".join(f"import {part}; importlib.reload({part})\n" for part in parts)
        writes["its_parts_reloaded"] = f"import importlib\n{again}{write}"
    read = f"[c := new.cursor(), c.execute({COUNT!r}), c.fetchone()][-1][0]"
    ways = {name: (text, read) for name, text in writes.items()}
    return by(
        route, database, f"{loading}\ncon = {opening}", "con.close(); new.close()", distribution, **ways
    )


SCENARIOS = (
    *_driver("PyMySQL", "mariadb", "pymysql", "import pymysql\nimport pymysql.connections", "pymysql.connections.Connection(**MY_KW, autocommit=True)", f"new.cursor().execute({INSERT!r})", parts="pymysql.cursors pymysql.connections"),
    *_driver("MySQL Connector", "mariadb", "mysql-connector-python", "import mysql.connector", "mysql.connector.connect(**MY_KW, autocommit=True)", f"new.cursor().execute({INSERT!r})", parts="mysql.connector.connection mysql.connector"),
    *_driver("pg8000", "postgres", "pg8000", "import pg8000\nimport pg8000.dbapi", "pg8000.dbapi.connect(**PG_KW)", f"new.cursor().execute({INSERT!r}); new.commit()", parts="pg8000.core pg8000.dbapi"),
    *_driver("psycopg", "postgres", "psycopg", "import psycopg", "psycopg.connect(PG, autocommit=True)", f"new.execute({INSERT!r})", parts="psycopg.cursor psycopg.connection"),
    *_driver("psycopg2", "postgres", "psycopg2-binary", "import psycopg2", "psycopg2.connect(PG)", f"new.cursor().execute({INSERT!r}); new.commit()", parts="psycopg2.extensions psycopg2.extras"),
    *_driver("pyodbc", "sqlite", "pyodbc", "import pyodbc", "pyodbc.connect('DRIVER=SQLite3;Database=' + SQLITE, autocommit=True)", f"new.execute({INSERT!r})"),
    *_driver("ADBC", "postgres", "adbc-driver-postgresql", "import adbc_driver_manager\nimport adbc_driver_postgresql.dbapi", "adbc_driver_postgresql.dbapi.connect(PG, autocommit=True)", f"new.cursor().execute({INSERT!r})", parts="adbc_driver_manager.dbapi"),
    *by(
        "PyMySQL", "mariadb", "import pymysql\ncon = pymysql.connect(**MY_KW, autocommit=True)", "con.close()", "pymysql",
        a_part_loaded_again=(f"import sys; del sys.modules['pymysql.connections']\nfrom pymysql.connections import Connection\nConnection(**MY_KW, autocommit=True).cursor().execute({INSERT!r})", C2),
        a_copy_of_the_driver=(_COPY.format(package="pymysql", name="pymysql") + f"import gone_copies.pymysql as own\nown.connect(**MY_KW, autocommit=True).cursor().execute({INSERT!r})", C2),
        a_copy_under_another_name=(_COPY.format(package="pymysql", name="shop") + f"import gone_copies.shop as own\nown.connect(**MY_KW, autocommit=True).cursor().execute({INSERT!r})", C2),
        a_copy_by_its_file=(
            "import importlib.util as u, sys\np = pymysql.__path__[0]\ns = u.spec_from_file_location('gone_own', p + '/__init__.py', submodule_search_locations=[p])\n"
            f"own = sys.modules['gone_own'] = u.module_from_spec(s); s.loader.exec_module(own)\nown.connect(**MY_KW, autocommit=True).cursor().execute({INSERT!r})", C2,
        ),
        packed=(
            "import pathlib, shutil\np = pathlib.Path(pymysql.__file__).parent\nshutil.make_archive('gone_zip', 'zip', p.parent, 'pymysql')\n"
            + _AGAIN.format(names=("pymysql",)) + "sys.path.insert(0, 'gone_zip.zip')\n"
            f"try:\n    import pymysql as own\n    assert 'gone_zip' in own.__file__\n    own.connect(**MY_KW, autocommit=True).cursor().execute({INSERT!r})\n"
            "finally:\n    sys.path.remove('gone_zip.zip')\n" + "    " + _AGAIN.format(names=("pymysql",)).splitlines()[1] + "\n    import pymysql", C2,
        ),
    ),
    *by(
        "pg8000", "postgres", "import pg8000.dbapi\ncon = pg8000.dbapi.connect(**PG_KW)\ncon.autocommit = True", "con.close()", "pg8000",
        a_copy_of_the_driver=(
            _COPY.format(package="pg8000", name="pg8000") + "import pathlib\nfor f in pathlib.Path('gone_copies/pg8000').glob('*.py'):\n"
            "    f.write_text(f.read_text().replace('from pg8000', 'from gone_copies.pg8000').replace('import pg8000', 'import gone_copies.pg8000'))\n"
            f"import gone_copies.pg8000.dbapi as own\nc = own.connect(**PG_KW); c.cursor().execute({INSERT!r}); c.commit()", C2,
        ),
    ),
    *by(
        "asyncpg", "postgres", "import asyncpg\ncon = await asyncpg.connect(PG)", "await con.close(); await new.close()", "asyncpg",
        its_parts_reloaded=(f"import importlib, asyncpg.connection; importlib.reload(asyncpg.connection); importlib.reload(asyncpg)\nnew = await asyncpg.connect(PG); await new.execute({INSERT!r})", f"await new.fetchval({COUNT!r})"),
    ),
    *by(
        "connectorx", "postgres", "import connectorx", "", "connectorx",
        loaded_again=(_AGAIN.format(names=("connectorx",)) + f"import connectorx\nconnectorx.read_sql(PG, {CTE!r})", f"connectorx.read_sql(PG, {COUNT!r}).iloc[0, 0]"),
        its_lower_half=(f"from connectorx.connectorx import read_sql as low\nlow(PG, 'pandas', queries=[{CTE!r}], protocol='binary')", f"connectorx.read_sql(PG, {COUNT!r}).iloc[0, 0]"),
    ),
    *by(
        "DuckDB", "duckdb", "import duckdb, functools, importlib", "", "duckdb",
        reloaded=(f"importlib.reload(duckdb)\nwith duckdb.connect(DUCKDB) as new: new.execute({INSERT!r})", f"duckdb.connect(DUCKDB).execute({COUNT!r}).fetchone()[0]"),
        a_partial=(f"with duckdb.connect(DUCKDB) as c: functools.partial(duckdb.DuckDBPyConnection.execute, c)({INSERT!r})", f"duckdb.connect(DUCKDB).execute({COUNT!r}).fetchone()[0]"),
        its_lower_half=(f"import _duckdb\nwith _duckdb.connect(DUCKDB) as c: c.execute({INSERT!r})", f"duckdb.connect(DUCKDB).execute({COUNT!r}).fetchone()[0]"),
        Spark_s_words=("from duckdb.experimental.spark.sql import SparkSession\ns = SparkSession.builder.getOrCreate(); s.conn.execute(f\"ATTACH '{DUCKDB}' AS it\"); s.sql(\"INSERT INTO it.orders VALUES (99, 'X')\"); s.conn.execute('DETACH it')", f"duckdb.connect(DUCKDB).execute({COUNT!r}).fetchone()[0]"),
    ),
    *by(
        "sqlite3", "sqlite", LITE, "con.close()",
        a_partial=(f"other = functools.partial(sqlite3.connect, SQLITE)(); {OTHER}", R),
        a_class_that_calls_the_base=(f"class K(sqlite3.Connection):\n    def execute(self, *a): return sqlite3.Connection.execute(self, *a)\nother = K(SQLITE); {OTHER}", R),
        an_own_cursor=(f"class K(sqlite3.Cursor): pass\ncon.cursor(K).execute({INSERT!r}); con.commit()", R),
        loaded_again=(_AGAIN.format(names=("sqlite3",)) + f"import sqlite3\nother = sqlite3.connect(SQLITE); {OTHER}", R),
        reloaded=(f"importlib.reload(sqlite3.dbapi2); importlib.reload(sqlite3); other = sqlite3.connect(SQLITE); {OTHER}", R),
        its_lower_half=(f"import _sqlite3; other = _sqlite3.connect(SQLITE); {OTHER}", R),
        its_lower_half_s_class=(f"import _sqlite3; other = _sqlite3.Connection(SQLITE); {OTHER}", R),
        its_lower_half_loaded_again=(
            "import _sqlite3, importlib.machinery, importlib.util\nl = importlib.machinery.ExtensionFileLoader('gone._sqlite3', _sqlite3.__file__)\n"
            f"m = importlib.util.module_from_spec(importlib.util.spec_from_loader('gone._sqlite3', l)); l.exec_module(m)\nother = m.connect(SQLITE); {OTHER}", R,
        ),
        a_method_of_a_base_class=("base = [b for b in type(con).__mro__ if b.__name__ == 'Connection' and b.__module__ == 'sqlite3'][-1]; base.execute(con, 'DELETE FROM orders'); con.commit()", R),
        a_function_of_the_database=(f"def work(x):\n    other = sqlite3.connect(SQLITE); {OTHER}; return 1\ncon.create_function('work', 1, work); con.execute('SELECT work(1)').fetchall()", R),
    ),
)  # fmt: skip
