"""Find the distributions that the kept code needs, at the versions installed where the notebook ran."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement

from .installed import Installed, Origin, normal

_OF_QUERIES = {
    "duckdb": ("duckdb", "pandas"),
    "sqlite": ("pandas",),
    "postgres": ("psycopg", "psycopg-binary", "pandas"),
    "mysql": ("sqlalchemy", "pymysql", "pandas"),
    "tsql": ("sqlalchemy", "pyodbc", "pandas"),
}
_URL = re.compile(r"[\"'](?P<scheme>[a-z0-9]+(?:\+[a-z0-9]+)?)://")


@dataclass(frozen=True)
class Package:
    """A distribution that the project needs."""

    name: str
    version: str  # '' where it is not installed
    reason: str
    extras: tuple[str, ...] = ()
    origin: Origin | None = None  # where it came from, if not from an index

    @property
    def pin(self) -> str:
        """The line of a list of requirements."""
        name = f"{self.name}[{','.join(self.extras)}]" if self.extras else self.name
        if self.origin is not None and self.origin.reference:
            return f"{name} @ {self.origin.reference}"
        return f"{name}=={self.version}" if self.version else name

    @property
    def system(self) -> str:
        """What has to be there besides, and pip does not install; '' for nothing."""
        return str(_tables()["system"].get(normal(self.name), ""))


def packages(
    sources: Iterable[str],
    dialects: Iterable[str],
    installed: Installed,
    local: frozenset[str],
    requirements: Sequence[str] = (),
) -> tuple[Package, ...]:
    """Return the distributions that Python `sources` import or imply, and the drivers of `dialects`.

    `requirements` are what the notebook's own %pip lines say, which tell the extras.
    """
    extras = {normal(r.name): tuple(sorted(r.extras)) for r in map(requirement, requirements) if r}
    found: dict[str, Package] = {}
    for name, reason in _wanted(list(sources), dialects, installed, local):
        proper, version = installed.found(name)
        key = normal(name)
        found.setdefault(
            key, Package(proper, version, reason, extras.get(key, ()), installed.origins.get(proper))
        )
    return tuple(found[key] for key in sorted(found))


def _wanted(
    sources: list[str], dialects: Iterable[str], installed: Installed, local: frozenset[str]
) -> Iterator[tuple[str, str]]:
    modules = sorted({module for source in sources for module in imported_modules(source)})
    for module in modules:
        top = module.partition(".")[0]
        if top not in sys.stdlib_module_names and top not in local and top != "__future__":
            yield _distribution(module, installed), f"import {top}"
    text = "\n".join(sources)
    tops = {module.partition(".")[0] for module in modules}
    yield from _implied(text, tops)
    if "sqlalchemy" in tops or "pandas" in tops:
        yield from _drivers(text)
    for dialect in dialects:
        wanted = _OF_QUERIES.get(dialect) or ("sqlalchemy", "pandas", *_tables()["drivers"].get(dialect, ()))
        yield from ((name, f"reads {dialect}") for name in wanted)


def _implied(text: str, tops: set[str]) -> Iterator[tuple[str, str]]:
    for rule in _tables()["implied"]:
        found = re.search(rule["match"], text)
        applies = found and (not rule.get("imports") or tops & set(rule["imports"]))
        if found and applies and not ("unless" in rule and re.search(rule["unless"], text)):
            yield from ((name, f"needed for `{found[0].strip(chr(34) + '.(')}`") for name in rule["needs"])


def _drivers(text: str) -> Iterator[tuple[str, str]]:
    """Yield the drivers that SQLAlchemy takes for the URLs in `text`."""
    drivers = _tables()["drivers"]
    for scheme in sorted({found["scheme"] for found in _URL.finditer(text)}):
        known = "postgresql" if scheme == "postgres" else scheme
        yield from ((name, f"needed for {scheme}://") for name in drivers.get(known, ()))


def imported_modules(source: str) -> set[str]:
    """Return the full names of the modules that `source` imports, wherever it does."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found


def _distribution(module: str, installed: Installed) -> str:
    top = module.partition(".")[0]
    names = installed.imports.get(top, ())
    if len(names) > 1:  # a namespace, such as google
        wanted = normal(module.replace(".", "-"))
        near = sorted((n for n in names if wanted.startswith(normal(n))), key=len, reverse=True)
        return (near or list(names))[0]
    return names[0] if names else str(_tables()["elsewhere"].get(top, top))


def closure(direct: Iterable[Package], installed: Installed) -> tuple[Package, ...]:
    """Return `direct` with all that they require, as far as it is installed."""
    versions = {normal(name): (name, version) for name, version in installed.versions.items()}
    requires = {normal(name): wanted for name, wanted in installed.requires.items()}
    found: dict[str, Package] = {}
    todo = [(normal(p.name), frozenset(p.extras), p.reason) for p in direct]
    while todo:
        key, extras, reason = todo.pop()
        if key not in versions:
            continue
        if key not in found:
            found[key] = Package(*versions[key], reason, origin=installed.origins.get(versions[key][0]))
        elif not extras:
            continue
        for line in requires.get(key, ()):
            wanted = requirement(line)
            if wanted is None or not _applies(wanted, extras, installed.python):
                continue
            inner = normal(wanted.name)
            if inner not in found or wanted.extras:
                todo.append((inner, frozenset(wanted.extras), f"required by {versions[key][0]}"))
    return tuple(found[key] for key in sorted(found))


def _applies(wanted: Requirement, extras: frozenset[str], python: str) -> bool:
    if wanted.marker is None:
        return True
    short = ".".join(python.split(".")[:2])
    environments = (
        {"extra": extra, "python_version": short, "python_full_version": python} for extra in ("", *extras)
    )
    return any(wanted.marker.evaluate(environment) for environment in environments)


def requirement(line: str) -> Requirement | None:
    """Return a line of a list of requirements, read; None where it is none."""
    try:
        return Requirement(line)
    except InvalidRequirement:
        return None


def local_modules(sources: Iterable[str], folder: Path, installed: Installed) -> Mapping[str, Path]:
    """Return the modules beside the notebook that `sources` import, and those that they import."""
    found: dict[str, Path] = {}
    todo = list(sources)
    while todo:
        for module in imported_modules(todo.pop()):
            top = module.partition(".")[0]
            path = folder / f"{top}.py"
            known = top in sys.stdlib_module_names or top in installed.imports or top in found
            if not known and path.is_file():
                found[top] = path
                try:
                    text = path.read_text(encoding="utf-8")
                    ast.parse(text)
                    todo.append(text)
                except (OSError, UnicodeDecodeError, SyntaxError):
                    continue
    return found


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("packages.toml").read_text(encoding="utf-8"))
