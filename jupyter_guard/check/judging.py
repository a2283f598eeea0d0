"""Judge the SQL of files by the rules that would hold where it runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jupyter_guard.databases.live import Live
from jupyter_guard.policy import Policy
from jupyter_guard.policy.knowledge import PLAIN
from jupyter_guard.policy.model import Connection, Effect, Environment, Span, Statement, Verdict

from . import cells
from .client_scripts import in_script
from .found import Checked, Found
from .notebooks import decoded, read_text
from .whereabouts import Request, Whereabouts

_SCRIPTS = ("SQL file", "standard input")


@dataclass(frozen=True)
class FileReport:
    """What was found in one file."""

    file: str
    checked: tuple[Checked, ...] = ()
    problems: tuple[str, ...] = ()  # why it could not be judged as asked
    notes: tuple[str, ...] = ()


def check(file: str, request: Request, stdin: bytes = b"") -> FileReport:
    """Judge all SQL of a file ('-' is `stdin`); raise GuardError if it cannot be judged as asked."""
    text = decoded(stdin, "the standard input") if file == cells.STDIN else read_text(Path(file))
    place = Path.cwd() if file == cells.STDIN else Path(file)
    found, problems = cells.in_file(file, text)
    judge = _Judge(Policy.load(place), place, request)
    checked = [entry for hit in found for entry in judge.judged(hit)]
    if found and found[0].route in _SCRIPTS:
        checked.sort(key=lambda entry: (entry.place.line, entry.place.column))
    return FileReport(file, tuple(checked), (*problems, *judge.unanswered()), judge.notes())


class _Judge:
    """The rules in force at one file."""

    def __init__(self, policy: Policy, place: Path, request: Request) -> None:
        self._policy = policy
        self._where = Whereabouts(policy, place, request)
        self._plain = False
        # A hook or a CI job opens no connection unless it was told to.
        self._live = Live(only_kept=not request.catalog)
        self._sources: dict[str, Connection] = {}

    def notes(self) -> tuple[str, ...]:
        """Return what a person should know about how it was judged."""
        notes = []
        if self._policy.untrusted:
            keys = ", ".join(self._policy.untrusted)
            notes.append(f"{self._policy.files[0]} is not trusted: {keys} did not count.")
        if self._plain:
            notes.append(
                "Nothing tells the dialect of some SQL, so only plain SQL passed: "
                "name --dialect or --connection."
            )
        asked = (source for source in self._sources.values() if not self._live.was_refused(source))
        notes += [said for source in asked if (said := self._live.in_words(source))]
        return tuple(notes)

    def unanswered(self) -> tuple[str, ...]:
        """Return which databases should have been asked and did not answer: it was not judged as asked."""
        silent = (source for source in self._sources.values() if self._live.was_refused(source))
        return tuple(self._live.in_words(source) for source in silent)

    def judged(self, found: Found) -> Iterator[Checked]:
        """Judge each statement of a text."""
        connection, tag, why = self._where.of(found)
        exempt = found.target is not None and found.target.in_memory
        texts = in_script(found, connection.dialect) if found.route in _SCRIPTS else (found,)
        for part, verdict in ((p, v) for p in texts for v in self._verdicts(p, connection, tag)):
            guessed = connection.dialect == PLAIN and verdict.statement.effect is Effect.UNKNOWN
            self._plain = self._plain or (guessed and not verdict.allowed)
            final = self._in_memory(verdict) if exempt else self._advised(verdict, connection)
            yield Checked(part, part.place_of(final.statement.span), connection, final, why)

    @staticmethod
    def _in_memory(verdict: Verdict) -> Verdict:
        """Allow what ends with the program; ATTACH and its like reach beyond it."""
        if verdict.statement.effect is Effect.ADMIN:
            return verdict
        reason = "It is sent to a database in memory."
        return verdict._replace(allowed=True, rule="in-memory", reason=reason, remedy="")

    def _advised(self, verdict: Verdict, connection: Connection) -> Verdict:
        """Say the ways on for a file in review, which are others than those in a cell."""
        effect = verdict.statement.effect
        if verdict.allowed or effect is Effect.UNKNOWN:
            return verdict
        able = [e.name for e in self._policy.environments.values() if e.limit >= effect]
        elsewhere = f"If it is meant for {able[0]} only, say so: --environment {able[0]}. " if able else ""
        place = verdict.environment.name
        remedy = f"{elsewhere}What must change {place} is run by somebody who may, after review."
        return verdict._replace(remedy=remedy)

    def _verdicts(self, found: Found, connection: Connection, tag: Environment) -> Iterator[Verdict]:
        if found.effect is not None:
            span = Span(0, len(found.text), found.place.line, found.place.column)
            statement = Statement(found.text, span, found.effect, cause=found.judged)
            yield self._policy.verdict(statement, connection, tag)
            return
        source = self._live.source_of(self._policy, connection, tag)
        if source is not None:
            self._sources.setdefault(source.name, source)
        for verdict in self._live.judge(self._policy, found.judged, connection, tag, source):
            yield self._as_written(found, verdict, connection, tag)

    def _as_written(
        self, found: Found, verdict: Verdict, connection: Connection, tag: Environment
    ) -> Verdict:
        """Return a verdict on the text as it stands in the file: a computed part may be anything."""
        start, end = verdict.statement.span.start, verdict.statement.span.end
        statement = verdict.statement._replace(text=found.text[start:end])
        holes = [found.text[a:b] for a, b in found.computed if a < end and b > start]
        known = statement.effect is not Effect.UNKNOWN and statement.effect > verdict.environment.limit
        if not holes or known:
            return _with_holes(verdict._replace(statement=statement), found)
        cause = f"{holes[0]} is computed, and nobody sees here what it will be"
        statement = statement._replace(effect=Effect.UNKNOWN, cause=cause, function="")
        unknown = self._policy.verdict(statement, connection, tag)
        remedy = "" if unknown.allowed else found.remedy
        return unknown._replace(remedy=remedy)


def _with_holes(verdict: Verdict, found: Found) -> Verdict:
    """Show computed parts where they became parts of names."""
    statement = verdict.statement
    writes, reason, cause = statement.writes, verdict.reason, statement.cause
    for start, end in sorted(found.computed, key=lambda span: span[0] - span[1]):
        name, shown = found.judged[start:end], found.text[start:end]
        writes = tuple(table.replace(name, shown) for table in writes)
        reason, cause = reason.replace(name, shown), cause.replace(name, shown)
    reads = tuple(table for table in statement.reads if not table.startswith("x__"))
    statement = statement._replace(writes=writes, reads=reads, cause=cause)
    return verdict._replace(statement=statement, reason=reason)


def blocked(reports: Sequence[FileReport]) -> bool:
    """Say whether any statement may not run."""
    return any(not entry.verdict.allowed for report in reports for entry in report.checked)
