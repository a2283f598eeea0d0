"""The engines' own locks on connections that a notebook opens itself.

Below the judgement of the text: what that misses, the engine refuses. `words` says how an
engine is locked, `lock` when, and the modules of `kernel/routes` how a driver sends it.
"""

from .lock import Lock, Wire
from .passage import Passage
from .words import MYSQL, POSTGRES, Words

__all__ = ["MYSQL", "POSTGRES", "Lock", "Passage", "Wire", "Words"]
