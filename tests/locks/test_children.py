"""PGOPTIONS: programs that the notebook starts, and libpq past the guarded drivers, are locked under prod."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from tests.kernel.conftest import Kernel
from tests.servers import Postgres

# Each sends {sql} to PG, and is not seen by the judgement of the text. What it prints is looked through.
WAYS = {
    "python -c": (
        "import subprocess, sys\n"
        "code = f'import psycopg; print(psycopg.pq.PGconn.connect({PG!r}.encode()).exec_({sql!r}.encode()).error_message.decode())'\n"
        "print(subprocess.run([sys.executable, '-c', code], capture_output=True, text=True).stdout)"
    ),
    "python -c with variables of its own": (
        "import os, subprocess, sys\n"
        "code = f'import psycopg; print(psycopg.pq.PGconn.connect({PG!r}.encode()).exec_({sql!r}.encode()).error_message.decode())'\n"
        "done = subprocess.run([sys.executable, '-c', code], env={**os.environ, 'MINE': '1'}, capture_output=True, text=True)\n"
        "print(done.stdout, done.stderr)"
    ),
    "!psql, hidden by the shell": '!p=ps; p=$p"ql"; "$p" "$PG" -c "$SQL" 2>&1',
    "psycopg2's classes in C": (
        "import psycopg2, psycopg2._psycopg as c\ncon = c.connection.__mro__[-2](PG)\n"
        "try:\n    cursor = c.cursor.__mro__[-2](con); cursor.execute(sql); con.commit()\n"
        "except Exception as error:\n    print(error)\ncon.close()"
    ),
    "libpq below psycopg's connection": (
        "import psycopg\ncon = psycopg.connect(PG, autocommit=True)\n"
        "print(con.pgconn.exec_(sql.encode()).error_message.decode())\ncon.close()"
    ),
    "libpq alone": (
        "import psycopg\nraw = psycopg.pq.PGconn.connect(PG.encode())\n"
        "print(raw.exec_(sql.encode()).error_message.decode())\nraw.finish()"
    ),
}  # fmt: skip


@pytest.fixture
def session(kernel: Kernel, warehouse: str) -> Iterator[Kernel]:
    """A kernel in prod beside a table with two rows."""
    with psycopg.connect(warehouse, autocommit=True) as outside:
        outside.execute("DROP TABLE IF EXISTS t CASCADE")
        outside.execute("CREATE TABLE t (id int, v text)")
        outside.execute("INSERT INTO t VALUES (1, 'a'), (2, 'b')")
    kernel.run(
        f"import os\nPG, sql = {warehouse!r}, 'DELETE FROM t'\nos.environ.update(PG=PG, SQL=sql)\n"
        "os.environ.pop('PGOPTIONS', None)"
    )
    yield kernel
    kernel.run("%guard tag prod")
    kernel.run("os.environ.pop('PGOPTIONS', None); os.environ.pop('JUPYTER_GUARD_PGOPTIONS', None)")


def _rows(warehouse: str) -> int:
    with psycopg.connect(warehouse) as outside:
        row = outside.execute("SELECT count(*) FROM t").fetchone()
        assert row is not None
        return int(row[0])


@pytest.mark.parametrize("way", WAYS)
def test_under_prod_the_server_refuses_what_the_text_lock_does_not_see(
    way: str, session: Kernel, warehouse: str
) -> None:
    if "psycopg2" in way:
        pytest.importorskip("psycopg2")
    code = WAYS[way]

    refused = session.run(code)
    rows = _rows(warehouse)
    session.run("%guard tag dev")
    session.run(code)

    assert "in a read-only transaction" in refused.output, (refused.output, refused.error)
    assert rows == 2
    assert _rows(warehouse) == 0, "the way does not write where it may"


def test_own_options_are_kept_and_come_back(session: Kernel) -> None:
    session.run("%guard tag dev")
    session.run("os.environ['PGOPTIONS'] = '-c statement_timeout=12345'")
    show = "import psycopg\nraw = psycopg.pq.PGconn.connect(PG.encode())\nprint([raw.exec_(f'SHOW {s}'.encode()).get_value(0, 0) for s in ('statement_timeout', 'default_transaction_read_only')], os.environ['PGOPTIONS'])"

    before = session.run(show).output
    session.run("%guard tag prod")
    locked = session.run(show).output
    session.run("os.environ['PGOPTIONS'] = '-c statement_timeout=777 -c default_transaction_read_only=off'")
    taken_off = session.run(show).output
    session.run("%guard tag dev")
    after = session.run(show).output

    assert before == "[b'12345ms', b'off'] -c statement_timeout=12345\n"
    assert locked == "[b'12345ms', b'on'] -c statement_timeout=12345 -c default_transaction_read_only=on\n"
    assert taken_off.startswith("[b'777ms', b'on']")
    assert after.startswith("[b'777ms', b'off']")


def test_raised_within_a_cell_it_holds_for_what_that_cell_starts(session: Kernel, warehouse: str) -> None:
    session.run("%guard tag dev")
    session.run("print(os.environ.get('PGOPTIONS'))")

    ran = session.run("%guard tag prod\n" + WAYS["python -c"])

    assert "in a read-only transaction" in ran.output
    assert _rows(warehouse) == 2


def test_what_is_not_to_be_locked_is_not_locked_by_the_variable(
    session: Kernel, warehouse: str, postgres: Postgres
) -> None:
    """An unlocked cell writes although children are locked, and a role that only reads stays so."""
    from jupyter_guard.databases import postgres_options

    with psycopg.connect(postgres.superuser_url, autocommit=True) as outside:
        outside.execute("ALTER ROLE analyst IN DATABASE locks SET default_transaction_read_only = on")
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PGOPTIONS", postgres_options.merged("-c statement_timeout=777"))
            patch.setenv("JUPYTER_GUARD_PGOPTIONS", "1")
            options = postgres_options.unlocked(None)
            assert options == "-c statement_timeout=777"
            assert postgres_options.unlocked("-c mine=1") is None
            with psycopg.connect(warehouse, options=options) as connection:
                by_role = connection.execute("SHOW default_transaction_read_only").fetchone()
            patch.setenv("PGOPTIONS", postgres_options.merged(""))
            with psycopg.connect(postgres.url, options=postgres_options.unlocked(None)) as connection:
                by_none = connection.execute("SHOW default_transaction_read_only").fetchone()
    finally:
        with psycopg.connect(postgres.superuser_url, autocommit=True) as outside:
            outside.execute("ALTER ROLE analyst IN DATABASE locks RESET ALL")

    assert (by_role, by_none) == (("on",), ("off",))
