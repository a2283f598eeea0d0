"""Which environment a notebook session is in: path rules, tag files, ready files.

A Jupyter Server with the extension names a folder to the kernels it starts. There, one
small file per kernel id holds the tag that the user chose, and one more is written by the
kernel to say that it is guarded. Without a server the kernel works the tag out by itself,
with the same code.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jupyter_guard.errors import UsageError
from jupyter_guard.policy.model import Environment
from jupyter_guard.policy.policy import Policy, strictest, strictness

FOLDER_VARIABLE = "JUPYTER_GUARD_DIR"
SERVER_FILE = "server.json"  # written by the server: {"pid": …, "version": …}
_KERNEL_FILE = re.compile(r"kernel-(?P<id>[\w-]+)\.json\Z")


@dataclass(frozen=True)
class Tag:
    """The environment that a session is given, and why."""

    environment: Environment
    why: str


def own_folder() -> Path | None:
    """Return the folder that this kernel's own server named, if one did.

    A kernel that was started from within another kernel inherits the variable too; that
    folder is not about it.
    """
    named = os.environ.get(FOLDER_VARIABLE)
    if not named:
        return None
    server = _read_json(Path(named, SERVER_FILE))
    parents = {str(os.getppid()), os.environ.get("JPY_PARENT_PID", "")}
    return Path(named) if server and str(server.get("pid")) in parents else None


def kernel_id_of(connection_file: str) -> str:
    """Return the id in a name such as kernel-<id>.json; '' for any other name."""
    found = _KERNEL_FILE.search(connection_file)
    return found["id"] if found else ""


def write_tag(folder: Path, kernel_id: str, environment: str, why: str, notebook: Path | None = None) -> None:
    """Give the session of `kernel_id` the environment called `environment`.

    `notebook` is where its notebook lies now: a kernel hears of a rename in no other way.
    """
    content = {"environment": environment, "why": why}
    if notebook is not None:
        content["notebook"] = str(notebook)
    _write_json(folder / f"{kernel_id}.json", content)


def read_tag(folder: Path, kernel_id: str) -> dict[str, str] | None:
    """Return what `write_tag` wrote, or None where there is nothing readable."""
    stored = _read_json(folder / f"{kernel_id}.json")
    return stored if stored and isinstance(stored.get("environment"), str) else None


def write_ready(folder: Path, kernel_id: str, version: str) -> None:
    """Say that the kernel `kernel_id` is guarded."""
    _write_json(folder / f"{kernel_id}.ready", {"pid": os.getpid(), "version": version})


def is_guarded(folder: Path, kernel_id: str) -> bool:
    """Say whether the kernel `kernel_id` said that it is guarded."""
    return _read_json(folder / f"{kernel_id}.ready") is not None


def forget_ready(folder: Path, kernel_id: str) -> None:
    """Remove the word of a process that has ended; the one that took its place may be unguarded."""
    ready = _read_json(folder / f"{kernel_id}.ready")
    if ready is not None and not _lives(ready.get("pid")):
        (folder / f"{kernel_id}.ready").unlink(missing_ok=True)


def forget(folder: Path, kernel_id: str) -> None:
    """Remove what is stored about a kernel that has ended."""
    for suffix in (".json", ".ready"):
        (folder / f"{kernel_id}{suffix}").unlink(missing_ok=True)


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
    content = _read_json(notebook) or {}
    metadata = content.get("metadata")
    ours = metadata.get("jupyter_guard") if isinstance(metadata, dict) else None
    name = ours.get("environment") if isinstance(ours, dict) else None
    return name if isinstance(name, str) else ""


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

    def current(self) -> Tag:
        """Return the tag in force now; cheap enough to ask before each statement."""
        state = self._state()
        if state != self._seen:
            self._seen = state
            self._take(self._stored())
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
        if self._file is not None and self._folder is not None:
            write_tag(self._folder, self._kernel_id, environment.name, why, self._notebook)
            self._seen = self._state()
        self._chosen = environment.name, why
        self._take(Tag(environment, why))

    def renew(self, policy: Policy) -> None:
        """Go on under a changed guard.toml; what that lowers comes into force with the next cell."""
        self._policy = policy
        self._highest = Tag(self._known(self._highest.environment.name), self._highest.why)
        now = Tag(self._known(self._tag.environment.name), self._tag.why)
        wanted = self._named(*self._chosen) if self._chosen else default_tag(policy, self._notebook)
        self._tag, self._lower, self._seen = now, None, self._state()
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
            return "missing"
        return found.st_mtime_ns, found.st_size, found.st_ino


def _glob(pattern: str) -> re.Pattern[str]:
    """Return `pattern` as a regular expression in which only ** crosses folders."""
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
    signs = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(signs.get(part, re.escape(part)) for part in parts) + r"\Z", re.DOTALL)


def _lives(pid: object) -> bool:
    try:
        os.kill(int(str(pid)), 0)
    except PermissionError:
        return True  # somebody else's
    except (OSError, ValueError, OverflowError):
        return False
    return True


def _read_json(file: Path) -> dict[str, Any] | None:
    try:
        content = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def _write_json(file: Path, content: dict[str, Any]) -> None:
    """Replace `file` in one step, readable by its owner alone."""
    # mkstemp makes its files 0600.
    handle, draft = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(content, stream)
        os.replace(draft, file)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
