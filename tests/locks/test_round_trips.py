"""What the lock costs on the wire."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
import pytest

from tests.kernel.conftest import Kernel
from tests.servers import Postgres

from .proxy import Proxy

Behind = Callable[[], tuple[Proxy, str]]


@pytest.fixture
def behind(postgres: Postgres, warehouse: str) -> Iterator[Behind]:
    """Give a proxy, and the URL of the warehouse behind it."""
    proxies: list[Proxy] = []
    with psycopg.connect(warehouse, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS t CASCADE")
        connection.execute("CREATE TABLE t (id int, v text)")

    def make() -> tuple[Proxy, str]:
        proxies.append(Proxy(postgres.port))
        return proxies[-1], warehouse.replace(f":{postgres.port}/", f":{proxies[-1].port}/")

    yield make
    for proxy in proxies:
        proxy.close()


def test_reads_on_a_locked_connection_cost_no_round_trip(kernel: Kernel, behind: Behind) -> None:
    proxy, url = behind()
    kernel.run(
        f"import psycopg\ncon = psycopg.connect({url!r}, autocommit=True, prepare_threshold=None)\ncon.execute('SELECT 1')"
    )

    counts = []
    for cell in (
        "for i in range(10): con.execute('SELECT count(*) FROM t')",
        "for i in range(10): con.execute('SELECT count(*) FROM t WHERE id > %s', (i,))",
        "con.execute('SET search_path = public'); con.execute('SELECT 1')",
        "con.execute('BEGIN'); con.execute('SELECT 1'); con.execute('SELECT 2'); con.execute('COMMIT')",
    ):
        proxy.round_trips  # noqa: B018  # from here
        assert not kernel.run(cell).error
        counts.append(proxy.round_trips)
    kernel.run("con.close()")

    # In the transaction that BEGIN opened the lock is said again, once.
    assert counts == [10, 10, 2, 5]


def test_own_startup_options_are_kept(past_the_text: Kernel, warehouse: str) -> None:
    past_the_text.run(
        f"import psycopg, psycopg2\nmine = '-c statement_timeout=12345'\n"
        f"cons = [psycopg.connect({warehouse!r}, options=mine), psycopg2.connect({warehouse!r}, options=mine)]\n"
        "def ask(con, name):\n    cursor = con.cursor(); cursor.execute(f'SHOW {name}'); return cursor.fetchone()[0]"
    )

    found = past_the_text.value(
        "[ask(con, name) for con in cons for name in ('statement_timeout', 'default_transaction_read_only')]"
    )
    past_the_text.run("[con.close() for con in cons]")

    assert found == "['12345ms', 'on', '12345ms', 'on']"
