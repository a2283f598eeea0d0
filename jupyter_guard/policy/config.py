"""Read guard.toml files into a Policy: search order, validation, and what needs trust."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jupyter_guard.errors import PolicyError

from . import keeping, places
from .keeping import Keeping
from .model import Effect, Environment, Tier, Unlockable
from .policy import Policy
from .targets import target_of, with_absolute_path

VERSION = 1
LIMITS = {Tier.DEV: Effect.UNKNOWN, Tier.TEST: Effect.SCHEMA, Tier.PROD: Effect.SESSION}
COLOURS = {Tier.DEV: "green", Tier.TEST: "orange", Tier.PROD: "red"}
BUILT_IN = {
    tier.name.lower(): Environment(tier.name.lower(), tier, LIMITS[tier], COLOURS[tier]) for tier in Tier
}
_REFERENCE = re.compile(r"\$\{[^}]*\}")
_WORD = re.compile(r"[A-Za-z][\w-]*\Z")
# scheme://user:password@ with a password that is no reference
_LITERAL_PASSWORD = re.compile(r"://[^/@:]*:(?!\$\{)[^/@]+@")


@dataclass(frozen=True)
class _Key:
    """What may stand at one key of guard.toml."""

    type: type | tuple[type, ...]
    wanted: str  # in words, for the message


_TEXTS = _Key(list, 'a list of texts, such as ["prod.*"]')
_TOP = {
    "version": _Key(int, "the number 1"),
    "default": _Key(str, "the name of an environment"),
    "local_files": _Key(str, '"tag" or "free"'),
    "off": _Key(bool, "true (may be switched off) or false"),
    "dtypes": _Key(str, '"numpy" or "arrow"'),
    "environments": _Key(dict, "tables such as [environments.prod]"),
    "journal": _Key(dict, "a table such as [journal] with days = 90"),
    "unguarded_clients": _Key(list, 'a list of distributions, such as ["pymongo"]'),
}
_ENVIRONMENT = {
    "tier": _Key(str, '"dev", "test" or "prod"'),
    "limit": _Key(str, ", ".join(f'"{e.name.lower()}"' for e in Effect)),
    "colour": _Key(str, "a CSS colour"),
    "max_rows": _Key(int, "a whole number of rows"),
    "time_limit": _Key(int, "a whole number of seconds"),
    "connections": _Key(dict, 'URLs, such as connections.warehouse = "duckdb:///data/dev.duckdb"'),
    "paths": _TEXTS,
    "hosts": _TEXTS,
    "tables": _TEXTS,
    "functions": _TEXTS,
    "unlock": _Key(dict, "a table such as { effects = ['write'], max_minutes = 15 }"),
    "sandbox": _Key(dict, "a table such as { connection = 'sandbox', schema = 'sandbox_{user}' }"),
}
_UNLOCK = {
    "effects": _Key(list, 'a list of "write" and "schema"'),
    "max_minutes": _Key(int, "a whole number of minutes"),
}
_LONGEST_UNLOCK = 240  # minutes; longer than that is another limit, not an exception


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
    _check(file, "", table, _TOP)
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
            f"{file}: dtypes = {draft.dtypes!r} is not known; allowed are {_TOP['dtypes'].wanted}."
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
            f"{file}: local_files = {local_files!r} is not known; allowed are {_TOP['local_files'].wanted}."
        )
    if local_files == "free" and draft.local_files != "free" and not trusted:
        draft.loosens.append("local_files")
    else:
        draft.local_files = local_files
    clients = _texts(file, "unguarded_clients", table.get("unguarded_clients", []))
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
    _check(file, where, entries, _ENVIRONMENT)
    outer = draft.environments.get(name)
    tier = _tier(file, where, entries, name, outer)
    base = outer or Environment(name, tier, LIMITS[tier], COLOURS[tier])
    wanted = _wanted(file, where, entries, replace(base, tier=tier))
    draft.warnings += _literal_passwords(file, where, wanted)
    loosens = list(_loosening(entries, base if outer else _built_in_like(name, base), wanted))
    if loosens and not trusted:
        draft.loosens += [f"{where}.{key}" for key in loosens]
        wanted = _without(wanted, base, loosens)
    draft.environments[name] = wanted


def _tier(file: Path, where: str, entries: Mapping[str, Any], name: str, outer: Environment | None) -> Tier:
    word = entries.get("tier")
    if word is None:
        if outer is not None:
            return outer.tier
        return BUILT_IN[name].tier if name in BUILT_IN else Tier.PROD  # not said means precious
    try:
        return Tier[str(word).upper()]
    except KeyError:
        raise PolicyError(
            f"{file}: {where}.tier = {word!r} is not known; allowed are {_ENVIRONMENT['tier'].wanted}."
        ) from None


def _wanted(file: Path, where: str, entries: Mapping[str, Any], base: Environment) -> Environment:
    """Return `base` with all that `entries` says."""
    changes: dict[str, Any] = {}
    if "limit" in entries:
        try:
            changes["limit"] = Effect[entries["limit"].upper()]
        except KeyError:
            allowed = _ENVIRONMENT["limit"].wanted
            raise PolicyError(
                f"{file}: {where}.limit = {entries['limit']!r} is not known; allowed are {allowed}."
            ) from None
    elif base.tier is not Tier.PROD and base.limit is LIMITS[Tier.PROD]:
        changes["limit"] = LIMITS[base.tier]
    changes |= {key: entries[key] for key in ("colour", "max_rows", "time_limit") if key in entries}
    for key in ("paths", "hosts", "tables", "functions"):
        if key in entries:
            texts = _texts(file, f"{where}.{key}", entries[key])
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
    _check(file, where, table, _UNLOCK)
    minutes = table.get("max_minutes", Unlockable.max_minutes)
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


def _texts(file: Path, where: str, values: list[Any]) -> tuple[str, ...]:
    if not all(isinstance(value, str) for value in values):
        raise PolicyError(f"{file}: {where} has to be {_TEXTS.wanted}.")
    return tuple(values)


def _built_in_like(name: str, base: Environment) -> Environment:
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


def _loosening(entries: Mapping[str, Any], outer: Environment, wanted: Environment) -> Iterator[str]:
    """Yield the keys of `entries` that loosen, or that would send a secret somewhere."""
    yield from (key for key, loosens in _LOOSENS.items() if key in entries and loosens(outer, wanted))
    for name in entries.get("connections", {}):
        url = wanted.connections[name]
        # A host listed under dev or test would otherwise be PROD.
        if _REFERENCE.search(url) or (target_of(url).hosts and wanted.tier is not Tier.PROD):
            yield f"connections.{name}"


def _without(wanted: Environment, base: Environment, loosens: list[str]) -> Environment:
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
        base = _built_in_like(wanted.name, base)
    return replace(wanted, **{name: getattr(base, name) for name in names})


def _literal_passwords(file: Path, where: str, environment: Environment) -> list[str]:
    return [
        f"{file}: {where}.connections.{name} holds a password; "
        "write ${keyring:service/name} or ${env:NAME} in its place."
        for name, url in environment.connections.items()
        if _LITERAL_PASSWORD.search(url)
    ]


def _check(file: Path, where: str, table: Mapping[str, Any], keys: Mapping[str, _Key]) -> None:
    for name, value in table.items():
        full = f"{where}.{name}" if where else name
        if name not in keys:
            near = difflib.get_close_matches(name, keys, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise PolicyError(f"{file}: the key {full} is not known.{hint} Known are {', '.join(keys)}.")
        wrong = not isinstance(value, keys[name].type) or (
            isinstance(value, bool) != (keys[name].type is bool)
        )
        if wrong:
            raise PolicyError(f"{file}: {full} = {value!r} has to be {keys[name].wanted}.")
