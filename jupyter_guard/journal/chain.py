"""The rows of a journal, and the hashes that chain them."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

GENESIS = bytes(32)  # stands before the first row


class Row(NamedTuple):
    """One row as it lies in the file."""

    seq: int  # counted from 1, without gaps
    at: int  # microseconds since 1970, UTC
    kind: str  # see docs/journal.md
    body: str  # JSON
    hash: bytes

    def follows(self, before: bytes) -> bool:
        """Say whether this row stood behind the one with that hash, as it is now."""
        return self.hash == link(before, self.seq, self.at, self.kind, self.body)


class Head(NamedTuple):
    """How far a chain reached."""

    seq: int = 0
    hash: bytes = GENESIS


def link(before: bytes, seq: int, at: int, kind: str, body: str) -> bytes:
    """Return the hash of a row that stands behind the one with the hash `before`."""
    return hashlib.sha256(before + f"{seq}\n{at}\n{kind}\n{body}".encode()).digest()
