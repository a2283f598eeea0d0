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

# Asks an interpreter what is installed there; prints JSON.
_QUESTION = """
import json, platform
from importlib import metadata
found = {}
for d in metadata.distributions():
    if d.metadata["Name"]:
        found.setdefault(d.metadata["Name"], d)
imports = {k: sorted(set(v)) for k, v in metadata.packages_distributions().items()}
inside = {}
for top, names in imports.items():  # where several have the same top, the modules below it tell them apart
    for name in names if len(names) > 1 else ():
        for file in (found[name].files or ()) if name in found else ():
            if file.parts[0] == top and file.suffix in (".py", ".so", ".pyd"):
                stem = file.name.partition(".")[0]
                module = [*file.parts[:-1], *([] if stem.startswith("__") else [stem])]
                for end in range(2, min(len(module), 4) + 1):
                    inside.setdefault(".".join(module[:end]), set()).add(name)
                if file.parts[1:] == ("__init__.py",):
                    inside.setdefault(top, set()).add(name)
told = {
    "python": platform.python_version(),
    "imports": imports,
    "inside": {module: sorted(names) for module, names in inside.items()},
    "requested": [name for name, d in found.items() if d.read_text("REQUESTED") is not None],
    "versions": {name: d.version for name, d in found.items()},
    "requires": {name: list(d.requires or ()) for name, d in found.items()},
    "origins": {name: o for name, d in found.items() if (o := d.read_text("direct_url.json"))},
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
        return f"{self.tool}+{self.url}@{self.commit}" if self.tool else self.url


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


@cache
def _here() -> Installed:
    scope: dict[str, Any] = {}
    exec(_QUESTION, scope)  # noqa: S102  # our own text, which other interpreters are asked, too
    return Installed._of(scope["told"])


def normal(name: str) -> str:
    """Return the name of a distribution as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()
