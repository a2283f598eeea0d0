"""Find the Python that a kernel runs: what is installed there is what the notebook saw."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from jupyter_guard.errors import NotExportable

from .installed import Installed

_NAME = re.compile(r"[\w.-]+")


def installed_for(kernel: str, python: str = "") -> Installed:
    """Return what the Python of the kernel called `kernel` has; `python` names it outright.

    A kernel that is not here, or is none of Python, leaves the Python that runs this.
    """
    chosen = python or interpreter_of(kernel)
    if not chosen or Path(chosen).absolute() == Path(sys.executable).absolute():
        return Installed.here()
    try:
        return Installed.at(chosen)
    except (OSError, subprocess.CalledProcessError, ValueError) as error:
        if python:
            raise NotExportable(f"{python} cannot say what is installed there: {error}.") from None
        return Installed.here()


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
