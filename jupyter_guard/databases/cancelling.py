"""Stop what runs on a connection of the notebook whose driver cannot: over a second one, as MySQL has it."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from typing import Any

_TIMEOUT = 5  # seconds that the second connection may take to open


def cancel_elsewhere(connection: Any, aside: Callable[[], AbstractContextManager[object]]) -> bool:
    """Have the server stop what `connection` runs, and say whether that was possible; for MySQL's drivers."""
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


_WAYS: dict[str, Callable[[Any], bool]] = {"pymysql": _pymysql, "mysql": _connector}
