"""DataFrames of the notebook as tables: `FROM :frame` on every engine that can."""

from __future__ import annotations

import pytest

from tests.kernel.conftest import Kernel
from tests.kernel.test_connections import (
    MADE,
    failed,
    folder,
    kernel,
    mariadb,
    postgres,
    receipt,
    shared,
)

__all__ = ["folder", "kernel", "mariadb", "postgres", "shared"]

URLS = {
    "DuckDB": "duckdb:///orders.duckdb",
    "SQLite": "sqlite:///notes.db",
    "PostgreSQL": "postgresql://analyst@127.0.0.1:{pg}/postgres",
    "MariaDB": "mysql://analyst:${{env:PGPASSWORD}}@127.0.0.1:{my}/shop",
}
FRAME = """
import pandas, decimal, datetime
con = None
known = pandas.DataFrame({
    'id': [1, 2, None], 'name': ['é', None, "it's"], 'score': [1.5, None, 2.5],
    'day': [datetime.date(2026, 1, 2)] * 3, 'at': pandas.to_datetime(['2026-01-02 03:04'] * 3),
    'exact': pandas.to_datetime(['2026-01-02 03:04:05.123456789'] * 3).astype('datetime64[ns]'),
    'price': [decimal.Decimal('1.10'), decimal.Decimal('2'), None],
    'raw': [b'\\x00\\xff', b'', None], 'fine': [True, False, True],
}).astype({'id': 'Int64'})
"""


OWN = [name for name in MADE if name != "DuckDB"]


@pytest.fixture
def url(kernel: Kernel, request: pytest.FixtureRequest) -> str:
    port = int(kernel.value("int(PG.rpartition(':')[2].partition('/')[0])"))
    assert not kernel.run(FRAME).error
    return URLS[request.param].format(pg=port, my=int(kernel.value("MY")))


@pytest.mark.parametrize("url", URLS, indirect=True)
def test_a_frame_is_read_as_a_table_with_its_values(kernel: Kernel, url: str) -> None:
    ran = kernel.run(
        f"%%guarded_sql {url} found <<\n"
        "SELECT o.city, k.* FROM orders AS o JOIN :known AS k ON k.id = o.id ORDER BY 2"
    )
    again = kernel.run(f"%%guarded_sql {url} more <<\nSELECT count(*) AS n FROM :known")

    assert not ran.error, ran.error
    assert not again.error, again.error
    assert kernel.value(
        "(found.city.tolist(), found.name.tolist()[0], found.score[0], found.raw[0], int(more.n[0]))"
    ) == ("(['NY', 'LA'], 'é', np.float64(1.5), b'\\x00\\xff', 3)")
    assert float(kernel.value("float(found.price[0])")) == 1.1
    assert (
        kernel.value("str(found.day[0])[:10], str(found['at'][0])[:16], str(found.exact[0])[:26]")
        == "('2026-01-02', '2026-01-02 03:04', '2026-01-02 03:04:05.123456')"
    )


@pytest.mark.parametrize("url", URLS, indirect=True)
def test_nothing_of_it_is_left(kernel: Kernel, url: str) -> None:
    kernel.run(f"%%guarded_sql {url} more <<\nSELECT count(*) AS n FROM :known")
    failing = kernel.run(f"%%guarded_sql {url}\nBEGIN;\nSELECT nope FROM :known;\nCOMMIT")
    after = kernel.run(f"%%guarded_sql {url} more <<\nSELECT count(*) AS n FROM :known")

    assert failing.error
    assert not after.error, after.error
    kernel.run("del known")
    assert "known" in failed(kernel.run(f"%%guarded_sql {url}\nSELECT * FROM known"))


@pytest.mark.parametrize("url", ["PostgreSQL", "MariaDB"], indirect=True)
def test_where_no_table_can_be_made_the_refusal_says_the_ways_on(kernel: Kernel, url: str) -> None:
    kernel.run("%guard tag prod")

    ran = kernel.run(f"%%guarded_sql {url}\nSELECT * FROM :known")

    assert "It makes a temporary table of the DataFrame known first" in ran.displays[0]["text/plain"]
    assert (
        "Bind a column of it as a list (ids = known['id'], then IN (:ids))" in ran.displays[0]["text/plain"]
    )


@pytest.mark.parametrize("url", ["DuckDB", "SQLite"], indirect=True)
def test_in_prod_it_works_where_it_changes_nothing(kernel: Kernel, url: str) -> None:
    kernel.run("%guard tag prod")

    ran = kernel.run(f"%%guarded_sql {url} found <<\nSELECT count(*) AS n FROM :known")

    assert receipt(ran).startswith("■ prod"), ran
    assert kernel.value("int(found.n[0])") == "3"


@pytest.mark.parametrize("url", ["SQLite"], indirect=True)
def test_a_frame_is_no_value(kernel: Kernel, url: str) -> None:
    said = failed(kernel.run(f"%%guarded_sql {url}\nSELECT * FROM orders WHERE id = :known"))
    nested = failed(
        kernel.run(f"known['odd'] = [[{{'a': 1}}], [], []]\n%guarded_sql {url} SELECT * FROM :known")
    )

    assert "UsageError: :known is a DataFrame and stands where one value is wanted." in said
    assert "its column 'odd' is of type list" in nested


@pytest.mark.parametrize("name", OWN)
def test_a_connection_of_the_notebook_takes_a_frame_and_keeps_nothing_of_it(
    kernel: Kernel, name: str
) -> None:
    assert not kernel.run(f"{FRAME}\n{MADE[name]}").error
    asked = "SELECT o.city, k.name, k.score FROM orders AS o JOIN :known AS k ON k.id = o.id ORDER BY o.id"

    twice = [kernel.run(f"%%guarded_sql con found <<\n{asked}") for _ in range(2)]
    failing = failed(kernel.run("%%guarded_sql con\nSELECT nope FROM :known"))
    after = kernel.run(f"%%guarded_sql con found <<\n{asked}")

    assert not any(ran.error for ran in (*twice, after)), [ran.error for ran in (*twice, after)]
    assert "nope" in failing
    assert (
        kernel.value("found.city.tolist(), found.name[0], float(found.score[0])")
        == "(['NY', 'LA'], 'é', 1.5)"
    )
    kernel.run("del known")
    assert "known" in failed(kernel.run("%%guarded_sql con\nSELECT * FROM known"))


@pytest.mark.parametrize("name", ["psycopg2", "PyMySQL", "sqlite3", "SQLAlchemy connection, psycopg"])
def test_a_frame_stays_within_the_transaction_that_is_open(kernel: Kernel, name: str) -> None:
    kernel.run(f"{FRAME}\n{MADE[name]}")
    kernel.run("%%guarded_sql con\nDELETE FROM orders WHERE id = 1")

    ran = kernel.run(
        "%%guarded_sql con found <<\nSELECT count(*) AS n FROM orders JOIN :known AS k USING (id)"
    )

    assert receipt(ran).endswith("transaction open"), ran
    assert kernel.value("int(found.n[0])") == "1"
    kernel.run("con.rollback()")
    ran = kernel.run("%%guarded_sql con found <<\nSELECT count(*) AS n FROM orders")
    assert kernel.value("int(found.n[0])") == "2"


@pytest.mark.parametrize("name", ["sqlite3", "psycopg", "PyMySQL"])
def test_where_the_own_connection_is_locked_a_frame_is_refused_with_the_ways_on(
    kernel: Kernel, name: str
) -> None:
    kernel.run(f"{FRAME}\n{MADE[name]}")
    kernel.run("%guard tag prod")

    ran = kernel.run("%%guarded_sql con\nSELECT * FROM :known")

    assert "It makes a temporary table of the DataFrame known first" in ran.displays[0]["text/plain"]


@pytest.mark.parametrize("name", ["DuckDB", "SQLAlchemy engine, psycopg"])
def test_another_frame_of_the_same_name_takes_its_place(kernel: Kernel, name: str) -> None:
    kernel.run(f"{MADE[name]}\nimport pandas")

    for value in (*range(7), "text", 1.5):  # psycopg has the server prepare what is sent often
        kernel.run(f"known = pandas.DataFrame({{'v': [{value!r}]}})")
        ran = kernel.run("%%guarded_sql con found <<\nSELECT v FROM :known")
        assert not ran.error, ran.error
        assert kernel.value("found.v.tolist()") == f"[{value!r}]"
