"""Which files a text attaches: what stands behind the ATTACH, and all that is sent later, may go there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from jupyter_guard.policy.targets import Target

_ATTACH = re.compile(
    r"\battach\b(?:\s+(?:or\s+replace|database|if\s+not\s+exists))*\s*('(?:[^']|'')*'|\"[^\"]*\")?", re.I
)
UNCLEAR = ("?",)  # a host that no guard.toml names


def attached_paths(text: str) -> Iterator[str | None]:
    """Yield the path of each ATTACH in `text`; None where that is no plain text."""
    for found in _ATTACH.finditer(text):
        quoted = found[1]
        yield quoted[1:-1].replace("''", "'") if quoted else None


def attached_files(text: str, dialect: str) -> Iterator[Target]:
    """Yield the files that `text` attaches to a connection of SQLite or of DuckDB."""
    for path in attached_paths(text):
        plain = path and path.removeprefix("file:").partition("?")[0]
        if plain is None:
            yield Target(dialect, UNCLEAR)
        elif plain not in ("", ":memory:"):
            yield Target(dialect, path=os.path.abspath(plain))
