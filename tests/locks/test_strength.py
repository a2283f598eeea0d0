"""How many locks hold: what is shown, and what the role is found to be able to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import psycopg
import pytest

from jupyter_guard.databases import Call, open_database
from jupyter_guard.databases.postgresql import PostgreSQL
from jupyter_guard.databases.probing import role_in_full
from jupyter_guard.databases.roles import POSTGRES, Role, mysql_findings, mysql_remedy, postgres_remedy
from jupyter_guard.kernel.strength import Strength
from jupyter_guard.policy import Connection, Effect
from tests.kernel.conftest import Kernel, start
from tests.servers import QUOTED_PASSWORD, MariaDB, Postgres

from .test_drivers import DRIVERS, Driver, need

__all__ = ["start"]


@pytest.fixture
def reader(postgres: Postgres, warehouse: str) -> str:
    """The URL of a role made by the very statements that the doctor gives."""
    url = postgres.superuser_url.replace("/postgres?", "/locks?")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION analyst; CREATE TABLE t (id int, v text)"
        )
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'analyst_read'").fetchone():
            connection.execute(
                postgres_remedy("locks", ["public"], []).replace("'…'", f"'{postgres.password}'")
            )
        else:
            connection.execute(
                "GRANT USAGE ON SCHEMA public TO analyst_read; GRANT SELECT ON t TO analyst_read"
            )
    return f"postgresql://analyst_read:{QUOTED_PASSWORD}@127.0.0.1:{postgres.port}/locks"


WAYS = {
    "nothing": ("", ""),
    "a column": ("GRANT UPDATE (v) ON t TO analyst_read", "may write columns of t"),
    "a table": ("GRANT INSERT ON t TO analyst_read", "may write t"),
    "a sequence": ("CREATE SEQUENCE s; GRANT USAGE ON SEQUENCE s TO analyst_read", "may advance s"),
    "a schema": ("GRANT CREATE ON SCHEMA public TO analyst_read", "may create in schema public"),
    "ownership": ("ALTER TABLE t OWNER TO analyst_read", "owns t"),
    "a role it may become": (
        "DROP ROLE IF EXISTS writers; CREATE ROLE writers; GRANT DELETE ON t TO writers;"
        "ALTER ROLE analyst_read NOINHERIT; GRANT writers TO analyst_read",
        "may write t",
    ),
    "its owner's rights": (
        "CREATE FUNCTION wipe() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'DELETE FROM t RETURNING 1'",
        "may call, with its owner's rights, wipe()",
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_a_role_may_do_is_found(way: str, reader: str, postgres: Postgres) -> None:
    grant, expected = WAYS[way]
    if grant:
        with psycopg.connect(
            postgres.superuser_url.replace("/postgres?", "/locks?"), autocommit=True
        ) as connection:
            connection.execute(grant)
    database = open_database(Connection("warehouse", "postgres"), reader, read_only=True)
    assert isinstance(database, PostgreSQL)
    try:
        (outcome,) = database.run([Call(POSTGRES, effect=Effect.READ)], {})
        found = [f"{what} {thing}" for what, thing in outcome.tuples()]
        role = database.role
    finally:
        database.close()
        with psycopg.connect(
            postgres.superuser_url.replace("/postgres?", "/locks?"), autocommit=True
        ) as connection:
            connection.execute(
                "DROP FUNCTION IF EXISTS wipe; ALTER TABLE t OWNER TO postgres; DROP TABLE t CASCADE"
            )
            connection.execute("DROP SEQUENCE IF EXISTS s; REVOKE CREATE ON SCHEMA public FROM analyst_read")

    assert found == ([expected] if expected else [])
    assert role is not None
    assert (role.holds, role.name) == (not expected, "analyst_read")


MYSQL_WAYS = {
    "nothing": ("", ""),
    "a column": ("GRANT UPDATE (v) ON shop.t TO 'analyst_read'@'%'", "may UPDATE on `shop`.`t`"),
    "a table": ("GRANT INSERT ON shop.t TO 'analyst_read'@'%'", "may INSERT on `shop`.`t`"),
    "files of the server": ("GRANT FILE ON *.* TO 'analyst_read'@'%'", "may FILE on *.*"),
    "a procedure with its owner's rights": (
        "GRANT EXECUTE ON PROCEDURE shop.wipe TO 'analyst_read'@'%'",
        "may EXECUTE on PROCEDURE `shop`.`wipe`",
    ),
    "a role within a role": (
        "GRANT DELETE ON shop.* TO inner_role; GRANT inner_role TO outer_role; GRANT outer_role TO 'analyst_read'@'%'",
        "may DELETE on `shop`.*",
    ),
    "a role that only reads": (
        "GRANT SELECT ON shop.* TO outer_role; GRANT outer_role TO 'analyst_read'@'%'",
        "",
    ),
}


@pytest.mark.parametrize("way", MYSQL_WAYS)
def test_what_a_user_of_mariadb_may_do_is_found(
    way: str, shop_reader: dict[str, object], mariadb: MariaDB
) -> None:
    pymysql = pytest.importorskip("pymysql")
    grant, expected = MYSQL_WAYS[way]
    url = f"mysql://analyst_read:{QUOTED_PASSWORD}@127.0.0.1:{mariadb.port}/shop"
    root = {**shop_reader, "user": mariadb.administrator}
    made = "CREATE OR REPLACE TABLE t (id int, v text); CREATE OR REPLACE PROCEDURE wipe() DELETE FROM t"
    with pymysql.connect(**root, autocommit=True) as connection, connection.cursor() as cursor:
        for statement in f"{made}; CREATE ROLE inner_role; CREATE ROLE outer_role; {grant}".split("; "):
            if statement:
                cursor.execute(statement)
        database = open_database(Connection("shop", "mysql"), url, read_only=True)
        try:
            database.run([Call("SELECT 1", effect=Effect.READ)], {})
            role = role_in_full(database, "mysql")
        finally:
            database.close()
            for statement in ("DROP ROLE inner_role", "DROP ROLE outer_role", "DROP USER 'analyst_read'@'%'"):
                cursor.execute(statement)
            for statement in mysql_remedy("shop").replace("'…'", f"'{mariadb.password}'").split(";\n"):
                cursor.execute(statement)

    assert [f"{what} {thing}" for what, thing in role.findings] == ([expected] if expected else [])
    assert (role.holds, role.name) == (not expected, "analyst_read")


def test_what_cannot_be_locked_or_is_not_open_says_so() -> None:
    snow, closed = Strength("snowflake", "", opened=False), Strength("postgres", "", opened=False)
    weak = Strength("postgres", "each transaction READ ONLY", weak="a pooler", role=Role("me"))

    assert snow.in_words().startswith(
        "1 of 3 locks hold: text ✓, engine ✗ (no session of it can be made read-only; give it a role with USAGE"
    )
    assert closed.in_words() == "text ✓; not opened yet, so neither is the engine locked nor the role known"
    assert weak.in_words() == (
        "2 of 3 locks hold, 1 is weak: text ✓, engine ~ each transaction READ ONLY, but weak (a pooler), "
        "role ✓ me cannot write"
    )


def test_rights_of_mysql_beyond_reading_are_found() -> None:
    found = mysql_findings(
        [
            ("GRANT USAGE ON *.* TO `a`@`%`",),
            ("GRANT SELECT (id, name), SHOW VIEW ON `shop`.* TO `a`@`%`",),
            ("GRANT SELECT, INSERT, CREATE TEMPORARY TABLES ON `shop`.`t` TO `a`@`%`",),
            ("GRANT `writers` TO `a`@`%`",),
        ]
    )

    assert found == (
        ("may INSERT, CREATE TEMPORARY TABLES on", "`shop`.`t`"),
        ("has a role that was not looked into:", "GRANT `writers`"),
    )


ASKING = [d for d in DRIVERS if d.engine in ("postgres", "mariadb") and d.name != "connectorx"]


@pytest.fixture(scope="session")
def shop_reader(mariadb: MariaDB, shop: dict[str, object]) -> dict[str, object]:
    """How to reach MariaDB as a user made by the very statements that the doctor gives."""
    pymysql = pytest.importorskip("pymysql")
    pymysql.connect(**shop).close()
    root = {**shop, "user": mariadb.administrator}
    with pymysql.connect(**root, autocommit=True) as connection, connection.cursor() as cursor:
        for statement in mysql_remedy("shop").replace("'…'", f"'{mariadb.password}'").split(";\n"):
            cursor.execute(statement)
    return {**shop, "user": "analyst_read"}


@pytest.mark.parametrize("driver", ASKING, ids=lambda d: d.name)
def test_every_driver_asks_what_its_role_may_do(
    driver: Driver,
    kernel: Kernel,
    postgres: Postgres,
    warehouse: str,
    reader: str,
    shop: dict[str, object],
    shop_reader: dict[str, object],
) -> None:
    need(driver)
    keywords = {
        "password": postgres.password,
        "host": "127.0.0.1",
        "port": postgres.port,
        "database": "locks",
    }
    opened = []
    for postgres_url, user, mariadb_keywords in (
        (warehouse, "analyst", shop),
        (reader, "analyst_read", shop_reader),
    ):
        kernel.run(
            f"import gc\ncon = c = engine = pool = None; gc.collect()\nPG, PG_KW = {postgres_url!r}, {keywords | {'user': user}!r}\n"
            f"MY = {mariadb_keywords!r}\nMY_DB = {{**MY, 'db': MY['database']}}; del MY_DB['database']"
        )
        before = Counter(kernel.run("%guard").shown("status")["locks"])
        ran = kernel.run(driver.open)
        assert not ran.error, ran.error
        if driver.name.startswith("SQLAlchemy"):
            kernel.run("con = engine.connect()")
        (line,) = Counter(kernel.run("%guard").shown("status")["locks"]) - before
        opened.append(line.partition("opened by the notebook: ")[2])
    kernel.run("con = c = engine = pool = None; gc.collect()")

    assert opened[0].startswith("2 of 3 locks hold: text ✓, engine ✓ read-only, role ✗ "), opened
    assert opened[1] == "3 of 3 locks hold: text ✓, engine ✓ read-only, role ✓ analyst_read cannot write"


def test_status_and_receipt_say_how_many_locks_hold(
    start: Callable[..., Kernel], tmp_path: object, reader: str, warehouse: str, project: object
) -> None:
    from pathlib import Path

    from jupyter_guard.policy import places

    folder = Path(str(tmp_path)) / "project"
    folder.mkdir()
    file = folder / "guard.toml"
    file.write_text(
        f'default = "prod"\n[environments.prod]\ntier = "prod"\nconnections.reader = "{reader}"\n'
        f'connections.writer = "{warehouse}"\nconnections.snow = "snowflake://me@acme/db"\n'
    )
    kernel = start(folder, JUPYTER_GUARD_TRUST=places.content_hash(file.read_bytes()))

    receipts = [
        kernel.run(f"%%guarded_sql {name}\nSELECT 1").shown("receipt") for name in ("reader", "writer")
    ]
    kernel.run(f"import psycopg\ncon = psycopg.connect({warehouse!r})")
    refusal = kernel.run("%%guarded_sql writer\nDELETE FROM t").shown("refusal")
    lines = kernel.run("%guard").shown("status")["locks"]

    assert [r["locks"] for r in receipts] == ["3 of 3 locks hold", "2 of 3 locks hold"]
    assert refusal["locks"] == "2 of 3 locks hold"
    assert lines[0].startswith("reader: 3 of 3 locks hold: text ✓, engine ✓ read-only session, role ✓")
    assert lines[1].startswith("snow: 1 of 3 locks hold: text ✓, engine ✗")
    assert lines[2].startswith("writer: 2 of 3 locks hold")
    assert "role ✗ analyst" in lines[2]
    assert "opened by the notebook: 2 of 3 locks hold" in lines[3]
