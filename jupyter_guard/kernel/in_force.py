"""Say which environments are in force at the targets of a statement, and remember it per policy."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_guard.policy import places
from jupyter_guard.policy.model import Environment
from jupyter_guard.policy.policy import Policy
from jupyter_guard.policy.strictness import strictest, strictness
from jupyter_guard.policy.targets import Target
from jupyter_guard.session import Tag

from .local_files import is_exempt

if TYPE_CHECKING:
    from .guard import Guard

_REMEMBERED = 4096  # targets; there are few


class InForce:
    """What the environments of `guard.toml` and the tag make of targets."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._policy: Policy | None = None
        self._known: dict[tuple[Target, str], Environment | None] = {}  # under `_policy`

    def at(self, policy: Policy, targets: Iterable[Target], tag: Environment) -> list[Environment]:
        """Return the environments in force at `targets`; none at what is exempt."""
        found = (self._place(policy, target, tag) for target in targets)
        return [environment for environment in found if environment is not None]

    def _place(self, policy: Policy, target: Target, tag: Environment) -> Environment | None:
        """Return the environment in force at `target`; None where it is exempt."""
        if policy is not self._policy or len(self._known) > _REMEMBERED:
            self._policy, self._known = policy, {}
        key = target, tag.name
        if key not in self._known:
            self._known[key] = self._look_up(policy, target, tag)
        return self._known[key]

    def _look_up(self, policy: Policy, target: Target, tag: Environment) -> Environment | None:
        named = policy.environment_of(target) or policy.listing(target)
        if named is not None:
            return max(tag, named, key=strictness)
        if target.hosts:
            return max(tag, strictest(policy.environments.values()), key=strictness)
        if target.in_memory or policy.local_files == "free":
            return None
        return None if is_exempt(target.path, self._project()) else tag

    def _project(self) -> Path:
        notebook = self._guard.notebook
        file = places.find_project_file(notebook)
        if file is not None:
            return file.parent
        return notebook.parent if notebook.suffix == ".ipynb" else notebook


def names_tables(policy: Policy) -> bool:
    """Say whether a table that a statement names may raise the environment in force."""
    return any(environment.tables for environment in policy.environments.values())


def describe(target: Target) -> str:
    """Return a target in words, which hold no password."""
    if target.path:
        return os.path.basename(target.path)
    return f"{target.dialect} on {', '.join(target.hosts)}" if target.hosts else f"{target.dialect} in memory"


def where_this_is(tag: Tag, place: Environment) -> str:
    """Return the line that tells an editor without our extension where its kernel is."""
    return (
        f"jupyter_guard: {tag.environment.name} ({tag.environment.tier.name}: {tag.why}); "
        f"this statement counts as {place.name}, which allows up to {place.limit.name}. "
        "%guard tells more, locks included."
    )
