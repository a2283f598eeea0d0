"""Find the distributions that the kept code needs, at the versions installed where the notebook ran."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from packaging.requirements import InvalidRequirement, Requirement

from .implied import Need, distribution_of, needs_of, tables
from .imports import imported_modules
from .installed import Installed, Origin, normal

ONLY_IN_THE_NOTEBOOK = "imported by a cell that is left out"
_NEVER = ("__future__", "jupyter_guard")  # a project needs the guard for checks only

_OF_QUERIES = {
    "duckdb": ("duckdb", "pandas"),
    "sqlite": ("pandas",),
    "postgres": ("psycopg", "psycopg-binary", "pandas"),
    "mysql": ("sqlalchemy", "pymysql", "pandas"),
    "tsql": ("sqlalchemy", "pyodbc", "pandas"),
}


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
        return str(tables()["system"].get(normal(self.name), ""))


def packages(
    sources: Iterable[str],
    dialects: Iterable[str],
    installed: Installed,
    local: frozenset[str],
    requirements: Sequence[str] = (),
    left_out: Iterable[str] = (),
    around: Iterable[str] = (),
) -> tuple[Package, ...]:
    """Return the distributions that Python `sources` import or imply, and the drivers of `dialects`.

    `requirements` are what the notebook's own %pip lines say, which tell the extras. `left_out` are the
    modules that only cells import which are left out: the environment that was seen had those, too.
    What only the sources `around` the notebook's code import is listed unless something else requires it.
    """
    texts = list(sources)
    modules = sorted({module for text in texts for module in imported_modules(text)})
    foreign = [m for m in modules if _is_foreign(m, local)]
    longest = [m for m in foreign if not any(other.startswith(f"{m}.") for other in foreign)]
    needs = [Need(distribution_of(m, installed), f"import {m.partition('.')[0]}") for m in longest]
    for dialect in dialects:
        wanted = _OF_QUERIES.get(dialect) or ("sqlalchemy", "pandas", *tables()["drivers"].get(dialect, ()))
        needs += [Need(name, f"reads {dialect}") for name in wanted]
    implied = list(needs_of(texts, foreign, installed))
    for module in sorted({m for text in around for m in imported_modules(text) if _is_foreign(m, local)}):
        implied.append(
            Need(distribution_of(module, installed), f"import {module.partition('.')[0]}", weak=True)
        )
    brought = {p.name for p in closure(_listed(needs, installed, {}), installed)}
    needs += [n for n in implied if not n.weak or installed.found(n.name)[0] not in brought]
    extras = {normal(r.name): tuple(sorted(r.extras)) for r in map(requirement, requirements) if r}
    seen = {normal(need.name) for need in needs}
    others = sorted({distribution_of(m, installed) for m in left_out if _is_foreign(m, local)})
    needs += [Need(name, ONLY_IN_THE_NOTEBOOK) for name in others if normal(name) not in seen]
    return _listed(needs, installed, extras)


def _listed(
    needs: Iterable[Need], installed: Installed, extras: Mapping[str, tuple[str, ...]]
) -> tuple[Package, ...]:
    found: dict[str, Package] = {}
    for need in needs:
        proper, version = installed.found(need.name)
        key = normal(need.name)
        before = found.get(key)
        wanted = {*need.extras, *(before.extras if before else extras.get(key, ()))}
        reason = before.reason if before else need.reason
        found[key] = Package(proper, version, reason, tuple(sorted(wanted)), installed.origins.get(proper))
    return tuple(found[key] for key in sorted(found))


def _is_foreign(module: str, local: frozenset[str]) -> bool:
    top = module.partition(".")[0]
    return top not in sys.stdlib_module_names and top not in local and top not in _NEVER


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
