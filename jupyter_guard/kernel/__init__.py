"""The guard inside a kernel: the magics, and the tag that they obey."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Guard this kernel; IPython calls it at start, through the start-up file, or by %load_ext."""
    from .loading import load

    load(shell)
