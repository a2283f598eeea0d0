"""Bring the magics of other libraries along: `%load_ext` counts where IPython itself has to run something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from .pieces import SHELL, Kind

if TYPE_CHECKING:
    from .parts import Part

SETS_UP = "IPython needs it for its magics"
_LOADS = re.compile(r"^\s*%(?:re)?load_ext\s+(?P<module>[\w.]+)")
_CONFIGURES = re.compile(r"^\s*%config\s+(?P<owner>\w+)\.")
# Extensions and settings that only matter to who types.
_OF_THE_SCREEN = frozenset(
    """
    autoreload autotime autotimer watermark line_profiler memory_profiler tensorboard blackcellmagic
    nb_black lab_black jupyter_black autopep8 storemagic IPCompleter Completer InlineBackend
    InteractiveShell TerminalInteractiveShell ZMQInteractiveShell HistoryManager
    """.split()
)


def asks_ipython(parts: Iterable[Part]) -> bool:
    """Return whether any of `parts` needs IPython's shell."""
    return any(SHELL in (p.piece.code or p.piece.text) for p in parts if p.piece.kind in _RUN) or any(
        "IPython.core.magic" in p.piece.text for p in parts
    )


_RUN = (Kind.CODE, Kind.OPAQUE)


def revived(parts: Sequence[Part]) -> list[Part]:
    """Return `parts` with the extensions loaded and set up that what IPython runs may come from."""
    if not asks_ipython(parts):
        return list(parts)
    return [_revived(part) for part in parts]


def _revived(part: Part) -> Part:
    piece = part.piece
    found = _LOADS.match(piece.text) or _CONFIGURES.match(piece.text)
    if piece.kind is not Kind.INERT or not piece.code or found is None or found[1] in _OF_THE_SCREEN:
        return part
    return replace(part, piece=replace(piece, kind=Kind.OPAQUE, reason=SETS_UP))


def modules(parts: Iterable[Part]) -> tuple[str, ...]:
    """Return the modules that the parts load as extensions."""
    found = (_LOADS.match(p.piece.text) for p in parts if p.piece.kind is Kind.OPAQUE)
    return tuple(dict.fromkeys(match["module"] for match in found if match))
