"""References to secrets, dialects without a module, drivers that are missing, and what an import loads."""

from __future__ import annotations

import subprocess
import sys

import keyring
import pytest
from keyring.backend import KeyringBackend

from jupyter_guard.databases import open_database
from jupyter_guard.databases.secrets import resolve
from jupyter_guard.errors import ConnectionFailed
from jupyter_guard.policy import Connection


class MemoryKeyring(KeyringBackend):
    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        return {("a/b", "c"): "p@ss ${env:HOME}/"}.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError


@pytest.fixture
def memory_keyring():
    before = keyring.get_keyring()
    keyring.set_keyring(MemoryKeyring())
    yield
    keyring.set_keyring(before)


def test_references_are_filled_and_encoded(monkeypatch, memory_keyring) -> None:
    monkeypatch.setenv("JG_HOST", "db.example.com")

    url = resolve("postgresql://u:${keyring:a/b/c}@${env:JG_HOST}/d")

    assert url == "postgresql://u:p%40ss%20%24%7Benv%3AHOME%7D%2F@db.example.com/d"


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("${env:JG_MISSING}", "the environment variable JG_MISSING is not set"),
        ("${env:JG_EMPTY}", "the environment variable JG_EMPTY is empty"),
        ("${keyring:a/none}", "keyring set a none"),
        ("${keyring:a}", "has to be ${keyring:service/name}"),
        ("${vault:x}", "is no reference; write ${env:NAME} or ${keyring:service/name}"),
    ],
)
def test_a_reference_without_a_value(monkeypatch, memory_keyring, reference, words) -> None:
    monkeypatch.setenv("JG_EMPTY", "")

    with pytest.raises(ConnectionFailed) as caught:
        resolve(f"postgresql://u:{reference}@h/d")

    assert str(caught.value).startswith(reference)
    assert words in str(caught.value)


def test_a_dialect_that_sqlalchemy_does_not_have_either() -> None:
    with pytest.raises(ConnectionFailed, match="lake: SQLAlchemy has no dialect for databricks"):
        open_database(Connection("lake", "databricks"), "databricks://h", read_only=True)


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout


def test_a_missing_driver_says_what_to_install() -> None:
    said = run(
        "import sys; sys.modules['psycopg'] = None\n"
        "from jupyter_guard.databases import *\nfrom jupyter_guard.policy import Connection\n"
        "try: open_database(Connection('w', 'postgres'), 'postgresql://u:hush@h/d', read_only=True)\n"
        "except Exception as error: print(type(error).__name__, error)"
    )

    assert said.startswith("ConnectionFailed w: the driver for postgres cannot be loaded")
    assert said.endswith('Run: pip install "jupyter-guard[postgres]"\n')


def test_the_import_is_light() -> None:
    loaded = run("import sys, jupyter_guard.databases, jupyter_guard.databases.secrets; print(*sys.modules)")

    assert not {"duckdb", "sqlite3", "psycopg", "pandas", "numpy", "keyring", "sqlglot"} & set(loaded.split())
