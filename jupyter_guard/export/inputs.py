"""List the files that the kept code reads, with what tells whether they are still the same."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .parts import Part
from .rewriting import written_files

_LARGEST = 200_000_000  # bytes; what is larger is named without a hash
_ROWS = (".csv", ".tsv", ".txt", ".jsonl")


@dataclass(frozen=True)
class Input:
    """A file that lies where the notebook found it."""

    path: str  # as the notebook says it
    size: int  # bytes
    digest: str  # sha256, or '' where the file is too large to read now
    rows: int | None  # lines without the first, of a text


def inputs_of(parts: Sequence[Part], folder: Path) -> tuple[Input, ...]:
    """Return the existing files that literals of `parts` name, looked for from the notebook's `folder`."""
    written = written_files(part.piece.tree for part in parts if part.piece.tree is not None)
    names = dict.fromkeys(name for part in parts for name in _literals(part) if name not in written)
    return tuple(found for name in names if (found := _described(name, folder)) is not None)


def _literals(part: Part) -> Iterator[str]:
    for node in ast.walk(part.piece.tree) if part.piece.tree is not None else ():
        text = node.value if isinstance(node, ast.Constant) else ""
        if isinstance(text, str) and "." in text and len(text) < 300 and "\n" not in text:
            yield text


def _described(name: str, folder: Path) -> Input | None:
    try:
        path = folder / name
        if not path.is_file() or path.suffix == ".py":
            return None
        size = path.stat().st_size
        if size > _LARGEST:
            return Input(name, size, "", None)
        content = path.read_bytes()
    except (OSError, ValueError):
        return None
    rows = max(content.count(b"\n") - 1, 0) if path.suffix.lower() in _ROWS else None
    return Input(name, size, hashlib.sha256(content).hexdigest(), rows)
