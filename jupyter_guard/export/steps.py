"""Split the program into functions, one for each heading or result, where that is surely the same program.

A function gets what it reads and returns what later ones read. That is the same program only
if nothing in it sees a variable of another function later on; where it does, the two become one.
"""

from __future__ import annotations

import ast
import keyword
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .annotations import FRAME, SERIES, Types
from .figures import Figure, figure_of, sets_of
from .narrative import paragraph, slug, title
from .parts import known_of
from .plan import Plan
from .program import Program, Words
from .scopes import Names, names_of
from .slicing import BUILTINS
from .source import parse

_MOST_OUTPUTS = 5  # a step that hands on more is no step
_MOST_STATEMENTS = 14  # a step that is longer is cut between cells
_FIRST = "prepare"


@dataclass(frozen=True)
class Step:
    """A function of the program."""

    name: str
    explanation: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    text: str
    types: Mapping[str, str]  # of what it gets and gives, as far as they are known
    figure: Figure | None = None  # it draws that, and returns it


@dataclass(frozen=True)
class _Chunk:
    """Statements that may become a step."""

    heading: str
    cell: int
    statements: tuple[str, ...]
    figure: Figure | None = None

    @property
    def text(self) -> str:
        return "\n".join(self.figure.drawing if self.figure else self.statements)

    def and_then(self, other: _Chunk) -> _Chunk:
        return _Chunk(self.heading, self.cell, (*self.statements, *other.statements))


def steps_of(plan: Plan, written: Program) -> tuple[Step, ...]:
    """Return the functions that the program can be split into; none if it has to stay in one piece."""
    if written.shared or written.waits:
        return ()
    given = {p.name for p in plan.parameters} | {written.words.settings}
    given |= {place.name for place in written.locations}
    chunks = _chunks(plan, written)
    while len(chunks) > 1:
        names = [names_of(parse(chunk.text).body) for chunk in chunks]
        flaw = _flaw(names, given)
        if flaw is None:
            return _steps(chunks, names, plan, written)
        if flaw + 1 == len(chunks):
            flaw -= 1
        chunks[flaw : flaw + 2] = [chunks[flaw].and_then(chunks[flaw + 1])]
    return ()


def _chunks(plan: Plan, written: Program) -> list[_Chunk]:
    """Cut the blocks by headings, around figures, and where they are long."""
    modules = known_of(plan.parts).modules
    reads = [_read(names_of(parse(block.text).body)) for block in written.body]
    chunks: list[_Chunk] = []
    for i, block in enumerate(written.body):
        later = frozenset().union(*reads[i + 1 :])
        figure = figure_of(block, written.words, modules)
        if figure is not None and sets_of(figure.drawing) & later:
            figure = None
        own = _Chunk(block.title, block.cell, figure.before if figure else block.statements)
        if own.statements:
            last = chunks[-1] if chunks else None
            joins = last is not None and last.figure is None and last.heading == own.heading
            if joins and last and len(last.statements) + len(own.statements) <= _MOST_STATEMENTS:
                chunks[-1] = last.and_then(own)
            else:
                chunks.append(own)
        if figure is not None:
            rest = block.statements[len(figure.before) :]
            chunks.append(_Chunk(block.title, block.cell, rest, figure))
    return chunks


def _flaw(names: Sequence[Names], given: set[str]) -> int | None:
    """Return which chunk cannot be a function of its own, or None if all can."""
    before = set(given)
    for i, own in enumerate(names):
        later_sets = frozenset().union(*(n.sets for n in names[i + 1 :]))
        later_reads = frozenset().union(*(_read(n) for n in names[i + 1 :]))
        outputs = own.sets & later_reads
        # What is set only sometimes keeps its former value otherwise.
        unsure = outputs - own.surely
        if own.late & later_sets or own.deletes & (given | later_sets | later_reads):
            return i
        if len(outputs) > _MOST_OUTPUTS or not unsure <= before:
            return i
        before |= own.sets
    return None


def _steps(
    chunks: Sequence[_Chunk], names: Sequence[Names], plan: Plan, written: Program
) -> tuple[Step, ...]:
    namer = _Namer(plan, written, names)
    types = Types(known_of(plan.parts).modules, dict.fromkeys(_queries(written.words), FRAME))
    types.of |= {p.name: type(p.value).__name__ for p in plan.parameters if p.value is not None}
    types.of[written.words.settings] = "Settings"
    types.of |= {place.name: "str" for place in written.locations}
    chosen = [*(p.name for p in plan.parameters), *(place.name for place in written.locations)]
    known = {written.words.settings: 0, **dict.fromkeys(chosen, 1000)}  # name -> its place among arguments
    shared = _sharing(plan)
    steps = []
    for i, chunk in enumerate(chunks):
        own, tree = names[i], parse(chunk.text)
        later = frozenset().union(*(_read(n) for n in names[i + 1 :]))
        outputs = own.sets & later
        inputs = (_read(own) | (outputs - own.surely)) & known.keys()
        before = {name: types.of[name] for name in inputs if name in types.of}
        seen = _read(own) | later
        copied = [name for name in changed_tables(tree, inputs, before) if not (shared[name] - {name}) & seen]
        outputs |= frozenset(copied) & later
        types.follow(tree.body)
        types.of |= {name: before[name] for name in copied if name not in own.sets}
        text = "\n".join([*(f"{name} = {name}.copy()" for name in copied), chunk.text])
        places = _places(tree)
        step = Step(
            namer.name(i, chunk, sorted(outputs, key=lambda n: places.get(n, (0, 0)))),
            namer.explanation(chunk),
            tuple(sorted(inputs, key=lambda n: (known[n], n))),
            tuple(sorted(outputs, key=lambda n: (places.get(n, (0, 0)), n))),
            text,
            {**{f"<{n}": t for n, t in before.items()}, **{n: types.of[n] for n in outputs if n in types.of}},
            chunk.figure,
        )
        steps.append(step)
        for name in own.sets:
            known.setdefault(name, len(known))
        known |= dict.fromkeys(step.outputs, i + 1)
    return tuple(steps)


def _read(names: Names) -> frozenset[str]:
    return names.reads | names.late | names.mentions


def _places(tree: ast.Module) -> Mapping[str, tuple[int, int]]:
    """Return where each name is first set."""
    found: dict[str, tuple[int, int]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            place = (node.lineno, node.col_offset)
            found[node.id] = min(found.get(node.id, place), place)
    return found


def changed_tables(tree: ast.Module, inputs: frozenset[str], types: Mapping[str, str]) -> list[str]:
    """Return the tables among `inputs` that the text changes in place, before it makes them anew."""
    found: list[str] = []
    for statement in tree.body:
        for node in ast.walk(statement):
            changed = ""
            if isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(
                node.ctx, (ast.Store, ast.Del)
            ):
                changed = _root(node)
            elif isinstance(node, ast.Call) and any(k.arg == "inplace" for k in node.keywords):
                changed = _root(node.func)
            if changed in inputs and types.get(changed) in (FRAME, SERIES) and changed not in found:
                found.append(changed)
        inputs = inputs - names_of([statement]).surely
    return found


def _root(node: ast.AST) -> str:
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _sharing(plan: Plan) -> Mapping[str, set[str]]:
    """Return, for each name, all names that may share its object at some time."""
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for part in plan.parts:
        for names in part.effects.aliases if not _chooses_rows(part.piece.tree) else ():
            merged = set(names).union(*(groups[name] for name in names))
            for name in merged:
                groups[name] = merged
    return groups


def _chooses_rows(tree: ast.stmt | None) -> bool:
    """Return whether a statement takes rows or columns of a table by a condition or list: that is a copy."""
    match tree:
        case ast.Assign(targets=[ast.Name()], value=ast.Subscript(value=ast.Name(), slice=part)):
            return isinstance(part, (ast.Compare, ast.BinOp, ast.BoolOp, ast.List))
    return False


def _queries(words: Words) -> tuple[str, ...]:
    """Return the functions that give the rows of a query as a DataFrame."""
    return words.run_query, words.query_frame


class _Namer:
    """Gives every step a name that nothing else has, and its docstring."""

    def __init__(self, plan: Plan, written: Program, names: Sequence[Names]) -> None:
        self._title = title(plan.notebook.cells, "")
        self._readers = (written.words.data_file, *_queries(written.words))
        self._taken = set(BUILTINS).union(*(n.sets | _read(n) for n in names))
        self._taken |= {p.name for p in plan.parameters} | {place.name for place in written.locations}
        self._taken |= {"run", "Settings", "Any", "Figure", *vars(written.words).values()}
        self._taken |= {name for part in plan.parts for name in part.names.sets | part.names.reads}
        self._explanations = _explanations(plan)
        self._used: set[str] = set()
        self._told: set[str] = set()

    def name(self, place: int, chunk: _Chunk, outputs: Sequence[str]) -> str:
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

    def _by_result(self, chunk: _Chunk, outputs: Sequence[str], place: int) -> str:
        made = "_and_".join(slug(name) for name in outputs[-2:] if slug(name))
        reads = any(word in chunk.text for word in (*(f"{word}(" for word in self._readers), ".read_"))
        if reads and made:
            return f"load_{made}"
        written = _written_file(chunk.text)
        if written and not outputs:
            return f"write_{written}"
        if outputs and all(name.isupper() for name in outputs):
            return _FIRST
        return f"compute_{made}" if made else _FIRST if not place else "report"

    def explanation(self, chunk: _Chunk) -> str:
        """Return the docstring of a step: the text above it, or else its heading."""
        if chunk.figure is not None:
            drawn = chunk.figure.title or chunk.heading
            return f"Draw {drawn!r}." if drawn else "Draw the figure."
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
