"""Find the SQL of a file: a .sql file, the standard input, or the cells of a notebook."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jupyter_guard.errors import UsageError

from . import magics, notebooks
from .found import Found, Place
from .literals import Literals
from .templates import templated

STDIN = "-"
_SIGNS = re.compile(r"^\s*[%!?]|=\s*[!%]|\?\s*$|^\s*(>>>|In \[)", re.MULTILINE)
_WRAPPERS = frozenset({"time", "timeit", "capture", "prun", "memit", "mprun", "snakeviz", "scalene"})
_PERHAPS_SQL = re.compile(
    r"\b(select|insert|update|delete|merge|drop|truncate|alter|create)\s+\w", re.IGNORECASE
)


@dataclass(frozen=True)
class _Code:
    """Python of a cell, with the place of its first line."""

    source: str
    tree: ast.Module
    place: Place


def in_file(name: str, text: str) -> tuple[tuple[Found, ...], tuple[str, ...]]:
    """Return the SQL of a file, and sentences on what could not be looked at; UsageError if all of it."""
    if name == STDIN or Path(name).suffix.lower() == ".sql":
        route = "standard input" if name == STDIN else "SQL file"
        return (templated(Found(text, Place(name), route, judged=text)),), ()
    if Path(name).suffix.lower() == ".ipynb":
        return _in_notebook(name, notebooks.read(text, name))
    raise UsageError(f"{name} is neither a .sql file nor a notebook; SQL from elsewhere goes in by '-'.")


def _in_notebook(name: str, notebook: notebooks.NotebookFile) -> tuple[tuple[Found, ...], tuple[str, ...]]:
    found: list[tuple[int, Found]] = []
    codes: list[_Code] = []
    problems: list[str] = []
    session = magics.Session()
    for cell in notebook.cells:
        place = Place(name, 1, 1, cell.number, cell.execution, cell.file_lines)
        magic = re.match(r"\s*%%([\w.]+)[ \t]*([^\n]*)\n?", cell.source)
        if magic and magic[1] not in _WRAPPERS:
            above = cell.source[: magic.start(2)]
            at = _moved(place, above.count("\n"), magic.start(2) - above.rfind("\n"))
            hits = magics.in_cell(magic[1], magic[2], cell.source[magic.end() :], at, session)
            found += [(cell.number, hit) for hit in hits]
        elif notebook.language == "sql":
            found.append((cell.number, Found(cell.source, place, "SQL cell", judged=cell.source)))
        elif code := _code(cell, place, magic.end() if magic else 0):
            codes.append(code)
            found += [(cell.number, hit) for hit in _line_magics(code, session)]
        elif _PERHAPS_SQL.search(cell.source):
            problems.append(f"{name}: cell {cell.number} is no Python that can be read, and may hold SQL.")
    literals = Literals(code.tree for code in codes)
    for code in codes:
        hits = literals.in_tree(code.tree, code.source, code.place)
        found += [(code.place.cell or 0, hit) for hit in hits]
    ordered = sorted(found, key=lambda entry: (entry[0], entry[1].place.line, entry[1].place.column))
    return tuple(hit for _, hit in ordered), tuple(problems)


def _code(cell: notebooks.CodeCell, place: Place, begin: int) -> _Code | None:
    """Return the Python of a cell, whose magics are calls; None if it is not Python."""
    above = cell.source[:begin].count("\n")
    source = cell.source[begin:]
    if _SIGNS.search(source):
        from IPython.core.inputtransformer2 import TransformerManager  # slow to import; most cells need none

        try:
            source = TransformerManager().transform_cell(source)  # type: ignore[no-untyped-call]  # untyped
        except (SyntaxError, ValueError, RecursionError):
            return None
    try:
        return _Code(source, ast.parse(source), _moved(place, above, 1))
    except (SyntaxError, ValueError, RecursionError):
        return None


def _line_magics(code: _Code, session: magics.Session) -> Iterator[Found]:
    """Yield the SQL of `%sql …` lines, also where their result is assigned."""
    for node in ast.walk(code.tree):
        match node:
            case ast.Call(
                func=ast.Attribute(attr="run_line_magic" | "run_cell_magic" as kind),
                args=[ast.Constant(value=str(name)), ast.Constant(value=str(line)), *rest],
            ):
                at = _moved(code.place, node.lineno - 1, node.col_offset + 1)
                if kind == "run_line_magic":
                    yield from magics.in_line(name, line, at, session)
                elif rest and isinstance(rest[0], ast.Constant):
                    yield from magics.in_cell(name, line, str(rest[0].value), at, session)


def _moved(place: Place, lines: int, column: int) -> Place:
    return Place(place.file, place.line + lines, column, place.cell, place.execution, place.file_lines)
