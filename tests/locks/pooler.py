"""A real PgBouncer before a real PostgreSQL, pooling transactions."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from tests.servers import PASSWORD, Postgres, free_port, missing, unprivileged

_PROGRAM = "/usr/sbin/pgbouncer"  # Debian has it where PATH of a user does not lead


@contextlib.contextmanager
def pooling(postgres: Postgres, *, ignores_options: bool = False) -> Iterator[int]:
    """Give the port of a PgBouncer with one server session per database, while the block runs."""
    program = shutil.which("pgbouncer") or (_PROGRAM if os.path.exists(_PROGRAM) else "")
    if not program:
        missing("no PgBouncer to test with: install the package pgbouncer")
    folder = Path(tempfile.mkdtemp(prefix="jg-pool-"))
    port = free_port()
    (folder / "users.txt").write_text(f'"analyst" "{PASSWORD}"\n')
    ignored = "extra_float_digits" + (", options, default_transaction_read_only" if ignores_options else "")
    (folder / "pgbouncer.ini").write_text(
        f"[databases]\n* = host=127.0.0.1 port={postgres.port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
        f"listen_port = {port}\nunix_socket_dir =\nauth_type = scram-sha-256\nauth_file = {folder / 'users.txt'}\n"
        f"pool_mode = transaction\ndefault_pool_size = 1\nignore_startup_parameters = {ignored}\n"
        f"logfile = {folder / 'log'}\n"
    )
    user = unprivileged()  # it refuses to run as root
    for file in (folder, *folder.iterdir()):
        if user:
            shutil.chown(file, user)
    process = subprocess.Popen(
        [program, "-q", str(folder / "pgbouncer.ini")], user=user, cwd=folder, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(port: int) -> None:
    for _ in range(100):
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(
                host="127.0.0.1", port=port, user="analyst", password=PASSWORD, dbname="postgres"
            ).close()
            return
        time.sleep(0.1)
    raise RuntimeError(f"no PgBouncer answers on port {port}")
