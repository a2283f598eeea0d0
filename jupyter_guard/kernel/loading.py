"""Put the guard into a kernel, and say that it is there.

A kernel's start must not wait for it. So at first there is only somebody at every way out; when
the first of them is taken, which as a rule is the first cell, the guard is built.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jupyter_guard import __version__, session_files

from .first_cell import FirstCell

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

SWITCH = "JUPYTER_GUARD"  # "off" switches the guard off, where guard.toml lets it
# Set in every guarded kernel, so that a kernel started from within it knows that the
# variables which describe this session are not about itself.
_INHERITED = "JUPYTER_GUARD_KERNEL"


class Session(NamedTuple):
    """What the start of a kernel alone can tell; a cell may change the folder and the variables."""

    notebook: Path  # or the folder it runs in where nobody said
    folder: Path | None  # of the server's files about its kernels
    kernel_id: str
    switched_off: bool


def load(shell: InteractiveShell) -> None:
    """Guard the kernel and write the ready file; a second call changes nothing."""
    if "guarded_sql" in shell.magics_manager.magics["cell"]:
        return
    folder = session_files.own_folder()
    session = Session(_notebook(folder), folder, _kernel_id(), _switched_off())
    waiting = FirstCell(shell, session)
    waiting.begin()
    os.environ[_INHERITED] = str(os.getpid())
    if folder is not None and session.kernel_id and not (session.switched_off and waiting.build().guard.off):
        session_files.write_ready(folder, session.kernel_id, __version__)


def _switched_off() -> bool:
    return os.environ.get(SWITCH, "").strip().lower() in ("off", "0", "false", "no")


def _kernel_id() -> str:
    if "ipykernel" not in sys.modules:
        return ""  # a terminal: no server knows it
    from ipykernel.connect import get_connection_file

    try:
        return session_files.kernel_id_of(get_connection_file())
    except RuntimeError:
        return ""


def _notebook(folder: Path | None) -> Path:
    named = os.environ.get("JPY_SESSION_NAME", "")
    inherited = folder is None and os.environ.get(_INHERITED, str(os.getpid())) != str(os.getpid())
    return Path(named) if named and not inherited else Path.cwd()
