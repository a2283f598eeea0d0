"""Read the journals of all sessions as one, while others write them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from . import places, schema
from .chain import Row

# A reader holds a file only for one page: where there is no WAL, a writer waits that long.
_PAGE = 500
_ROWS = "SELECT seq, at, kind, body, hash FROM entries WHERE seq > ? AND at >= ? {kinds} ORDER BY seq LIMIT ?"


class Entry(NamedTuple):
    """A row as the newest version says it."""

    session: str
    seq: int
    at: int  # microseconds since 1970, UTC
    kind: str
    body: dict[str, Any]


def entries(folder: Path, kinds: Sequence[str] = (), since: int = 0) -> Iterator[Entry]:
    """Yield the rows of all sessions, session by session, the oldest first.

    A file that cannot be read is left out; `verify` names it.
    """
    for session in list(places.sessions(folder)):
        try:
            yield from session_entries(folder, session, kinds, since)
        except (OSError, sqlite3.Error, ValueError):
            continue


def session_entries(folder: Path, session: str, kinds: Sequence[str] = (), since: int = 0) -> Iterator[Entry]:
    """Yield the rows of one session; raises sqlite3.Error where the file cannot be read."""
    with closing(schema.open_to_read(places.file_of(folder, session))) as connection:
        version = schema.version_of(connection)
        if not 0 < version <= schema.VERSION:
            raise ValueError(f"{session} is of version {version}; known is {schema.VERSION}")
        for row in rows(connection, kinds, since):
            body = schema.upgrade(row.kind, json.loads(row.body), version)
            yield Entry(session, row.seq, row.at, row.kind, body)


def rows(connection: sqlite3.Connection, kinds: Sequence[str] = (), since: int = 0) -> Iterator[Row]:
    """Yield the rows of an open file."""
    wanted = f"AND kind IN ({','.join('?' * len(kinds))})" if kinds else ""
    query, last = _ROWS.format(kinds=wanted), 0
    while page := connection.execute(query, (last, since, *kinds, _PAGE)).fetchall():
        yield from (Row(*row) for row in page)
        last = page[-1][0]
