"""A finalizer may send a statement while a module is being imported: then the guard imports nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.servers import MariaDB, mariadb

from .conftest import Kernel

__all__ = ["mariadb"]

WATCH = """
import sys
asked = []
class Watch:
    def find_spec(self, name, path=None, target=None):
        asked.append(name)
class Thing:
    def __init__(self, work): self.work = work
    def __del__(self):
        asked.clear()
        sys.meta_path.insert(0, watch)
        try: self.work()
        finally: sys.meta_path.remove(watch)
watch = Watch()
"""


@pytest.mark.parametrize("sql", ["SELECT count(*) FROM orders", "DELETE FROM orders", "ROLLBACK"])
def test_the_first_statement_of_sqlite_imports_nothing(
    sql: str, start: Callable[..., Kernel], tmp_path: Path
) -> None:
    (tmp_path / "guard.toml").write_text('default = "prod"\n')
    with sqlite3.connect(tmp_path / "it.db") as connection:
        connection.executescript("CREATE TABLE orders (id); INSERT INTO orders VALUES (1)")
    connection.close()
    kernel = start(tmp_path)

    opened = kernel.run(f"import sqlite3\ncon = sqlite3.connect('it.db')\n{WATCH}")
    kernel.run(f"thing = Thing(lambda: con.execute({sql!r})); del thing")

    assert not opened.error
    assert kernel.value("asked") == "[]"


@pytest.mark.parametrize("sql", ["SELECT 1", "DELETE FROM orders", "ROLLBACK"])
def test_the_first_statement_of_pymysql_imports_nothing(
    sql: str, mariadb: MariaDB, start: Callable[..., Kernel], tmp_path: Path
) -> None:
    (tmp_path / "guard.toml").write_text('default = "prod"\n')
    kernel = start(tmp_path)
    how = f"host='127.0.0.1', port={mariadb.port}, user='analyst', password={mariadb.password!r}"

    opened = kernel.run(f"import pymysql\ncon = pymysql.connect({how})\n{WATCH}")
    kernel.run(f"thing = Thing(lambda: con.query({sql!r})); del thing")

    assert not opened.error
    assert kernel.value("asked") == "[]"
