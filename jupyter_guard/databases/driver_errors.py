"""Say what a driver says of an error, in the words that mean something to who wrote the SQL."""

from __future__ import annotations

import socket

_CLOSED = ("(0, '')", "must call AdbcConnectionInit")  # all that PyMySQL, or ADBC, says of it


def said_by(error: BaseException) -> str:
    """Return what a driver says, without the names of its classes and the layers below it."""
    if below := _unreachable(error):
        return f"the server cannot be reached: {below}"
    original = getattr(error, "orig", None) or error
    message = getattr(original, "msg", None)  # MySQL Connector's arguments end with a code
    words = [word for word in (*original.args, message) if isinstance(word, str) and word]
    said = (words[-1] if words else str(original)).strip()
    if any(sign in said for sign in _CLOSED):
        return "the connection is closed; open it anew"
    return said.splitlines()[0] if said else type(original).__name__


def _unreachable(error: BaseException | None) -> str:
    """Return what the system says where nobody answers; '' where the error is another one."""
    while error is not None:
        if isinstance(error, ConnectionRefusedError | socket.gaierror):
            return error.strerror or str(error)
        error = error.__cause__ or error.__context__
    return ""
