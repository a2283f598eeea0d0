"""Compare the known clients with their released packages: is the module there, and what opens connections?

`python scripts/client_names.py [--folder DIR] [DISTRIBUTION ...]` downloads each wheel without its
dependencies, runs nothing of it, and prints one line per entry that is not there; exit status 1 if
there is one.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from jupyter_guard.kernel.routes.clients import CLIENTS

_PATIENCE = 90  # seconds for one package
COMPILED = re.compile(r"\.(?:cpython-\d+|abi3|pypy\w+|cp\d+-\w+)?[\w.-]*\.?(?:so|pyd|dylib)$")


class Package:
    """The files of one released distribution, and the names that its modules bind."""

    def __init__(self, archive: Path) -> None:
        self._files = dict(_files(archive))

    @cached_property
    def compiled(self) -> dict[str, bytes]:
        """What is not Python, by the name of its module."""
        return {
            _module(COMPILED.sub("", name)): text
            for name, text in self._files.items()
            if COMPILED.search(name)
        }

    @cached_property
    def sources(self) -> dict[str, str]:
        """The Python of each module; of one in C what its stub says."""
        found = {}
        for ending in (".pyi", ".py"):
            for name, text in self._files.items():
                if name.endswith(ending):
                    found[_module(name.removesuffix(ending))] = text.decode("utf-8", "replace")
        return found

    def has_module(self, module: str) -> bool:
        """Say whether `module` can be imported: as a file, as a folder, or in C."""
        return any(
            name == module or name.startswith(f"{module}.") for name in (*self.sources, *self.compiled)
        )

    def binds(self, module: str, entry: str) -> bool:
        """Say whether `module` has `entry`, a name or Class.method, as far as reading tells."""
        name, _, method = entry.partition(".")
        if not self._has_name(module, name, set()):
            return False
        return not method or any(
            re.search(rf"^\s+(?:async )?def {method}\b|^\s+{method}\s*[:=]", text, re.M)
            or (re.search(rf"\b{method}\b", text) is not None and _module_is_near(where, module))
            for where, text in self.sources.items()
        )

    def _has_name(self, module: str, name: str, seen: set[str]) -> bool:
        if module in seen:
            return False
        seen.add(module)
        if f"{module}.{name}" in self.sources or name.encode() in self.compiled.get(module, b""):
            return True
        text = self.sources.get(module)
        if text is None:
            return False
        bound, stars = _names(text, module, is_package=self._is_package(module))
        return name in bound or any(self._has_name(star, name, seen) for star in stars)

    def _is_package(self, module: str) -> bool:
        return any(other.startswith(f"{module}.") for other in (*self.sources, *self.compiled))


def _files(archive: Path) -> Iterator[tuple[str, bytes]]:
    if archive.suffix in (".whl", ".zip"):
        with zipfile.ZipFile(archive) as wheel:
            for name in wheel.namelist():
                if _is_code(name):
                    yield re.sub(r"^[^/]+\.data/(?:purelib|platlib)/", "", name), wheel.read(name)
        return
    with tarfile.open(archive) as sdist:
        for member in sdist:
            read = sdist.extractfile(member) if member.isfile() and _is_code(member.name) else None
            if read is not None:
                inside = member.name.partition("/")[2]
                yield re.sub(r"^(?:src|lib|python)/", "", inside), read.read()


def _is_code(name: str) -> bool:
    return name.endswith((".py", ".pyi")) or COMPILED.search(name) is not None


def _module(path: str) -> str:
    return path.removesuffix("/__init__").replace("/", ".")


def _module_is_near(where: str, module: str) -> bool:
    return where.partition(".")[0] == module.partition(".")[0]


def _names(text: str, module: str, *, is_package: bool) -> tuple[set[str], list[str]]:
    """Return the names that a module binds, also by a lazy `__getattr__`, and what it takes with a star."""
    bound: set[str] = set()
    stars: list[str] = []
    tree = ast.parse(text)
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                bound.add(node.name)
            case ast.Name(ctx=ast.Store()):
                bound.add(node.id)
            case ast.Import():
                bound.update(a.asname or a.name.partition(".")[0] for a in node.names)
            case ast.ImportFrom():
                bound.update(a.asname or a.name for a in node.names)
                if any(a.name == "*" for a in node.names):
                    stars.append(_absolute(node, module, is_package=is_package))
    if "__getattr__" in bound:  # names in a table
        bound.update(
            n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)
        )
    return bound, stars


def _absolute(node: ast.ImportFrom, module: str, *, is_package: bool) -> str:
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    keep = len(parts) - node.level + (1 if is_package else 0)
    return ".".join([*parts[:keep], *([node.module] if node.module else [])])


def download(distribution: str, folder: Path) -> Path | None:
    """Return the wheel of `distribution`, else its source; None where that needs a build."""
    known = re.sub(r"[-_.]+", "-", distribution).lower()
    for found in folder.iterdir():
        if re.sub(r"[-_.]+", "-", re.split(r"-\d", found.name)[0]).lower() == known:
            return found
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder)]
    for kind in (["--only-binary", ":all:"], ["--no-binary", ":all:"]):
        before = set(folder.iterdir())
        with contextlib.suppress(subprocess.TimeoutExpired):  # a build that waits for ever
            subprocess.run(
                [*pip, *kind, distribution],
                capture_output=True,
                stdin=subprocess.DEVNULL,
                timeout=_PATIENCE,
                check=False,
            )
        new = set(folder.iterdir()) - before
        if new:
            return new.pop()
    return None


def problems(distribution: str, package: Package) -> Iterator[str]:
    """Yield what the table says of `distribution` and its package does not have."""
    for module, (of, entries) in CLIENTS.items():
        if of != distribution:
            continue
        if not package.has_module(module):
            tops = sorted({name.partition(".")[0] for name in (*package.sources, *package.compiled)})
            yield f"{distribution}: no module {module}; it has {', '.join(tops)[:120]}"
            continue
        yield from (
            f"{distribution}: {module} has no {entry}"
            for entry in entries
            if not package.binds(module, entry)
        )


def main(arguments: Mapping[str, object] | None = None) -> int:
    """Look at each package that was asked for, or at all; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("distributions", nargs="*")
    parser.add_argument("--folder", type=Path, help="keep the packages there, and take those that are there")
    asked = parser.parse_args()
    wanted = asked.distributions or sorted({of for of, _ in CLIENTS.values()})
    status = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder: Path = asked.folder or Path(temporary)
        folder.mkdir(exist_ok=True)
        for distribution in wanted:
            print(f"{distribution} …", file=sys.stderr)
            archive = download(distribution, folder)
            if archive is None:
                print(f"{distribution}: not to be had for this Python without a build")
                continue
            for problem in problems(distribution, Package(archive)):
                status = 1
                print(problem, flush=True)
    return status


if __name__ == "__main__":
    raise SystemExit(main())
