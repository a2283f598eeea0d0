"""No order of what happens to a connection leaves it writable: each engine for real, and real forks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import psycopg
import pymysql
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyter_guard.policy import places
from tests.kernel.conftest import Kernel, starting

# Each step is run in the kernel; whatever it raises, the next one follows.
SETUP = """
import json, os, signal, sqlite3, threading, time
import duckdb, psycopg, pymysql
from jupyter_guard.kernel.passing import judged_already
from jupyter_guard.kernel import unlocks
from jupyter_guard.kernel.unlocks import Unlock
from jupyter_guard.policy.model import Effect
guard = get_ipython().magics_manager.magics["line"]["guard"].__self__._guard
INSERT = "INSERT INTO t VALUES (9, 'x')"
opened = {}

def connect(which):
    if which in opened:
        opened.pop(which).close()
    opened[which] = OPEN[which]()

OPEN = {
    "local": lambda: sqlite3.connect(FILE),
    "auto": lambda: psycopg.connect(PG, autocommit=True),
    "plain": lambda: psycopg.connect(PG),
    "maria": lambda: Maria(autocommit=True),
    "maria in transactions": lambda: Maria(),
    "duck": lambda: duckdb.connect(DUCK),
}

class Maria:
    # PyMySQL with the methods of the others.
    def __init__(self, **more):
        self.real = pymysql.connect(**MY, **more)
        self.commit, self.rollback, self.close = self.real.commit, self.real.rollback, self.real.close

    def execute(self, text):
        cursor = self.real.cursor()
        cursor.execute(text)
        return cursor

def interrupted(which):
    # Ctrl-C while a statement runs, in whatever phase of it.
    threading.Timer(0.02, os.kill, (os.getpid(), signal.SIGINT)).start()
    try:
        for _ in range(2000):
            opened[which].execute(INSERT)
    finally:
        time.sleep(0.03)

def forked(which):
    pid = os.fork()
    if not pid:
        try:
            opened[which].execute(INSERT) if which in ("local", "duck") else None
            os._exit(7 if guard.unlocks.active else 0)
        except BaseException:
            os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0, "a fork has an unlock"

def unlock(seconds):
    guard.unlocks.add(Unlock("prod", Effect.WRITE, ("t",), "test", time.monotonic() + seconds))

STEPS = {
    "unlock": lambda which: unlock(60),
    "unlock briefly": lambda which: unlock(0.01),
    "expire": lambda which: time.sleep(0.02),
    "lock": lambda which: guard.unlocks.end(),
    "write": lambda which: opened[which].execute(INSERT),
    "write and commit": lambda which: (opened[which].execute(INSERT), opened[which].commit()),
    "fail": lambda which: opened[which].execute("INSERT INTO t VALUES (1, 2, 3)"),
    "refused": lambda which: opened[which].execute("DROP TABLE t"),
    "read": lambda which: opened[which].execute("SELECT count(*) FROM t").fetchall(),
    "begin": lambda which: opened[which].execute("BEGIN"),
    "roll back": lambda which: opened[which].rollback(),
    "interrupt": interrupted,
    "reconnect": connect,
    "fork": forked,
    "tag dev": lambda which: get_ipython().run_line_magic("guard", "tag dev"),
    "tag prod": lambda which: get_ipython().run_line_magic("guard", "tag prod"),
    "off": lambda which: opened[which].execute(OFF[which]),
}
OFF = {
    "local": "PRAGMA query_only = OFF",
    "auto": "SET default_transaction_read_only = off",
    "plain": "SET default_transaction_read_only = off",
    "maria": "SET SESSION TRANSACTION READ WRITE",
    "maria in transactions": "SET SESSION TRANSACTION READ WRITE",
    "duck": "COMMIT",
}

def run(steps):
    for which in OPEN:
        connect(which)
    for step, which in steps:
        try:
            STEPS[step](which)
        except AssertionError:
            raise
        except BaseException as error:
            last = error
    for connection in opened.values():
        try:
            connection.rollback()
        except Exception:
            pass
    guard.unlocks.end()
    get_ipython().run_line_magic("guard", "tag prod")
    return {which: writable(which) for which in opened}

def writable(which):
    # Past the guard: what the engine alone says.
    connection = opened[which]
    if which in ("duck", "maria", "maria in transactions"):
        connection.execute("SELECT 1")
        try:
            with judged_already():
                connection.execute(INSERT)
        except (duckdb.Error, pymysql.Error):
            return False
        connection.rollback()
        return True
    if which == "local":
        try:
            sqlite3.Cursor.execute(sqlite3.Connection.cursor(connection), INSERT)
        except sqlite3.DatabaseError:
            return False
        connection.rollback()
        return True
    connection.execute("SELECT 1")  # its next use, which may put the lock back
    connection.rollback()
    answer = connection.pgconn.exec_(INSERT.encode())
    return answer.error_field(psycopg.pq.DiagnosticField.SQLSTATE) != b"25006"
"""
STEPS = st.sampled_from(
    "unlock,unlock briefly,expire,lock,write,write and commit,fail,refused,read,begin,roll back,interrupt,"
    "reconnect,fork,tag dev,tag prod,off".split(",")
)
NAMES = ["local", "auto", "plain", "maria", "maria in transactions", "duck"]
ORDERS = st.lists(st.tuples(STEPS, st.sampled_from(NAMES)), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def prod(
    warehouse: str, shop: dict[str, object], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Kernel]:
    """A kernel in prod with a table `t` in each engine; in dev all of them may be written."""
    project: Path = tmp_path_factory.mktemp("orders")
    (project / "guard.toml").write_text(
        'default = "prod"\n[environments.prod]\ntier = "prod"\nunlock = { effects = ["write"] }\n'
        '[environments.dev]\ntier = "dev"\nhosts = ["127.0.0.1"]\n'
    )
    with psycopg.connect(warehouse, autocommit=True) as outside:
        outside.execute("DROP TABLE IF EXISTS t CASCADE")
        outside.execute("CREATE TABLE t (id int, v text)")
    with (
        pymysql.connect(**shop, autocommit=True) as connection,  # type: ignore[call-overload]  # by name
        connection.cursor() as cursor,
    ):
        cursor.execute("CREATE OR REPLACE TABLE t (id int, v text)")
    with duckdb.connect(project / "t.duckdb") as made:
        made.execute("CREATE TABLE t (id int, v text)")
    trusted = places.content_hash((project / "guard.toml").read_bytes())
    with starting(tmp_path_factory.mktemp("kernels")) as start:
        kernel = start(project, JUPYTER_GUARD_TRUST=trusted)
        kernel.run(
            f"PG, FILE, DUCK, MY = {warehouse!r}, {str(project / 't.db')!r}, {str(project / 't.duckdb')!r}, {shop!r}\nimport sqlite3, os\n"
            "from jupyter_guard.kernel.guard import judged_already\n"
            "with judged_already():\n    made = sqlite3.connect(FILE)\n"
            "    made.execute('CREATE TABLE t (id int, v text)'); made.commit(); made.close()"
        )
        ran = kernel.run(SETUP)
        assert not ran.error
        yield kernel


@settings(
    max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
)
@given(ORDERS)
def test_no_order_leaves_a_connection_writable(prod: Kernel, steps: list[tuple[str, str]]) -> None:
    ran = prod.run(f"print(json.dumps(run({steps!r})))")

    assert not ran.error, ran.error.get("evalue")
    assert json.loads(ran.output.splitlines()[-1]) == dict.fromkeys(NAMES, False)


def test_a_restarted_kernel_has_no_unlock(prod: Kernel, warehouse: str) -> None:
    prod.run("unlock(600)")
    prod.manager.restart_kernel(now=True)
    prod.client.wait_for_ready(timeout=120)
    status = prod.run("%guard").shown("status")
    ran = prod.run(f"import psycopg\npsycopg.connect({warehouse!r}).execute('DELETE FROM t')")

    assert status["unlocks"] == []
    assert ran.error["ename"] == "StatementBlocked"
