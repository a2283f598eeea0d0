"""Tell whether a connection URL holds a password itself, where it should refer to one."""

from __future__ import annotations

import re
from urllib.parse import unquote

_REFERENCE = re.compile(r"\$\{[^}]*\}")
_MARK = "\0"  # in the place of a reference, which may hold any character of a URL
_EMBEDDED = ("duckdb", "sqlite")
_SECRET_OPTION = re.compile(
    r"(?i)pass|pwd|secret|token|credential|signature|\bsas\b|(?:api|access|account|private|auth)_?key"
)
_FILE_OPTION = re.compile(r"(?i)(?:path|file|passfile|_dir)\Z")
_OPTION = re.compile(r"[?&;](?P<name>[^=?&;]+)=(?P<value>[^?&;]*)")


def holds_secret(url: str) -> bool:
    """Say whether `url` holds a password or a key that is no `${…}` reference; in doubt it does."""
    marked = _REFERENCE.sub(_MARK, url)
    scheme, _, rest = marked.partition("://")
    if scheme.partition("+")[0].lower() not in _EMBEDDED:
        user = rest.rpartition("@")[0]
        if not _is_reference(user.partition(":")[2]):
            return True
    options = f"{rest};{unquote(rest)}"  # odbc_connect holds a whole connection string, quoted
    return any(
        _SECRET_OPTION.search(found["name"])
        and not _FILE_OPTION.search(found["name"])
        and not _is_reference(found["value"])
        for found in _OPTION.finditer(options)
    )


def _is_reference(value: str) -> bool:
    return not value.strip(_MARK)
