"""Tell where the SQL of a file will run: its connection, its dialect and the environment."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from jupyter_guard.errors import PolicyError, UsageError
from jupyter_guard.policy import Policy
from jupyter_guard.policy.knowledge import PLAIN
from jupyter_guard.policy.model import Connection, Environment
from jupyter_guard.policy.policy import LOCAL
from jupyter_guard.policy.strictness import strictest, strictness
from jupyter_guard.policy.targets import DIALECTS, Target, dialect_of
from jupyter_guard.session import path_rule, stored_environment

from .found import Found


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


class Whereabouts:
    """What guard.toml, the options and the code tell of where the texts of one file go."""

    def __init__(self, policy: Policy, place: Path, request: Request) -> None:
        self._policy, self._request = policy, request
        self._tag, self._why = self._session(place)
        self._closed = _connections_of(policy, self._tag.name) if policy.untrusted else {}
        if request.connection:
            self._named(request.connection)  # UsageError if there is none

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

    def of(self, found: Found) -> tuple[Connection, Environment, tuple[str, ...]]:
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
