"""Find the Python that a kernel runs: what is installed there is what the notebook saw."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

from jupyter_guard.errors import NotExportable
from jupyter_guard.journal.cells import Packages, packages

from .installed import Installed

_NAME = re.compile(r"[\w.-]+")


def installed_for(kernel: str, python: str = "", log: Path | None = None, session: str = "") -> Installed:
    """Return what the Python of the kernel called `kernel` has; `python` names it outright.

    Where that cannot be asked, the journal in `log` tells what was in force in the `session` that it saw.
    A kernel of which nobody knows anything, or that is none of Python, leaves the Python that runs this.
    """
    record = _recorded(log, session) if log is not None and session and not python else None
    chosen = python or (_interpreter_in(record.prefix) if record else "") or interpreter_of(kernel)
    if chosen and Path(chosen).absolute() != Path(sys.executable).absolute():
        try:
            return Installed.at(chosen)
        except (OSError, subprocess.CalledProcessError, ValueError) as error:
            if python:
                raise NotExportable(f"{python} cannot say what is installed there: {error}.") from None
    elif chosen:
        return Installed.here()
    return Installed.recorded(record.python, record.packages) if record else Installed.here()


def _recorded(log: Path, session: str) -> Packages | None:
    """Return what the journal saw last of the packages of a session."""
    try:
        return next(reversed(packages(log, session)), None)
    except (OSError, ValueError, KeyError, sqlite3.Error):
        return None


def _interpreter_in(prefix: str) -> str:
    """Return the Python of an environment, if that is on this machine."""
    places = (Path(prefix, "bin", "python"), Path(prefix, "Scripts", "python.exe"))
    return next((str(path) for path in places if prefix and path.is_file()), "")


def interpreter_of(kernel: str) -> str:
    """Return the Python that the kernel's own file names by its path; '' where there is none."""
    if not _NAME.fullmatch(kernel):
        return ""
    from jupyter_core.paths import jupyter_path

    for folder in jupyter_path("kernels"):
        try:
            told = json.loads(Path(folder, kernel, "kernel.json").read_text(encoding="utf-8"))
            first = str(told["argv"][0])
        except (OSError, ValueError, KeyError, IndexError, TypeError):
            continue
        known = Path(first).is_absolute() and Path(first).name.startswith(("python", "pypy"))
        return first if known and Path(first).is_file() else ""
    return ""
