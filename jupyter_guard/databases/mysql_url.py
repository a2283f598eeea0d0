"""Read a MySQL or MariaDB URL strictly: what is understood in another way might be sent elsewhere."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from jupyter_guard.errors import ConnectionFailed

_URL = re.compile(r"(?:mysql|mariadb)(?:\+\w+)?://(?:[^@/?#]*@)?[^@/?#]*(?:/[^@/?#]*)?(?:\?[^@#]*)?\Z")
_OPTIONS = {"unix_socket": "unix_socket", "ssl_ca": "ssl_ca"}
_TIMEOUT = 10  # seconds


def parameters_of(name: str, url: str) -> dict[str, Any]:
    """Return the driver's parameters for `url`, or raise ConnectionFailed without showing any of it."""
    wrong = ""
    if not _URL.match(url):
        wrong = "the URL cannot be read. It has to be mysql://user:password@host:port/database"
    parts = urlsplit(url) if not wrong else urlsplit("")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    unknown = next((key for key in options if key not in _OPTIONS), "")
    if unknown:
        wrong = f"the URL has an option that is not known; known are {', '.join(_OPTIONS)}"
    if wrong:
        raise ConnectionFailed(
            f"{name}: {wrong}. In user and password the characters @ : / ? # % have to be percent-encoded, "
            "as %40 for @; ${env:…} and ${keyring:…} do that by themselves."
        )
    return {
        "host": unquote(parts.hostname or "localhost"),
        "port": parts.port or 3306,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "database": unquote(parts.path.removeprefix("/")) or None,
        "charset": "utf8mb4",
        "autocommit": True,  # BEGIN and COMMIT are the user's own
        "connect_timeout": _TIMEOUT,
        "local_infile": False,
        **{_OPTIONS[key]: value for key, value in options.items()},
    }
