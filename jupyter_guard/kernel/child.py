"""Guard a Python that a guarded kernel starts: a script, a worker of a pool, a spawned process.

`jupyter_guard.pth` calls `begin` at the start of each Python whose variables name such a kernel.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .building import Built

KERNEL = "JUPYTER_GUARD_KERNEL"  # the process of the guarded kernel
VARIABLE = "JUPYTER_GUARD_PARENT"  # what the kernel says: where its notebook is, and how it is tagged


class Script:
    """Stands where a kernel has its shell: a script shows nothing and has no cells."""

    def __init__(self) -> None:
        self.user_ns: dict[str, Any] = {}
        self.displayhook = None


def begin() -> None:
    """Wait for a driver; a kernel, which is a child as well, has its own guard from its start on.

    Another interpreter in the process of a guarded kernel has none, so it is one that waits.
    """
    is_in_the_kernel = os.environ.get(KERNEL) == str(os.getpid())
    if not is_in_the_kernel and any("ipykernel" in word for word in sys.orig_argv[1:4]):
        return
    from .waiting import Waiting

    Waiting(_make, _failed, starts=_names_a_client).begin()


def told(notebook: Path, environment: str) -> str:
    """Return what a kernel tells its children."""
    return json.dumps({"notebook": str(notebook), "environment": environment})


def _make() -> Built:
    from .building import Built

    said = json.loads(os.environ[VARIABLE])
    built = Built(Script(), Path(said["notebook"]), None, "", says_where=False)
    built.guard.inherit(said["environment"])
    return built


def _failed(error: Exception) -> bool:
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    print(
        f"jupyter_guard: no guard for this process, so it gets no database driver. {reason}", file=sys.stderr
    )
    return True


def _names_a_client(args: tuple[Any, ...]) -> bool:
    from .routes.shell import names_a_client

    return names_a_client(args)
