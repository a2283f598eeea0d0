"""Say what a driver says of an error, in the words that mean something to who wrote the SQL."""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping
from typing import Any

from .failures import Failure
from .model import Call

# What ADBC's and ODBC's layers put before the server's own words.
_LAYERS = re.compile(r"\A(?:\w+: .*?: |\[\w+\] )?ERROR:\s+")
_CLOSED = ("(0, '')", "must call AdbcConnectionInit")  # all that PyMySQL, or ADBC, says of it


def said_by(error: BaseException) -> str:
    """Return what a driver says, without the names of its classes and the layers below it."""
    if below := _unreachable(error):
        return f"the server cannot be reached: {below}"
    original = getattr(error, "orig", None) or error
    message = getattr(original, "msg", None)  # MySQL Connector's arguments end with a code
    fields = _fields(original)
    words = [word for word in (*original.args, message, fields.get("M")) if isinstance(word, str) and word]
    said = (words[-1] if words else str(original)).strip()
    if any(sign in said for sign in _CLOSED):
        return "the connection is closed; open it anew"
    first = said.splitlines()[0] if said else type(original).__name__
    return _LAYERS.sub("", first).rstrip(";")


def failure_by(error: Exception, call: Call, dialect: str) -> Failure:
    """Return what a driver says, with the place it means where the text was sent as it is written."""
    said = said_by(error)
    original: Any = getattr(error, "orig", None) or error
    if dialect == "mysql":
        from .mysql_failures import failure_of

        return failure_of(ValueError(said), "" if call.uses else call.text)
    at = getattr(getattr(original, "diag", None), "statement_position", None) or _fields(original).get("P")
    placed = not call.uses and str(at or "").isdigit()
    return Failure(said, int(str(at)) - 1 if placed else None)


def _fields(error: BaseException) -> Mapping[str, object]:
    """Return what PostgreSQL answered, field by field, as pg8000 gives it."""
    first = error.args[0] if error.args else None
    return first if isinstance(first, Mapping) else {}


def _unreachable(error: BaseException | None) -> str:
    """Return what the system says where nobody answers; '' where the error is another one."""
    while error is not None:
        if isinstance(error, ConnectionRefusedError | socket.gaierror):
            return error.strerror or str(error)
        error = error.__cause__ or error.__context__
    return ""
