"""Put the guard into a kernel, and say that it is there."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_guard import __version__, session

from .completion import Completion
from .gate import Gate
from .guard import Guard
from .magics import GuardMagics
from .outside import Outside
from .routes import Routes

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

SWITCH = "JUPYTER_GUARD"  # "off" switches the guard off, where guard.toml lets it
# Set in every guarded kernel, so that a kernel started from within it knows that the
# variables which describe this session are not about itself.
_INHERITED = "JUPYTER_GUARD_KERNEL"


def load(shell: InteractiveShell) -> None:
    """Register the magics and write the ready file; a second call changes nothing."""
    if "guarded_sql" in shell.magics_manager.magics["cell"]:
        return
    folder, kernel_id = session.own_folder(), _kernel_id()
    guard = Guard(shell, _notebook(folder), folder, kernel_id, switched_off=_switched_off())
    gate = Gate(guard)
    routes = Routes(gate, Outside(guard, gate))
    routes.install()
    magics = GuardMagics(shell, guard, routes)
    shell.register_magics(magics)
    Completion(guard, magics.querying, shell.user_ns).install(shell)
    shell.events.register("pre_run_cell", guard.start_cell)
    shell.events.register("pre_run_cell", gate.start_cell)
    shell.events.register("post_run_cell", guard.recorder.end_cell)
    os.environ[_INHERITED] = str(os.getpid())
    if folder is not None and kernel_id and not guard.off:
        session.write_ready(folder, kernel_id, __version__)


def _switched_off() -> bool:
    return os.environ.get(SWITCH, "").strip().lower() in ("off", "0", "false", "no")


def _kernel_id() -> str:
    if "ipykernel" not in sys.modules:
        return ""  # a terminal: no server knows it
    from ipykernel.connect import get_connection_file

    try:
        return session.kernel_id_of(get_connection_file())
    except RuntimeError:
        return ""


def _notebook(folder: Path | None) -> Path:
    """Return the notebook of this kernel, or the folder it runs in where nobody said."""
    named = os.environ.get("JPY_SESSION_NAME", "")
    inherited = folder is None and os.environ.get(_INHERITED, str(os.getpid())) != str(os.getpid())
    return Path(named) if named and not inherited else Path.cwd()
