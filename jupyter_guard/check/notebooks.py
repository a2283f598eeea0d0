"""Read the cells of a notebook file, each with its lines' places in the file."""

from __future__ import annotations

import codecs
import json
import warnings
from bisect import bisect_right
from dataclasses import dataclass
from json import decoder, scanner
from pathlib import Path
from typing import Any

from jupyter_guard.errors import UsageError


@dataclass(frozen=True)
class CodeCell:
    """A code cell."""

    number: int  # counted from 1, text cells too
    source: str
    execution: int | None
    file_lines: tuple[int, ...]  # of each line of the source; empty where that is not known


@dataclass(frozen=True)
class NotebookFile:
    """The code cells of a notebook, and its language."""

    cells: tuple[CodeCell, ...]
    language: str


class _Located(str):
    """A string of a JSON text that knows where it stands."""

    __slots__ = ("at",)
    at: int


def read(raw: str, name: str) -> NotebookFile:
    """Read a notebook of any format since 2, or raise UsageError."""
    try:
        content = _parse(raw)
        if isinstance(content, dict) and content.get("nbformat", 4) in (1, 2, 3):
            content = _upgraded(raw, name)
        cells = content["cells"]
        language = (content.get("metadata") or {}).get("language_info", {}).get("name", "python")
    except (ValueError, RecursionError, StopIteration):
        raise UsageError(f"{name} is not a notebook: it is no JSON.") from None
    except (KeyError, TypeError, AttributeError):
        raise UsageError(f"{name} is not a notebook: it has no list of cells.") from None
    starts = [0, *(i + 1 for i, letter in enumerate(raw) if letter == "\n")]
    try:
        found = tuple(
            _cell(number, cell, starts) for number, cell in enumerate(cells, 1) if cell["cell_type"] == "code"
        )
    except (KeyError, TypeError, AttributeError):
        raise UsageError(f"{name} is damaged: one of its cells is no notebook cell.") from None
    return NotebookFile(found, str(language).lower())


def _parse(raw: str) -> Any:
    """Read JSON, whose strings know where they stand."""
    reader: Any = json.JSONDecoder()  # its types do not tell of the two hooks below
    read_string: Any = vars(decoder)["scanstring"]

    def located(text: str, end: int, strict: bool) -> tuple[str, int]:
        value, stop = read_string(text, end, strict)
        string = _Located(value)
        string.at = end
        return string, stop

    reader.parse_string = located
    reader.scan_once = vars(scanner)["py_make_scanner"](reader)  # the C one takes no hook
    return reader.decode(raw)


def _upgraded(raw: str, name: str) -> dict[str, Any]:
    import nbformat  # only old files need it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return dict(nbformat.reads(raw, as_version=4))  # type: ignore[no-untyped-call]  # untyped
    except Exception as error:  # noqa: BLE001  # nbformat raises whatever the damage leads to
        raise UsageError(f"{name} has an old format that cannot be upgraded: {error!r}.") from None


def _cell(number: int, cell: dict[str, Any], starts: list[int]) -> CodeCell:
    source = cell.get("source", "")
    parts = [source] if isinstance(source, str) else source
    lines: list[int] = []
    for part in parts:
        if not isinstance(part, _Located):
            lines = []
            break
        # A part that goes on behind a line break begins a line of the cell only there.
        lines += [bisect_right(starts, part.at)] * len(part.splitlines())
    execution = cell.get("execution_count")
    text = "".join(map(str, parts))
    return CodeCell(number, text, execution if isinstance(execution, int) else None, tuple(lines))


def read_text(path: Path) -> str:
    """Return the text of a file, or raise UsageError in one line."""
    try:
        return decoded(path.read_bytes(), str(path))
    except FileNotFoundError:
        raise UsageError(f"There is no file {path}.") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from None


def decoded(content: bytes, name: str) -> str:
    """Return a text in UTF-8, or in UTF-16 where its first bytes say so; raise UsageError for others."""
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if utf16 else "utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{name} is no UTF-8 text, in line {line}: save it as UTF-8.") from None
