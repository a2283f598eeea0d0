"""Read guard.toml files into a Policy: search order, validation, and what needs trust."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jupyter_guard.errors import PolicyError

from . import keeping, places
from .config_environments import (
    BUILT_IN,
    COLOURS,
    LIMITS,
    built_in_like,
    literal_passwords,
    loosening,
    tier_of,
    wanted_of,
    without,
)
from .config_keys import ENVIRONMENT, TOP, check, texts_of
from .keeping import Keeping
from .model import Environment, Tier
from .policy import Policy

VERSION = 1
_WORD = re.compile(r"[A-Za-z][\w-]*\Z")


@dataclass
class _Draft:
    """The policy while one file after the other is laid over it, the weakest first."""

    environments: dict[str, Environment] = field(default_factory=dict)
    default: str = ""
    local_files: str = "tag"
    off_allowed: bool = True
    dtypes: str = "numpy"
    journal: Keeping = field(default_factory=Keeping)
    unguarded_clients: tuple[str, ...] = ()
    loosens: list[str] = field(default_factory=list)  # keys of the file at hand that need trust
    warnings: list[str] = field(default_factory=list)


def load(path: Path) -> Policy:
    """Read the guard.toml in force at `path`: a guard.toml file, a folder or a notebook."""
    project = path if path.suffix == ".toml" else places.find_project_file(path)
    outer = [file for file in places.outer_files() if file.is_file() and file != project]
    draft = _Draft()
    files: list[Path] = []
    untrusted: list[str] = []
    for file in reversed(outer):
        _lay_over(draft, file, _read(file), trusted=True)
        files.insert(0, file)
    if project is not None:
        content = _read_bytes(project)
        trusted = places.is_trusted(content)
        draft.loosens.clear()
        _lay_over(draft, project, _parse(project, content), trusted=trusted)
        untrusted = [] if trusted else draft.loosens
        files.insert(0, project)
    return _finish(draft, tuple(files), tuple(untrusted))


def locked() -> Policy:
    """Return the policy for when guard.toml cannot be used: everything is PROD, no connections."""
    return Policy({"prod": BUILT_IN["prod"]}, default="prod")


def _finish(draft: _Draft, files: tuple[Path, ...], untrusted: tuple[str, ...]) -> Policy:
    environments = draft.environments or dict(BUILT_IN)
    named = {e.tier for e in environments.values()}
    # There is always somewhere to work, and somewhere for unknown hosts to be.
    environments |= {name: e for name, e in BUILT_IN.items() if e.tier not in named and e.tier != Tier.TEST}
    ordered = dict(sorted(environments.items(), key=lambda item: item[1].tier))
    default = draft.default or next(iter(ordered))
    if default not in ordered:
        raise PolicyError(
            f"{files[0]}: default = {default!r} is no environment; choose one of {', '.join(ordered)}."
        )
    functions = tuple(dict.fromkeys(f for e in ordered.values() for f in e.functions))
    return Policy(
        ordered,
        default,
        draft.local_files,
        draft.off_allowed,
        files,
        untrusted,
        tuple(draft.warnings),
        functions,
        draft.journal,
        draft.dtypes,
        draft.unguarded_clients,
    )


def _read(file: Path) -> dict[str, Any]:
    return _parse(file, _read_bytes(file))


def _read_bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise PolicyError(f"{file} cannot be read: {error.strerror}.") from None


def _parse(file: Path, content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise PolicyError(f"{file} is not UTF-8 text: {error.reason} at byte {error.start}.") from None
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"{file} is not valid TOML: {error}.") from None


def _lay_over(draft: _Draft, file: Path, table: Mapping[str, Any], *, trusted: bool) -> None:
    check(file, "", table, TOP)
    if table.get("version", VERSION) != VERSION:
        raise PolicyError(f"{file}: version = {table['version']!r} is not known; write version = {VERSION}.")
    for name, entries in table.get("environments", {}).items():
        if not isinstance(entries, dict) or not _WORD.match(name):
            raise PolicyError(f"{file}: environments.{name} has to be a table with a plain name.")
        _lay_environment(draft, file, name, entries, trusted=trusted)
    if "default" in table:
        _lay_default(draft, file, table["default"], trusted=trusted)
    _lay_switches(draft, file, table, trusted=trusted)
    draft.dtypes = table.get("dtypes", draft.dtypes)
    if draft.dtypes not in ("numpy", "arrow"):
        raise PolicyError(
            f"{file}: dtypes = {draft.dtypes!r} is not known; allowed are {TOP['dtypes'].wanted}."
        )
    draft.journal, waiting = keeping.lay_over(draft.journal, file, table.get("journal", {}), trusted=trusted)
    draft.loosens += waiting


def _lay_default(draft: _Draft, file: Path, default: str, *, trusted: bool) -> None:
    known = draft.environments or BUILT_IN
    if default not in known:
        raise PolicyError(
            f"{file}: default = {default!r} is no environment; choose one of {', '.join(known)}."
        )
    lowers = draft.default in known and known[default].tier < known[draft.default].tier
    if lowers and not trusted:
        draft.loosens.append("default")
        return
    draft.default = default


def _lay_switches(draft: _Draft, file: Path, table: Mapping[str, Any], *, trusted: bool) -> None:
    local_files = table.get("local_files", draft.local_files)
    if local_files not in ("tag", "free"):
        raise PolicyError(
            f"{file}: local_files = {local_files!r} is not known; allowed are {TOP['local_files'].wanted}."
        )
    if local_files == "free" and draft.local_files != "free" and not trusted:
        draft.loosens.append("local_files")
    else:
        draft.local_files = local_files
    clients = texts_of(file, "unguarded_clients", table.get("unguarded_clients", []))
    if clients and not trusted:
        draft.loosens.append("unguarded_clients")
    else:
        draft.unguarded_clients += clients
    # Once a file says that the guard stays on, no file below can say otherwise.
    draft.off_allowed = draft.off_allowed and bool(table.get("off", True))


def _lay_environment(
    draft: _Draft, file: Path, name: str, entries: Mapping[str, Any], *, trusted: bool
) -> None:
    where = f"environments.{name}"
    check(file, where, entries, ENVIRONMENT)
    outer = draft.environments.get(name)
    tier = tier_of(file, where, entries, name, outer)
    base = outer or Environment(name, tier, LIMITS[tier], COLOURS[tier])
    wanted = wanted_of(file, where, entries, replace(base, tier=tier))
    draft.warnings += literal_passwords(file, where, wanted)
    loosens = list(loosening(entries, base if outer else built_in_like(name, base), wanted))
    if loosens and not trusted:
        draft.loosens += [f"{where}.{key}" for key in loosens]
        wanted = without(wanted, base, loosens)
    draft.environments[name] = wanted
