"""Write what says how the project is installed and checked: pyproject.toml and the list of all versions."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence

from .imports import imported_modules
from .installed import Installed
from .naming import Names
from .narrative import title
from .packages import ONLY_IN_THE_NOTEBOOK, Package, closure
from .plan import Plan
from .project import File
from .queries import Query
from .sql_fixtures import Tables
from .templates import filled
from .tidy import ruff_version


def files(
    plan: Plan,
    names: Names,
    needed: Sequence[Package],
    installed: Installed,
    local: Sequence[str],
    sources: Sequence[str],
    *,
    sql: Sequence[Query],
    tables: Sequence[Tables],
    minimal: bool,
) -> Iterator[File]:
    """Yield the files around the code; `local` are the modules beside the package, `sources` all code."""
    known = {p.name for p in needed}
    tried = {"duckdb"} if any(t.dialect not in ("duckdb", "sqlite") for t in tables) else set()
    short = ".".join(installed.python.split(".")[:2])
    words = {
        "name": names.project,
        "package": names.package,
        "summary": json.dumps(title(plan.notebook.cells, names.project), ensure_ascii=False),
        "python": short,
        "config": f'"config.toml" = "{names.package}/config.toml"'
        if minimal
        else f'config = "{names.package}/config"',
        "dependencies": "\n".join(_dependencies(needed)),
        "tried": "".join(f'"{name}", ' for name in sorted(tried - known)),
        "ruff": f"ruff=={ruff_version()}" if ruff_version() else "ruff",
        "references": "\n[tool.hatch.metadata]\nallow-direct-references = true\n"
        if any(" @ " in p.pin for p in needed)
        else "",
        "modules": "".join(f', "src/{top}"' for top in sorted({path.partition("/")[0] for path in local})),
        "sql": f'sql = "{names.package}/sql"\n' if sql else "",
        "libraries": json.dumps([f"{top}.*" for top in _libraries(sources, names, local)]),
    }
    yield File("pyproject.toml", filled("pyproject.toml", words))
    yield File("requirements.lock", "".join(f"{p.pin}\n" for p in closure(needed, installed)))
    if not minimal:
        yield File(".python-version", f"{short}\n")
        yield File(".gitignore", filled("gitignore", {}))


def _dependencies(needed: Sequence[Package]) -> Iterator[str]:
    rest = [p for p in needed if p.reason == ONLY_IN_THE_NOTEBOOK]
    yield from (f'    "{p.pin}",' for p in needed if p not in rest)
    if rest:
        yield "    # Only the cells that were left out import these; nothing here does."
        yield from (f'    "{p.pin}",' for p in rest)


def _libraries(sources: Sequence[str], names: Names, local: Sequence[str]) -> list[str]:
    """Return what the code imports that is neither Python's own nor the project's."""
    own = {names.package, *(path.partition("/")[0].removesuffix(".py") for path in local)}
    tops = {module.partition(".")[0] for source in sources for module in imported_modules(source)}
    return sorted(tops - own - sys.stdlib_module_names)
