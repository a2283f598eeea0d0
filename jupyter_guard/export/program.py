"""Write the parts that are kept as one Python function, the way a person would have."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from jupyter_guard.policy import Effect

from . import extensions
from .acts import Act, Notes
from .locations import Location, Locations, written_places
from .narrative import headings, slug
from .parts import Part, known_of
from .pieces import SHELL, Kind
from .placing import definitions_above, import_lines, may_move, used_imports
from .plan import Plan
from .queries import Query
from .result_sets import Rows
from .rewriting import SHOW, Rewriter, written_files
from .scopes import waits
from .sending import Outside, sessions_of
from .side_effects import dotted
from .slicing import BUILTINS, LOOKS_AT_SCOPES
from .wording import short

_NEEDS_MODULE_SCOPE = frozenset({"pickle", "multiprocessing", "joblib", "concurrent", "dill", "cloudpickle"})
# A statement of nothing else changes nothing.
_NO_ACTS = (ast.Expr, ast.Name, ast.Load, ast.Attribute, ast.Constant, ast.Tuple, ast.List)


@dataclass(frozen=True)
class Words:
    """The names that the generated package brings into the notebook's code, and that it does not use."""

    settings: str
    run_query: str
    query_frame: str
    query_rows: str
    data_file: str
    work_in: str
    save_figures: str
    save_figure: str
    logger: str
    location: str
    send: str
    main: str

    @classmethod
    def apart_from(cls, taken: frozenset[str]) -> Words:
        """Return words that are not in `taken`."""
        return cls(*(_free(word.name, taken) for word in fields(cls)))


@dataclass(frozen=True)
class Block:
    """The statements of one cell."""

    title: str  # the heading above the cell
    statements: tuple[str, ...]
    cell: int
    draws: int | None = None  # the first statement that draws, where the last one saves the figures

    @property
    def text(self) -> str:
        """The statements as they stand below one another."""
        return "\n".join(self.statements)


@dataclass(frozen=True)
class Program:
    """The text of the program, in pieces that a module is put together from."""

    imports: tuple[str, ...]
    definitions: tuple[str, ...]  # functions and classes that stand at the top of the module
    body: tuple[Block, ...]
    shared: tuple[str, ...]  # names that have to be the module's own; () if all are local
    words: Words
    used: frozenset[str]  # of the words, and `get_ipython`
    waits: bool = False  # a cell waits for something, as only a coroutine may
    extensions: tuple[str, ...] = ()  # modules whose magics it uses
    locations: tuple[Location, ...] = ()  # places that it named, and has variables for now

    @property
    def text(self) -> str:
        """All of it, one statement after the other."""
        return "\n".join((*self.imports, *self.definitions, *(block.text for block in self.body)))


def program(plan: Plan) -> Program:
    """Return the program that does what the kept parts did, statement by statement."""
    parts = [part for part in plan.parts if part.piece.kind in (Kind.CODE, Kind.QUERY, Kind.OPAQUE)]
    known = known_of(parts)
    names = frozenset().union(*(p.names.sets | p.names.reads | p.names.late for p in parts))
    words = Words.apart_from(names | {p.name for p in plan.parameters})
    trees = [p.piece.tree for p in parts if p.piece.tree is not None]
    rewriter = Rewriter(
        known.modules,
        plan.notebook.path.parent,
        written_files(iter(trees)),
        any("mkdir" in p.piece.text or "makedirs" in p.piece.text for p in parts),
        words.data_file,
        words.save_figures,
        words.work_in,
        any("os.chdir(" in p.piece.text for p in parts),
    )
    writer = _Writer(plan, known, rewriter, words, headings(plan.notebook.cells))
    top = frozenset(id(p) for p in parts if p.is_import and may_move(p, parts))
    above = definitions_above(parts, top)
    blocks = tuple(writer.blocks([p for p in parts if id(p) not in top and id(p) not in above]))
    definitions = tuple(writer.text(p) for p in parts if id(p) in above)
    taken = {*names, *vars(words).values(), *(p.name for p in plan.parameters), *BUILTINS}
    places = Locations(words.settings, words.location, taken, written_places(trees))
    outside = Outside(places, words.send, known.modules, sessions_of(trees, known.modules))
    blocks = tuple(replace(b, statements=tuple(map(outside.statement, b.statements))) for b in blocks)
    definitions = tuple(map(outside.definition, definitions))
    rest = [p for p in parts if id(p) not in top and id(p) not in above]
    shell = extensions.asks_ipython(parts)
    shared = _shared(plan, rest, needed=shell)
    shared = tuple(sorted({*shared, *(place.name for place in places.found.values())})) if shared else ()
    whole = "\n".join((*definitions, *(block.text for block in blocks)))
    moved = [p for p in parts if id(p) in top]
    imports = tuple(dict.fromkeys(import_lines(moved if plan.all_cells else used_imports(moved, whole))))
    if "DisplayHandle()" in whole and "DisplayHandle" not in names:
        imports = (*imports, "from IPython.display import DisplayHandle")
    queries = (words.run_query, words.query_frame, words.query_rows)
    mine = (*queries, words.data_file, words.work_in, words.save_figures, words.location, words.send)
    used = frozenset(w for w in mine if f"{w}(" in whole)
    return Program(
        imports,
        definitions,
        blocks,
        shared,
        words,
        used | ({SHELL} if shell else set()),
        any(waits(p.piece.tree) for p in rest if p.piece.tree is not None),
        extensions.modules(parts),
        tuple(places.found.values()),
    )


def _free(word: str, taken: frozenset[str]) -> str:
    while word in taken:
        word += "_"
    return word


def _shared(plan: Plan, parts: Sequence[Part], *, needed: bool) -> tuple[str, ...]:
    """Return all names of the program where local variables would mean something else."""
    sets = frozenset().union(*(p.names.sets | p.names.globals for p in parts)) if parts else frozenset()
    reads = frozenset().union(*(p.names.reads | p.names.late for p in parts)) if parts else frozenset()
    needed = (
        needed
        or any(p.names.globals for p in parts)
        or bool(sets & BUILTINS & reads)
        or bool(reads & LOOKS_AT_SCOPES)
        or any(
            isinstance(p.piece.tree, ast.ImportFrom) and p.piece.tree.names[0].name == "*" for p in plan.parts
        )
        or (any(p.is_definition for p in parts) and bool(_modules(plan) & _NEEDS_MODULE_SCOPE))
    )
    return tuple(sorted(sets | {p.name for p in plan.parameters})) if needed else ()


def _modules(plan: Plan) -> frozenset[str]:
    known = known_of(plan.parts)
    return frozenset(module.partition(".")[0] for module in known.modules.values())


@dataclass(frozen=True)
class _Writer:
    plan: Plan
    known: Notes
    rewriter: Rewriter
    words: Words
    titles: Mapping[int, str]

    def blocks(self, parts: Sequence[Part]) -> Iterator[Block]:
        """Yield the statements of one cell after the other."""
        for cell in dict.fromkeys(part.cell for part in parts):
            own = [part for part in parts if part.cell is cell and not self._does_nothing(part)]
            lines = [self.text(part) for part in own]
            drawing = [i for i, part in enumerate(own) if Act.FIGURE in part.effects.acts]
            if self._leaves_figures(own):
                lines.append(f"{self.words.save_figures}({self._figure(cell.index)!r})")
            yield Block(self.titles[cell.index], tuple(lines), cell.index, drawing[0] if drawing else None)

    def text(self, part: Part) -> str:
        """Return a part as a statement of the project."""
        if part.piece.kind is Kind.OPAQUE:
            shows = self.plan.shown or self.plan.all_cells
            shown = shows and part.last and not part.piece.result and "value" in part.cell.shows
            code = f"print({part.piece.code})" if shown and part.displays else part.piece.code
            return self.rewriter.rewrite(code, figure=self._figure(part.cell.index), prints=False)
        if part.query is not None:
            return self._call(part.query)
        figure = self._figure(part.cell.index)
        return self.rewriter.rewrite(part.piece.text, figure=figure, prints=self._prints(part))

    def _prints(self, part: Part) -> bool:
        """Return whether the notebook showed the value of a part, and the program has to print it."""
        wanted = self.plan.shown or self.plan.all_cells
        wanted = wanted and part.last and part.displays and not part.effects.acts & {Act.FIGURE, Act.WRITE}
        return wanted and _has_value(part)

    def _does_nothing(self, part: Part) -> bool:
        """Return whether a part only names a value that is not shown: `table`, `table.columns`."""
        tree = part.piece.tree if part.piece.kind is Kind.CODE else None
        plain = isinstance(tree, ast.Expr) and all(isinstance(n, _NO_ACTS) for n in ast.walk(tree))
        return plain and not self._prints(part)

    def _leaves_figures(self, parts: Sequence[Part]) -> bool:
        """Return whether figures may be open at the end of the cell; the notebook shows and closes those."""
        draws = [p for p in parts if Act.FIGURE in p.effects.acts and not p.is_definition]
        tree = draws[-1].piece.tree if draws else None
        called = tree.value.func if isinstance(tree, ast.Expr) and isinstance(tree.value, ast.Call) else None
        return bool(draws) and (called is None or dotted(called, self.known.modules) not in SHOW)

    def _figure(self, cell: int) -> str:
        """Return the name of the figures of a cell."""
        whole = slug(self.titles[cell])
        few = "_".join(short(self.titles[cell], sentence=True)) if whole.count("_") > 4 else ""
        return few or whole or "figure"

    def _call(self, query: Query) -> str:
        where = query.variable or f"{self.words.settings}.connection({query.connection!r})"
        frames = ", ".join(f"{name!r}: {name}" for name in query.frames)
        arguments = [where, repr(query.name), *([f"{{{frames}}}"] if frames else [])]
        arguments += [*(f"{name}={query.variable_of(name)}" for name in query.names), *query.given]
        words = {Rows.FRAME: self.words.query_frame, Rows.TUPLES: self.words.query_rows}
        call = f"{words.get(query.rows, self.words.run_query)}({', '.join(arguments)})"
        shown = call if query.rows is not Rows.TYPED and query.effect is not Effect.READ else f"print({call})"
        statement = f"{query.result} = {call}" if query.result else shown
        return f"if {query.condition}:\n    {statement}" if query.condition else statement


def _has_value(part: Part) -> bool:
    """Return whether the notebook showed the value of the part, or may have."""
    return "value" in part.cell.shows or part.cell.count is None
