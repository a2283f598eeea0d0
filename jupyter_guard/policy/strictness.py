"""Which of several environments is the stricter, and which hosts, files and databases each one names."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from .model import PROD, Connection, Environment, Tier
from .targets import Target, is_same_file, target_of


def strictness(environment: Environment) -> tuple[Tier, int]:
    """Order environments: the higher tier is the stricter, then the lower limit."""
    return environment.tier, -environment.limit


def strictest(environments: Iterable[Environment]) -> Environment:
    """Return the strictest of `environments`, which is PROD even where none of them is."""
    found = max(environments, key=strictness, default=PROD)
    return found if found.tier is Tier.PROD else PROD


def host_matches(host: str, patterns: tuple[str, ...]) -> bool:
    """Say whether one of the patterns of guard.toml means a host."""
    return any(fnmatchcase(host.lower(), pattern.lower()) for pattern in patterns)


def lists_file(environment: Environment, path: str) -> bool:
    """Say whether a connection of an environment leads to a file, by whatever path."""
    listed = [target.path for target in map(target_of, environment.connections.values()) if target.path]
    if path in listed:  # the usual case, which asks no disk
        return True
    return any(is_same_file(path, other) for other in listed)


def lists_database(environment: Environment, target: Target) -> bool:
    """Say whether a connection of an environment leads to the server and database of a target."""
    for url in environment.connections.values():
        listed = target_of(url)
        if target.hosts and listed.address == target.address and set(target.hosts) <= set(listed.hosts):
            return True
    return False


def may_hold(environment: Environment, connection: Connection) -> bool:
    """Say whether tables of an environment may lie where a connection leads."""
    targets = connection.targets or ((target_of(connection.url),) if connection.url else ())
    if not targets or not environment.connections:
        return True
    return any(
        lists_file(environment, target.path) if target.path else lists_database(environment, target)
        for target in targets
    )
