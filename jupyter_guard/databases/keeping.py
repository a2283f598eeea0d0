"""Keep what databases said about their own functions and views on disk, for this user only, with its age."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jupyter_guard.policy.catalog import Catalog, Hidden, Operator, Routine
from jupyter_guard.policy.targets import target_of

_VERSION = 1  # of the files' shape; of another one nothing is read
_LARGEST = 50_000_000  # bytes of a file


def kept(url: str) -> Catalog | None:
    """Return what is kept for the target of `url`, however old, or None."""
    file = _file(url)
    try:
        if file.stat().st_size > _LARGEST:
            return None
        return _loaded(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None  # none, or one that another version wrote, or that was damaged


def keep(url: str, catalog: Catalog) -> None:
    """Keep a catalog for the target of `url`; where that fails, the next session asks again."""
    file = _file(url)
    with contextlib.suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # The file appears with all of it or not at all, and mkstemp makes it for its owner only.
        handle, draft = tempfile.mkstemp(dir=file.parent, prefix=".draft-")
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(_dumped(catalog), out)
        Path(draft).replace(file)


def _file(url: str) -> Path:
    from jupyter_core.paths import jupyter_data_dir  # slow to import: once a session

    target = target_of(url)  # which holds no user and no password
    named = json.dumps([target.dialect, target.hosts, target.path, *target.address])
    name = hashlib.sha256(named.encode()).hexdigest()[:32]
    return Path(jupyter_data_dir(), "jupyter_guard", "catalogs", f"{name}.json")


def _dumped(catalog: Catalog) -> dict[str, Any]:
    return {
        "version": _VERSION,
        "dialect": catalog.dialect,
        "asked": catalog.asked,
        "routines": [routine._asdict() for routine in catalog.routines],
        "hidden": [thing._asdict() for thing in catalog.hidden],
        "operators": [operator._asdict() for operator in catalog.operators],
        "tables": sorted(catalog.tables),
    }


def _loaded(found: Mapping[str, Any]) -> Catalog | None:
    if found["version"] != _VERSION:
        return None
    return Catalog(
        found["dialect"],
        tuple(Routine(**entry | {"calls": _names(entry)}) for entry in found["routines"]),
        tuple(Hidden(**entry | {"calls": _names(entry)}) for entry in found["hidden"]),
        tuple(
            Operator(entry["symbol"], (entry["function"][0], entry["function"][1]), entry["native"])
            for entry in found["operators"]
        ),
        frozenset(found["tables"]),
        float(found["asked"]),
    )


def _names(entry: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((schema, name) for schema, name in entry["calls"])
