"""Stop what runs on a connection of the notebook whose driver cannot: over a second one."""

from __future__ import annotations

import contextlib
import socket
import struct
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from typing import Any

_TIMEOUT = 5  # seconds that the second connection may take to open


def cancel_elsewhere(connection: Any, aside: Callable[[], AbstractContextManager[object]]) -> bool:
    """Have the server stop what `connection` runs, and say whether that was possible."""
    kill = _WAYS.get(connection.__class__.__module__.partition(".")[0])
    if kill is None:
        return False
    with contextlib.suppress(Exception), aside():  # it is over, or the server is gone
        return kill(connection)
    return False


def _pymysql(connection: Any) -> bool:
    import pymysql

    if not connection.open:
        return True
    same = {name: getattr(connection, name) for name in ("host", "port", "user", "password", "unix_socket")}
    if getattr(connection, "_ssl_required", getattr(connection, "ssl", False)):
        same["ssl"] = connection.ctx
    with closing(pymysql.connect(**same, connect_timeout=_TIMEOUT)) as other:
        other.query(f"KILL QUERY {int(connection.thread_id())}")
    return True


def _connector(connection: Any) -> bool:
    connector = sys.modules["mysql.connector"]
    names = ("host", "port", "user", "password", "unix_socket")
    same = {name: getattr(connection, f"_{name}") for name in names if getattr(connection, f"_{name}", None)}
    with closing(connector.connect(**same, connection_timeout=_TIMEOUT)) as other:
        other.cmd_query(f"KILL QUERY {int(connection.connection_id)}")
    return True


def _pg8000(connection: Any) -> bool:
    # What PQcancel of libpq does; Redshift's driver is made of pg8000.
    at, family = connection._usock.getpeername(), connection._usock.family
    with socket.socket(family) as other:
        other.settimeout(_TIMEOUT)
        other.connect(at)
        other.sendall(struct.pack("!ii", 16, _CANCEL_REQUEST) + connection._backend_key_data)
        other.recv(1)  # the server closes it when it has taken note
    return True


_CANCEL_REQUEST = 80877102  # of PostgreSQL's protocol
_WAYS: dict[str, Callable[[Any], bool]] = {
    "pymysql": _pymysql,
    "mysql": _connector,
    "pg8000": _pg8000,
    "redshift_connector": _pg8000,
}
