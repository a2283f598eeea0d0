"""The rules in force: which environment a target belongs to, and whether a statement may run."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_guard.errors import PolicyError, UsageError

from .keeping import Keeping
from .model import Connection, Effect, Environment, Statement, Verdict
from .reasons import did_you_mean, what_next, why_not
from .strictness import host_matches, lists_database, lists_file, may_hold, strictest, strictness
from .targets import Target, dialect_of, target_of

if TYPE_CHECKING:
    from .beyond import Beyond
    from .catalog import Catalog
    from .namespaces import Namespace

LOCAL = "local"  # the in-process DuckDB that is there without any guard.toml


@dataclass(frozen=True)
class Policy:
    """What guard.toml says, or the built-in defaults."""

    environments: Mapping[str, Environment]
    default: str = "dev"
    local_files: str = "tag"  # or "free": every local SQLite and DuckDB file is exempt
    off_allowed: bool = True
    files: tuple[Path, ...] = ()  # the guard.toml files that were read, the strongest first
    untrusted: tuple[str, ...] = ()  # keys of the project's file that wait for `jupyter guard trust`
    warnings: tuple[str, ...] = ()
    functions: tuple[str, ...] = field(default=())
    journal: Keeping = field(default_factory=Keeping)
    dtypes: str = "numpy"  # of results, or "arrow"
    unguarded_clients: tuple[str, ...] = ()  # distributions that may be used although nothing sees their SQL

    @classmethod
    def load(cls, path: Path | str) -> Policy:
        """Read the guard.toml at `path`, or the one found by walking up from that folder or notebook.

        The user's and the system's files and the built-in defaults lie above it. Without any
        file the defaults alone are in force. Raises PolicyError that says file, key and what
        would be right.
        """
        from .config import load  # the reader is needed once a session

        return load(Path(path))

    def environment(self, name: str) -> Environment:
        """Return the environment called `name`, or raise UsageError with the names there are."""
        try:
            return self.environments[name]
        except KeyError:
            known = ", ".join(self.environments)
            raise UsageError(f"There is no environment {name!r}; choose one of {known}.") from None

    def connection(self, name: str, tag: Environment) -> Connection:
        """Return the connection that `name` stands for under `tag`.

        Raises UsageError when `tag` has none of that name, and PolicyError while the file
        that defines it waits for trust.
        """
        if self.untrusted:
            keys = ", ".join(self.untrusted)
            raise PolicyError(
                f"{self.files[0]} is not trusted yet, so its connections stay closed. It sets {keys}. "
                f"Read it, then run: jupyter guard trust {self.files[0]}"
            )
        url = self._url(name, tag)
        return self.at(Connection(name, dialect_of(url), url=url), url, tag)

    def at(self, connection: Connection, url: str, tag: Environment) -> Connection:
        """Return `connection` with the environment of what `url`, now without references, points at."""
        target = target_of(url)
        named = self.environment_of(target)
        if named is None and target.hosts:
            # The tag's own environment lists this very connection, so a rule does name it.
            named = tag if connection.name in tag.connections else strictest(self.environments.values())
        return Connection(connection.name, connection.dialect, named, connection.url)

    def environment_of(self, target: Target) -> Environment | None:
        """Return the strictest environment that names `target`; None where no rule does.

        Of several hosts the driver may choose any, so one that no rule names makes it as strict as can be.
        """
        every = list(self.environments.values())
        by_host = [[e for e in every if host_matches(host, e.hosts)] for host in target.hosts]
        named = [e for found in by_host for e in found]
        if named and not all(by_host) and self.listing(target) is None:
            named.append(strictest(every))
        if target.path:
            named += [e for e in self.environments.values() if lists_file(e, target.path)]
        return max(named, key=strictness, default=None)

    def source(self, target: Target) -> Connection | None:
        """Return the connection of guard.toml that leads to `target`, by its strictest environment."""
        if self.untrusted:
            return None  # none of its connections is opened
        for environment in sorted(self.environments.values(), key=strictness, reverse=True):
            for name, url in environment.connections.items():
                listed = target_of(url)
                same = (
                    bool(target.path) and os.path.realpath(listed.path) == os.path.realpath(target.path)
                    if listed.path
                    else bool(target.hosts)
                    and listed.address == target.address
                    and set(target.hosts) <= set(listed.hosts)
                )
                if same:
                    return Connection(name, listed.dialect, environment, url)
        return None

    def listing(self, target: Target) -> Environment | None:
        """Return the strictest environment that has a connection to the server and database of `target`."""
        listing = [e for e in self.environments.values() if lists_database(e, target)]
        return max(listing, key=strictness, default=None)

    def judge(
        self,
        sql: str,
        connection: Connection,
        tag: Environment,
        namespace: Namespace | None = None,
        catalog: Catalog | None = None,
    ) -> tuple[Verdict, ...]:
        """Judge every statement of `sql`; the caller runs all of them or none.

        `namespace` says where names without a schema lie at its beginning, and `catalog` which
        functions and views the database has, if that is known.
        """
        from .parsing import parse  # sqlglot takes 0.4 s to import: only once SQL is there

        place = max((tag, connection.environment or tag), key=strictness)
        beyond = self.beyond(place, catalog)
        judged = self.verdicts(parse(sql, connection.dialect, beyond), connection, tag, namespace)
        # A function that is known where the statement goes may be another one where its tables lie.
        highest = max((v.environment for v in judged), key=strictness, default=place)
        if (fewer := self.beyond(highest, catalog)) is not beyond:
            judged = self.verdicts(parse(sql, connection.dialect, fewer), connection, tag, namespace)
        return judged

    def beyond(self, place: Environment, catalog: Catalog | None) -> Beyond:
        """Return what is known beyond the dialects' lists, of an environment and of stricter ones."""
        from .beyond import beyond

        if not self.functions:
            return beyond((), catalog)
        known = [e for e in self.environments.values() if strictness(e) >= strictness(place)]
        return beyond(tuple(dict.fromkeys(pattern for e in known for pattern in e.functions)), catalog)

    def verdicts(
        self,
        statements: Iterable[Statement],
        connection: Connection,
        tag: Environment,
        namespace: Namespace | None = None,
    ) -> tuple[Verdict, ...]:
        """Judge statements that are sent one after the other: a `USE` counts for what follows it."""
        if not any(e.tables for e in self.environments.values()):
            return tuple(self.verdict(statement, connection, tag) for statement in statements)
        from . import namespaces

        judged = []
        for statement in statements:
            judged.append(self.verdict(statement, connection, tag, namespace))
            namespace = namespaces.after(statement, connection.dialect, namespace or namespaces.UNKNOWN)
        return tuple(judged)

    def verdict(
        self,
        statement: Statement,
        connection: Connection,
        tag: Environment,
        namespace: Namespace | None = None,
    ) -> Verdict:
        """Judge one statement whose effect is known."""
        environment = self._in_force(statement, connection, tag, namespace)
        if statement.effect <= environment.limit:
            reason = f"{statement.effect.name} is allowed in {environment.name}."
            return Verdict(statement, environment, True, "effect-limit", reason, "")
        rule = "not-understood" if statement.effect is Effect.UNKNOWN else "effect-limit"
        remedy = self._remedy(statement, connection, environment)
        return Verdict(statement, environment, False, rule, why_not(statement, environment), remedy)

    def _in_force(
        self, statement: Statement, connection: Connection, tag: Environment, namespace: Namespace | None
    ) -> Environment:
        """Return the strictest of the tag, the connection's environment and those of the tables."""
        candidates = [tag]
        if connection.environment is not None:
            candidates.append(connection.environment)
        highest = max(candidates, key=strictness)
        stricter = [e for e in self.environments.values() if e.tables and strictness(e) > strictness(highest)]
        if not stricter:
            return highest
        from .namespaces import UNKNOWN  # few need it, and it needs sqlglot
        from .reaching import reaches

        known, dialect = namespace or UNKNOWN, connection.dialect
        reached = [
            e for e in stricter if reaches(e, statement, known, dialect, shared=may_hold(e, connection))
        ]
        return max([highest, *reached], key=strictness)

    def _remedy(self, statement: Statement, connection: Connection, environment: Environment) -> str:
        elsewhere = (
            e.name
            for e in self.environments.values()
            if e.tier < environment.tier and self._may(statement, connection.name, e)
        )
        return what_next(statement, environment, connection.dialect, next(elsewhere, ""))

    def _may(self, statement: Statement, name: str, tag: Environment) -> bool:
        """Say whether a statement would be allowed under `tag`, by where that connection leads then."""
        if name not in tag.connections:
            return False
        url = tag.connections[name]
        there = self.at(Connection(name, dialect_of(url), url=url), url, tag)
        return self._in_force(statement, there, tag, None).limit >= statement.effect

    def _url(self, name: str, tag: Environment) -> str:
        if name in tag.connections:
            return tag.connections[name]
        if name == LOCAL:
            return "duckdb:///:memory:"
        elsewhere = [e.name for e in self.environments.values() if name in e.connections]
        known = ", ".join(sorted(tag.connections)) or "none"
        if elsewhere:
            raise UsageError(
                f"{tag.name} has no connection {name!r} (it has: {known}); {', '.join(elsewhere)} has it. "
                f'Add it to guard.toml: [environments.{tag.name}] connections.{name} = "…".'
            )
        meant = did_you_mean(name, tag.connections)
        raise UsageError(f"There is no connection {name!r}; {tag.name} has: {known}.{meant}")
