"""Find the distributions that the kept code needs, at the versions installed where the notebook ran."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement

# Asks an interpreter what is installed there; prints JSON.
_QUESTION = """
import json, platform
from importlib import metadata
found = [d for d in metadata.distributions() if d.metadata["Name"]]
print(json.dumps({
    "python": platform.python_version(),
    "imports": {k: sorted(set(v)) for k, v in metadata.packages_distributions().items()},
    "versions": {d.metadata["Name"]: d.version for d in found},
    "requires": {d.metadata["Name"]: list(d.requires or ()) for d in found},
}))
"""
# What code needs without importing it: a call -> the distributions, unless another way is named.
_IMPLIED = {
    r"\.read_excel\(|\.to_excel\(|\.ExcelFile\(|\.ExcelWriter\(": ("openpyxl",),
    r"\.read_parquet\(|\.to_parquet\(|\.read_feather\(|\.to_feather\(": ("pyarrow",),
    r"\.read_html\(|\.read_xml\(|\.to_xml\(": ("lxml",),
    r"\.read_hdf\(|\.to_hdf\(": ("tables",),
    r"\.to_markdown\(": ("tabulate",),
}
_PANDAS_PLOTS = re.compile(r"\.plot\(|\.plot\.|\.hist\(|\.boxplot\(")
# Import names whose distribution has another name, for when it is not installed.
_ELSEWHERE = {
    "sklearn": "scikit-learn",
    "cv2": "opencv-python",
    "PIL": "pillow",
    "yaml": "PyYAML",
    "bs4": "beautifulsoup4",
    "dateutil": "python-dateutil",
    "skimage": "scikit-image",
    "mpl_toolkits": "matplotlib",
    "pylab": "matplotlib",
}
_DRIVERS = {
    "duckdb": ("duckdb", "pandas"),
    "sqlite": ("pandas",),
    "postgres": ("psycopg", "psycopg-binary", "pandas"),
}
# What SQLAlchemy needs for the other kinds of databases.
_SQLALCHEMY_DRIVERS = {
    "mysql": ("pymysql",),
    "tsql": ("pyodbc",),
    "oracle": ("oracledb",),
    "snowflake": ("snowflake-sqlalchemy",),
    "redshift": ("sqlalchemy-redshift", "psycopg2-binary"),
    "bigquery": ("sqlalchemy-bigquery",),
    "trino": ("trino",),
    "clickhouse": ("clickhouse-sqlalchemy",),
    "databricks": ("databricks-sqlalchemy",),
}


@dataclass(frozen=True)
class Installed:
    """What is installed in one Python environment."""

    python: str
    imports: Mapping[str, tuple[str, ...]]  # import name -> distributions
    versions: Mapping[str, str]
    requires: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def here(cls) -> Installed:
        """Return what is installed for the interpreter that runs this."""
        return _here()

    @classmethod
    def at(cls, interpreter: str) -> Installed:
        """Return what is installed for another interpreter, which is asked for it."""
        answer = subprocess.run(
            [interpreter, "-I", "-c", _QUESTION], capture_output=True, text=True, check=True
        )
        return cls._of(json.loads(answer.stdout))

    @classmethod
    def _of(cls, told: Mapping[str, Mapping[str, object]]) -> Installed:
        imports = {name: tuple(map(str, names)) for name, names in told["imports"].items()}  # type: ignore[call-overload]  # JSON
        requires = {name: tuple(map(str, names)) for name, names in told["requires"].items()}  # type: ignore[call-overload]  # JSON
        versions = {name: str(version) for name, version in told["versions"].items()}
        return cls(str(told["python"]), imports, versions, requires)


@cache
def _here() -> Installed:
    import platform

    found = [d for d in metadata.distributions() if d.metadata["Name"]]
    return Installed(
        platform.python_version(),
        {name: tuple(sorted(set(names))) for name, names in metadata.packages_distributions().items()},
        {d.metadata["Name"]: d.version for d in found},
        {d.metadata["Name"]: tuple(d.requires or ()) for d in found},
    )


@dataclass(frozen=True)
class Package:
    """A distribution that the project needs."""

    name: str
    version: str  # '' where it is not installed
    reason: str


def packages(
    sources: Iterable[str], dialects: Iterable[str], installed: Installed, local: frozenset[str]
) -> tuple[Package, ...]:
    """Return the distributions that Python `sources` import or imply, and the drivers of `dialects`."""
    versions = {_normal(name): (name, version) for name, version in installed.versions.items()}
    found: dict[str, Package] = {}
    for name, reason in _wanted(list(sources), dialects, installed, local):
        proper, version = versions.get(_normal(name), (name, ""))
        found.setdefault(_normal(name), Package(proper, version, reason))
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
    for pattern, names in _IMPLIED.items():
        if found := re.search(pattern, text):
            yield from ((name, f"needed by {found[0].strip('.(')}") for name in names)
    tops = {module.partition(".")[0] for module in modules}
    if "pandas" in tops and _PANDAS_PLOTS.search(text):
        yield "matplotlib", "needed by .plot of pandas"
    for dialect in dialects:
        wanted = _DRIVERS.get(dialect) or ("sqlalchemy", "pandas", *_SQLALCHEMY_DRIVERS.get(dialect, ()))
        yield from ((name, f"reads {dialect}") for name in wanted)


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
        wanted = _normal(module.replace(".", "-"))
        near = [name for name in names if wanted.startswith(_normal(name))]
        return (near or list(names))[0]
    return names[0] if names else _ELSEWHERE.get(top, top)


def closure(direct: Iterable[Package], installed: Installed) -> tuple[Package, ...]:
    """Return `direct` with all that they require, as far as it is installed."""
    versions = {_normal(name): (name, version) for name, version in installed.versions.items()}
    requires = {_normal(name): wanted for name, wanted in installed.requires.items()}
    found: dict[str, Package] = {}
    todo = [(_normal(package.name), frozenset[str](), package.reason) for package in direct]
    while todo:
        key, extras, reason = todo.pop()
        if key not in versions:
            continue
        if key not in found:
            found[key] = Package(*versions[key], reason)
        elif not extras:
            continue
        for line in requires.get(key, ()):
            wanted = _requirement(line)
            if wanted is None or not _applies(wanted, extras, installed.python):
                continue
            inner = _normal(wanted.name)
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


def _requirement(line: str) -> Requirement | None:
    try:
        return Requirement(line)
    except InvalidRequirement:
        return None


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


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
