"""Which environment a notebook session is in: path rules, the notebook's metadata, what the user chose.

Server and kernel use the same code; without a server the kernel works the tag out by itself.
"""

from __future__ import annotations

import os
import re
import threading
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from jupyter_guard.errors import UsageError
from jupyter_guard.policy.model import Environment
from jupyter_guard.policy.policy import Policy
from jupyter_guard.policy.strictness import strictest, strictness
from jupyter_guard.session_files import read_json, read_tag, write_tag


class Tag(NamedTuple):
    """The environment that a session is given, and why."""

    environment: Environment
    why: str


def default_tag(policy: Policy, notebook: Path | None) -> Tag:
    """Return the tag of a session that nobody tagged: path rule, notebook metadata, default."""
    floor = path_rule(policy, notebook)
    stored = stored_environment(notebook) if notebook else ""
    if stored:
        environment = policy.environments.get(stored)
        if environment is None:
            why = f"the notebook is tagged {stored!r}, which guard.toml does not know"
            return Tag(strictest(policy.environments.values()), why)
        if floor is None or strictness(environment) >= strictness(floor.environment):
            return Tag(environment, "stored in the notebook")
    if floor is not None:
        return floor
    why = f"default of {policy.files[0].name}" if policy.files else "built-in default, no guard.toml"
    return Tag(policy.environment(policy.default), why)


def path_rule(policy: Policy, notebook: Path | None) -> Tag | None:
    """Return the strictest environment whose `paths` cover `notebook`: no tag goes below it."""
    if notebook is None:
        return None
    # Both names of a linked file count, so that a link is no way around a rule.
    names = {os.path.realpath(notebook), os.path.join(os.path.realpath(notebook.parent), notebook.name)}
    tags = [
        Tag(environment, f"path rule {pattern}")
        for environment in policy.environments.values()
        for pattern in environment.paths
        if any(_glob(pattern).match(Path(name).as_posix()) for name in names)
    ]
    return max(tags, key=lambda tag: strictness(tag.environment), default=None)


def stored_environment(notebook: Path) -> str:
    """Return the environment in the metadata of `notebook`, or ''."""
    try:
        found = notebook.stat()
    except OSError:
        return ""
    return _stored_environment(notebook, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=64)  # a large notebook takes a second to read, and a badge asks often
def _stored_environment(notebook: Path, modified: int, size: int) -> str:
    content = read_json(notebook) or {}
    metadata = content.get("metadata")
    ours = metadata.get("jupyter_guard") if isinstance(metadata, dict) else None
    name = ours.get("environment") if isinstance(ours, dict) else None
    return name if isinstance(name, str) else ""


_MISSING = "missing"  # the state of a file that is not there


class SessionTag:
    """The tag in force in one kernel: raising acts at once, lowering at the next cell."""

    def __init__(self, policy: Policy, notebook: Path | None, folder: Path | None, kernel_id: str) -> None:
        self._file = folder / f"{kernel_id}.json" if folder and kernel_id else None
        self._folder, self._kernel_id = folder, kernel_id
        self._notebook = notebook
        self._policy = policy
        self._tag = self._highest = default_tag(policy, notebook)
        self._chosen: tuple[str, str] | None = None  # the name that somebody chose, and why
        self._lower: Tag | None = None
        self._seen: object = None
        self._looking = threading.RLock()

    def current(self) -> Tag:
        """Return the tag in force now; cheap enough to ask before each statement."""
        with self._looking:  # a thread of ours may ask while a cell does: neither gets an old answer
            state = self._state()
            if state != self._seen:
                self._take(self._stored())
                self._seen = state
            return self._tag

    def start_cell(self) -> None:
        """Let a lower tag come into force."""
        self.current()
        if self._lower is not None:
            self._tag, self._lower = self._lower, None

    def set(self, environment: Environment, why: str) -> None:
        """Tag the session, here and in its file.

        Raises UsageError where a path rule forbids so low a tag.
        """
        floor = path_rule(self._policy, self._notebook)
        if floor and strictness(environment) < strictness(floor.environment):
            raise UsageError(
                f"This notebook is tagged {floor.environment.name} by the {floor.why} of guard.toml; "
                f"move it out of that folder to work in {environment.name}."
            )
        with self._looking:
            if self._file is not None and self._folder is not None:
                write_tag(self._folder, self._kernel_id, environment.name, why, self._notebook)
                self._seen = self._state()
            self._chosen = environment.name, why
            self._take(Tag(environment, why))

    def renew(self, policy: Policy) -> None:
        """Go on under a changed guard.toml; what that lowers comes into force with the next cell."""
        with self._looking:
            self._renew(policy)

    def _renew(self, policy: Policy) -> None:
        self._policy = policy
        self._highest = Tag(self._known(self._highest.environment.name), self._highest.why)
        now = Tag(self._known(self._tag.environment.name), self._tag.why)
        wanted = self._named(*self._chosen) if self._chosen else default_tag(policy, self._notebook)
        self._tag, self._lower = now, None
        # What was stored since the last look is yet to be read; here nothing ever was.
        if self._seen is None and self._state() == _MISSING:
            self._seen = _MISSING
        self._take(wanted)

    def _take(self, tag: Tag) -> None:
        if strictness(tag.environment) >= strictness(self._tag.environment):
            self._tag, self._lower = tag, None
        else:
            self._lower = tag
        self._highest = max(self._highest, tag, key=lambda t: strictness(t.environment))

    def _stored(self) -> Tag:
        stored = read_tag(self._folder, self._kernel_id) if self._folder else None
        if stored is None:
            # Nothing was ever stored, or it vanished: what was seen at its highest stays.
            return self._highest
        if stored.get("notebook"):
            self._notebook = Path(stored["notebook"])  # it may have been renamed
        self._chosen = stored["environment"], stored.get("why", "")
        return self._named(*self._chosen)

    def _named(self, name: str, why: str) -> Tag:
        """Return the tag that a chosen name stands for: never below a path rule."""
        if name not in self._policy.environments:
            why = f"tagged {name!r}, which guard.toml does not know"
        tag = Tag(self._known(name), why)
        floor = path_rule(self._policy, self._notebook)
        return floor if floor and strictness(tag.environment) < strictness(floor.environment) else tag

    def _known(self, name: str) -> Environment:
        return self._policy.environments.get(name) or strictest(self._policy.environments.values())

    def _state(self) -> object:
        if self._file is None:
            return None
        try:
            found = os.stat(self._file)
        except OSError:
            return _MISSING
        return found.st_mtime_ns, found.st_size, found.st_ino


def _glob(pattern: str) -> re.Pattern[str]:
    """Return `pattern` as a regular expression in which only ** crosses folders."""
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
    signs = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(signs.get(part, re.escape(part)) for part in parts) + r"\Z", re.DOTALL)
