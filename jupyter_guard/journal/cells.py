"""The execution log: which versions of which cells ran, in which order, and what each did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from .reader import Entry, entries

SOURCE, START, END, PACKAGES = "source", "cell", "cell-end", "packages"
WITNESS = "witness"  # one that was made while the kernel was idle
OK, ERROR, INTERRUPTED, UNKNOWN = "ok", "error", "interrupted", "unknown"
FIGURE, TABLE = "figure", "table"
NO_TIME, NO_WAY, SECRET = "no time", "no way", "secret"  # why there is no witness


@dataclass(frozen=True)
class Fingerprint:
    """What a value looked like, in two grades: a hint that it changed, and a witness of its content."""

    type: str = ""
    shape: tuple[int, ...] = ()
    dtypes: tuple[str, ...] = ()  # in order; "int64 x 3" for three alike
    hint: str = ""  # alike only within a session; "" for what can't change
    full: bool = False  # whether the hint is of all of it, and not of a sample
    witness: str = ""  # `fingerprints.witness_of` of the value; "" means unwitnessed
    unwitnessed: str = ""  # why: "no time", "no way" or "secret"


@dataclass(frozen=True)
class Shown:
    """A figure or a table that a cell displayed."""

    kind: str  # "figure" or "table"
    mimes: tuple[str, ...]
    names: tuple[str, ...]  # that stood for it at the end of the cell
    fingerprint: Fingerprint  # when it was shown


@dataclass(frozen=True)
class OpenedFile:
    """A file that a cell read or wrote, as it was at the cell's end."""

    bytes: int
    modified: int  # microseconds since 1970, UTC
    witness: str = ""  # `fingerprints.witness_of_file`; "" means unwitnessed


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
    values: Mapping[str, Fingerprint] = field(default_factory=dict)  # of names bound, rebound or changed
    shown: tuple[Shown, ...] = ()
    files: Mapping[str, OpenedFile] = field(default_factory=dict)  # of those read and written


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
    parameters: tuple[str, ...] = ()  # names that papermill injected; their values stand in the source

    def to_json(self) -> dict[str, Any]:
        """Return the run as one JSON object."""
        return asdict(self)


def runs(folder: Path, notebook: str = "") -> list[Run]:
    """Return the runs of all cells of the notebooks with `notebook` in their path, in their order."""
    found = _joined(list(entries(folder, (SOURCE, START, END, WITNESS))))
    return sorted((r for r in found if notebook in r.notebook), key=lambda r: (r.at, r.session, r.seq))


@dataclass(frozen=True)
class Packages:
    """What was installed where a session ran, from one moment on."""

    session: str
    at: int
    python: str
    prefix: str  # of the environment that it was installed in
    packages: Mapping[str, Mapping[str, str]]  # name -> version and direct_url


def packages(folder: Path, session: str = "") -> list[Packages]:
    """Return what was in force in one session, or in all, in order of time."""
    found = [e for e in entries(folder, (PACKAGES,)) if session in ("", e.session)]
    return [Packages(e.session, e.at, e.body["python"], e.body["prefix"], e.body["packages"]) for e in found]


def _joined(rows: list[Entry]) -> Iterator[Run]:
    sources = {(e.session, e.body["version"]): e.body["source"] for e in rows if e.kind == SOURCE}
    endings = {_cell_of(e): _ending(e.body) for e in rows if e.kind == END}
    for e in rows:
        if e.kind == WITNESS and (key := _cell_of(e)) in endings:
            endings[key] = _with_witness(endings[key], e.body)
    for e in rows:
        if e.kind != START:
            continue
        b = e.body
        source = sources.get((e.session, b["version"]), "")
        ending = endings.get((e.session, e.seq), Ending(UNKNOWN))
        yield Run(
            e.session,
            e.seq,
            e.at,
            b["cell"],
            b["version"],
            source,
            b["notebook"],
            b["environment"],
            ending,
            tuple(b.get("parameters", ())),
        )


def _cell_of(entry: Entry) -> tuple[str, int]:
    """Return which row `cell` an entry is about; where a file was taken away it is one of another session."""
    return entry.body.get("session", entry.session), entry.body["cell"]


def _ending(body: Mapping[str, Any]) -> Ending:
    values = {name: _fingerprint(value) for name, value in body.get("values", {}).items()}
    files = {path: OpenedFile(**_known(OpenedFile, file)) for path, file in body.get("files", {}).items()}
    shown = tuple(map(_shown, body.get("shown", ())))
    return Ending(**_known(Ending, body) | {"values": values, "files": files, "shown": shown})


def _shown(body: Mapping[str, Any]) -> Shown:
    return Shown(**_known(Shown, body) | {"fingerprint": _fingerprint(body["fingerprint"])})


def _fingerprint(body: Mapping[str, Any]) -> Fingerprint:
    return Fingerprint(**_known(Fingerprint, body))


def _known(kind: type[Any], body: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    return {k: tuple(v) if isinstance(v, list) else v for k, v in body.items() if k in names}


def _with_witness(ending: Ending, body: Mapping[str, Any]) -> Ending:
    """Return how a cell ended with a witness that came later, of what it was after that cell."""
    of, key = body["of"], body["key"]
    if of == "value":
        return replace(ending, values={**ending.values, key: _fingerprint(body["fingerprint"])})
    if of == "file" and key in ending.files:
        file = replace(ending.files[key], witness=body["witness"])
        return replace(ending, files={**ending.files, key: file})
    if of == "shown" and key < len(ending.shown):
        shown = list(ending.shown)
        shown[key] = replace(shown[key], fingerprint=_fingerprint(body["fingerprint"]))
        return replace(ending, shown=tuple(shown))
    return ending
