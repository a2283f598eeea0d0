"""A guarded kernel in prod that does not judge texts, so that only the engines' own locks are left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from jupyter_guard.policy import places
from tests.kernel.conftest import Kernel, starting
from tests.servers import QUOTED_PASSWORD, MariaDB, Postgres, mariadb, postgres

__all__ = ["mariadb", "postgres"]

# What no notebook does: the gate lets every text pass, as if the judgement had missed it.
PAST_THE_TEXT = """
import jupyter_guard.kernel.gate as gate
from jupyter_guard.policy.model import Effect
judged = gate.Gate.check
def unjudged(self, text, dialect, targets, route):
    return None if gate.is_judged() else gate.Sent(None, None, Effect.UNKNOWN)
"""
RULES = """
default = "prod"
[environments.dev]
tier = "dev"
hosts = ["127.0.0.1"]
[environments.prod]
tier = "prod"
unlock = { effects = ["write", "schema"], max_minutes = 10 }
"""


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the notebook and of the local databases."""
    folder = tmp_path_factory.mktemp("locks")
    (folder / "guard.toml").write_text(RULES)
    return folder


@pytest.fixture(scope="session")
def kernel(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel in prod; in dev, every server of this machine may be written."""
    trusted = places.content_hash((project / "guard.toml").read_bytes())
    with starting(tmp_path_factory.mktemp("kernels")) as start:
        kernel = start(project, JUPYTER_GUARD_TRUST=trusted)
        assert not kernel.run(PAST_THE_TEXT).error
        yield kernel


@pytest.fixture
def past_the_text(kernel: Kernel) -> Iterator[Kernel]:
    """The kernel while its gate judges no text."""
    kernel.run("gate.Gate.check = unjudged")
    yield kernel
    kernel.run("gate.Gate.check = judged")


@pytest.fixture(scope="session")
def warehouse(postgres: Postgres) -> str:
    """The URL of a database of its own on the server, owned by an ordinary role."""
    with psycopg.connect(postgres.superuser_url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE locks OWNER analyst")
    return f"postgresql://analyst:{QUOTED_PASSWORD}@127.0.0.1:{postgres.port}/locks"


@pytest.fixture(scope="session")
def shop(mariadb: MariaDB) -> dict[str, object]:
    """How to reach MariaDB as a user with all rights on one database, and the right FILE."""
    return {
        "user": "filer",
        "password": mariadb.password,
        "host": "127.0.0.1",
        "port": mariadb.port,
        "database": "shop",
    }
