"""Read one environment of guard.toml: what a file wants of it, and what of that loosens."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from jupyter_guard.errors import PolicyError

from .config_keys import ENVIRONMENT, UNLOCK, check, texts_of
from .model import UNLOCK_MINUTES, Effect, Environment, Tier, Unlockable
from .targets import target_of, with_absolute_path

LIMITS = {Tier.DEV: Effect.UNKNOWN, Tier.TEST: Effect.SCHEMA, Tier.PROD: Effect.SESSION}
COLOURS = {Tier.DEV: "green", Tier.TEST: "orange", Tier.PROD: "red"}
BUILT_IN = {
    tier.name.lower(): Environment(tier.name.lower(), tier, LIMITS[tier], COLOURS[tier]) for tier in Tier
}
_REFERENCE = re.compile(r"\$\{[^}]*\}")
_WORD = re.compile(r"[A-Za-z][\w-]*\Z")
# scheme://user:password@ with a password that is no reference
_LITERAL_PASSWORD = re.compile(r"://[^/@:]*:(?!\$\{)[^/@]+@")
_LONGEST_UNLOCK = 240  # minutes; longer than that is another limit, not an exception


def tier_of(file: Path, where: str, entries: Mapping[str, Any], name: str, outer: Environment | None) -> Tier:
    """Return the tier of an environment; where nothing says it, PROD."""
    word = entries.get("tier")
    if word is None:
        if outer is not None:
            return outer.tier
        return BUILT_IN[name].tier if name in BUILT_IN else Tier.PROD  # not said means precious
    try:
        return Tier[str(word).upper()]
    except KeyError:
        raise PolicyError(
            f"{file}: {where}.tier = {word!r} is not known; allowed are {ENVIRONMENT['tier'].wanted}."
        ) from None


def wanted_of(file: Path, where: str, entries: Mapping[str, Any], base: Environment) -> Environment:
    """Return `base` with all that `entries` says."""
    changes: dict[str, Any] = {}
    if "limit" in entries:
        try:
            changes["limit"] = Effect[entries["limit"].upper()]
        except KeyError:
            allowed = ENVIRONMENT["limit"].wanted
            raise PolicyError(
                f"{file}: {where}.limit = {entries['limit']!r} is not known; allowed are {allowed}."
            ) from None
    elif base.tier is not Tier.PROD and base.limit is LIMITS[Tier.PROD]:
        changes["limit"] = LIMITS[base.tier]
    changes |= {key: entries[key] for key in ("colour", "max_rows", "time_limit") if key in entries}
    for key in ("paths", "hosts", "tables", "functions"):
        if key in entries:
            texts = texts_of(file, f"{where}.{key}", entries[key])
            if key == "paths":  # relative to the file, as all paths in it
                texts = tuple((file.parent.resolve() / text).as_posix() for text in texts)
            changes[key] = (*getattr(base, key), *texts)
    if "unlock" in entries:
        changes["unlock"] = _unlockable(file, f"{where}.unlock", entries["unlock"])
    if "connections" in entries:
        changes["connections"] = {
            **base.connections,
            **dict(_connections(file, where, entries["connections"])),
        }
    return replace(base, **changes)


def _unlockable(file: Path, where: str, table: Mapping[str, Any]) -> Unlockable | None:
    """Read what an unlock may give; effects that no unlock can give are an error here, not later."""
    check(file, where, table, UNLOCK)
    minutes = table.get("max_minutes", UNLOCK_MINUTES)
    if not 0 < minutes <= _LONGEST_UNLOCK:
        raise PolicyError(f"{file}: {where}.max_minutes = {minutes} has to be 1 to {_LONGEST_UNLOCK}.")
    effects = []
    for word in table.get("effects", ()):
        if word not in ("write", "schema"):
            raise PolicyError(
                f'{file}: {where}.effects: {word!r} is not known; allowed are "write", "schema".'
            )
        effects.append(Effect[word.upper()])
    return Unlockable(tuple(effects), minutes) if effects else None


def _connections(file: Path, where: str, entries: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, url in entries.items():
        key = f"{where}.connections.{name}"
        if not isinstance(url, str) or not _WORD.match(name):
            raise PolicyError(f"{file}: {key} has to be a plain name with a URL in quotes.")
        try:
            yield name, with_absolute_path(url, file.parent)
        except (PolicyError, ValueError) as error:
            raise PolicyError(f"{file}: {key}: {error}") from None


def built_in_like(name: str, base: Environment) -> Environment:
    """Return the built-in environment of that name, by which one without an outer file is measured."""
    # A project may bring environments of its own, but none that is called prod and is not.
    return BUILT_IN.get(name, base)


# What loosens, key by key: (outer, wanted) -> does it? Checked only for keys that the file has.
_LOOSENS: dict[str, Callable[[Environment, Environment], bool]] = {
    "tier": lambda outer, wanted: wanted.tier < outer.tier,
    "limit": lambda outer, wanted: wanted.limit > min(outer.limit, LIMITS[wanted.tier]),
    "hosts": lambda outer, wanted: wanted.tier is not Tier.PROD,  # an unknown host is PROD already
    "tables": lambda outer, wanted: wanted.tier is not Tier.PROD,
    "functions": lambda outer, wanted: True,
    "unlock": lambda outer, wanted: wanted.unlock is not None,
    "sandbox": lambda outer, wanted: True,
}


def loosening(entries: Mapping[str, Any], outer: Environment, wanted: Environment) -> Iterator[str]:
    """Yield the keys of `entries` that loosen, or that would send a secret somewhere."""
    yield from (key for key, loosens in _LOOSENS.items() if key in entries and loosens(outer, wanted))
    for name in entries.get("connections", {}):
        url = wanted.connections[name]
        # A host listed under dev or test would otherwise be PROD.
        if _REFERENCE.search(url) or (target_of(url).hosts and wanted.tier is not Tier.PROD):
            yield f"connections.{name}"


def without(wanted: Environment, base: Environment, loosens: list[str]) -> Environment:
    """Return `wanted` with the keys in `loosens` as they were in `base`."""
    names = {key.partition(".")[0] for key in loosens} & {
        "tier",
        "limit",
        "hosts",
        "tables",
        "functions",
        "unlock",
        "connections",
    }
    if "tier" in names:
        names.add("limit")
        base = built_in_like(wanted.name, base)
    return replace(wanted, **{name: getattr(base, name) for name in names})


def literal_passwords(file: Path, where: str, environment: Environment) -> list[str]:
    """Return a warning for each password that stands in a URL."""
    return [
        f"{file}: {where}.connections.{name} holds a password; "
        "write ${keyring:service/name} or ${env:NAME} in its place."
        for name, url in environment.connections.items()
        if _LITERAL_PASSWORD.search(url)
    ]
