"""Find what a line of the magic connects to: a connection of guard.toml, a URL, or a variable."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_guard.errors import PolicyError, UsageError
from jupyter_guard.policy.model import Connection, Environment
from jupyter_guard.policy.policy import LOCAL
from jupyter_guard.policy.strictness import strictness
from jupyter_guard.policy.targets import Target, dialect_of, target_of, with_absolute_path

from . import scope

if TYPE_CHECKING:
    from .guard import Guard
    from .objects import NotebookObject

_NO_SECRETS = (
    "The URL holds a password or a key itself, which would stay in the notebook and in IPython's history. "
    "Nothing was opened. Write ${env:NAME} or ${keyring:service/name} in its place "
    "(keyring set service name, in a terminal, puts it there), or name the connection in guard.toml. "
    "Then remove it from this cell, and change it if others can read this notebook."
)


def find(guard: Guard, name: str) -> Connection:
    """Return the connection that `name` says; a URL keeps its references.

    Raises PolicyError or UsageError.
    """
    policy = guard.policy
    if guard.problem is not None:
        raise guard.problem
    if is_url(name):
        from jupyter_guard.policy.literal_secrets import holds_secret

        if holds_secret(name):
            raise UsageError(_NO_SECRETS)
        return by_url(guard, name)
    value = scope.variables(guard.shell).get(name)
    known = name == LOCAL or any(name in e.connections for e in policy.environments.values())
    if not known and isinstance(value, str) and is_url(value):
        return by_url(guard, value)  # it may hold a password, as an engine of the notebook's does
    found = None if known else of_variable(guard, name)
    if found is not None:
        place = _environment_at(guard, found.targets)
        return Connection(name, found.dialect, place, targets=found.targets, binds_lists=found.binds_lists)
    try:
        return policy.connection(name, guard.tag.environment)
    except UsageError as error:
        if known:
            raise
        from .unusable import instead_of, written_otherwise

        more = written_otherwise(name) if value is None else f" {instead_of(name, value)}"
        raise UsageError(f"{error}{more}") from None


def is_url(name: str) -> bool:
    """Say whether a word of the line is a URL."""
    return "://" in name or name.startswith(("sqlite:", "duckdb:"))


def by_url(guard: Guard, url: str) -> Connection:
    """Return the connection that a URL says; UsageError, which does not repeat it, if that cannot be."""
    try:
        url = with_absolute_path(url, Path.cwd())
        target = target_of(url)
    except (PolicyError, ValueError) as error:
        words = str(error) if isinstance(error, PolicyError) else "The URL cannot be read."
        raise UsageError(f"{words} Write DIALECT://USER@HOST:PORT/DATABASE.") from None
    place = _environment_at(guard, (target,))
    return Connection(called(target), dialect_of(url), place, url, (target,))


def of_variable(guard: Guard, name: str) -> NotebookObject | None:
    """Return the connection that a variable holds; None where it holds none."""
    from .objects import is_loaded, recognise

    thing = scope.variables(guard.shell).get(name)
    if thing is None or not is_loaded():
        return None
    try:
        return recognise(thing)
    except Exception as error:  # noqa: BLE001  # each driver has its own for a connection that is closed
        raise UsageError(
            f"{name} cannot be used any more: {str(error).rstrip('.!')}. Open it anew."
        ) from None


def variables(guard: Guard) -> list[str]:
    """Return the variables that hold a connection."""
    from .objects import is_connection, is_loaded

    if not is_loaded():
        return []
    return sorted(
        name
        for name, value in list(guard.shell.user_ns.items())
        if not name.startswith("_") and is_connection(value)
    )


def is_exempt(guard: Guard, connection: Connection) -> bool:
    """Say whether a URL or a variable leads only to what is nobody else's: memory, temporary files."""
    return bool(connection.targets) and not guard.gate.environments(connection.targets)


def called(target: Target) -> str:
    """Return a short name for a target, without user and password."""
    if target.path:
        return Path(target.path).name
    if not target.hosts:
        return f"{target.dialect} in memory"
    port = f":{target.port}" if target.port else ""
    return f"{','.join(target.hosts)}{port}/{target.database}".rstrip("/")


def _environment_at(guard: Guard, targets: Iterable[Target]) -> Environment | None:
    """Return the environment in force at targets, by the gate's own rule; None follows the tag."""
    return max(guard.gate.environments(targets), key=strictness, default=None)
