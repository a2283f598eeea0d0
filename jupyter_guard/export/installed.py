"""Ask a Python environment what is installed in it: the notebook's own, if that is not this one."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlsplit

# Asks an interpreter what is installed there; prints JSON. The heads of METADATA are read by their lines: a
# parser of mail takes a second of CPU for a few hundred distributions.
_QUESTION = """
import json, platform, re
from importlib import metadata
HEAD = re.compile("^(Name|Version|Requires-Dist): *(.*?) *$", re.MULTILINE)
MODULE = (".py", ".so", ".pyd")
versions, requires, origins, requested, tops, paths = {}, {}, {}, [], {}, {}
for d in metadata.distributions():
    text = d.read_text("METADATA") or d.read_text("PKG-INFO") or ""
    heads = HEAD.findall(text.replace("\\r", "").partition("\\n\\n")[0])
    name = next((value for head, value in heads if head == "Name"), "")
    if not name or name in versions:
        continue
    versions[name] = next((value for head, value in heads if head == "Version"), "")
    requires[name] = [value for head, value in heads if head == "Requires-Dist"]
    if not requires[name] and not text.startswith("Metadata"):
        requires[name] = list(d.requires or ())
    if (origin := d.read_text("direct_url.json")):
        origins[name] = origin
    if d.read_text("REQUESTED") is not None:
        requested.append(name)
    record = d.read_text("RECORD")
    files = [line.split(",")[0] for line in record.splitlines()] if record else map(str, d.files or ())
    paths[name] = [f.split("/") for f in files if f.endswith(MODULE) and not f.startswith(("..", "__"))]
    declared = (d.read_text("top_level.txt") or "").split()
    for top in declared or {p[0] if len(p) > 1 else p[0].split(".")[0] for p in paths[name]}:
        tops.setdefault(top, set()).add(name)
inside = {}
for top, names in tops.items():  # where several have the same top, the modules below it tell them apart
    for name in names if len(names) > 1 else ():
        for path in paths[name]:
            stem = path[-1].split(".")[0]
            module = [*path[:-1], *([] if stem.startswith("__") else [stem])]
            if module[:1] == [top]:
                for end in range(1 if path[1:] == ["__init__.py"] else 2, min(len(module), 4) + 1):
                    inside.setdefault(".".join(module[:end]), set()).add(name)
told = {
    "python": platform.python_version(),
    "imports": {top: sorted(names) for top, names in tops.items() if top.isidentifier()},
    "inside": {module: sorted(names) for module, names in inside.items()},
    "versions": versions,
    "requires": requires,
    "origins": origins,
    "requested": requested,
}
"""


@dataclass(frozen=True)
class Origin:
    """Where a distribution came from, if not from a package index."""

    url: str  # without user and password
    commit: str = ""  # of a version control system
    tool: str = ""  # git, hg, …
    folder: bool = False  # it is a folder of that machine, perhaps editable

    @property
    def reference(self) -> str:
        """What stands behind `name @` in a list of requirements; '' where others have no access."""
        if self.folder:
            return ""
        commit = f"@{self.commit}" if self.commit else ""
        return f"{self.tool}+{self.url}{commit}" if self.tool else self.url


@dataclass(frozen=True)
class Installed:
    """What is installed in one Python environment."""

    python: str
    imports: Mapping[str, tuple[str, ...]]  # import name -> distributions
    versions: Mapping[str, str]
    requires: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)
    inside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # module -> distributions, as imports
    requested: frozenset[str] = frozenset()  # what somebody asked pip for, and is no mere dependency
    from_journal: bool = False  # the environment itself could not be asked

    @classmethod
    def here(cls) -> Installed:
        """Return what is installed for the interpreter that runs this."""
        return _here()

    @classmethod
    def at(cls, interpreter: str) -> Installed:
        """Return what is installed for another interpreter, which is asked for it."""
        question = f"{_QUESTION}\nprint(json.dumps(told))"
        answer = subprocess.run(
            [interpreter, "-I", "-c", question], capture_output=True, text=True, check=True
        )
        return cls._of(json.loads(answer.stdout))

    @classmethod
    def recorded(cls, python: str, packages: Mapping[str, Mapping[str, str]]) -> Installed:
        """Return what the journal noted of an environment: names, versions and addresses, no modules."""
        return cls(
            python,
            {},
            {name: told.get("version", "") for name, told in packages.items()},
            origins={
                name: _recorded_origin(told["direct_url"])
                for name, told in packages.items()
                if told.get("direct_url")
            },
            from_journal=True,
        )

    @classmethod
    def _of(cls, told: Mapping[str, Any]) -> Installed:
        return cls(
            str(told["python"]),
            {name: tuple(map(str, names)) for name, names in told["imports"].items()},
            {name: str(version) for name, version in told["versions"].items()},
            {name: tuple(map(str, wanted)) for name, wanted in told["requires"].items()},
            {name: _origin(json.loads(text)) for name, text in told["origins"].items()},
            {name: tuple(map(str, names)) for name, names in told["inside"].items()},
            frozenset(map(str, told["requested"])),
        )

    def found(self, name: str) -> tuple[str, str]:
        """Return the proper name and the version of a distribution; the version is '' if it is not there."""
        return self._by_key.get(normal(name), (name, ""))

    @property
    def _by_key(self) -> Mapping[str, tuple[str, str]]:
        return {normal(name): (name, version) for name, version in self.versions.items()}


def _origin(told: Mapping[str, Any]) -> Origin:
    parts = urlsplit(str(told.get("url", "")))
    # A user's name and password never leave; `git@` of an ssh address is neither.
    plain = parts._replace(netloc=parts.netloc.rpartition("@")[2]) if parts.scheme != "ssh" else parts
    vcs = told.get("vcs_info") or {}
    folder = "dir_info" in told or parts.scheme == "file"
    return Origin(plain.geturl(), str(vcs.get("commit_id", "")), str(vcs.get("vcs", "")), folder)


def _recorded_origin(url: str) -> Origin:
    """Return what `git+https://host/repository@commit` says."""
    tool, plus, rest = url.partition("+")
    if not plus or "/" in tool or ":" in tool:
        return Origin(url, folder=url.startswith("file:"))
    place, at, commit = rest.rpartition("@")
    known = at and "/" not in commit
    return Origin(place if known else rest, commit if known else "", tool)


@cache
def _here() -> Installed:
    scope: dict[str, Any] = {}
    exec(_QUESTION, scope)  # noqa: S102  # our own text, which other interpreters are asked, too
    return Installed._of(scope["told"])


def normal(name: str) -> str:
    """Return the name of a distribution as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()
