"""Judge the SQL of files by the rules that would hold where it runs."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from jupyter_guard.databases.live import Live
from jupyter_guard.errors import PolicyError, UsageError
from jupyter_guard.policy import Policy
from jupyter_guard.policy.knowledge import PLAIN
from jupyter_guard.policy.model import Connection, Effect, Environment, Span, Statement, Verdict
from jupyter_guard.policy.policy import LOCAL, strictest, strictness
from jupyter_guard.policy.targets import DIALECTS, Target, dialect_of
from jupyter_guard.session import path_rule, stored_environment

from . import cells
from .client_scripts import in_script
from .found import Checked, Found
from .notebooks import decoded, read_text

_SCRIPTS = ("SQL file", "standard input")


@dataclass(frozen=True)
class Request:
    """What the options of `jupyter guard check` ask for; '' where they do not say."""

    environment: str = ""
    connection: str = ""
    dialect: str = ""
    catalog: bool = False  # databases of guard.toml may be asked, beside what is kept of them

    def __post_init__(self) -> None:
        """Raise UsageError for what cannot be asked."""
        if self.connection and self.dialect:
            raise UsageError("--connection says the dialect already; leave --dialect out.")
        known = sorted({*DIALECTS, *DIALECTS.values()})
        if self.dialect and self.dialect.lower() not in known:
            raise UsageError(f"There is no dialect {self.dialect!r}; choose one of {', '.join(known)}.")


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
        self._policy, self._request = policy, request
        self._tag, self._why = self._session(place)
        self._closed = _connections_of(policy, self._tag.name) if policy.untrusted else {}
        self._plain = False
        # A hook or a CI job opens no connection unless it was told to.
        self._live = Live(only_kept=not request.catalog)
        self._sources: dict[str, Connection] = {}
        if request.connection:
            self._named(request.connection)

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
        connection, tag, why = self._where(found)
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
        return replace(verdict, allowed=True, rule="in-memory", reason=reason, remedy="")

    def _advised(self, verdict: Verdict, connection: Connection) -> Verdict:
        """Say the ways on for a file in review, which are others than those in a cell."""
        effect = verdict.statement.effect
        if verdict.allowed or effect is Effect.UNKNOWN:
            return verdict
        able = [e.name for e in self._policy.environments.values() if e.limit >= effect]
        elsewhere = f"If it is meant for {able[0]} only, say so: --environment {able[0]}. " if able else ""
        place = verdict.environment.name
        remedy = f"{elsewhere}What must change {place} is run by somebody who may, after review."
        return replace(verdict, remedy=remedy)

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
        statement = replace(verdict.statement, text=found.text[start:end])
        holes = [found.text[a:b] for a, b in found.computed if a < end and b > start]
        known = statement.effect is not Effect.UNKNOWN and statement.effect > verdict.environment.limit
        if not holes or known:
            return _with_holes(replace(verdict, statement=statement), found)
        cause = f"{holes[0]} is computed, and nobody sees here what it will be"
        statement = replace(statement, effect=Effect.UNKNOWN, cause=cause, function="")
        unknown = self._policy.verdict(statement, connection, tag)
        remedy = "" if unknown.allowed else found.remedy
        return replace(unknown, remedy=remedy)

    def _session(self, place: Path) -> tuple[Environment, str]:
        """Return the environment that is said for a file; where none is, the strictest."""
        if self._request.environment:
            return self._policy.environment(self._request.environment), "--environment"
        floor = path_rule(self._policy, place)
        named = self._policy.environments.get(stored_environment(place)) if place.suffix == ".ipynb" else None
        if named and (floor is None or strictness(named) >= strictness(floor.environment)):
            return named, "stored in the notebook"
        if floor:
            return floor.environment, floor.why
        return strictest(self._policy.environments.values()), "nothing says where it runs"

    def _where(self, found: Found) -> tuple[Connection, Environment, tuple[str, ...]]:
        """Return the connection that a text is judged for, the tag, and why both."""
        tag, why = self._tag, [f"tag {self._tag.name}: {self._why}"]
        name = found.connection or ("" if found.dialect or found.target else self._request.connection)
        if found.connection and self._may_be_variable(found.connection):
            connection = self._unnamed(found)
            why.append(f"{found.connection} is not in guard.toml, so it is taken for a variable")
        elif name:
            connection = self._named(name)
        elif found.route.endswith("guarded_sql") and found.target is None:
            connection = self._only(found)
        else:
            connection = self._unnamed(found)
        if connection.environment is not None and connection.name != found.route:
            why.append(f"connection {connection.name}: {connection.environment.name}")
        why.append(f"dialect {connection.dialect}")
        return connection, tag, tuple(why)

    def _may_be_variable(self, name: str) -> bool:
        """Say whether a cell may mean a connection that the notebook opened, which leads anywhere."""
        known = {name for e in self._policy.environments.values() for name in e.connections}
        return name.isidentifier() and name not in (known | set(self._closed) | {LOCAL})

    def _named(self, name: str) -> Connection:
        """Return the connection of that name, also where the tag lacks it or trust is missing."""
        try:
            if not self._policy.untrusted:
                return self._policy.connection(name, self._tag)
        except UsageError:
            for environment in self._policy.environments.values():
                if name in environment.connections:
                    return Connection(name, dialect_of(environment.connections[name]), self._tag)
            raise
        if name in self._closed:
            return Connection(name, self._closed[name], strictest(self._policy.environments.values()))
        known = ", ".join(sorted(self._closed)) or "none"
        raise UsageError(f"There is no connection {name!r}; {self._policy.files[0]} has: {known}.")

    def _only(self, found: Found) -> Connection:
        """Return the connection of a %%guarded_sql that names none."""
        names = sorted(self._closed or self._tag.connections) or ["local"]
        if len(names) == 1 and names != ["local"]:
            return self._named(names[0])
        if self._request.connection:
            return self._named(self._request.connection)
        return self._unnamed(
            found if self._tag.connections or self._closed else replace(found, dialect="duckdb")
        )

    def _unnamed(self, found: Found) -> Connection:
        """Return a connection for what the code itself connects to."""
        dialect = found.dialect or self._request.dialect.lower() or self._common_dialect()
        if found.target is not None:
            targets = (found.target,)
            return Connection(_describe(found.target), dialect, self._at(found.target), targets=targets)
        # Whoever names the environment says where it runs; else nobody knows, which counts as prod.
        known = bool(self._request.environment) or self._why == "stored in the notebook"
        known = known or found.route in ("SQL file", "standard input", "SQL cell")
        place = self._tag if known else strictest(self._policy.environments.values())
        return Connection(found.route, dialect, place)

    def _at(self, target: Target) -> Environment | None:
        """Return the environment of a target, as the kernel would find it."""
        named = self._policy.environment_of(target) or self._policy.listing(target)
        if named is not None or not target.hosts:
            return named
        return strictest(self._policy.environments.values())

    def _common_dialect(self) -> str:
        """Return the dialect of the tag's connections, if they agree."""
        listed = self._closed.values() or [dialect_of(url) for url in self._tag.connections.values()]
        return next(iter(set(listed))) if len(set(listed)) == 1 else PLAIN


def _with_holes(verdict: Verdict, found: Found) -> Verdict:
    """Show computed parts where they became parts of names."""
    statement = verdict.statement
    writes, reason, cause = statement.writes, verdict.reason, statement.cause
    for start, end in sorted(found.computed, key=lambda span: span[0] - span[1]):
        name, shown = found.judged[start:end], found.text[start:end]
        writes = tuple(table.replace(name, shown) for table in writes)
        reason, cause = reason.replace(name, shown), cause.replace(name, shown)
    reads = tuple(table for table in statement.reads if not table.startswith("x__"))
    statement = replace(statement, writes=writes, reads=reads, cause=cause)
    return replace(verdict, statement=statement, reason=reason)


def _describe(target: Target) -> str:
    if target.path:
        return Path(target.path).name
    return f"{target.dialect} on {', '.join(target.hosts)}" if target.hosts else f"{target.dialect} in memory"


def _connections_of(policy: Policy, tag: str) -> Mapping[str, str]:
    """Return the dialects of the connections of a file that waits for trust; nothing is opened here."""
    table = tomllib.loads(policy.files[0].read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    # The tag's own come last, so that they count.
    for _, entries in sorted(table.get("environments", {}).items(), key=lambda item: item[0] == tag):
        for name, url in entries.get("connections", {}).items():
            with suppress(PolicyError):
                found[name] = dialect_of(url)
    return found


def blocked(reports: Sequence[FileReport]) -> bool:
    """Say whether any statement may not run."""
    return any(not entry.verdict.allowed for report in reports for entry in report.checked)
