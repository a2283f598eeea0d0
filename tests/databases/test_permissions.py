"""Files that an ordinary user may not open or write; root may everything, so another user tries."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

TRY = """
import os, pwd, sys
import jupyter_guard.databases.duckdb, jupyter_guard.databases.sqlite
from jupyter_guard.databases import Call, open_database
from jupyter_guard.policy import Connection, Effect
dialect, path, effect, text = sys.argv[1:]
if os.getuid() == 0:  # only now: this Python may lie where others cannot load it
    os.setgroups([])
    os.setuid(pwd.getpwnam("nobody").pw_uid)
try:
    database = open_database(Connection("w", dialect), f"{dialect}:///{path}", read_only=False)
    print(database.run([Call(text, (), Effect[effect])], {})[0].rows)
except Exception as error:
    print(type(error).__name__, error)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    # pytest's own folders are closed to other users.
    with tempfile.TemporaryDirectory(prefix="jg-permissions-") as name:
        yield Path(name)


def attempt(dialect: str, path: Path, effect: str, text: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", TRY, dialect, str(path), effect, text],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip().replace(str(path.parent), "TMP")


def make(dialect: str, path: Path) -> None:
    if dialect == "duckdb":
        import duckdb

        with duckdb.connect(str(path)) as connection:
            connection.execute("CREATE TABLE t (i INTEGER)")
    else:
        import sqlite3

        made = sqlite3.connect(path)
        made.execute("CREATE TABLE t (i INTEGER)")
        made.close()


@pytest.mark.parametrize("dialect", ["duckdb", "sqlite"])
def test_a_file_that_may_only_be_read(folder, dialect) -> None:
    make(dialect, folder / "file.db")
    (folder / "file.db").chmod(0o444)
    folder.chmod(0o555)

    assert attempt(dialect, folder / "file.db", "READ", "SELECT * FROM t") == "0"
    refused = attempt(dialect, folder / "file.db", "WRITE", "INSERT INTO t VALUES (1)")
    assert "permission" in refused or "readonly" in refused


@pytest.mark.parametrize("dialect", ["duckdb", "sqlite"])
def test_a_file_that_may_not_be_read(folder, dialect) -> None:
    make(dialect, folder / "file.db")
    (folder / "file.db").chmod(0o000)
    folder.chmod(0o555)

    answer = attempt(dialect, folder / "file.db", "READ", "SELECT * FROM t")

    assert answer.startswith(
        "ConnectionFailed w: TMP/file.db cannot be opened: you have no permission to open it"
    )


@pytest.mark.parametrize("dialect", ["duckdb", "sqlite"])
def test_a_folder_that_may_not_be_written(folder, dialect) -> None:
    folder.chmod(0o555)

    answer = attempt(dialect, folder / "new.db", "SCHEMA", "CREATE TABLE t (i INTEGER)")

    assert answer.startswith(
        "ConnectionFailed w: TMP/new.db cannot be opened: you have no permission to open it"
    )
