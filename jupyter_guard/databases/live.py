"""Judge with the catalogs of live databases: asked rarely, remembered, and never in the way.

A catalog is asked for only where the text alone leaves something open: a table that may be a view,
a function that no list has. One question brings all names of a database, so a session asks once, and
again only for a name that has come up since, or when what it knows has become old.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from jupyter_guard.errors import GuardError
from jupyter_guard.policy.catalog import Catalog
from jupyter_guard.policy.model import Connection, Effect, Environment, Statement, Verdict
from jupyter_guard.policy.namespaces import Namespace
from jupyter_guard.policy.policy import Policy
from jupyter_guard.policy.strictness import strictness
from jupyter_guard.policy.targets import target_of

from .asking import ask, can_ask
from .keeping import keep, kept
from .secrets import resolve

FRESH = 900.0  # seconds; what somebody else makes or changes may go unseen for that long
_AFTER_FAILURE = 60.0  # seconds; a server that is away is not asked at each statement
_NAMES_NOTHING = re.compile(r"SELECT\s[\s\d,.]*", re.IGNORECASE)  # no table, function, operator, type
_SYSTEM = ("pg_", "sqlite_", "duckdb_", "pragma_", "information_schema.", "mysql.", "sys.")


@dataclass
class _Known:
    catalog: Catalog | None
    problem: str = ""  # why there is none
    until: float = 0.0  # by the monotonic clock
    names: set[str] = field(default_factory=set)  # asked for anew once already


class Live:
    """The catalogs that a session knows; `only_kept`: those on disk, and no connection is opened."""

    def __init__(self, *, only_kept: bool = False) -> None:
        self._only_kept = only_kept
        self._known: dict[str, _Known] = {}  # by URL, its references unresolved
        self._lock = threading.Lock()

    def judge(
        self,
        policy: Policy,
        sql: str,
        connection: Connection,
        tag: Environment,
        source: Connection | None,
        namespace: Namespace | None = None,
    ) -> tuple[Verdict, ...]:
        """Judge `sql` with the catalog of `source`, the connection of guard.toml that leads there.

        Without one, or where it cannot be asked, the text alone decides, and what is not
        understood for that reason says so.
        """
        verdicts = policy.judge(sql, connection, tag, namespace)
        if source is None or not can_ask(source) or not _leaves_open(policy, verdicts, connection, tag):
            return verdicts
        known = self._of(source)
        if known.catalog is None:
            return tuple(_without(verdict, source.name, known.problem) for verdict in verdicts)
        verdicts = policy.judge(sql, connection, tag, namespace, known.catalog)
        new = _unheard_of(verdicts, known.catalog) - known.names
        if new and not self._only_kept:
            known.names |= new
            self._ask(source, known)
            if known.catalog is not None:
                verdicts = policy.judge(sql, connection, tag, namespace, known.catalog)
        return verdicts

    @staticmethod
    def source_of(policy: Policy, connection: Connection, tag: Environment) -> Connection | None:
        """Return the connection of guard.toml that leads where `connection` does, if there is one."""
        if connection.url and connection.name in tag.connections:
            return connection
        targets = connection.targets or ((target_of(connection.url),) if connection.url else ())
        # What several databases have together, nobody's catalog says.
        return policy.source(targets[0]) if len(targets) == 1 else None

    def in_words(self, source: Connection) -> str:
        """Return how old the knowledge of a database is, or why there is none; '' if it was not needed."""
        known = self._known.get(source.url)
        if known is None:
            return ""
        if known.catalog is None:
            problem = known.problem.removeprefix(f"{source.name}: ").rstrip(".")
            return f"{source.name}: judged without its functions and views: {problem}."
        minutes = int((time.time() - known.catalog.asked) / 60)
        return f"{source.name}: its functions and views are known as of {minutes} minutes ago."

    def was_refused(self, source: Connection) -> bool:
        """Say whether a database was asked and gave no answer."""
        known = self._known.get(source.url)
        return known is not None and known.catalog is None and not self._only_kept

    def stamp(self, source: Connection | None) -> float:
        """Return what changes when judgements may come out otherwise; 0 where nothing is known yet."""
        known = self._known.get(source.url) if source is not None else None
        if known is None or known.catalog is None or time.monotonic() > known.until:
            return 0.0
        return known.catalog.asked

    def forget(self, source: Connection | None) -> None:
        """Ask again at the next judgement: somebody has changed objects there."""
        if source is not None and (known := self._known.get(source.url)):
            known.until = 0.0
            known.names.clear()
            if known.catalog is not None:
                known.catalog = replace(known.catalog, asked=0.0)

    def _of(self, source: Connection) -> _Known:
        with self._lock:
            known = self._known.setdefault(source.url, _Known(None))
        if time.monotonic() < known.until:
            return known
        if known.catalog is None or self._only_kept:
            found = kept(source.url)
            age = time.time() - found.asked if found is not None else FRESH
            if found is not None and (age < FRESH or self._only_kept):
                known.catalog, known.problem = found, ""
                known.until = time.monotonic() + max(FRESH - age, 0.0 if not self._only_kept else FRESH)
                return known
        if self._only_kept:
            known.problem = "it was not asked for its functions and views yet"
            known.until = time.monotonic() + FRESH
            return known
        self._ask(source, known)
        return known

    def _ask(self, source: Connection, known: _Known) -> None:
        try:
            known.catalog, known.problem = ask(source, resolve(source.url)), ""
            known.until = time.monotonic() + FRESH
            keep(source.url, known.catalog)
        except GuardError as error:
            known.catalog = None
            known.problem = str(error).partition("\n")[0]
            known.until = time.monotonic() + _AFTER_FAILURE


def _leaves_open(
    policy: Policy, verdicts: Iterable[Verdict], connection: Connection, tag: Environment
) -> bool:
    """Say whether a catalog could change a verdict."""
    place = max((tag, connection.environment or tag), key=strictness)
    by_table = any(environment.tables for environment in policy.environments.values())
    if place.limit >= Effect.UNKNOWN and not by_table:
        return False
    return any(_may_change(verdict.statement) for verdict in verdicts)


def _may_change(statement: Statement) -> bool:
    if statement.effect is Effect.READ:
        return not _NAMES_NOTHING.fullmatch(statement.text)
    named = bool(statement.reads) or "(" in statement.text
    return statement.effect is Effect.UNKNOWN or (statement.effect <= Effect.WRITE and named)


def _unheard_of(verdicts: Iterable[Verdict], catalog: Catalog) -> set[str]:
    """Return the functions and tables that a catalog does not have, though the statements name them."""
    names: set[str] = set()
    for statement in (verdict.statement for verdict in verdicts):
        function = statement.function.rpartition(".")[2].lower()
        if function and not catalog.has_function(function):
            names.add(f"{function}()")
        plain = (name.lower() for name in statement.reads if not name.lower().startswith(_SYSTEM))
        names.update(name for name in plain if not catalog.has_table(name))
    return names


def _without(verdict: Verdict, name: str, problem: str) -> Verdict:
    if verdict.allowed or verdict.statement.effect is not Effect.UNKNOWN:
        return verdict
    said = problem.removeprefix(f"{name}: ")
    return verdict._replace(
        reason=f"{verdict.reason} Only its text was looked at, since {name} could not "
        f"be asked for its functions and views: {said}",
    )
