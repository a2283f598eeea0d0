"""Open a DuckDB file for a short while, waiting a moment for others to let it go."""

from __future__ import annotations

import contextlib
import re
import time

import duckdb

from jupyter_guard.errors import ConnectionFailed

from .interrupts import stopping

# DuckDB would look for tables among the variables of our functions; the notebook's are shown to it.
_NO_LOCALS = "SET python_enable_replacements = false"
# The magic asks how far a query is and shows it itself; in Jupyter DuckDB wants ipywidgets for either.
_PROGRESS = "SET enable_progress_bar = true; SET enable_progress_bar_print = false"
_PATIENCE = 1.5  # seconds; batches of other notebooks are mostly shorter
_PAUSE = 0.1
_LOCKED = "Could not set lock"
_HOLDER = re.compile(r"\(PID (\d+)\)")
_HOLDER_PROGRAM = re.compile(r"lock is held in (.+?) \(PID")

# What DuckDB says -> what it means. The first that is found counts.
_MEANINGS = {
    "different configuration": (
        "this notebook has it open itself, through duckdb.connect or another connection of guard.toml, "
        "in the other mode (reading or writing).\nClose that one (.close()), then run the cell again."
    ),
    "not a valid DuckDB database": "it is not a DuckDB database.",
    "Permission denied": "you have no permission to open it like this; ask its owner, or look at its folder.",
    "Read-only file system": "it lies on a read-only file system.",
    "No such file": "it is not there.",
}


def open_file(name: str, path: str, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    """Return a connection to the file at `path`, or raise ConnectionFailed that says why not."""
    patience_ends = time.monotonic() + _PATIENCE
    while True:
        try:
            connection = duckdb.connect(path, read_only=read_only)
            prepare(connection)
            return connection
        except duckdb.Error as error:
            answer = str(error)
        if _LOCKED not in answer or time.monotonic() > patience_ends or stopping():
            break
        time.sleep(_PAUSE)
    raise ConnectionFailed(f"{name}: {path} cannot be opened: {_meaning(answer, read_only)}")


def _meaning(answer: str, read_only: bool) -> str:
    if _LOCKED in answer:
        return _locked(answer, read_only)
    for said, meaning in _MEANINGS.items():
        if said in answer:
            return meaning
    return f"DuckDB says: {answer}"


def _locked(answer: str, read_only: bool) -> str:
    pid, program = _HOLDER.search(answer), _HOLDER_PROGRAM.search(answer)
    who = "another process"
    if pid:
        who += f" (PID {pid[1]}{f', {program[1]}' if program else ''})"
    if read_only:
        state = f"{who} has it open for writing, which shuts everybody else out."
    else:
        state = f"{who} has it open, and writing needs the file for itself."
    return f"{state}\nClose it there, by .close() or by ending that program, then run the cell again."


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Set what the guard's own connections need."""
    connection.execute(_NO_LOCALS)
    with contextlib.suppress(duckdb.Error):
        connection.execute(_PROGRESS)
