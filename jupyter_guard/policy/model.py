"""The words of the policy as values: effects, environments, connections, statements, verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .targets import Target


class Tier(IntEnum):
    """How precious an environment is."""

    DEV = 0
    TEST = 1
    PROD = 2


class Effect(IntEnum):
    """What a statement does to the database, from harmless to not understood.

    The order is the point: "allowed up to" is one comparison, "the stronger of two" is
    `max`, and what is not understood is stronger than all that is.
    """

    READ = 0
    SESSION = 1  # changes only one's own session: SET search_path, temporary tables, cursors
    WRITE = 2  # rows: INSERT, UPDATE, DELETE, MERGE, COPY, sequences, row locks
    SCHEMA = 3  # objects: CREATE, ALTER, DROP, TRUNCATE
    ADMIN = 4  # rights, server control, files, leaving a read-only mode
    UNKNOWN = 5  # anything else, and anything that could not be parsed


# Python 3.11 takes longer to look up a member of an enumeration than to call a function,
# so the judgement, which does it often, takes these.
READ, SESSION, WRITE, SCHEMA, UNKNOWN = (
    Effect.READ, Effect.SESSION, Effect.WRITE, Effect.SCHEMA, Effect.UNKNOWN
)  # fmt: skip


class Span(NamedTuple):
    """Where a statement stands in the text it came from."""

    start: int  # offset of its first character
    end: int  # offset behind its last character
    line: int = 1  # of its first character, counted from 1
    column: int = 1  # of its first character, counted from 1


class Statement(NamedTuple):
    """One SQL statement of a text and what it would do."""

    text: str
    span: Span
    effect: Effect
    reads: tuple[str, ...] = ()  # tables, qualified as written, aliases and CTEs resolved
    writes: tuple[str, ...] = ()
    cause: str = ""  # the node or function that decided, in words
    function: str = ""  # the function whose harmlessness is not known, if that decided
    behind: tuple[str, ...] = ()  # tables behind the views that it names, by the catalog's word


UNLOCK_MINUTES = 15  # that an unlock lasts at most, where nothing else is said


class Unlockable(NamedTuple):
    """What an unlock may give at most, and for how long."""

    effects: tuple[Effect, ...]
    max_minutes: int = UNLOCK_MINUTES


@dataclass(frozen=True)
class Environment:
    """A named deployment environment of guard.toml."""

    name: str
    tier: Tier = Tier.PROD  # not said means precious
    limit: Effect = Effect.READ
    colour: str = ""
    max_rows: int | None = None
    time_limit: int | None = None  # seconds for one cell of SQL
    # URL per connection name. May hold a password somebody wrote down: kept out of repr.
    connections: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)
    paths: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    unlock: Unlockable | None = None  # not said means never


PROD = Environment("prod", Tier.PROD, Effect.SESSION)


@dataclass(frozen=True)
class Connection:
    """A logical data store as one environment sees it."""

    name: str
    dialect: str
    # The environment of what it points at; None follows the tag (local files).
    environment: Environment | None = PROD  # not listed means precious
    url: str = field(default="", repr=False)  # with ${…} references unresolved
    targets: tuple[Target, ...] = ()  # where it leads, if there is no URL that says so
    binds_lists: bool = True  # as one value, where the dialect has arrays; not every driver of it does


class Verdict(NamedTuple):
    """The answer for one statement."""

    statement: Statement
    environment: Environment  # the one in force
    allowed: bool
    rule: str  # kebab-case, stable
    reason: str
    remedy: str
