"""One audit hook for the routes that need Python's own word: it can't be removed, so there is only one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

Watch = Callable[[tuple[Any, ...]], None]
KERNEL = os.getpid()  # of the process that is guarded; its forks have another
_watches: dict[str, Watch] = {}
_installed = False


def on_audit(event: str, watch: Watch) -> None:
    """Call `watch` with the arguments of `event`; what it raises stops the audited call."""
    global _installed  # noqa: PLW0603  # an audit hook is a thing of the process
    _watches[event] = watch
    if not _installed:
        sys.addaudithook(_hook(KERNEL))
        _installed = True


def tell(event: str, args: tuple[Any, ...]) -> None:
    """Call whoever watches `event` now."""
    _watches[event](args)


def _hook(guarded_pid: int) -> Callable[[str, tuple[Any, ...]], None]:
    watches = _watches

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event not in watches:
            return
        try:
            watches[event](args)
        except Exception as error:
            if os.getpid() == guarded_pid:
                raise
            # Raised here it would unwind a fork of the kernel, which then goes on running the notebook.
            os.write(2, f"{error}\n".encode())
            os._exit(126)

    return hook
