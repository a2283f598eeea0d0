"""Load all that a judgement needs when a connection is opened: its finalizer may send a statement later.

A finalizer may run in the midst of an import, and Python 3.11 loses the lock of that import when
another one begins inside of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

from jupyter_guard.policy.targets import Target

from .holding import without_interrupt
from .uncollected import uncollected

if TYPE_CHECKING:
    from .guard import Guard
    from .in_force import InForce

# What is imported within functions on the way from the gate to the judgement,
_JUDGING = (
    "jupyter_guard.databases.live",
    "jupyter_guard.policy.namespaces",
    "jupyter_guard.policy.parsing",
)
# and from there to the journal or the refusal.
_TELLING = (
    "jupyter_guard.errors",
    "jupyter_guard.journal.places",
    "jupyter_guard.journal.retention",
    "jupyter_guard.journal.secrets",
    "jupyter_guard.journal.source_secrets",
    "jupyter_guard.journal.statements",
    "jupyter_guard.journal.wording",
    "jupyter_guard.journal.writer",
    "jupyter_guard.kernel.display",
    "jupyter_guard.kernel.sources",
    "jupyter_guard.kernel.strength",
    "jupyter_guard.kernel.unlocking",
    "jupyter_guard.policy.beyond",
    "jupyter_guard.policy.config",
    "jupyter_guard.policy.masking",
    "jupyter_guard.policy.reaching",
    "jupyter_guard.policy.scripts",
)


class Prepared:
    """Knows the dialects for which everything is there."""

    def __init__(self, guard: Guard, in_force: InForce) -> None:
        self._guard, self._in_force = guard, in_force
        self._judged: set[str] = set()  # dialects whose statements can be judged
        self._told: set[str] = set()  # and all that follows, too

    def prepare(self, targets: tuple[Target, ...]) -> None:
        """Load what statements to `targets` will need, unless they are exempt and so not judged."""
        for dialect in {target.dialect for target in targets} - self._told:
            with suppress(Exception):  # the judgement itself will fail in the same way, and say so
                if self._in_force.at(self._guard.policy, targets, self._guard.tag.environment):
                    self._told.add(dialect)
                    _load(_TELLING)
                    self.load(dialect)

    def load(self, dialect: str) -> None:
        """Load what the judgement of statements in `dialect` needs."""
        if dialect in self._judged:
            return
        self._judged.add(dialect)
        with without_interrupt(), uncollected():
            _load(_JUDGING)
            from jupyter_guard.policy.parsing import parse

            parse("SELECT 1", dialect)
            _ = self._guard.live


def _load(modules: Iterable[str]) -> None:
    with without_interrupt():  # half an import could not be mended
        for module in modules:
            import_module(module)
