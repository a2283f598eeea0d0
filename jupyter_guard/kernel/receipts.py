"""The receipt below a result: where it ran, how much came back, and whether it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_guard.policy.model import Effect, Tier

from .display import ICONS
from .finding import called
from .unlocks import RULE

if TYPE_CHECKING:
    from jupyter_guard.databases import Outcome
    from jupyter_guard.policy.model import Connection

    from .judging import Judged

_ENDS = {"commit": "committed", "end": "committed", "rollback": "rolled back", "abort": "rolled back"}
_FIRST_WORD = re.compile(r"(?:\s|--[^\n]*|/\*.*?\*/)*(\w+)", re.DOTALL)


@dataclass(frozen=True)
class Receipt:
    """What was run, where, and how much came back."""

    environment: str
    tier: str
    connection: str
    result: str
    rows: int | None
    columns: int | None
    more: bool
    total: int | None  # rows there are, as the planner estimates; None where nobody knows
    seconds: float
    file: str  # that took the rows; "" where a DataFrame did
    transaction: str  # "committed", "rolled back", "open", or "" where nothing was to be kept
    statements: int
    notes: tuple[str, ...]
    unguarded: bool
    locks: str = ""  # "2 of 3 locks hold"; '' where none should
    shows: str = ""  # "plan" where that is shown in place of rows
    mime = "application/vnd.jupyter-guard.receipt+json"

    @classmethod
    def of(
        cls,
        judged: Judged,
        outcomes: Sequence[Outcome],
        result: str,
        *,
        in_transaction: bool,
        unguarded: bool,
        locks: str = "",
        shows: str = "",
        notes: Sequence[str] = (),
    ) -> Receipt:
        """Return the receipt of a text that was run."""
        shown = next((o for o in reversed(outcomes) if o.frame is not None or o.file), outcomes[-1])
        unlocked = next((v.reason for v in judged.verdicts if v.rule == RULE), "")
        noted = tuple(dict.fromkeys(filter(None, (unlocked, *notes, *(o.note for o in outcomes)))))
        # What a connection points at says more than the tag: a host of prod is prod under any tag.
        environment = judged.environment
        return cls(
            environment.name,
            environment.tier.name,
            _called(judged.connection),
            result,
            shown.rows,
            None if shown.frame is None else len(shown.frame.columns),
            shown.more,
            shown.total,
            sum(o.seconds for o in outcomes),
            _relative(shown.file) if shown.file else "",
            _transaction(judged, in_transaction),
            len(judged.calls),
            noted,
            unguarded,
            locks,
            shows,
        )

    def data(self) -> dict[str, Any]:
        """Return the receipt as JSON."""
        return {"version": 1, **vars(self)}

    def text(self) -> str:
        """Return the receipt as one line."""
        guarded = "UNGUARDED · " if self.unguarded else ""
        parts = [f"{ICONS[Tier[self.tier]]} {guarded}{self.environment} · {self.connection}"]
        if self.statements > 1:
            parts.append(f"{self.statements} statements")
        parts += [self._amount(), f"{self.seconds:.2f} s", self._kept(), self.locks, *self.notes]
        return " · ".join(part for part in parts if part)

    def html(self) -> str:
        """Return the receipt as HTML that reads without styles."""
        return f"<small>{escape(self.text())}</small>"

    def _amount(self) -> str:
        if self.shows:
            return f"{self.result} = {self.shows}" if self.result else self.shows
        if self.rows is None:
            return "" if self.transaction else "done"
        if self.columns is None and not self.file:
            return f"{_counted(self.rows, 'row')} changed"
        rows = _counted(self.rows, "row")
        if self.more:
            of = f" of about {in_words(self.total)}" if self.total and self.total > self.rows else ""
            rows = f"first {self.rows:,}{of} rows" if of else f"first {rows}"
        if self.columns is None:
            return f"{self.result} = {rows} in {self.file}" if self.result else f"{rows} in {self.file}"
        amount = f"{rows} × {_counted(self.columns, 'column')}"
        return f"{self.result} = {amount}" if self.result else amount

    def _kept(self) -> str:
        return "transaction open" if self.transaction == "open" else self.transaction


def _called(connection: Connection) -> str:
    """Return the name of a connection; behind a variable stands where it leads to."""
    if connection.url or not connection.targets:
        return connection.name
    return f"{connection.name} ({', '.join(dict.fromkeys(map(called, connection.targets)))})"


def _relative(file: Path) -> str:
    """Return a file as one would write it here."""
    return str(file.relative_to(Path.cwd())) if file.is_relative_to(Path.cwd()) else str(file)


def in_words(number: int) -> str:
    """Return an estimated number as people say it: 48 million, 1.2 billion."""
    for size, word in ((10**9, "billion"), (10**6, "million")):
        if number >= size:
            share = number / size
            return f"{share:.1f} {word}" if share < 10 else f"{share:,.0f} {word}"
    return f"{number:,}"


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _transaction(judged: Judged, in_transaction: bool) -> str:
    """Return what became of the changes of a text that ran to its end."""
    if in_transaction:
        return "open"
    kept = ""
    for verdict in judged.verdicts:
        word = _FIRST_WORD.match(verdict.statement.text)
        ended = _ENDS.get(word[1].lower()) if word and verdict.statement.effect is Effect.SESSION else None
        kept = ended or ("committed" if verdict.statement.effect > Effect.SESSION else kept)
    return kept
