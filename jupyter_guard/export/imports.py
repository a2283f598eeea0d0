"""Read off code what it imports: modules of distributions, and modules beside the notebook."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from .installed import Installed

_BY_MAGIC = {"matplotlib": ("matplotlib",), "pylab": ("matplotlib", "numpy")}
_MAGIC = re.compile(r"^\s*%(matplotlib|pylab)\b", re.MULTILINE)
_MOST_FILES = 200  # a folder with more is no package that somebody wrote beside a notebook


def imported_modules(source: str) -> set[str]:
    """Return the full names of what `source` imports, wherever it does: modules, and names of modules."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                found |= {alias.name for alias in names}
            case ast.ImportFrom(module=str(module), level=0, names=names):
                found |= {module, *(f"{module}.{alias.name}" for alias in names if alias.name != "*")}
            case ast.Call(
                func=ast.Attribute(attr="import_module") | ast.Name(id="import_module" | "__import__"),
                args=[ast.Constant(value=str(module)), *_],
            ) if not module.startswith("."):
                found.add(module)
    return found


def magic_imports(source: str) -> Iterator[str]:
    """Yield the modules that the magics of a cell import, such as `%matplotlib`."""
    for name in _MAGIC.findall(source):
        yield from _BY_MAGIC[name]


def local_modules(
    sources: Iterable[str], folder: Path, installed: Installed, paths: Iterable[str] = ()
) -> Mapping[str, Path]:
    """Return, by its path in the project, each Python file beside the notebook that `sources` import.

    Those that these import are taken, too; a package is taken whole. `paths` are the folders that the
    notebook puts on `sys.path`, relative to `folder`.
    """
    places = [folder, *(folder / path for path in paths)]
    found: dict[str, Path] = {}
    seen: set[str] = set()
    todo = list(sources)
    while todo:
        for module in imported_modules(todo.pop()):
            top = module.partition(".")[0]
            if top in seen or top in sys.stdlib_module_names or top in installed.imports:
                continue
            seen.add(top)
            for path, file in _files_of(top, places):
                found[path] = file
                todo += _readable(file)
    return dict(sorted(found.items()))


def _files_of(top: str, places: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    for place in places:
        if (place / f"{top}.py").is_file():
            yield f"{top}.py", place / f"{top}.py"
            return
        files = sorted((place / top).rglob("*.py")) if (place / top / "__init__.py").is_file() else []
        if files and len(files) <= _MOST_FILES:
            yield from ((file.relative_to(place).as_posix(), file) for file in files)
            return


def _readable(file: Path) -> list[str]:
    try:
        text = file.read_text(encoding="utf-8")
        ast.parse(text)
    except (OSError, UnicodeDecodeError, SyntaxError):
        return []
    return [text]


def search_paths(trees: Iterable[ast.stmt]) -> tuple[str, ...]:
    """Return the relative folders that `sys.path.append(…)` and its like name."""
    found: list[str] = []
    for tree in trees:
        for node in ast.walk(tree):
            match node:
                case ast.Call(
                    func=ast.Attribute(
                        value=ast.Attribute(value=ast.Name(id="sys"), attr="path"), attr="append" | "insert"
                    ),
                    args=[*_, last],
                ):
                    found += [
                        n.value
                        for n in ast.walk(last)
                        if isinstance(n, ast.Constant) and isinstance(n.value, str)
                    ]
    return tuple(path for path in dict.fromkeys(found) if path and not Path(path).is_absolute())
