"""Say which Python packages are in force in this kernel."""

from __future__ import annotations

import json
import os
import sys
from functools import lru_cache
from importlib import metadata
from typing import Any


def packages() -> dict[str, Any]:
    """Return Python's version, and each installed package with its version and where it came from."""
    found = {}
    for package in metadata.distributions():
        name = package.metadata["Name"]
        if name and name not in found:  # the first on the path is the one that is imported
            found[name] = {"version": package.version, "direct_url": _direct_url(package)}
    return {
        "python": sys.version.split()[0],
        "prefix": sys.prefix,
        "packages": dict(sorted(found.items())),
    }


def stamp() -> tuple[int, ...]:
    """Return what changes when a package is installed or removed."""
    return tuple(_modified(place) for place in _places())


@lru_cache(maxsize=1)
def _places() -> tuple[str, ...]:
    return tuple(place for place in sys.path if place.endswith(("site-packages", "dist-packages")))


def _modified(place: str) -> int:
    try:
        return os.stat(place).st_mtime_ns
    except OSError:
        return 0


def _direct_url(package: metadata.Distribution) -> str:
    """Return where a package was installed from if that was no index, as pip takes it, without a password."""
    text = package.read_text("direct_url.json")
    if not text:
        return ""
    try:
        told = json.loads(text)
        url, control = str(told.get("url", "")), told.get("vcs_info") or {}
        before = f"{control['vcs']}+" if "vcs" in control else ""
        commit = f"@{control['commit_id']}" if control.get("commit_id") else ""
    except (ValueError, AttributeError):
        return ""
    scheme, mark, rest = url.partition("://")
    place, slash, path = rest.partition("/")
    plain = place.rpartition("@")[2] if scheme != "ssh" else place
    return f"{before}{scheme}{mark}{plain}{slash}{path}{commit}"
