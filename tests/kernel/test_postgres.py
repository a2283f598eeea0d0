"""`%%guarded_sql` on a real PostgreSQL: parameters, refusals, the engine's own lock, passwords."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from jupyter_guard.policy import places
from tests.kernel.conftest import Kernel
from tests.servers import Postgres, postgres

__all__ = ["postgres"]


@pytest.fixture
def shop(postgres: Postgres) -> Postgres:
    """A server with a table that the analyst may write."""
    with psycopg.connect(postgres.superuser_url, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS orders; CREATE TABLE orders (id int, city text)")
        connection.execute("INSERT INTO orders VALUES (1, 'NY'), (2, 'NY'), (3, 'LA')")
        connection.execute("GRANT ALL ON orders TO analyst")
    return postgres


@pytest.fixture
def kernel(start: Callable[..., Kernel], shop: Postgres, tmp_path: Path) -> Kernel:
    """A kernel whose guard.toml names that server in dev and in prod, with a secret by reference."""
    url = shop.url_with("${env:SHOP_PASSWORD}")
    file = tmp_path / "guard.toml"
    file.write_text(
        f'[environments.dev]\ntier = "dev"\nconnections.shop = "{url}"\n'
        f'[environments.prod]\ntier = "prod"\nconnections.shop = "{url}"\n'
        f'connections.wrong = "{shop.url_with("${env:WRONG_PASSWORD}")}"\n'
        f'connections.unset = "{shop.url_with("${env:NOBODY_SET_THIS}")}"\n'
    )
    trusted = places.content_hash(file.read_bytes())
    return start(
        tmp_path, JUPYTER_GUARD_TRUST=trusted, SHOP_PASSWORD=shop.password, WRONG_PASSWORD="open-sesame"
    )


def count(shop: Postgres) -> int:
    with psycopg.connect(shop.superuser_url) as connection:
        row = connection.execute("SELECT count(*) FROM orders").fetchone()
        assert row is not None
        return int(row[0])


def test_a_parameter_is_bound_and_may_stand_twice(kernel: Kernel) -> None:
    kernel.run("city, least = 'NY', 2")

    kernel.run(
        "%%guarded_sql shop found <<\n"
        "SELECT id::text, '12:30' AS at FROM orders WHERE city = :city AND id >= :least AND :city <> ''"
    )

    assert kernel.value("found.values.tolist()") == "[['2', '12:30']]"


def test_prod_refuses_the_write_that_dev_runs(kernel: Kernel, shop: Postgres) -> None:
    cell = "%%guarded_sql shop\nWITH gone AS (DELETE FROM orders WHERE id = 3 RETURNING *) SELECT * FROM gone"

    kernel.run("%guard tag prod")
    refused = kernel.run(cell)
    after_refusal = count(shop)
    kernel.run("%guard tag dev")
    allowed = kernel.run(cell)

    assert refused.shown("refusal")["statements"][0]["writes"] == ["orders"]
    assert not allowed.error
    assert (after_refusal, count(shop)) == (3, 2)


def test_the_session_in_prod_is_read_only_for_the_engine_too(kernel: Kernel) -> None:
    locks = []
    for environment in ("dev", "prod", "dev"):
        kernel.run(f"%guard tag {environment}")
        kernel.run("%%guarded_sql shop mode <<\nSHOW default_transaction_read_only")
        locks.append(kernel.value("mode.iloc[0, 0]"))

    assert locks == ["'off'", "'on'", "'off'"]


def test_a_wrong_or_missing_password_is_said_without_it(kernel: Kernel) -> None:
    kernel.run("%guard tag prod")

    wrong = kernel.run("%%guarded_sql wrong\nSELECT 1").error
    unset = kernel.run("%%guarded_sql unset\nSELECT 1").error

    assert wrong["ename"] == unset["ename"] == "ConnectionFailed"
    assert "password" in wrong["evalue"]
    assert "open-sesame" not in str(wrong)
    assert "NOBODY_SET_THIS" in unset["evalue"]


def test_an_untrusted_file_keeps_its_connections_closed(
    start: Callable[..., Kernel], kernel: Kernel, tmp_path: Path
) -> None:
    stranger = start(tmp_path)

    error = stranger.run("%%guarded_sql shop\nSELECT 1").error

    assert error["ename"] == "PolicyError"
    assert "jupyter guard trust" in error["evalue"]


def test_a_syntax_error_shows_where(kernel: Kernel) -> None:
    error = kernel.run("%%guarded_sql shop\nSELECT id\nFROM orders WHERE\nORDER BY id").error

    assert error["ename"] == "StatementFailed"
    assert "ORDER BY id" in "\n".join(error["traceback"])


def test_the_password_is_nowhere_in_the_kernels_words(kernel: Kernel, shop: Postgres) -> None:
    shown = [kernel.run("%guard"), kernel.run("%%guarded_sql shop\nSELECT 1"), kernel.run("%tb")]

    for password in (shop.password, quote(shop.password, safe="")):
        assert password not in str(shown)
