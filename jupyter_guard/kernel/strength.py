"""How strong the protection of a connection really is: n of m locks hold."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from jupyter_guard.databases.vendors import vendor_of
from jupyter_guard.policy.model import Effect, Environment

if TYPE_CHECKING:
    from jupyter_guard.databases import Database
    from jupyter_guard.databases.roles import Role
    from jupyter_guard.policy.targets import Target

    from .gate import Gate
    from .guard import Guard

_WITHOUT_ROLES = frozenset({"duckdb", "sqlite"})
_NOT_OPENED = "not opened yet, so neither is the engine locked nor the role known"


class Strength(NamedTuple):
    """The locks on one connection whose environment forbids writes."""

    dialect: str
    engine: str  # what the engine holds, or ''
    missing: str = ""  # why the engine holds nothing
    weak: str = ""  # what the engine's lock depends on, where that is little
    role: Role | None = None  # None while nobody asked
    opened: bool = True

    @property
    def of(self) -> int:
        """How many locks there could be."""
        return 2 if self.dialect in _WITHOUT_ROLES else 3

    @property
    def hold(self) -> int:
        """How many hold; what is weak or not known does not. Until the text is judged nothing is sent."""
        role = self.of > 2 and self.role is not None and self.role.holds
        return 1 + bool(self.engine and not self.weak) + role

    def short(self) -> str:
        """Return it as "2 of 3 locks hold"."""
        weak = ", 1 is weak" if self.engine and self.weak else ""
        return f"{self.hold} of {self.of} locks hold{weak}"

    def in_words(self) -> str:
        """Return it with what holds and what does not."""
        vendor = vendor_of(self.dialect)
        if vendor is not None:
            why = f"{vendor.why}; give it {vendor.way}"
            return f"{self.short()}: text ✓, engine ✗ ({why}), role ? the guard does not ask it"
        if not self.opened:
            return f"text ✓; {_NOT_OPENED}"
        parts = ["text ✓", self._engine()]
        if self.of > 2:
            known = "? not asked yet: jupyter guard doctor" if self.role is None else self.role.in_words()
            mark = "" if self.role is None else "✓ " if self.role.holds else "✗ "
            parts.append(f"role {mark}{known}")
        return f"{self.short()}: {', '.join(parts)}"

    def _engine(self) -> str:
        if not self.engine:
            return f"engine ✗ ({self.missing})" if self.missing else "engine ✗"
        return f"engine ~ {self.engine}, but weak ({self.weak})" if self.weak else f"engine ✓ {self.engine}"


def of_database(dialect: str, database: Database | None) -> Strength:
    """Return the strength of a connection of guard.toml, which is opened with its first statement."""
    if database is None:
        return Strength(dialect, "", opened=False)
    held = database.locks if database.locks != "none" else ""
    weak = getattr(database, "weak", "")
    return Strength(dialect, held, weak=weak, role=getattr(database, "role", None))


def of_targets(gate: Gate, targets: tuple[Target, ...]) -> str:
    """Return how many locks hold on a connection of the notebook; '' where nothing is known of it."""
    for lock in gate.locks:
        if lock.targets == targets and lock.wanted:
            return Strength(targets[0].dialect, "read-only" if lock.held else "", role=lock.role).short()
    return ""


def wanted_in(environment: Environment) -> bool:
    """Whether the environment forbids writes, so that locks should hold."""
    return environment.limit < Effect.WRITE


def lines(guard: Guard, gate: Gate) -> Iterator[str]:
    """Yield a line for each connection that should be locked: guard.toml's own, then the notebook's."""
    from jupyter_guard.policy.targets import dialect_of, target_of

    environment = guard.tag.environment
    if wanted_in(environment):
        for name, url in sorted(environment.connections.items()):
            if not target_of(url).in_memory:
                database = guard.connections.database(name, url)
                yield f"{name}: {of_database(dialect_of(url), database).in_words()}"
    shown: set[Target] = set()
    for lock in gate.locks:
        targets = lock.targets
        if targets and lock.wanted:
            shown.update(targets)
            engine = "read-only" if lock.held else ""
            strength = Strength(targets[0].dialect, engine, lock.missing, lock.weak, lock.role)
            yield f"{', '.join(gate.names(targets))}, opened by the notebook: {strength.in_words()}"
    for target in gate.seen:
        if target not in shown and vendor_of(target.dialect) and gate.wants_lock(partial(tuple, [target])):
            words = Strength(target.dialect, "").in_words()
            yield f"{', '.join(gate.names([target]))}, used by the notebook: {words}"
