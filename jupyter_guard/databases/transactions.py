"""Tell whether a connection of any driver is within a transaction, as the driver says it or the texts do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from jupyter_guard.policy import Effect

from .model import Call

_IN_MYSQL = 1  # the bit of the server's status
_IN_POSTGRES = (2, 3)  # of libpq: in a transaction, in one that failed
_ENDS = re.compile(r"(?i)\s*(?:commit|end|rollback(?!\s+to)|abort)\b")


def is_inside(connection: Any) -> bool | None:
    """Say whether a transaction is open; None where the driver does not tell."""
    try:
        for name in ("in_transaction", "_in_transaction"):  # SQLite, MySQL Connector; pg8000
            said = getattr(connection, name, None)
            if isinstance(said, bool):
                return said
        status = getattr(getattr(connection, "info", None), "transaction_status", None)
        if isinstance(status, int):
            return status in _IN_POSTGRES
        status = getattr(connection, "server_status", None)  # PyMySQL
        return bool(status & _IN_MYSQL) if isinstance(status, int) else None
    except Exception:  # noqa: BLE001  # each driver has its own for a connection that is closed
        return False


def commits_by_itself(connection: Any) -> bool:
    """Say whether each statement commits, as far as the driver tells: the standard begins transactions."""
    for name in ("get_autocommit", "autocommit", "_autocommit", "autocommit_state"):
        said = getattr(connection, name, None)
        said = said() if callable(said) and name.startswith("get") else said
        if isinstance(said, bool | int):
            return bool(said)
    return False


def begins(calls: Sequence[Call]) -> bool:
    """Say whether a write of `calls` waits for its COMMIT where a driver begins transactions."""
    waits = False
    for call in calls:
        ended = call.effect is Effect.SESSION and _ENDS.match(call.text)
        waits = False if ended else waits or call.effect > Effect.SESSION
    return waits
