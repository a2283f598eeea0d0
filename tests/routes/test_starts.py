"""What is started and what connects: clients behind anything, other Pythons, raw sockets; and mere names."""

from __future__ import annotations

import socket
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kernel.conftest import Kernel, Ran

REFUSAL = "application/vnd.jupyter-guard.refusal+json"
ONLY_NAMED = (
    "!echo sqlite3 DELETE",
    "!ls -d it.duckdb sqlite3 2>/dev/null; true",
    "!which sqlite3 psql; true",
    "!grep -c 'sqlite3 x' guard.toml; true",
    "!git --version; pip --version; man sqlite3 2>/dev/null; true",
    "!mkdir -p duckdb && cd duckdb && pwd",
    "import subprocess, sys; subprocess.run([sys.executable, '-c', 'print(\"import sqlite3\")'])",
    "subprocess.run([sys.executable, '-S', '-c', 'print(1)'])",
    "subprocess.run(['bash'], input=b'echo sqlite3')",
)
ELSEWHERE = (
    ["ssh", "db.example.com", "psql", "-c"],
    ["docker", "exec", "-i", "db", "psql", "-U", "me", "-c"],
    ["kubectl", "exec", "db-0", "--", "psql", "-c"],
    ["gone-wrapper", "--fast", "psql", "-c"],
)


@pytest.fixture
def kernel(start: Callable[..., Kernel], tmp_path: Path) -> Kernel:
    """A kernel that is prod from its start, with a database beside it."""
    (tmp_path / "guard.toml").write_text('default = "prod"\n')
    with sqlite3.connect(tmp_path / "it.db") as connection:
        connection.executescript("CREATE TABLE orders (id); INSERT INTO orders VALUES (1)")
    connection.close()
    return start(tmp_path)


def is_refused(ran: Ran) -> bool:
    return any(REFUSAL in display for display in ran.displays)


def test_what_only_names_a_client_runs(kernel: Kernel) -> None:
    refused = [cell for cell in ONLY_NAMED if is_refused(kernel.run(cell))]

    assert refused == []


def test_a_client_behind_something_unknown_is_judged_by_its_text(kernel: Kernel) -> None:
    kernel.run("import subprocess")
    started = "try: subprocess.run({}, timeout=20)\nexcept (OSError, subprocess.TimeoutExpired): pass"

    writes = [is_refused(kernel.run(started.format([*words, "DELETE FROM orders"]))) for words in ELSEWHERE]
    read = kernel.run("!setarch -R sqlite3 it.db 'SELECT count(*) + 41 FROM orders'")

    assert writes == [True] * len(ELSEWHERE)
    assert "42" in read.output
    assert not is_refused(read)


def test_an_environment_of_ones_own_keeps_the_guard_and_what_is_in_it(kernel: Kernel) -> None:
    line = "import os; print(os.environ['MINE'], 'JUPYTER_GUARD_PARENT' in os.environ, len(os.environ) < 9)"
    kernel.run("import subprocess, sys\nmine = {'MINE': 'x'}")
    ran = kernel.run(f"subprocess.run([sys.executable, '-c', {line!r}], env=mine)\nmine")

    assert "x True True" in ran.output
    assert ran.result["text/plain"] == "{'MINE': 'x'}"


def test_another_python_may_not_name_a_driver_in_prod(kernel: Kernel) -> None:
    base = Path(sys.executable).resolve()
    (Path(kernel.value("__import__('os').getcwd()").strip("'")) / "gone.py").write_text("import psycopg2\n")

    cells = [
        f"!{base} gone.py",
        f'!{base} -c \'import pandas; pandas.read_sql("SELECT 1", "postgresql://db.example.com/x")\'',
        f"!{base} -m sqlite3 it.db 'DELETE FROM orders'",
    ]

    assert [is_refused(kernel.run(cell)) for cell in cells] == [True, True, True]


def test_only_guarded_drivers_connect_to_a_database_s_port(kernel: Kernel) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        try:
            with socket.create_server(("127.0.0.1", 6432)):
                kernel.run("import socket")
                database = kernel.run("socket.create_connection(('127.0.0.1', 6432)).close()")
                read = kernel.run(f"socket.create_connection({other.getsockname()}).close()")
        except OSError:
            pytest.skip("port 6432 is in use")

    assert is_refused(database)
    assert (is_refused(read), read.error) == (False, {})


@pytest.mark.parametrize(("port", "refused"), [(8443, False), (8124, True)])
def test_a_url_with_a_port_of_the_web_closes_no_other_service(
    start: Callable[..., Kernel], tmp_path: Path, port: int, refused: bool
) -> None:
    lake = f'connections.lake = "trino://me@127.0.0.1:{port}/hive"'
    (tmp_path / "guard.toml").write_text(f'default = "prod"\n[environments.prod]\ntier = "prod"\n{lake}\n')
    kernel = start(tmp_path)
    kernel.run("import socket")
    try:
        with socket.create_server(("127.0.0.1", port)):
            ran = kernel.run(f"socket.create_connection(('127.0.0.1', {port})).close()")
    except OSError:
        pytest.skip(f"port {port} is in use")

    assert is_refused(ran) is refused
