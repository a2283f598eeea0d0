"""PostgreSQL's lock for what the notebook starts: an option in PGOPTIONS, which every libpq reads.

It also locks connections that this process opens past its guarded drivers.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_guard.databases.postgres_options import MARK, OPTION, VARIABLE, merged, own_options
from jupyter_guard.kernel import child
from jupyter_guard.policy.model import Effect

if TYPE_CHECKING:
    from jupyter_guard.kernel.guard import Guard


class Children:
    """The environment variables that programs started from here inherit."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._told: tuple[Path, str] | None = None

    @property
    def wanted(self) -> bool:
        """Whether the session's tag forbids writes; where a child connects to is not known."""
        return not self._guard.off and self._guard.tag.environment.limit < Effect.WRITE

    def settle(self) -> None:
        """Put the lock behind the user's own options, or take it out again, as the tag wants it."""
        try:
            wanted, name = self.wanted, self._guard.tag.environment.name
            off = self._guard.off
        except Exception:  # noqa: BLE001  # a failing guard locks, and no environment has the name ""
            wanted, name, off = True, "", False
        self._tell(name, off=off)
        now = os.environ.get(VARIABLE, "")
        if wanted and not now.endswith(OPTION):
            os.environ[VARIABLE], os.environ[MARK] = merged(now), "1"
        elif not wanted and MARK in os.environ:
            own = own_options()
            del os.environ[MARK]
            if own:
                os.environ[VARIABLE] = own
            else:
                os.environ.pop(VARIABLE, None)

    def told(self, environment: Mapping[Any, Any]) -> Mapping[Any, Any]:
        """Return the environment that a program is given, with what it has to know of the guard."""
        self.settle()
        own = {os.fsdecode(name): value for name, value in environment.items()}
        if child.VARIABLE not in os.environ or own.get(child.VARIABLE) == os.environ[child.VARIABLE]:
            return environment
        more = {child.VARIABLE: os.environ[child.VARIABLE]}
        if MARK in os.environ:
            more |= {VARIABLE: merged(os.fsdecode(own.get(VARIABLE, ""))), MARK: "1"}
        return {name: value for name, value in environment.items() if os.fsdecode(name) not in more} | more

    def _tell(self, name: str, *, off: bool) -> None:
        """Let a Python that is started from here be guarded as this one is; the name "" is the strictest."""
        if off:
            os.environ.pop(child.VARIABLE, None)
            return
        now = self._guard.notebook, name
        if now != self._told or child.VARIABLE not in os.environ:
            self._told, os.environ[child.VARIABLE] = now, child.told(*now)
