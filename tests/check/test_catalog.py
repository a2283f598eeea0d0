"""`jupyter guard check --catalog` asks a real server for what no text tells, and nobody without it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.check.conftest import Check, notebook
from tests.servers import PASSWORD, Postgres, postgres

__all__ = ["postgres"]

OBJECTS = """
CREATE SCHEMA checked; SET search_path = checked;
CREATE TABLE orders (id int, amount int);
CREATE FUNCTION total() RETURNS bigint LANGUAGE sql AS $$ SELECT sum(amount) FROM checked.orders $$;
CREATE FUNCTION archive() RETURNS int LANGUAGE sql AS $$ DELETE FROM checked.orders; SELECT 1 $$;
CREATE VIEW report AS SELECT checked.total() AS total;
CREATE VIEW tidy AS SELECT checked.archive() AS done;
GRANT USAGE ON SCHEMA checked TO analyst;
"""
GUARD_TOML = """\
version = 1
[environments.prod]
tier = "prod"
limit = "session"
connections.warehouse = "postgresql://analyst:${{env:WAREHOUSE_PASSWORD}}@127.0.0.1:{port}/postgres"
"""


@pytest.fixture
def server(postgres: Postgres, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postgres]:
    """A server with functions and views, and a trusted guard.toml that names it."""
    text = GUARD_TOML.format(port=postgres.port)
    (home / "guard.toml").write_text(text)
    monkeypatch.setenv("JUPYTER_GUARD_TRUST", hashlib.sha256(text.encode()).hexdigest())
    monkeypatch.setenv("WAREHOUSE_PASSWORD", PASSWORD)
    with psycopg.connect(postgres.superuser_url, autocommit=True) as admin:
        admin.execute(OBJECTS.encode())
        admin.execute("RESET search_path")
        yield postgres
        admin.execute("DROP SCHEMA checked CASCADE")


def _sessions(server: Postgres) -> int:
    """Return how many sessions the analyst has opened so far."""
    with psycopg.connect(server.superuser_url, autocommit=True) as admin:
        admin.execute("SELECT pg_stat_force_next_flush()")
        row = admin.execute("SELECT sessions FROM pg_stat_database WHERE datname = 'postgres'").fetchone()
    assert row is not None
    return int(row[0])


def test_the_server_says_which_functions_and_views_write(server: Postgres, home: Path, check: Check) -> None:
    (home / "good.sql").write_text("SELECT checked.total();\nSELECT total FROM checked.report;\n")
    (home / "bad.sql").write_text("SELECT checked.archive();\nSELECT * FROM checked.tidy;\n")
    notebook(home / "report.ipynb", "%%guarded_sql warehouse\nSELECT total FROM checked.report")
    files = ["good.sql", "bad.sql", "report.ipynb", "--connection", "warehouse", "--environment", "prod"]

    before = check(*files)
    asked = check(*files, "--catalog", "--explain")
    after = check(*files)

    assert "good.sql:1:1: UNKNOWN blocked in prod [not-understood]" in before.stdout
    assert "function checked.total() is not known" in before.stdout
    assert "warehouse: judged without its functions and views: it was not asked" in before.stderr

    assert "good.sql:1:1: READ allowed" in asked.stdout
    assert "good.sql:2:1: READ allowed" in asked.stdout
    assert "report.ipynb:" in asked.stdout
    assert "bad.sql:1:1: WRITE blocked in prod [effect-limit]" in asked.stdout
    assert "bad.sql:2:1: WRITE blocked in prod [effect-limit]" in asked.stdout
    assert "views lead to checked.orders" in asked.stdout or "the view tidy" in asked.stdout
    assert asked.returncode == 1

    # What was asked once is kept, and a hook uses it without any connection.
    assert after.stdout.count("blocked in prod") == 2
    assert "warehouse: its functions and views are known as of 0 minutes ago." in after.stderr
    for ran in (before, asked, after):
        assert PASSWORD not in ran.stdout + ran.stderr
        assert "s3cret" not in ran.stdout + ran.stderr


def test_without_the_option_no_connection_is_opened(server: Postgres, home: Path, check: Check) -> None:
    (home / "a.sql").write_text("SELECT checked.total() FROM checked.report;\n")
    named = ["a.sql", "--connection", "warehouse", "--environment", "prod"]

    begin = _sessions(server)
    check(*named)
    offline = _sessions(server)
    check(*named, "--catalog")
    online = _sessions(server)

    assert offline - begin == 1  # the session that counted
    assert online - offline == 2


def test_a_server_that_does_not_answer_is_not_judged_as_asked(
    server: Postgres, home: Path, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_PASSWORD", "wrong")
    (home / "a.sql").write_text("SELECT * FROM checked.tidy;\n")
    named = ["a.sql", "--connection", "warehouse", "--environment", "prod"]

    ran = check(*named, "--catalog")

    assert ran.returncode == 2
    (line,) = ran.stderr.splitlines()
    assert line.startswith("jupyter guard: warehouse: judged without its functions and views: ")
    assert line.endswith("the server does not accept this user and password.")
    assert check(*named).returncode == 0  # nobody asked for more than the text
