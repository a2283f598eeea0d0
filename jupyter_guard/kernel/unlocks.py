"""Exceptions to a limit that somebody asked for: scoped, timed, reasoned, and gone with the kernel."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from jupyter_guard.policy.model import Effect, Verdict

RULE = "unlocked"
_CLOCK = time.monotonic  # a wall clock can be set back


@dataclass(frozen=True)
class Unlock:
    """What may be done for a while although the limit forbids it."""

    environment: str
    effect: Effect
    tables: tuple[str, ...]  # patterns; each table that is written has to match one
    reason: str
    until: float  # of the monotonic clock
    name: str = field(default_factory=lambda: secrets.token_hex(4))

    @property
    def seconds_left(self) -> float:
        """How long it lasts."""
        return max(0.0, self.until - _CLOCK())

    def covers(self, verdict: Verdict) -> bool:
        """Say whether it allows what `verdict` refused."""
        statement, environment = verdict.statement, verdict.environment
        return (
            self.seconds_left > 0
            and environment.name == self.environment
            and Effect.SESSION < statement.effect <= self.effect
            and bool(statement.writes)
            and all(any(_matches(table, p) for p in self.tables) for table in statement.writes)
        )

    def in_words(self) -> str:
        """Return scope, time left and reason in one line."""
        minutes, seconds = divmod(round(self.seconds_left), 60)
        return (
            f"{self.effect.name} to {', '.join(self.tables)} in {self.environment} "
            f"for {minutes}:{seconds:02} more ({self.reason})"
        )


class Unlocks:
    """The unlocks of one kernel; a fork has none."""

    def __init__(self) -> None:
        self._unlocks: list[Unlock] = []
        self._pid = os.getpid()

    @property
    def some(self) -> bool:
        """Whether there is one, be its time over or not."""
        return bool(self._unlocks)

    @property
    def active(self) -> tuple[Unlock, ...]:
        """Those that last."""
        if os.getpid() != self._pid:
            return ()
        return tuple(u for u in self._unlocks if u.seconds_left > 0)

    def add(self, unlock: Unlock) -> None:
        """Begin an unlock."""
        self._unlocks = [*self.active, unlock]

    def end(self) -> tuple[Unlock, ...]:
        """End all; return those that lasted."""
        ended = self.active
        self._unlocks = []
        return ended

    def ended_by_time(self) -> tuple[Unlock, ...]:
        """Take out those whose time is over, and return them."""
        over = tuple(u for u in self._unlocks if u.seconds_left <= 0)
        if over:
            self._unlocks = [u for u in self._unlocks if u.seconds_left > 0]
        return over

    def apply(self, verdicts: Sequence[Verdict]) -> tuple[tuple[Verdict, ...], str]:
        """Return the verdicts with what an unlock covers allowed, and the name of the unlock, or ''.

        All or nothing: where one statement stays refused, none is unlocked.
        """
        found: list[Verdict] = []
        used = ""
        for verdict in verdicts:
            if verdict.allowed:
                found.append(verdict)
                continue
            unlock = next((u for u in self.active if u.covers(verdict)), None)
            if unlock is None:
                return tuple(verdicts), ""
            used = used or unlock.name
            reason = f"Unlocked for {round(unlock.seconds_left)} s more: {unlock.reason}"
            found.append(verdict._replace(allowed=True, rule=RULE, reason=reason, remedy=""))
        return tuple(found), used


def _matches(table: str, pattern: str) -> bool:
    """Compare as `tables` of guard.toml does: quotes and case do not matter, * crosses dots."""
    plain = table.replace('"', "").replace("`", "").lower()
    return fnmatchcase(plain, pattern.lower())
