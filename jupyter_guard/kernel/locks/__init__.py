"""The engines' own locks on connections that a notebook opens itself.

Below the judgement of the text: what that misses, the engine refuses. `words` says how an
engine is locked, `lock` when, and the modules of `kernel/routes` how a driver sends it.
"""

from .lock import Lock
from .opening import ask, ask_later, opened, opened_later
from .passage import Passage
from .wire import SilentWire, Wire
from .words import MYSQL, POSTGRES, SQLITE, Words

__all__ = [
    "MYSQL",
    "POSTGRES",
    "SQLITE",
    "Lock",
    "Passage",
    "SilentWire",
    "Wire",
    "Words",
    "ask",
    "ask_later",
    "opened",
    "opened_later",
]
