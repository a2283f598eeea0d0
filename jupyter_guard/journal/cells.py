"""The execution log: which versions of which cells ran, in which order, and what each did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from .reader import Entry, entries

SOURCE, START, END, PACKAGES = "source", "cell", "cell-end", "packages"
OK, ERROR, INTERRUPTED, UNKNOWN = "ok", "error", "interrupted", "unknown"


@dataclass(frozen=True)
class Ending:
    """What a cell did, as far as it can be told from outside."""

    state: str  # "ok", "error", "interrupted" or "unknown"
    seconds: float | None = None
    execution_count: int | None = None
    error: str = ""  # its class
    bound: tuple[str, ...] = ()  # names that were not there before
    rebound: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()  # may have been changed in place: read off the source
    read: tuple[str, ...] = ()  # files opened for reading
    written: tuple[str, ...] = ()


@dataclass(frozen=True)
class Run:
    """One run of one version of a cell."""

    session: str
    seq: int
    at: int  # microseconds since 1970, UTC
    cell: str  # its id, or the version where there is none
    version: str  # SHA-256 of the source as it was written
    source: str  # secrets taken out; "" where its row was pruned
    notebook: str
    environment: str
    ending: Ending

    def to_json(self) -> dict[str, Any]:
        """Return the run as one JSON object."""
        return asdict(self)


def runs(folder: Path, notebook: str = "") -> list[Run]:
    """Return the runs of all cells of the notebooks with `notebook` in their path, in their order."""
    found = _joined(list(entries(folder, (SOURCE, START, END))))
    return sorted((r for r in found if notebook in r.notebook), key=lambda r: (r.at, r.session, r.seq))


def _joined(rows: list[Entry]) -> Iterator[Run]:
    sources = {(e.session, e.body["version"]): e.body["source"] for e in rows if e.kind == SOURCE}
    endings = {(e.session, e.body["cell"]): _ending(e.body) for e in rows if e.kind == END}
    for e in rows:
        if e.kind != START:
            continue
        b = e.body
        source = sources.get((e.session, b["version"]), "")
        ending = endings.get((e.session, e.seq), Ending(UNKNOWN))
        yield Run(
            e.session, e.seq, e.at, b["cell"], b["version"], source, b["notebook"], b["environment"], ending
        )


def _ending(body: dict[str, Any]) -> Ending:
    known = {field.name for field in fields(Ending)}
    values: dict[str, Any] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in body.items() if k in known
    }
    return Ending(**values)
