"""An unlock: within guard.toml, confirmed, scoped, timed, recorded; the engine is locked again behind it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from jupyter_client.blocking.client import BlockingKernelClient

from jupyter_guard.policy import places
from tests.kernel.conftest import Kernel, Ran, starting

REQUEST = '%guard unlock --effect write --table t --for 5m --reason "a wrong city"'
INSERT = "INSERT INTO t VALUES (9, 'x')"
Typing = Callable[..., Ran]


@pytest.fixture(scope="module")
def prod(warehouse: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel in prod, whose guard.toml permits writes to be unlocked for ten minutes."""
    project = tmp_path_factory.mktemp("unlock")
    (project / "guard.toml").write_text(
        'default = "prod"\n[environments.prod]\ntier = "prod"\n'
        f'connections.files = "sqlite:///{project}/t.db"\nconnections.warehouse = "{warehouse}"\n'
        'unlock = { effects = ["write"], max_minutes = 10 }\n'
    )
    trusted = places.content_hash((project / "guard.toml").read_bytes())
    with starting(tmp_path_factory.mktemp("kernels")) as start:
        kernel = start(project, JUPYTER_GUARD_TRUST=trusted)
        kernel.run(f"PG, FILE = {warehouse!r}, {str(project / 't.db')!r}")
        yield kernel


@pytest.fixture
def rows(prod: Kernel, warehouse: str) -> Iterator[Callable[[], tuple[int, int]]]:
    """Two rows in each database, counted from outside: in SQLite, in PostgreSQL."""
    file = Path(prod.run("print(FILE)").output.strip())
    with psycopg.connect(warehouse, autocommit=True) as outside:
        outside.execute("DROP TABLE IF EXISTS t CASCADE")
        outside.execute("CREATE TABLE t (id int, v text)")
        outside.execute("INSERT INTO t VALUES (1, 'a'), (2, 'b')")
    file.unlink(missing_ok=True)
    made = sqlite3.connect(file)
    made.executescript("CREATE TABLE t (id int, v text); INSERT INTO t VALUES (1, 'a'), (2, 'b');")
    made.close()

    def count() -> tuple[int, int]:
        made = sqlite3.connect(file)
        (local,) = made.execute("SELECT count(*) FROM t").fetchone()
        made.close()
        with psycopg.connect(warehouse) as outside:
            return local, outside.execute("SELECT count(*) FROM t").fetchall()[0][0]

    yield count
    prod.run("%guard lock")


def typing(kernel: Kernel, cell: str, answer: str | None) -> Ran:
    """Run a cell where a person answers what it asks; None stands for nobody."""
    ran = Ran()
    client: BlockingKernelClient = kernel.client

    def collect(message: dict[str, Any]) -> None:
        if message["msg_type"] == "error":
            ran.error = message["content"]
        elif message["msg_type"] == "stream":
            ran.output += message["content"]["text"]

    client.execute_interactive(
        cell,
        allow_stdin=answer is not None,
        stdin_hook=lambda _: client.input(answer),
        timeout=60,
        output_hook=collect,
    )
    return ran


def test_what_guard_toml_does_not_permit_is_refused(prod: Kernel) -> None:
    asked = {
        "--effect schema --table t --for 5m --reason x": "permits in prod to unlock write, not schema",
        "--effect write --table t --for 11m --reason x": "10 minutes at most",
        "--effect write --table * --for 5m --reason x": "would be every table",
        "--effect write --table t --for ever --reason x": "is no time",
        "--effect write --table t --for 5m --reason ' '": "Say why",
        "--effect write --for 5m --reason x": "--table",
        "--effect write --table t --for 5m --reason x --environment dev": "no unlock in dev",
    }

    said = {line: prod.run(f"%guard unlock {line}").error["evalue"] for line in asked}

    assert all(words in said[line] for line, words in asked.items()), said


def test_without_a_person_there_is_no_unlock(prod: Kernel) -> None:
    ran = typing(prod, REQUEST, None)

    assert "in a headless run there is no unlock" in ran.error["evalue"]


def test_another_name_unlocks_nothing(prod: Kernel) -> None:
    ran = typing(prod, REQUEST, "yes")

    assert "'yes' is not 't': nothing is unlocked" in ran.error["evalue"]


def test_it_lets_write_there_and_nowhere_else_and_locks_again(
    prod: Kernel, rows: Callable[[], tuple[int, int]], tmp_path: Path
) -> None:
    prod.run(
        "import psycopg, sqlite3\nauto = psycopg.connect(PG, autocommit=True); plain = psycopg.connect(PG)\n"
        "local = sqlite3.connect(FILE)"
    )
    assert "Unlocked: WRITE to t in prod for 5:00 more (a wrong city)" in typing(prod, REQUEST, "t").output
    status = prod.run("%guard").shown("status")
    assert status["unlocks"][0].startswith("WRITE to t in prod")

    ran = [
        prod.run(f"auto.execute({INSERT!r})"),
        prod.run(f"plain.execute({INSERT!r}); plain.commit()"),
        prod.run(f"local.execute({INSERT!r}); local.commit()"),
        prod.run(f"%%guarded_sql warehouse\n{INSERT}"),
        prod.run(f"%%guarded_sql files\n{INSERT}"),
    ]
    child = prod.run(f"!psql '{{PG}}' -c \"{INSERT}\"")
    assert [one.error for one in ran] == [{}] * 5
    assert "programs that the notebook starts stay locked" in child.error["evalue"]
    assert "a wrong city" in ran[3].shown("receipt")["notes"][0]
    assert rows() == (4, 5)

    still = [
        prod.run("auto.execute('DROP TABLE t')"),
        prod.run("auto.execute('INSERT INTO other VALUES (1)')"),
        prod.run("auto.execute('INSERT INTO t SELECT 1; DELETE FROM other')"),
    ]
    assert [one.error["ename"] for one in still] == ["StatementBlocked"] * 3
    assert _modes(prod) == ["on", "on", 1]
    prod.run("auto.close(); plain.close(); local.close()")


def test_in_a_transaction_that_began_read_only_it_says_what_to_do(
    prod: Kernel, rows: Callable[[], tuple[int, int]]
) -> None:
    prod.run("import psycopg\nplain = psycopg.connect(PG)")
    typing(prod, REQUEST, "t")

    prod.run("plain.execute('SELECT 1')")
    late = prod.run(f"plain.execute({INSERT!r})")
    prod.run("plain.rollback()")
    first = prod.run(f"plain.execute({INSERT!r})")
    second = prod.run("plain.execute(\"DELETE FROM t WHERE v = 'a'\"); plain.commit()")
    prod.run("plain.rollback(); plain.close()")

    assert "COMMIT or ROLLBACK it, then run this statement first" in late.error["evalue"]
    assert not first.error
    assert "COMMIT or ROLLBACK" in second.error["evalue"]
    assert rows() == (2, 2)


def test_an_error_and_an_interrupt_leave_it_locked(prod: Kernel, rows: Callable[[], tuple[int, int]]) -> None:
    prod.run(
        "import psycopg, sqlite3, signal, threading, os, time\n"
        "auto = psycopg.connect(PG, autocommit=True); local = sqlite3.connect(FILE); plain = psycopg.connect(PG)"
    )
    typing(prod, REQUEST, "t")
    failed = prod.run("auto.execute('INSERT INTO t VALUES (1, 2, 3)')")
    wrong = prod.run("local.execute('INSERT INTO t VALUES (1, 2, 3)')")
    stopped = prod.run(
        "threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        "auto.execute(\"INSERT INTO t SELECT i, 'x' FROM generate_series(1, 400000000) AS i\")"
    )

    assert failed.error["ename"] == "SyntaxError"
    assert wrong.error["ename"] == "OperationalError"
    assert stopped.error["ename"] in ("KeyboardInterrupt", "QueryCanceled")
    assert _modes(prod) == ["on", "on", 1]
    assert rows() == (2, 2)
    prod.run("auto.close(); plain.close(); local.close()")


def test_it_ends_by_itself_and_by_hand_and_is_in_the_journal(
    prod: Kernel, rows: Callable[[], tuple[int, int]]
) -> None:
    prod.run("import sqlite3\nlocal = sqlite3.connect(FILE)")
    typing(prod, REQUEST.replace("5m", "1s"), "t")
    late = prod.run(f"import time; time.sleep(1.1)\nlocal.execute({INSERT!r})")
    prod.run("1")  # the cell that notes its end
    typing(prod, REQUEST, "t")
    assert not prod.run(f"local.execute({INSERT!r}); local.commit()").error
    ended = prod.run("%guard lock")
    after = prod.run(f"local.execute({INSERT!r})")

    assert [late.error["ename"], after.error["ename"]] == ["StatementBlocked"] * 2
    assert "Locked again: WRITE to t" in ended.output
    entries = prod.run(
        "from jupyter_guard.journal import places, reader\nimport json\n"
        "print(json.dumps([[e.kind, e.body] for e in reader.entries(places.journal_folder(),"
        " ('unlock', 'unlock-end', 'intent'))]))"
    )
    told = [(kind, body) for kind, body in json.loads(entries.output) if body.get("unlock")][-4:]
    assert [kind for kind, _ in told] == ["unlock-end", "unlock", "intent", "unlock-end"]
    assert told[1][1]["reason"] == "a wrong city"
    assert (told[2][1]["rule"], told[2][1]["unlock"]) == ("unlocked", told[1][1]["unlock"])
    assert [told[0][1]["how"], told[3][1]["how"]] == ["its time was over", "%guard lock"]


def _modes(kernel: Kernel) -> list[object]:
    """Ask each connection, past the guard, whether it writes: two of psycopg, one of sqlite3."""
    ran = kernel.run(
        "import json, sqlite3\n"
        "ask = lambda c: c.pgconn.exec_(b'SHOW default_transaction_read_only').get_value(0, 0).decode()\n"
        "print(json.dumps([ask(auto), ask(plain), sqlite3.Connection.execute(local, 'PRAGMA query_only').fetchone()[0]]))"
    )
    found: list[object] = json.loads(ran.output)
    return found
