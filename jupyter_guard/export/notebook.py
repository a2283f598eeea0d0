"""Read a notebook file into cells; nothing in it is executed."""

from __future__ import annotations

import hashlib
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from jupyter_guard.errors import NotExportable

from .notebook_json import content_of

_FAILING_LINE = re.compile(r"-+>\s*(\d+)\b")
_MAGIC_LINE = re.compile(r"^\s*%|=\s*%", re.MULTILINE)
_TOLD_BY_A_MAGIC = re.compile(r"([A-Z]\w*Error): ")
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_OTHER_KERNELS = (
    "bash",
    "ir",
    "julia",
    "scala",
    "spark",
    "javascript",
    "rust",
    "sql",
    "octave",
    "matlab",
    "sas",
)
_FIGURES = ("image/png", "image/svg+xml", "image/jpeg", "application/pdf")


@dataclass(frozen=True)
class Failure:
    """How a cell stopped."""

    error: str
    line: int | None = None  # of the cell, counted from 1; None where the traceback does not say


@dataclass(frozen=True)
class Cell:
    """One cell as the file holds it."""

    index: int  # its place among all cells, from 0
    kind: str  # code, markdown or raw
    source: str
    id: str = ""
    count: int | None = None  # of its last execution; None where it never ran or was cleared
    failure: Failure | None = None
    tags: frozenset[str] = frozenset()
    shows: frozenset[str] = frozenset()  # figure, value, text: what its output holds
    former: str = ""  # edited or deleted: the file no longer has this source
    environment: str = ""  # in which it ran, if the journal tells
    plain: frozenset[str] = frozenset()  # names that it left with a number or a text, if the journal tells
    same: frozenset[str] = frozenset()  # names whose content it left as it was, if the journal tells

    @property
    def label(self) -> str:
        """What a person finds the cell by."""
        name = "deleted cell" if self.former == "deleted" else f"cell {self.index + 1}"
        return name + (f" (In [{self.count}])" if self.count else "")


@dataclass(frozen=True)
class Notebook:
    """A notebook file: its cells, and what identifies it."""

    path: Path
    cells: tuple[Cell, ...]
    raw: bytes = field(repr=False)  # the file
    kernel: str = ""
    python: str = ""  # the version that ran it, where the file says so

    @cached_property
    def digest(self) -> str:
        """The sha256 of the file."""
        return hashlib.sha256(self.raw).hexdigest()


def read(path: Path) -> Notebook:
    """Read the notebook at `path`, of any format since 2, or raise NotExportable."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise NotExportable(f"There is no notebook {path}.") from None
    except OSError as error:
        raise NotExportable(f"{path} cannot be read: {error.strerror}.") from None
    content = _content(path, raw)
    metadata = content.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    _refuse_other_languages(path, metadata)
    cells = tuple(_cell(path, i, c) for i, c in enumerate(content["cells"]))
    return Notebook(
        path,
        cells,
        raw,
        _text(metadata, "kernelspec", "name"),
        _text(metadata, "language_info", "version"),
    )


def _content(path: Path, raw: bytes) -> dict[str, Any]:
    """Return the notebook's JSON in format 4."""
    content: Any
    try:
        content = content_of(raw)
    except UnicodeDecodeError:
        raise NotExportable(f"{path} is not a notebook: it is no UTF-8 text.") from None
    except (ValueError, RecursionError) as error:
        raise NotExportable(f"{path} is not a notebook: it is no JSON ({error}).") from None
    if not isinstance(content, dict) or not isinstance(content.get("nbformat", 4), int):
        raise NotExportable(f"{path} is not a notebook: its JSON is no notebook object.")
    if content.get("nbformat", 4) < 4:
        content = _upgraded(path, raw.decode("utf-8-sig"))
    if content.get("nbformat", 4) > 4:
        raise NotExportable(f"{path} has notebook format {content['nbformat']}; formats 2 to 4 are known.")
    if not isinstance(content.get("cells"), list):
        raise NotExportable(f"{path} is not a notebook: it has no list of cells.")
    return dict(content)


def _upgraded(path: Path, text: str) -> dict[str, Any]:
    import nbformat  # only old files need it, and it is slow to import

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what the upgrade adds
            upgraded = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]  # untyped
    except Exception as error:  # noqa: BLE001  # nbformat raises whatever the damage leads to
        raise NotExportable(f"{path} has an old format that cannot be upgraded: {error!r}.") from None
    return dict(upgraded)


def _refuse_other_languages(path: Path, metadata: dict[str, Any]) -> None:
    name = _text(metadata, "kernelspec", "name")
    language = (
        _text(metadata, "language_info", "name")
        or _text(metadata, "kernelspec", "language")
        or ("python" if "python" in name.lower() else name)
        or "python"
    ).lower()
    python = language.startswith(("python", "ipython", "conda", "xpython"))
    # A kernel may be called anything, such as the project that its environment is for.
    if not python and (language != name.lower() or language.startswith(_OTHER_KERNELS)):
        raise NotExportable(f"{path} is written in {language}; only Python notebooks can be exported.")


def _cell(path: Path, index: int, cell: Any) -> Cell:
    try:
        kind, source = cell["cell_type"], cell.get("source", "")
        source = source if isinstance(source, str) else "".join(source)
        metadata = cell.get("metadata") or {}
        tags = frozenset(_tags(metadata))
        if kind != "code":
            return Cell(index, kind, source, str(cell.get("id", "")), tags=tags)
        outputs = [output for output in cell.get("outputs") or () if isinstance(output, dict)]
        count = cell.get("execution_count")
        if not isinstance(count, int):
            counts = [o["execution_count"] for o in outputs if isinstance(o.get("execution_count"), int)]
            count = counts[-1] if counts else None
        by_magic = bool(_MAGIC_LINE.search(source))
        failure = next((f for o in outputs if (f := _failure(o, by_magic=by_magic))), None)
        shows = frozenset(_shown(outputs))
        return Cell(index, kind, source, str(cell.get("id", "")), count, failure, tags, shows)
    except (KeyError, TypeError, AttributeError):
        raise NotExportable(f"{path} is damaged: cell {index + 1} is no notebook cell.") from None


def _tags(metadata: dict[str, Any]) -> Iterator[str]:
    yield from (str(tag) for tag in metadata.get("tags") or ())
    own = metadata.get("jupyter_guard")
    if isinstance(own, dict) and own.get("export") in ("keep", "drop"):
        yield f"jupyter_guard.{own['export']}"


def _failure(output: dict[str, Any], *, by_magic: bool) -> Failure | None:
    if by_magic and output.get("name") == "stderr":  # magics print their errors like any text
        told = _TOLD_BY_A_MAGIC.match(_joined(output.get("text")))
        return Failure(told[1]) if told else None
    if output.get("output_type") != "error":
        return None
    traceback = output.get("traceback") or ()
    text = _COLOURS.sub("", "\n".join(str(line) for line in traceback))
    found = _FAILING_LINE.search(text)
    return Failure(str(output.get("ename") or "error"), int(found[1]) if found else None)


def _joined(text: Any) -> str:
    return text if isinstance(text, str) else "".join(map(str, text or ()))


def _shown(outputs: list[dict[str, Any]]) -> list[str]:
    shown = []
    for output in outputs:
        data = output.get("data")
        data = data if isinstance(data, dict) else {}
        figure = any(kind in data for kind in _FIGURES)
        if figure:
            shown.append("figure")
        if output.get("output_type") == "execute_result":
            shown.append("value")
        elif not figure and output.get("output_type") in ("stream", "display_data"):
            shown.append("text")
    return shown


def _text(table: dict[str, Any], *keys: str) -> str:
    value: Any = table
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""
