"""Name the steps and explain them: by their headings, their results, and the text above them."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Sequence

from .chunks import Chunk, read_by
from .narrative import paragraph, slug, title
from .parts import known_of
from .plan import Plan
from .program import Program, Words
from .scopes import Names
from .side_effects import dotted
from .slicing import BUILTINS
from .source import parse

_FIRST = "prepare"
_OPTION = re.compile(r"\.(?:set_\w+|filterwarnings|simplefilter|use|set|seed|basicConfig|set_theme)\(")


class Namer:
    """Gives every step a name that nothing else has, and its docstring."""

    def __init__(self, plan: Plan, written: Program, names: Sequence[Names]) -> None:
        self._title = title(plan.notebook.cells, "")
        self._readers = (written.words.data_file, *queries_of(written.words))
        self._taken = set(BUILTINS).union(*(n.sets | read_by(n) for n in names))
        self._taken |= {p.name for p in plan.parameters} | {place.name for place in written.locations}
        self._taken |= {"run", "Settings", "Any", "Figure", *vars(written.words).values()}
        self._taken |= {name for part in plan.parts for name in part.names.sets | part.names.reads}
        self._explanations = _explanations(plan)
        self._modules = known_of(plan.parts).modules
        self._used: set[str] = set()
        self._told: set[str] = set()

    def name(self, place: int, chunk: Chunk, outputs: Sequence[str]) -> str:
        """Return the name of a step: from its heading, or else from its result."""
        wanted = "" if chunk.heading in self._used | {self._title} else slug(chunk.heading)
        if chunk.figure is not None:
            drawn = slug(chunk.figure.title) or slug(chunk.heading) or "figure"
            wanted = drawn if drawn.startswith(("plot", "draw")) else f"plot_{drawn}"
        else:
            self._used.add(chunk.heading)
        wanted = wanted or self._by_result(chunk, outputs, place)
        if wanted in self._taken and chunk.figure is None:
            wanted = self._by_result(chunk, outputs, place)
        name = wanted if wanted not in self._taken and not keyword.iskeyword(wanted) else f"{wanted}_step"
        number = 2
        while name in self._taken:
            name, number = f"{wanted}_{number}", number + 1
        self._taken.add(name)
        return name

    def _by_result(self, chunk: Chunk, outputs: Sequence[str], place: int) -> str:
        made = "_and_".join(slug(name) for name in outputs[-2:] if slug(name))
        reads = any(word in chunk.text for word in (*(f"{word}(" for word in self._readers), ".read_"))
        if reads and made:
            return f"load_{made}"
        written = _written_file(chunk.text)
        if written and not outputs:
            return f"write_{written}"
        if outputs and all(name.isupper() for name in outputs):
            return _FIRST
        if not outputs and self._set_up(chunk):
            return "set_options"
        return f"compute_{made}" if made else _FIRST if not place else "report"

    def _set_up(self, chunk: Chunk) -> str:
        """Return the modules whose options a chunk sets, if it does nothing else."""
        modules: dict[str, None] = {}
        for statement in parse(chunk.text).body:
            match statement:
                case ast.Assign(targets=[ast.Attribute() | ast.Subscript() as target]):
                    place: ast.expr = target
                case ast.Expr(value=ast.Call(func=ast.Attribute() as called)):
                    place = called
                case _:
                    return ""
            while isinstance(place, (ast.Attribute, ast.Subscript)):
                place = place.value
            full = dotted(place, self._modules).partition(".")[0]
            if not full or (isinstance(statement, ast.Expr) and not _OPTION.search(chunk.text)):
                return ""
            modules[full] = None
        return " and ".join(modules)

    def explanation(self, chunk: Chunk) -> str:
        """Return the docstring of a step: the text above it, or else its heading."""
        if chunk.figure is not None:
            drawn = " ".join((chunk.figure.title or chunk.heading).split())  # a title may have several lines
            return f"Draw {drawn!r}." if drawn else "Draw the figure."
        if options := self._set_up(chunk):
            return f"Set the options of {options}."
        if chunk.heading == self._title:
            return ""
        own = self._explanations.get(chunk.cell, "")
        heading = chunk.heading.lstrip("0123456789.) ")
        if chunk.heading in self._told:  # a section that is cut in two is explained once
            return ""
        self._told.add(chunk.heading)
        return _sentence(own) or _sentence(heading)


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "!", "?", ":")) else f"{text}."


def _written_file(text: str) -> str:
    """Return the stem of the last file that the text names and writes, as a word."""
    found = ""
    for node in ast.walk(parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            for argument in node.args[:1] if node.func.attr.startswith(("to_", "save", "write")) else ():
                value = argument.value if isinstance(argument, ast.Constant) else ""
                if isinstance(value, str) and "." in value and "\n" not in value:
                    found = slug(value.replace("\\", "/").rpartition("/")[2].rpartition(".")[0])
    return found


def _explanations(plan: Plan) -> dict[int, str]:
    """Return, for each cell, the paragraph of the text cell that stands right above its section."""
    found: dict[int, str] = {}
    current = ""
    for cell in plan.notebook.cells:
        if cell.kind == "markdown":
            current = paragraph(cell.source) or ("" if cell.source.lstrip().startswith("#") else current)
        found[cell.index] = current
    return found


def queries_of(words: Words) -> tuple[str, ...]:
    """Return the functions that give the rows of a query as a DataFrame."""
    return words.run_query, words.query_frame
