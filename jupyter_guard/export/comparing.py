"""Compare what a run of a project gives with what the notebook left: files, texts, and values by witness."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .claims import Claims

EQUAL, DIFFERS, UNSEEN = (
    "equal",
    "differs",
    "unseen",
)  # unseen: nothing of the notebook is there to compare with


@dataclass(frozen=True)
class Compared:
    """One result, and whether it is the notebook's."""

    kind: str  # file, figure, text or value
    name: str
    state: str
    said: str = ""


def compared(
    claims: Claims, output: Path, said: str, witnesses: Mapping[str, Sequence[str]], log: Path | None
) -> Iterator[Compared]:
    """Yield every result of a run that wrote into `output` and printed `said`."""
    values, files = _seen(claims, log)
    folder = claims.notebook.parent
    for path in claims.files:
        yield _file(path, output / path, folder / path, files.get(str((folder / path).resolve()), ""), log)
    if claims.draws:
        drawn = sorted((output / "figures").glob("*.png"))
        yield Compared(
            "figure", "figures/", UNSEEN if drawn else DIFFERS, f"{len(drawn)} drawn; look at them"
        )
    words = " ".join(said.split())
    for text in claims.shown:
        state = EQUAL if text in words else DIFFERS
        yield Compared("text", repr(text[:40]), state, "" if state == EQUAL else "the run does not print it")
    for name, wanted in sorted(values.items()):
        if name in witnesses and wanted:
            state = EQUAL if wanted in witnesses[name] else DIFFERS if witnesses[name] else UNSEEN
            yield Compared("value", name, state)


def _file(path: str, made: Path, left: Path, witness: str, log: Path | None) -> Compared:
    from jupyter_guard.journal import fingerprints

    if not made.is_file():
        return Compared("file", path, DIFFERS, "the run does not write it")
    if witness and log is not None:
        same = fingerprints.witness_of_file(made, fingerprints.key_of(log)) == witness
        return Compared(
            "file", path, EQUAL if same else DIFFERS, "" if same else _first_difference(made, left)
        )
    if not left.is_file():
        return Compared("file", path, UNSEEN, "the notebook's own is not there")
    same = made.read_bytes() == left.read_bytes()
    return Compared("file", path, EQUAL if same else DIFFERS, "" if same else _first_difference(made, left))


def _first_difference(made: Path, left: Path) -> str:
    try:
        lines = [path.read_text(encoding="utf-8").splitlines() for path in (made, left)]
    except (OSError, UnicodeDecodeError):
        return "its bytes are others"
    for number, (one, other) in enumerate(zip(*lines, strict=False), start=1):
        if one != other:
            return f"line {number} is the first that differs"
    return f"{len(lines[0])} lines in place of {len(lines[1])}"


def _seen(claims: Claims, log: Path | None) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the last witness of each value and file that the journal saw kept cells make."""
    from jupyter_guard.journal import cells as journal

    values: dict[str, str] = {}
    files: dict[str, str] = {}
    if log is None:
        return values, files
    try:
        runs = [
            run
            for run in journal.runs(log, claims.notebook.name)
            if run.notebook and Path(run.notebook).resolve() == claims.notebook
        ]
    except (OSError, ValueError, sqlite3.Error):
        return values, files
    own = [run for run in runs if run.session == runs[-1].session and run.ending.state == journal.OK]
    for run in own:
        if run.cell in claims.cells:
            values |= {n: f.witness for n, f in run.ending.values.items() if n in claims.names}
            files |= {
                path: run.ending.files[path].witness
                for path in run.ending.written
                if path in run.ending.files
            }
    return values, files
