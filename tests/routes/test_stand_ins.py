"""Clients of servers that no test machine has: the real client, and a stand-in that notes what reaches it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.kernel.conftest import Kernel

Start = Callable[..., Kernel]


class Answering(BaseHTTPRequestHandler):
    """Speaks as much of Trino's and ClickHouse's protocol as their clients ask for."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        query = parse_qs(urlsplit(self.path).query).get("query", [""])[0]
        text = f"{query} {body}".strip()
        self.server.got.append(text)  # type: ignore[attr-defined]  # of the class below
        if self.path.startswith("/v1/statement"):
            self._answer(json.dumps(_rows()).encode(), "application/json")
        elif "version()" in text:
            self._answer(b"24.8.1.1\tUTC\n", "text/plain")
        else:
            self._answer(b"3\n" if "count" in text else b"", "text/plain")

    def do_GET(self) -> None:
        self._answer(b"Ok.\n", "text/plain")

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def _answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """Keeps what it was sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.got: list[str] = []


def _rows() -> dict[str, Any]:
    kind = {"name": "n", "type": "bigint", "typeSignature": {"rawType": "bigint", "arguments": []}}
    return {"id": "q", "infoUri": "", "columns": [kind], "data": [[3]], "stats": {"state": "FINISHED"}}


@pytest.fixture
def server() -> Iterator[Server]:
    """A running stand-in."""
    with Server() as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


# What opens it, what writes, and what reads 3.
CLIENTS = {
    "trino": (
        "import trino\ncon = trino.dbapi.connect(host='127.0.0.1', port={port}, user='a')",
        [
            "con.cursor().execute('DELETE FROM orders')",
            "con.cursor().execute('DELETE FROM orders WHERE id > ?', (0,))",
            "con.cursor().executemany('INSERT INTO orders VALUES (?)', [(1,), (2,)])",
        ],
        "con.cursor().execute('SELECT count(*) FROM orders WHERE id > ?', (0,)).fetchone()[0]",
    ),
    "clickhouse_connect": (
        "import clickhouse_connect\ncon = clickhouse_connect.get_client(host='127.0.0.1', port={port})",
        [
            "con.command('DROP TABLE orders')",
            "con.raw_insert('orders', ['id'], b'1', fmt='CSV')",
            "con.raw_query('INSERT INTO orders SELECT 1')",
        ],
        "int(con.raw_query('SELECT count() FROM orders'))",
    ),
}


@pytest.mark.parametrize("name", CLIENTS)
def test_a_write_does_not_reach_the_server_and_a_read_does(
    name: str, start: Start, server: Server, tmp_path: Path
) -> None:
    pytest.importorskip(name)
    opening, writes, read = CLIENTS[name]
    (tmp_path / "guard.toml").write_text('default = "prod"\n')
    control, guarded = start(tmp_path, JUPYTER_GUARD="off"), start(tmp_path)
    for kernel in (control, guarded):
        opened = kernel.run(opening.format(port=server.server_port))
        assert not opened.error

    reached = []
    for write in writes:
        for kernel in (control, guarded):
            server.got.clear()
            ran = kernel.run(write)
            reached.append(any("orders" in text for text in server.got))
        assert ran.shown("refusal")["environment"] == "prod"

    assert reached == [True, False] * len(writes)
    assert guarded.value(read) == "3"
