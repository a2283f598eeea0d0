"""Know what code needs without importing it: openpyxl for read_excel, a driver for a URL."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from .definitions import imported
from .installed import Installed, normal
from .source import parse

_URL = re.compile(r"[\"'](?P<scheme>[a-z0-9_]+(?:\+[a-z0-9_]+)?)://")


@dataclass(frozen=True)
class Need:
    """A distribution that code needs, and what of the code needs it."""

    name: str
    reason: str
    extras: tuple[str, ...] = ()
    weak: bool = False  # not to be listed where another package of the list requires it


def needs_of(sources: Iterable[str], modules: Iterable[str], installed: Installed) -> Iterator[Need]:
    """Yield what `sources`, which import `modules`, need besides those."""
    text = "\n".join(map(plain, sources))
    full = set(modules)
    tops = {module.partition(".")[0] for module in full}
    for rule in tables()["implied"]:
        found = re.search(rule["match"], text) if "match" in rule else None
        module = next((m for m in rule.get("modules", ()) if m in full), "")
        if not (found or module) or not (not rule.get("imports") or tops & set(rule["imports"])):
            continue
        if "unless" in rule and re.search(rule["unless"], text):
            continue
        reason = f"import {module}" if module else f"needed for `{_shown(found)}`"
        if rule.get("installed") and not all(installed.found(name)[1] for name in rule["needs"]):
            continue
        names = [found.expand(name) if found and "\\" in name else name for name in _chosen(rule, installed)]
        yield from (Need(name, reason, weak=bool(rule.get("weak"))) for name in names)
        if "extra" in rule:
            name, _, extra = rule["extra"].partition("[")
            yield Need(name, reason, (extra.rstrip("]"),))
    if tops & {"sqlalchemy", "pandas", "polars", "dask", "ibis"}:
        yield from _drivers(text, installed)


def _shown(found: re.Match[str] | None) -> str:
    return found[0].strip("\"'.( =") if found else ""


def _chosen(rule: Mapping[str, Any], installed: Installed) -> list[str]:
    """Return what is needed; of several ways, the first that is installed."""
    ways: list[list[str]] = [rule.get("needs", []), *rule.get("instead", [])]
    there = [way for way in ways if way and all(installed.found(name)[1] for name in way)]
    return (there or ways)[0]


def _drivers(text: str, installed: Installed) -> Iterator[Need]:
    """Yield the drivers that SQLAlchemy takes for the URLs in `text`."""
    drivers = tables()["drivers"]
    for scheme in sorted({found["scheme"] for found in _URL.finditer(text)}):
        known = "postgresql" if scheme == "postgres" else scheme
        names = drivers.get(known, ())
        # Built by hand or for all machines, psycopg2 is one module.
        other = {"psycopg2-binary": "psycopg2", "psycopg[binary]": "psycopg"}
        for name in names:
            short = other.get(name, "")
            plainly = short and installed.found(short)[1] and not installed.found(name)[1]
            yield Need(short if plainly else name, f"needed for {scheme}://")


def plain(source: str) -> str:
    """Return `source` without comments and docstrings, and with modules under their full names."""
    tree = parse(source)
    names = dict(imported(tree.body))
    return ast.unparse(_InFull(names).visit(tree))


class _InFull(ast.NodeTransformer):
    """Writes `pandas.read_csv` for `pd.read_csv`."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        full = self._names.get(node.id, "") if isinstance(node.ctx, ast.Load) else ""
        return ast.parse(full, mode="eval").body if full and full != node.id else node

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        if isinstance(node.value, ast.Constant):
            return ast.Pass()  # a docstring, or a text that is only shown
        return self.generic_visit(node)


def distribution_of(module: str, installed: Installed) -> str:
    """Return the distribution that a module is of: as installed, or else as the tables know it."""
    top, *_ = parts = module.split(".")
    prefixes = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    names = installed.imports.get(top, ())
    if len(names) > 1:  # a namespace, such as google; or one module that several distributions have
        for prefix in prefixes:
            if owners := installed.inside.get(prefix, ()):
                return _preferred(owners, installed)
        wanted = normal(module.replace(".", "-"))
        near = sorted((n for n in names if wanted.startswith(normal(n))), key=len, reverse=True)
        return near[0] if near else _preferred(names, installed)
    if names:
        return names[0]
    known = tables()["elsewhere"]
    for prefix in prefixes:
        if prefix in known:
            return str(known[prefix])
        if f"{prefix}.*" in known and len(parts) > prefix.count(".") + 1:
            following = parts[prefix.count(".") + 1]
            return str(known[f"{prefix}.*"]).replace("*", following.replace("_", "-"))
    return top


def _preferred(names: Iterable[str], installed: Installed) -> str:
    """Return which of several distributions is meant: one that somebody asked for, no mere dependency."""
    ordered = sorted(names)
    asked = [name for name in ordered if name in installed.requested]
    return (asked or ordered)[0]


@cache
def tables() -> dict[str, Any]:
    """Return packages.toml."""
    return tomllib.loads(files(__package__).joinpath("packages.toml").read_text(encoding="utf-8"))
