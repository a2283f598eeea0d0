"""The gate itself: what it leaves alone, what it does not let through, and what it says."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_guard.journal.statements import statements
from jupyter_guard.policy import places
from tests.kernel.conftest import Kernel

Start = Callable[..., Kernel]
PROD = 'default = "prod"\n'


def write(folder: Path, rules: str = PROD) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "guard.toml").write_text(rules)
    with sqlite3.connect(folder / "it.db") as connection:
        connection.execute("CREATE TABLE orders (id)")
    connection.close()
    return folder


def orders(folder: Path) -> int:
    connection = sqlite3.connect(folder / "it.db")
    try:
        return int(connection.execute("SELECT count(*) FROM orders").fetchone()[0])
    finally:
        connection.close()


def _hash(folder: Path) -> str:
    """What trusts the guard.toml of a folder."""
    return places.content_hash((folder / "guard.toml").read_bytes())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project in prod, with an empty table of orders."""
    return write(tmp_path / "project")


# Libraries that keep a little SQLite file of their own; each leaves True behind.
LIBRARIES = {
    "diskcache": "import diskcache; c = diskcache.Cache('cache'); c['a'] = 1; c['a'] == 1",
    "requests_cache": (
        "import requests_cache; b = requests_cache.SQLiteCache('web')\n"
        "b.redirects['a'] = 'b'; b.redirects['a'] == 'b'"
    ),
    "coverage": (
        "import coverage; d = coverage.CoverageData('c'); d.add_lines({'a.py': [1]})\nd.lines('a.py') == [1]"
    ),
    "optuna": (
        "import optuna; optuna.logging.disable_default_handler()\n"
        "s = optuna.create_study(storage='sqlite:///o.db')\n"
        "s.optimize(lambda t: t.suggest_float('x', 0, 1), 2)\n"
        "len(s.trials) == 2"
    ),
}


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_kernel_without_rules_leaves_libraries_alone(name: str, start: Start, tmp_path: Path) -> None:
    pytest.importorskip(name)
    folder = tmp_path / "plain"
    folder.mkdir()
    kernel = start(folder)

    ran = kernel.run(LIBRARIES[name])

    assert (ran.error, ran.displays, ran.result.get("text/plain")) == ({}, [], "True")


def test_memory_temporary_and_cache_files_are_exempt(start: Start, folder: Path, tmp_path: Path) -> None:
    kernel = start(folder, XDG_CACHE_HOME=str(tmp_path / "cache"))
    kernel.run(
        "import sqlite3, duckdb, tempfile, os\nos.makedirs(os.environ['XDG_CACHE_HOME'])\n"
        "files = [':memory:', tempfile.mktemp(), os.path.join(os.environ['XDG_CACHE_HOME'], 'a.db')]"
    )

    ran = kernel.run(
        "for file in files:\n"
        "    for connect in (sqlite3.connect, duckdb.connect):\n"
        "        c = connect(file + ('' if file == ':memory:' else connect.__name__ + str(id(connect))))\n"
        "        c.execute('CREATE TABLE t (a int)'); c.execute('INSERT INTO t VALUES (1)')\n"
        "    c.table('t').insert([2])"
    )

    assert (ran.error, ran.displays) == ({}, [])


def test_free_local_files_are_exempt(start: Start, tmp_path: Path) -> None:
    folder = write(tmp_path / "free", f'local_files = "free"\n{PROD}')
    kernel = start(folder, JUPYTER_GUARD_TRUST=_hash(folder))

    kernel.run(
        "import sqlite3\nwith sqlite3.connect('it.db') as c: c.execute('INSERT INTO orders VALUES (1)')"
    )

    assert orders(folder) == 1


def test_a_file_that_prod_names_is_prod_under_any_tag(start: Start, tmp_path: Path) -> None:
    folder = write(
        tmp_path / "named",
        '[environments.dev]\ntier = "dev"\n'
        '[environments.prod]\ntier = "prod"\nconnections.it = "sqlite:///it.db"\n',
    )
    kernel = start(folder)

    ran = kernel.run("import sqlite3\nwith sqlite3.connect('it.db') as c: c.execute('DELETE FROM orders')")
    fine = kernel.run("with sqlite3.connect('other.db') as c: c.execute('CREATE TABLE t (a)')")

    assert (ran.shown("refusal")["environment"], ran.error["ename"]) == ("prod", "StatementBlocked")
    assert not fine.error


def test_an_unknown_host_is_prod_without_any_rules(start: Start, tmp_path: Path) -> None:
    pytest.importorskip("connectorx")
    folder = tmp_path / "none"
    folder.mkdir()
    kernel = start(folder)

    ran = kernel.run(
        "import connectorx\nconnectorx.read_sql('postgresql://me:s3cret@10.0.0.1/w', 'DELETE FROM a')"
    )

    assert ran.shown("refusal")["connection"] == "postgres on 10.0.0.1"
    assert "s3cret" not in str(ran.displays)


def test_a_swallowed_refusal_is_still_seen(start: Start, folder: Path) -> None:
    kernel = start(folder)

    cell = (
        "import sqlite3\ntry: sqlite3.connect('it.db').execute('DELETE FROM orders')\nexcept Exception: pass"
    )
    ran = kernel.run(cell)

    assert ran.shown("refusal")["statements"][0]["writes"] == ["orders"]
    assert not ran.error


def test_the_guards_own_statements_are_not_judged_again(start: Start, folder: Path) -> None:
    kernel = start(folder, JUPYTER_GUARD_TRUST="")
    (folder / "guard.toml").write_text(
        '[environments.dev]\ntier = "dev"\nconnections.it = "sqlite:///it.db"\n'
    )

    ran = kernel.run("%%guarded_sql it\nINSERT INTO orders VALUES (1)")

    assert not ran.error
    assert orders(folder) == 1


def test_a_driver_of_an_untried_version_is_refused_in_prod(start: Start, folder: Path) -> None:
    pytest.importorskip("pymysql")
    kernel = start(folder)
    kernel.run(
        "import importlib.metadata as m\nreal = m.version\n"
        "m.version = lambda name: '99.0' if name == 'pymysql' else real(name)"
    )

    ran = kernel.run("import pymysql\npymysql.connect(host='127.0.0.1')")
    status = kernel.run("%guard").shown("status")

    assert ran.error["ename"] == "StatementBlocked"
    assert "PyMySQL 99.0 was not tried; 1.1 up to" in ran.shown("refusal")["statements"][0]["reason"]
    assert any("PyMySQL" in line for line in status["outside"])


CLIENT = "class MongoClient:\n    def __init__(self, host): self.host = host\n"


def test_a_client_without_a_route_is_not_imported_in_prod(start: Start, folder: Path) -> None:
    (folder / "pymongo.py").write_text(CLIENT)
    kernel = start(folder)

    ran = kernel.run("import pymongo")
    optional = kernel.run("try: import pymongo\nexcept ImportError: print('goes on')")

    (refused,) = ran.shown("refusal")["statements"]
    assert (ran.error["ename"], refused["rule"]) == ("ClientRefused", "no-route")
    assert "has no route for pymongo" in refused["reason"]
    assert 'unguarded_clients = ["pymongo"]' in refused["remedy"]
    assert optional.output == "goes on\n"
    assert optional.shown("refusal")["statements"][0]["text"] == "import pymongo"


def test_a_client_without_a_route_connects_to_no_unknown_host(start: Start, tmp_path: Path) -> None:
    folder = write(tmp_path / "hosts", '[environments.dev]\nhosts = ["mongo.dev.example.com"]\n')
    (folder / "pymongo.py").write_text(CLIENT)
    kernel = start(folder, JUPYTER_GUARD_TRUST=_hash(folder))
    kernel.run("import duckdb, pymongo")

    known = kernel.run("pymongo.MongoClient('mongodb://mongo.dev.example.com:27017').host")
    unknown = kernel.run("pymongo.MongoClient(host='mongo.example.com')")
    status = kernel.run("%guard").shown("status")

    assert not known.error
    assert (unknown.error["ename"], unknown.shown("refusal")["environment"]) == ("StatementBlocked", "prod")
    assert any(line.startswith("DuckDB") for line in status["guarded"])
    assert status["outside"] == ["pymongo has no route here"]


def test_a_trusted_guard_toml_lets_a_client_without_a_route_be_used(start: Start, tmp_path: Path) -> None:
    folder = write(tmp_path / "free", f'unguarded_clients = ["pymongo"]\n{PROD}')
    (folder / "pymongo.py").write_text(CLIENT)
    code = "import pymongo\npymongo.MongoClient('mongo.example.com').host"

    untrusted, trusted = (
        start(folder, **extra).run(code) for extra in ({}, {"JUPYTER_GUARD_TRUST": _hash(folder)})
    )

    assert untrusted.error["ename"] == "ClientRefused"
    assert (trusted.error, trusted.displays) == ({}, [])


def test_what_the_gate_lets_pass_is_recorded(start: Start, tmp_path: Path) -> None:
    folder = write(tmp_path / "dev", "")
    kernel = start(folder)
    kernel.run("import sqlite3\ncon = sqlite3.connect('it.db')")

    kernel.run("for _ in range(3): con.execute('SELECT * FROM orders')")
    kernel.run("con.execute('INSERT INTO orders VALUES (?)', (1,)); con.commit()")
    kernel.run("con.execute('SELECT * FROM nothing')")
    kernel.manager.shutdown_kernel(now=True)

    records = statements(tmp_path / "data" / "jupyter_guard" / "journal")
    told = [(r.intent.text, r.intent.effect, r.intent.route, r.outcome.state) for r in records]
    # What is read again in the same cell is the same record.
    assert told == [
        ("SELECT * FROM orders", "READ", "sqlite3", "done"),
        ("INSERT INTO orders VALUES (?)", "WRITE", "sqlite3", "done"),
        ("SELECT * FROM nothing", "READ", "sqlite3", "failed"),
    ]
    assert records[0].intent.target == f"sqlite:///{folder / 'it.db'}"


def test_a_failing_guard_blocks(start: Start, folder: Path) -> None:
    kernel = start(folder)
    kernel.run(
        "import jupyter_guard.kernel.in_force as g\ndef broken(*a): raise RuntimeError\ng.is_exempt = broken"
    )

    ran = kernel.run("import sqlite3\nsqlite3.connect('it.db').execute('DELETE FROM orders')")

    assert ran.shown("refusal")["statements"][0]["rule"] == "guard-failed"


def test_a_fork_that_starts_a_client_ends_and_the_kernel_goes_on(start: Start, folder: Path) -> None:
    kernel = start(folder)

    ran = kernel.run(
        "import os\npid = os.fork()\n"
        "if not pid: os.execvp('sqlite3', ['sqlite3', 'it.db', 'INSERT INTO orders VALUES (1)'])\n"
        "os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])"
    )

    assert ran.result["text/plain"] == "126"
    assert orders(folder) == 0


def test_a_refusal_in_a_headless_run_fails_it(folder: Path) -> None:
    import nbformat
    import papermill

    cell = "import sqlite3\nsqlite3.connect('it.db').execute('DELETE FROM orders')"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell)])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, folder / "a.ipynb")

    with pytest.raises(papermill.PapermillExecutionError, match="StatementBlocked"):
        papermill.execute_notebook(
            str(folder / "a.ipynb"), str(folder / "b.ipynb"), cwd=str(folder), progress_bar=False
        )


def test_a_script_run_without_a_person_fails_with_a_message(folder: Path) -> None:
    (folder / "a.py").write_text(
        "import sqlite3\ntry: sqlite3.connect('it.db').execute('DELETE FROM orders')\nfinally: print('ended')"
    )

    done = subprocess.run(
        [sys.executable, "-m", "jupyter", "run", "--kernel", "python3", "a.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "StatementBlocked: Nothing was sent to it.db" in done.stdout + done.stderr


def test_where_nothing_else_shows_it_the_first_statement_says_where_this_is(
    start: Start, folder: Path, tmp_path: Path
) -> None:
    query = "import sqlite3; sqlite3.connect('it.db').execute('SELECT 1').fetchone()"
    shown = tmp_path / "of-the-server"
    shown.mkdir(mode=0o700)
    (shown / "server.json").write_text(json.dumps({"pid": os.getpid()}))
    elsewhere, in_jupyterlab = start(folder), start(folder, JUPYTER_GUARD_DIR=str(shown))

    first, second, silent = (kernel.run(query) for kernel in (elsewhere, elsewhere, in_jupyterlab))

    assert first.output.startswith("jupyter_guard: prod (PROD: default of guard.toml)")
    assert (second.output, silent.output) == ("", "")


SEND = """
import http.server, smtplib, socket, threading, urllib.request
class Answer(http.server.BaseHTTPRequestHandler):
    def do_POST(self): self.send_response(200); self.end_headers(); got.append(self.command)
    do_GET = do_POST
    def log_message(self, *args): pass
got, server = [], http.server.ThreadingHTTPServer(("127.0.0.2", 0), Answer)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.2:{server.server_port}/"
"""


def test_http_that_changes_something_is_noted_and_sent(start: Start, folder: Path) -> None:
    kernel = start(folder)
    kernel.run(SEND)

    ran = kernel.run(
        "import requests\nurllib.request.urlopen(url).read()\nurllib.request.urlopen(url, data=b'x').read()\n"
        "requests.post(url); requests.get(url); got"
    )
    status = kernel.run("%guard").shown("status")

    assert ran.result["text/plain"] == "['GET', 'POST', 'POST', 'GET']"
    assert status["outside"] == ["POST 127.0.0.2, 2 times"]


def test_sqlalchemy_guards_drivers_that_have_no_route(start: Start, folder: Path) -> None:
    pytest.importorskip("sqlalchemy")
    kernel = start(folder)
    kernel.run(
        "import sqlalchemy as sa\nfrom sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite\n"
        "class Strange(SQLiteDialect_pysqlite): driver = 'strange'\n"
        "sa.dialects.registry.impls['sqlite.strange'] = lambda: Strange\n"
        "engine = sa.create_engine('sqlite+strange:///it.db')\n"
        "plain = sa.create_engine('sqlite:///it.db')"
    )

    listened = kernel.value("[e.dispatch.before_cursor_execute.__len__() for e in (engine, plain)]")

    assert listened == "[1, 0]"
