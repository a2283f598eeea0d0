"""Judge the texts of other libraries, and remember what came of it, so that sending again costs little.

What every environment allows is remembered for the rest of the cell by its text alone; all else
by where it goes, until the policy changes or what is known of that database has become old.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from jupyter_guard.policy.model import Connection, Effect, Environment, Statement, Verdict
from jupyter_guard.policy.policy import Policy
from jupyter_guard.policy.targets import Target, dialect_of

from .passing import judged_already

if TYPE_CHECKING:
    from .guard import Guard

_REMEMBERED = 4096  # texts; with their length this bounds the memory
_LONGEST = 16_384  # characters of a text that is remembered
_NAMES_NOTHING = re.compile(r"\s*SELECT\s[\s\d+*/,-]*", re.IGNORECASE)  # no table, no function


class Texts:
    """The texts that a kernel was about to send."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        # By dialect: texts that every environment allows, and that this cell's record has.
        self._reads: dict[str, set[str]] = {}
        self._here: set[tuple[str, tuple[Target, ...]]] = set()  # the same, of one database each
        self._judged: dict[tuple[object, ...], tuple[Statement, ...]] = {}  # under `_policy`
        self._sources: dict[object, Connection | None] = {}  # what guard.toml has there, under `_policy`
        self._listed: set[str] = set()  # dialects of connections of `_policy`
        self._policy: Policy | None = None

    def start_cell(self) -> None:
        """Record anew what this cell reads."""
        for reads in self._reads.values():
            reads.clear()  # in place: routes hold on to them
        self._here.clear()

    def reads(self, dialect: str) -> set[str]:
        """Return the texts that need no look."""
        return self._reads.setdefault(dialect, set())

    def has_passed(self, text: str, dialect: str, targets: Callable[[], Iterable[Target]]) -> bool:
        """Say whether a text was sent to the very same database in this cell, and only read."""
        if dialect not in self._listed or not self._here:
            return False
        try:
            return (text, tuple(targets())) in self._here
        except Exception:  # noqa: BLE001  # whoever judges it will fail in the same way, and say so
            return False

    def remember(self, text: str, dialect: str, targets: Callable[[], Iterable[Target]]) -> None:
        """Let a READ pass for the rest of the cell: everywhere, unless it may be more to another database."""
        policy = self._guard.policy
        self._settle(policy)
        if policy.functions or len(text) > _LONGEST:
            return
        if dialect in self._listed and not _NAMES_NOTHING.fullmatch(text):
            # A name in it may be a view elsewhere that writes.
            if len(self._here) >= _REMEMBERED:
                self._here.clear()
            self._here.add((text, tuple(targets())))
            return
        reads = self.reads(dialect)
        if len(reads) >= _REMEMBERED:
            reads.clear()
        reads.add(text)

    def judge(
        self, text: str, policy: Policy, connection: Connection, tag: Environment
    ) -> tuple[Verdict, ...]:
        """Judge a text for where it goes."""
        self._settle(policy)
        live, source = self._guard.live, self._source(policy, connection, tag)
        place = (connection.environment or tag).name
        key = text, connection.dialect, tag.name, place, connection.targets
        if (found := self._judged.get((*key, live.stamp(source)))) is not None:
            return policy.verdicts(found, connection, tag)
        with judged_already():  # the question to the database is our own
            verdicts = live.judge(policy, text, connection, tag, source)
        if all(verdict.allowed for verdict in verdicts) and _changes_objects(verdicts):
            live.forget(source)
            self._here.clear()
        stamp = live.stamp(source)
        if len(self._judged) >= _REMEMBERED:
            self._judged.clear()
        if len(text) <= _LONGEST and (source is None or stamp):
            self._judged[*key, stamp] = tuple(verdict.statement for verdict in verdicts)
        return verdicts

    def _settle(self, policy: Policy) -> None:
        """Forget what another policy said."""
        if policy is not self._policy:
            self._policy, self._judged, self._sources = policy, {}, {}
            self._here.clear()
            urls = (url for e in policy.environments.values() for url in e.connections.values())
            self._listed = {dialect_of(url) for url in urls}

    def _source(self, policy: Policy, connection: Connection, tag: Environment) -> Connection | None:
        """Return the connection of guard.toml that leads to the same database; remembered."""
        if connection.targets not in self._sources:
            found = self._guard.live.source_of(policy, connection, tag)
            self._sources[connection.targets] = found
        return self._sources[connection.targets]


def _changes_objects(verdicts: tuple[Verdict, ...]) -> bool:
    return any(verdict.statement.effect >= Effect.SCHEMA for verdict in verdicts)
