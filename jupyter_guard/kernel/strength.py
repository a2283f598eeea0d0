"""How strong the protection of a connection really is: n of m locks hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jupyter_guard.policy.model import Effect, Environment

if TYPE_CHECKING:
    from jupyter_guard.databases import Database
    from jupyter_guard.databases.roles import Role

    from .gate import Gate
    from .guard import Guard

_WITHOUT_ROLES = frozenset({"duckdb", "sqlite"})


@dataclass(frozen=True)
class Strength:
    """The locks on one connection whose environment forbids writes."""

    dialect: str
    engine: str  # what the engine holds, or ''
    without: str = ""  # why the engine holds nothing, or holds little
    role: Role | None = None  # None while nobody asked

    @property
    def of(self) -> int:
        """How many locks there could be."""
        return 2 if self.dialect in _WITHOUT_ROLES else 3

    @property
    def hold(self) -> int:
        """How many hold; what is not known does not. Until the text is judged nothing is sent."""
        return 1 + bool(self.engine) + (self.of > 2 and self.role is not None and self.role.holds)

    def short(self) -> str:
        """Return it as "2 of 3 locks hold"."""
        return f"{self.hold} of {self.of} locks hold"

    def in_words(self) -> str:
        """Return it with what holds and what does not."""
        engine = f"engine ✓ {self.engine}" if self.engine else "engine ✗"
        parts = ["text ✓", f"{engine} ({self.without})" if self.without else engine]
        if self.of > 2:
            known = "? not asked yet: jupyter guard doctor" if self.role is None else self.role.in_words()
            mark = "" if self.role is None else "✓ " if self.role.holds else "✗ "
            parts.append(f"role {mark}{known}")
        return f"{self.short()}: {', '.join(parts)}"


def of_database(dialect: str, database: Database | None) -> Strength:
    """Return the strength of a connection of guard.toml, which is opened with its first statement."""
    if database is None:
        return Strength(dialect, "", "not opened yet")
    held = database.locks if database.locks != "none" else ""
    return Strength(dialect, held, role=getattr(database, "role", None))


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
    for lock in gate.locks:
        targets = lock.targets
        if targets and lock.wanted:
            engine = "read-only" if lock.held else ""
            strength = Strength(targets[0].dialect, engine, lock.missing or lock.weak, lock.role)
            yield f"{', '.join(gate.names(targets))}, opened by the notebook: {strength.in_words()}"
