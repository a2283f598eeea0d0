"""A proxy before PostgreSQL that counts what is asked of the server."""

from __future__ import annotations

import socket
import struct
import threading
from collections import Counter
from contextlib import suppress

_SSL, _GSS = 80877103, 80877104
_ENDS = b"QS"  # a simple query, and the Sync that ends an extended one: one round trip each


class Proxy:
    """Listens on a port of its own until it is closed."""

    def __init__(self, port: int) -> None:
        self._server_port = port
        self.asked: Counter[str] = Counter()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def round_trips(self) -> int:
        """How often the server was asked since it was last looked."""
        count = sum(self.asked.values())
        self.asked.clear()
        return count

    def close(self) -> None:
        """Stop listening."""
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with suppress(OSError, EOFError), client:
            startup = self._startup(client)
            with socket.create_connection(("127.0.0.1", self._server_port)) as server:
                server.sendall(startup)
                threading.Thread(target=_pour, args=(server, client), daemon=True).start()
                while True:
                    head = _read(client, 5)
                    body = _read(client, struct.unpack("!I", head[1:])[0] - 4)
                    if head[0] in _ENDS:
                        self.asked[chr(head[0])] += 1
                    server.sendall(head + body)

    def _startup(self, client: socket.socket) -> bytes:
        while True:
            head = _read(client, 8)
            length, code = struct.unpack("!II", head)
            if code not in (_SSL, _GSS):
                return head + _read(client, length - 8)
            client.sendall(b"N")


def _pour(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)


def _read(stream: socket.socket, length: int) -> bytes:
    data = b""
    while len(data) < length:
        part = stream.recv(length - len(data))
        if not part:
            raise EOFError
        data += part
    return data
