"""The statements of the journal: an intent and its outcome as one record, and how to filter them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

from .reader import Entry, entries

INTENT, OUTCOME = "intent", "outcome"
BLOCKED, HELD_BACK, UNKNOWN, DONE, FAILED, UNSENT = (
    "blocked",
    "held-back",
    "unknown",
    "done",
    "failed",
    "unsent",
)


class Intent(NamedTuple):
    """What is known of a statement before it is sent."""

    text: str  # secrets taken out, literals too where `masked`
    masked: bool
    effect: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    allowed: bool
    sent: bool  # False where the text it belongs to was refused: none of it is sent
    rule: str
    reason: str
    environment: str  # in force for this statement
    tier: str
    tag: str  # of the session
    connection: str
    dialect: str
    target: str  # where the connection leads to; holds no password
    route: str  # how it came: "guarded_sql", or the library
    unlock: str
    parameters: tuple[str, ...]  # names that are bound; never their values
    notebook: str
    cell: str
    execution_count: int | None


class Outcome(NamedTuple):
    """How a statement ended."""

    state: str  # "done", "failed", "unsent" or "unknown"
    rows: int | None = None
    seconds: float | None = None
    error: str = ""


class Record(NamedTuple):
    """A statement of the journal."""

    session: str
    seq: int  # of its intent
    at: int  # microseconds since 1970, UTC
    intent: Intent
    outcome: Outcome

    def to_json(self) -> dict[str, Any]:
        """Return the record as one flat JSON object."""
        own = {"session": self.session, "seq": self.seq, "at": self.at}
        return {**own, **self.intent._asdict(), **self.outcome._asdict()}


class Filter(NamedTuple):
    """Which statements are wanted; what is empty does not matter."""

    blocked: bool = False
    environment: str = ""
    connection: str = ""
    table: str = ""  # a pattern, such as prod.*
    notebook: str = ""  # a part of its path
    since: int = 0  # microseconds since 1970, UTC

    def wants(self, record: Record) -> bool:
        """Say whether a record is wanted."""
        intent = record.intent
        return (
            (not self.blocked or record.outcome.state == BLOCKED)
            and self.environment in ("", intent.environment)
            and self.connection in ("", intent.connection)
            and self.notebook in intent.notebook
            and (not self.table or _names(self.table, (*intent.reads, *intent.writes)))
            and record.at >= self.since
        )


def statements(folder: Path, wanted: Filter | None = None) -> list[Record]:
    """Return the statements of all sessions that are wanted, the oldest first."""
    wanted = wanted or Filter()
    # An outcome may stand behind `since` and its intent before; the other way it cannot be.
    found = joined(entries(folder, (INTENT, OUTCOME), wanted.since))
    return sorted(filter(wanted.wants, found), key=lambda record: (record.at, record.session, record.seq))


def joined(rows: Iterable[Entry]) -> Iterator[Record]:
    """Yield each intent with its outcome; without one nobody knows whether it was carried out."""
    intents: dict[tuple[str, int], tuple[Entry, Intent]] = {}
    outcomes: dict[tuple[str, int], Outcome] = {}
    for entry in rows:
        if entry.kind == INTENT:
            intents[entry.session, entry.seq] = entry, _read(Intent, entry.body)
        elif entry.kind == OUTCOME:
            outcomes[entry.body.get("session", entry.session), entry.body["intent"]] = _read(
                Outcome, entry.body
            )
    for key, (entry, intent) in intents.items():
        outcome = outcomes.get(key) or Outcome(_unended(intent))
        yield Record(entry.session, entry.seq, entry.at, intent, outcome)


def _unended(intent: Intent) -> str:
    if not intent.allowed and not intent.sent:
        return BLOCKED
    return UNKNOWN if intent.sent else HELD_BACK


def _read(kind: type[Any], body: Mapping[str, Any]) -> Any:
    known = set(kind._fields)
    return kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in body.items() if k in known})


def _names(pattern: str, tables: Sequence[str]) -> bool:
    wanted = pattern.lower()
    return any(fnmatchcase(t.lower(), wanted) or t.lower().endswith(f".{wanted}") for t in tables)
